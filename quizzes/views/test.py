"""The pages of the CME test around its items.

No page is kept by a browser, so that going back never shows an attempt that is closed.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import access as courses_access
from courses.domain.reasons import Refused, refuse
from courses.pages import refusal
from quizzes import access, pages, services
from quizzes.views.common import closed, closed_module, own_attempt, progress_of, summary_of


@never_cache
@require_safe
def test(request: HttpRequest, slug: str) -> HttpResponse:
    """The rules, and the way into the test or the reason why there is none now."""
    now = timezone.now()
    edition = courses_access.newest_edition(slug)
    summary = summary_of(request, edition, now)
    if (reason := closed_module(request, summary, now)) is not None:
        return refusal(request, edition.module, reason)
    context = pages.test_context(summary, request.user, edition, progress_of(request, edition), now)
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
            learner=request.user,
            edition=edition,
            term=term,
            slides_unseen=progress_of(request, edition).unseen,
            now=now,
        )
    except Refused:
        return redirect("test", slug)  # which says why
    return redirect("test-item", slug, attempt.pk, pages.next_to_answer(attempt, access.responses_of(attempt)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, slug: str, attempt_id: int) -> HttpResponse:
    """Ask for confirmation; then score. A second submit leads to the same result."""
    now = timezone.now()
    if request.method == "POST":
        services.submit_attempt(learner=request.user, attempt_id=attempt_id, slug=slug, now=now)
        return redirect("test-result", slug, attempt_id)
    attempt = own_attempt(request, slug, attempt_id, now)
    if attempt.submitted_at is not None:
        return closed(request, attempt)
    return render(request, "quizzes/submit.html", pages.submit_context(attempt, access.responses_of(attempt), now))


@never_cache
@require_safe
def result(request: HttpRequest, slug: str, attempt_id: int) -> HttpResponse:
    """The score, what may be shown of the answers, and what to do next."""
    now = timezone.now()
    attempt = own_attempt(request, slug, attempt_id, now)
    if attempt.submitted_at is None:
        return redirect("test", slug)
    edition = courses_access.newest_edition(slug)
    summary = summary_of(request, edition, now)
    context = pages.result_context(attempt, summary, edition, progress_of(request, edition), now)
    return render(request, "quizzes/result.html", context)


@never_cache
@require_POST
def pause(request: HttpRequest, slug: str, attempt_id: int) -> HttpResponse:
    """Let the clock stand still, and say so on the test page."""
    now = timezone.now()
    attempt = own_attempt(request, slug, attempt_id, now)
    try:
        services.pause_attempt(learner=request.user, attempt_id=attempt.pk, now=now)
    except Refused as refused:
        return refusal(request, attempt.module, refused.reason)
    return redirect("test", slug)


@never_cache
@require_POST
def resume(request: HttpRequest, slug: str, attempt_id: int) -> HttpResponse:
    """Let the clock run again and go on where the learner was."""
    now = timezone.now()
    attempt = own_attempt(request, slug, attempt_id, now)
    if attempt.submitted_at is not None:
        return closed(request, attempt)
    try:
        attempt = services.resume_attempt(learner=request.user, attempt_id=attempt.pk, now=now)
    except Refused:  # submitted on another device meanwhile
        return closed(request, attempt)
    return redirect("test-item", slug, attempt.pk, pages.next_to_answer(attempt, access.responses_of(attempt)))
