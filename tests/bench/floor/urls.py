"""Two views: one read and one template; and the same with one upsert, for the pages that write."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone

from tests.bench.floor.models import Text, Visit


def read(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "floor.html", {"text": get_object_or_404(Text, key=key), "learner": request.user})


def write(request: HttpRequest, key: str) -> HttpResponse:
    text = get_object_or_404(Text, key=key)
    Visit.objects.bulk_create(
        [Visit(learner=request.user, text=text, at=timezone.now())],
        update_conflicts=True,
        unique_fields=["learner", "text"],
        update_fields=["at"],
    )
    return render(request, "floor.html", {"text": text, "learner": request.user})


urlpatterns = [path("read/<slug:key>/", read), path("write/<slug:key>/", write)]
