"""The site's own pages: home, module, my learning, profile, health."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

import courses.access
from courses.pages import translated
from elearning import learning, pages
from elearning.accounts import services as accounts
from elearning.accounts.forms import ProfileForm
from elearning.frontmatter import disclosure_context


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The catalogue of modules."""
    now = timezone.now()
    cards = [pages.catalogue_card(edition, now) for edition in courses.access.catalogue(now)]
    return render(request, "elearning/home.html", {"modules": cards})


@login_not_required
@require_safe
@translated
def module(request: HttpRequest, slug: str, language: str | None = None) -> HttpResponse:
    """What a learner must see before the first slide, and the way through the module."""
    now = timezone.now()
    reading = courses.access.newest_reading(slug, language, request.user)
    context = pages.module_context(pages.standing(request.user, reading, now), now)
    return render(request, "elearning/module.html", context | disclosure_context(reading, now))


@require_safe
def my_learning(request: HttpRequest) -> HttpResponse:
    """The learner's modules, results and certificates."""
    return render(request, "elearning/my_learning.html", learning.context(request.user, timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """The name that certificates print, and the profession that decides about credit."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        accounts.change_profile(user=request.user, **form.cleaned_data, now=timezone.now())
        messages.success(request, _("Your profile is saved."))
        return redirect("profile")
    if form.errors:
        request.user.refresh_from_db(fields=["name"])  # the header shows the stored name, not the refused one
    return render(request, "accounts/profile.html", {"form": form})


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For a monitor: 200 when the process runs and the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"status": "ok"})
