"""The pages of the pre-test and the CME test.

No page is kept by a browser, so that going back never shows an attempt that is closed.
"""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import access as courses_access
from courses import services as courses_services
from courses.domain.reading import Summary
from courses.domain.reasons import Code, Reason, Refused, refuse
from courses.models import Edition
from courses.pages import refusal
from courses.texts import describe
from quizzes import access, pages, services
from quizzes.access import TestSummary
from quizzes.forms import AnswerForm, PretestForm
from quizzes.models import Attempt


@never_cache
@require_safe
def test(request: HttpRequest, slug: str) -> HttpResponse:
    """The rules, and the way into the test or the reason why there is none now."""
    now = timezone.now()
    edition = courses_access.newest_edition(slug)
    summary = _summary(request, edition, now)
    if (reason := _closed_module(request, summary, now)) is not None:
        return refusal(request, edition.module, reason)
    context = pages.test_context(summary, edition, _progress(request, edition), now)
    return render(request, "quizzes/test.html", context)


@never_cache
@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin an attempt, or go on with the open one."""
    now = timezone.now()
    edition = courses_access.newest_edition(slug)
    term = courses_access.current_term(edition.module, now)
    try:
        refuse(courses_access.why_not_read(edition.module, courses_access.window_of(term), request.user, now))
        attempt = services.begin_attempt(
            learner=request.user, edition=edition, term=term, slides_unseen=_progress(request, edition).unseen, now=now
        )
    except Refused:
        return redirect("test", slug)  # which says why
    return redirect("test-item", slug, attempt.pk, pages.next_to_answer(attempt, access.responses_of(attempt)))


@never_cache
@require_safe
def item(request: HttpRequest, slug: str, attempt_id: int, number: int) -> HttpResponse:
    """One item of an open attempt."""
    now = timezone.now()
    attempt = _attempt(request, slug, attempt_id, now)
    if attempt.submitted_at is not None:
        return _closed(request, attempt)
    if attempt.place(number) is None:
        raise Http404
    context = pages.item_context(attempt, number, access.responses_of(attempt), now)
    return render(request, "quizzes/item.html", context)


@never_cache
@require_POST
def answer(request: HttpRequest, slug: str, attempt_id: int, number: int) -> HttpResponse:
    """Save an answer and its flag. htmx gets what changed on the page; a plain form goes on to the next item."""
    now = timezone.now()
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    sent = {"shown": form.cleaned_data["option"], "flagged": form.cleaned_data["flagged"]}
    try:
        attempt, responses = services.save_answer(
            learner=request.user, attempt_id=attempt_id, number=number, now=now, **sent
        )
    except Refused:
        return _closed(request, _attempt(request, slug, attempt_id, now), status=409)
    if request.htmx:
        return _saved(attempt, number, responses, now)
    if number < len(attempt.paper):
        return redirect("test-item", slug, attempt_id, number + 1)
    return redirect("test-submit", slug, attempt_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, slug: str, attempt_id: int) -> HttpResponse:
    """Ask for confirmation; then score. A second submit leads to the same result."""
    now = timezone.now()
    if request.method == "POST":
        services.submit_attempt(learner=request.user, attempt_id=attempt_id, now=now)
        return redirect("test-result", slug, attempt_id)
    attempt = _attempt(request, slug, attempt_id, now)
    if attempt.submitted_at is not None:
        return _closed(request, attempt)
    return render(request, "quizzes/submit.html", pages.submit_context(attempt, access.responses_of(attempt), now))


@never_cache
@require_safe
def result(request: HttpRequest, slug: str, attempt_id: int) -> HttpResponse:
    """The score, what may be shown of the answers, and what to do next."""
    now = timezone.now()
    attempt = _attempt(request, slug, attempt_id, now)
    if attempt.submitted_at is None:
        return redirect("test", slug)
    edition = courses_access.newest_edition(slug)
    summary = _summary(request, edition, now)
    context = pages.result_context(attempt, summary, edition, _progress(request, edition), now)
    return render(request, "quizzes/result.html", context)


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
    summary = _summary(request, edition, now)
    if summary.pretested:
        return redirect("pretest-result", slug)
    if (reason := _why_no_pretest(request, edition, summary, now)) is not None:
        return refusal(request, edition.module, reason)
    items = access.pretest_items(edition)
    form = PretestForm(pages.option_orders(items, request.user), request.POST if request.method == "POST" else None)
    if form.is_bound and not form.is_valid() and not form.is_of_another(edition.number):
        return HttpResponseBadRequest()
    if form.is_bound and form.is_final(edition.number):
        return _submit_pretest(request, edition, form, now)
    return render(request, "quizzes/pretest.html", pages.pretest_context(edition, items, form))


def _submit_pretest(request: HttpRequest, edition: Edition, form: PretestForm, now: datetime) -> HttpResponse:
    try:
        services.submit_pretest(learner=request.user, edition=edition, chosen=form.chosen, now=now)
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
    if (reason := _closed_module(request, summary, now)) is not None:
        return reason
    if not summary.pretest:
        raise Http404
    return summary.pretest_refusal if edition.begun else Reason(Code.NOT_STARTED)


def _summary(request: HttpRequest, edition: Edition, now: datetime) -> TestSummary:
    """Return the learner's standing after closing an attempt that is due."""
    term = courses_access.current_term(edition.module, now)
    asked = {"learner": request.user, "module": edition.module, "edition": edition, "term": term, "now": now}
    summary = access.test_summary(**asked)
    if not summary.open_is_due(now):
        return summary
    services.close_if_due(attempt=summary.open_attempt, now=now)
    return access.test_summary(**asked)


def _progress(request: HttpRequest, edition: Edition) -> Summary:
    return courses_access.summary(edition, courses_access.progress_of(request.user, edition.module))


def _closed_module(request: HttpRequest, summary: TestSummary, now: datetime) -> Reason | None:
    window = courses_access.window_of(summary.term)
    return courses_access.why_not_read(summary.module, window, request.user, now)


def _attempt(request: HttpRequest, slug: str, attempt_id: int, now: datetime) -> Attempt:
    """Return the learner's own attempt, closed where its time has come."""
    return services.close_if_due(attempt=access.attempt_of(request.user, attempt_id, slug=slug), now=now)


def _closed(request: HttpRequest, attempt: Attempt, status: int = 200) -> HttpResponse:
    sentence = describe(Reason(Code.ATTEMPT_CLOSED), attempt.module.time_zone)
    context = {"attempt": attempt, "module": attempt.module, "sentence": sentence}
    return render(request, "quizzes/closed.html", context, status=status)


def _saved(attempt: Attempt, number: int, responses: dict, now: datetime) -> HttpResponse:
    """Return the fragments that change; the header tells the page's script that this is no sign-in page instead."""
    context = {
        "attempt": attempt,
        "module": attempt.module,
        "number": number,
        "entry": pages.entry_of(attempt, number, responses),
        "answered": pages.answered_count(responses),
        "total": len(attempt.paper),
        "saved_at": now,
    }
    # Without the request: the fragment needs no context processor, and nothing is asked for more often.
    response = HttpResponse(render_to_string("quizzes/saved.html", context))
    response["X-Answer"] = "saved"
    return response
