"""The pages of the pre-test."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import access as courses_access
from courses import services as courses_services
from courses.domain.reasons import Code, Reason, Refused, refuse
from courses.models import Edition
from courses.pages import refusal
from quizzes import access, pages, services
from quizzes.access import TestSummary
from quizzes.forms import PretestForm
from quizzes.views.common import closed_module, summary_of


@never_cache
@require_POST
def begin_pretest(request: HttpRequest, slug: str) -> HttpResponse:
    """The module page was read: note it, as when the slides are begun, and go to the pre-test."""
    now = timezone.now()
    edition = courses_access.newest_edition(slug)
    window = courses_access.window_of(courses_access.current_term(edition.module, now))
    page = {"shown": request.POST.get("edition", ""), "disclosed": request.POST.get("statement", "")}
    try:
        refuse(courses_access.why_not_read(edition.module, window, request.user, now))
        courses_services.start_from_page(learner=request.user, edition=edition, **page, now=now)
    except Refused as refused:
        return refusal(request, edition.module, refused.reason)
    return redirect("pretest", slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pretest(request: HttpRequest, slug: str) -> HttpResponse:
    """All items of the pre-test on one page. Blanks are named before they are taken."""
    now = timezone.now()
    edition = courses_access.newest_edition(slug, request.user)
    summary = summary_of(request, edition, now)
    if summary.pretested:
        return redirect("pretest-result", slug)
    if (reason := _why_no_pretest(request, edition, summary, now)) is not None:
        return refusal(request, edition.module, reason)
    items = access.pretest_items(edition)
    form = PretestForm(pages.asked(items, request.user), request.POST if request.method == "POST" else None)
    if form.is_bound and not form.is_valid() and not form.is_of_another(edition.number):
        return HttpResponseBadRequest()
    if form.is_bound and form.is_final(edition.number):
        return _submit_pretest(request, edition, form, now)
    return render(request, "quizzes/pretest.html", pages.pretest_context(edition, items, form))


def _submit_pretest(request: HttpRequest, edition: Edition, form: PretestForm, now: datetime) -> HttpResponse:
    try:
        services.submit_pretest(learner=request.user, edition=edition, answers=form.answers, now=now)
    except Refused as refused:
        return refusal(request, edition.module, refused.reason)
    return redirect("pretest-result", edition.module.slug)


@never_cache
@require_safe
def pretest_result(request: HttpRequest, slug: str) -> HttpResponse:
    """The score by objective and the slides to begin with. Never which option was right: the CME test asks the same."""
    edition = courses_access.newest_edition(slug)
    sitting = access.sitting_of(request.user, edition.module)
    if sitting is None:
        return redirect("pretest", slug)
    return render(request, "quizzes/pretest_result.html", pages.pretest_result_context(sitting, edition))


def _why_no_pretest(request: HttpRequest, edition: Edition, summary: TestSummary, now: datetime) -> Reason | None:
    """Return why the pre-test cannot be taken; Http404 where the module has none."""
    if (reason := closed_module(request, summary, now)) is not None:
        return reason
    if not summary.pretest:
        raise Http404
    return summary.pretest_refusal if edition.begun else Reason(Code.NOT_STARTED)
