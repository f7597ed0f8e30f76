"""Sending an evaluation, saying what became of its commitments, and asking for that by e-mail."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from courses.domain.reasons import refuse
from courses.languages import Reading
from elearning.accounts.models import User
from elearning.audit.services import record
from elearning.evaluation import access, mail, texts
from elearning.evaluation.domain import form, rules, sheet
from elearning.evaluation.models import SETTLED, Commitment, Evaluation, Outcome
from quizzes.models import Attempt


class Incomplete(Exception):
    """Nothing was stored: ``problems`` says what is missing, question by question."""

    def __init__(self, problems: list[sheet.Problem]) -> None:
        super().__init__(", ".join(f"{problem.question.key}: {problem.fault}" for problem in problems))
        self.problems = problems


@transaction.atomic
def submit_evaluation(
    *, learner: User, attempt: Attempt, given: sheet.Given, language: str, now: datetime
) -> Evaluation:
    """Store what ``learner`` answered about the module passed with ``attempt``; ``given`` is what the form sent.

    ``language`` is the one in which the objectives were shown (empty: the module's own). Sent twice, or by two requests
    at once, the first one stays and is returned. Raises Incomplete, and Refused outside the time for it.
    """
    locked = Attempt.objects.complete().select_related("edition").select_for_update(of=("self",))
    attempt = locked.get(pk=attempt.pk, learner=learner)
    existing = access.evaluation_of(learner, attempt.module, attempt.term)
    if existing is not None:
        return existing
    refuse(access.why_not_evaluate(attempt, now))
    reading = Reading.last(attempt.edition, language)
    questions = access.questions_of(reading)
    read = sheet.read(questions, given)
    if read.problems:
        raise Incomplete(read.problems)
    evaluation = Evaluation.objects.create(
        learner=learner,
        module=attempt.module,
        term=attempt.term,
        edition=attempt.edition,
        form=form.VERSION,
        language=reading.language,
        answers=read.answers,
        submitted_at=now,
    )
    remind_on = rules.next_reminder(now, sheet.reminder_days(read.answers))
    Commitment.objects.bulk_create(
        Commitment(evaluation=evaluation, position=place, key=one.value, text=texts.choice(one), remind_on=remind_on)
        for place, one in enumerate(sheet.changes(questions, read.answers), start=1)
    )
    after = {"term": attempt.term_id, "edition": attempt.edition_id, "form": form.VERSION}
    record(now=now, actor=learner, action="evaluation.submitted", subject=evaluation, after=after)
    return evaluation


@transaction.atomic
def answer_commitments(
    *, evaluation: Evaluation, answers: Mapping[int, tuple[Outcome, str]], actor: User, now: datetime
) -> None:
    """Store what became of the commitments at these positions (outcome and comment); it may be corrected at any time.

    Who settles one is not asked about it again.
    """
    for commitment in _locked(evaluation):
        if commitment.position not in answers:
            continue
        commitment.outcome, commitment.comment = answers[commitment.position]
        commitment.answered_at = now
        if commitment.outcome in SETTLED:
            commitment.remind_on = None
        commitment.save(update_fields=["outcome", "comment", "answered_at", "remind_on"])
    record(now=now, actor=actor, action="commitments.answered", subject=evaluation)


@transaction.atomic
def stop_reminders(*, evaluation: Evaluation, actor: User, now: datetime) -> None:
    """Ask nothing more by e-mail about this evaluation. A second time changes nothing."""
    if Commitment.objects.filter(evaluation=evaluation, remind_on__isnull=False).update(remind_on=None):
        record(now=now, actor=actor, action="commitments.reminders-stopped", subject=evaluation)


@transaction.atomic
def ask(*, evaluation: Evaluation, now: datetime) -> bool:
    """Queue the mail that asks what became of the commitments that are due at ``now``; return whether it is new.

    Several processes at once queue one mail: each waits for the rows, and finds them asked.
    """
    today = rules.day_of(now)
    due = [row for row in _locked(evaluation) if row.remind_on is not None and row.remind_on <= today]
    if not due:
        return False
    following = rules.next_reminder(evaluation.submitted_at, sheet.reminder_days(evaluation.answers), after=today)
    day = min(row.remind_on for row in due)
    positions = [row.position for row in due]
    rows = Commitment.objects.filter(evaluation=evaluation, position__in=positions)
    rows.update(remind_on=following, asked_at=now)
    return mail.queue_reminder(evaluation, day, now)


@transaction.atomic
def forget_learner(*, learner: User) -> None:
    """Let go of ``learner``, whose account is being erased: nobody can be asked any more. The answers stay."""
    Commitment.objects.filter(evaluation__learner=learner).update(remind_on=None)
    Evaluation.objects.filter(learner=learner).update(learner=None)


def _locked(evaluation: Evaluation) -> list[Commitment]:
    return list(Commitment.objects.select_for_update().filter(evaluation=evaluation).order_by("position"))
