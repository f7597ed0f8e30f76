"""The evaluation of a module, and what became of the commitments in it."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from courses.domain.reasons import Refused
from courses.languages import Reading
from courses.pages import refusal
from courses.texts import moment
from elearning.evaluation import access, pages, services
from elearning.evaluation.domain.sheet import Given, Problem
from elearning.evaluation.forms import CommitmentsForm
from quizzes.models import Attempt


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """The questionnaire of a learner who passed; once it was sent, what was sent. ``?term=2`` asks for that term."""
    now = timezone.now()
    module = access.module_of(slug)
    attempt = access.passed_attempt(request.user, module, request.GET.get("term", ""))
    sent = access.evaluation_of(request.user, module, attempt.term) if attempt else None
    if sent is not None and request.method != "POST":
        return render(request, "evaluation/sent.html", pages.sent_context(sent, attempt.edition))
    if sent is None and (reason := access.why_not_evaluate(attempt, now)) is not None:
        return refusal(request, module, reason)
    reading = Reading.last(attempt.edition, access.language_read(request.user, module))
    return _submit(request, attempt, reading, now) if request.method == "POST" else _form(request, attempt, reading)


def _submit(request: HttpRequest, attempt: Attempt, reading: Reading, now: datetime) -> HttpResponse:
    given = dict(request.POST.lists())
    sending = {"learner": request.user, "attempt": attempt, "given": given, "language": reading.language, "now": now}
    try:
        services.submit_evaluation(**sending)
    except services.Incomplete as incomplete:
        return _form(request, attempt, reading, given, incomplete.problems)
    except Refused as refused:
        return refusal(request, attempt.module, refused.reason)
    messages.success(request, _("Thank you. Your evaluation was sent."))
    return redirect("certificate", attempt.module.slug)


def _form(
    request: HttpRequest,
    attempt: Attempt,
    reading: Reading,
    given: Given | None = None,
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    """Show the form: empty, or with what was given and what is wrong with it."""
    shown = {"attempt": attempt, "until": moment(access.closes_at(attempt), attempt.module.time_zone)}
    context = {**pages.form_context(reading, given, problems), **shown}
    return render(request, "evaluation/evaluation.html", context, status=422 if problems else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def commitments(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """One question about each commitment of the learner's own evaluation: what became of it?"""
    found = access.own_evaluation(request.user, evaluation_id)
    form = CommitmentsForm(found.commitments.all(), request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.answer_commitments(evaluation=found, answers=form.answers, actor=request.user, now=timezone.now())
        messages.success(request, _("Thank you. You can correct this here at any time."))
        return redirect("commitments", evaluation_id)
    days = [row.remind_on for row in found.commitments.all() if row.remind_on is not None]
    context = {"form": form, "evaluation": found, "module": found.module, "asks_again": min(days, default=None)}
    return render(request, "evaluation/commitments.html", context, status=422 if form.is_bound else 200)


@require_POST
def stop(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Ask nothing more by e-mail about an evaluation."""
    found = access.own_evaluation(request.user, evaluation_id)
    services.stop_reminders(evaluation=found, actor=request.user, now=timezone.now())
    messages.success(request, _("We will not ask you about this any more."))
    return redirect("commitments", evaluation_id)
