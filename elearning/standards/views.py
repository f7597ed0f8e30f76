"""The pages of a judge: the own panels, a number for each item of one, and the four numbers after Hofstee."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearning.standards import access, pages, services
from elearning.standards.forms import HofsteeForm, RatingsForm
from elearning.standards.models import Judge


@never_cache
@require_safe
def panels(request: HttpRequest) -> HttpResponse:
    return render(request, "standards/panels.html", {"judges": access.panels_of(request.user)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: HttpRequest, panel_id: int) -> HttpResponse:
    """All items with a number for each. What is wrong is named beside it, and nothing that was typed is lost."""
    judge = access.judge_of(request.user, panel_id)
    items = access.items_of(judge.panel)
    if request.method != "POST":
        form = RatingsForm(items, initial=pages.initial(judge))
        return render(request, "standards/panel.html", pages.panel_context(judge, items, form))
    form = RatingsForm(items, request.POST)
    return _save(request, judge, form) or _again(request, judge, items, form)


def _save(request: HttpRequest, judge: Judge, form: RatingsForm) -> HttpResponse | None:
    """Store what was entered; None where something is wrong with it."""
    if not form.is_valid():
        return None
    number = form.cleaned_data["number"]
    try:
        services.rate_items(judge=judge, number=number, ratings=form.ratings, now=timezone.now())
    except services.RoundOver:
        form.add_error(None, _("This round was closed meanwhile, so that your numbers were not saved."))
        return None
    messages.success(request, pages.saved(form.ratings))
    return redirect("panel", judge.panel_id)


def _again(request: HttpRequest, judge: Judge, items: list, form: RatingsForm) -> HttpResponse:
    return render(request, "standards/panel.html", pages.panel_context(judge, items, form), status=422)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hofstee(request: HttpRequest, panel_id: int) -> HttpResponse:
    """Four numbers: which pass marks, and how many failures, the judge finds acceptable."""
    judge = access.judge_of(request.user, panel_id)
    form = HofsteeForm.of(getattr(judge, "hofstee", None), request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.judge_hofstee(judge=judge, values=form.cleaned_data, now=timezone.now())
        except services.RoundOver:
            form.add_error(None, _("The panel was closed meanwhile, so that your numbers were not saved."))
        else:
            messages.success(request, _("Saved. You can change it until the panel is closed."))
            return redirect("panel", panel_id)
    context = {"form": form, "judge": judge, "panel": judge.panel}
    return render(request, "standards/hofstee.html", context, status=422 if form.is_bound else 200)
