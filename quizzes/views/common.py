"""What the views of the pre-test and the test share."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from courses import access as courses_access
from courses.domain.reading import Summary
from courses.domain.reasons import Reason
from courses.models import Edition
from quizzes import access, services, texts
from quizzes.access import TestSummary
from quizzes.models import Attempt


def summary_of(request: HttpRequest, edition: Edition, now: datetime) -> TestSummary:
    """Return the learner's standing after closing an attempt that is due."""
    term = courses_access.current_term(edition.module, now)
    asked = {"learner": request.user, "module": edition.module, "edition": edition, "term": term, "now": now}
    summary = access.test_summary(**asked)
    if not summary.open_is_due(now):
        return summary
    services.close_if_due(attempt=summary.open_attempt, now=now)
    return access.test_summary(**asked)


def progress_of(request: HttpRequest, edition: Edition) -> Summary:
    return courses_access.summary(edition, courses_access.progress_of(request.user, edition.module))


def closed_module(request: HttpRequest, summary: TestSummary, now: datetime) -> Reason | None:
    window = courses_access.window_of(summary.term)
    return courses_access.why_not_read(summary.module, window, request.user, now)


def own_attempt(request: HttpRequest, slug: str, attempt_id: int, now: datetime) -> Attempt:
    """Return the learner's own attempt, closed where its time has come."""
    return services.close_if_due(attempt=access.attempt_of(request.user, attempt_id, slug=slug), now=now)


def closed(request: HttpRequest, attempt: Attempt, status: int = 200) -> HttpResponse:
    context = {"attempt": attempt, "module": attempt.module, "how": texts.how_it_closed(attempt)}
    return render(request, "quizzes/closed.html", context, status=status)
