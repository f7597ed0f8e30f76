"""Beginning a follow-up, and everything by which its learner or the clock changes or ends it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from courses.domain.reasons import refuse
from courses.models import Edition
from elearning.accounts.models import User
from elearning.audit.services import record
from elearning.certificates.models import Completion
from elearning.followup import access, mail
from elearning.followup.domain import choice, recall
from elearning.followup.models import Card, Enrolment, State
from quizzes.access import newest_score, responses_of
from quizzes.domain.kinds import WHOLE
from quizzes.models import Attempt, Item


@transaction.atomic
def begin(*, learner: User, completion: Completion, per_week: int, language: str, now: datetime) -> Enrolment:
    """Let ``learner`` be asked again what their own ``completion`` taught, at most ``per_week`` mails a week.

    ``language`` is the one in which the slides were read (empty: the module's own). Begun twice, or by two requests at
    once, there is one follow-up; one of an earlier completion of the module stops. Raises Refused for a module that
    expired or was withdrawn, and for a test whose answers are never shown.
    """
    rows = Completion.objects.select_for_update(no_key=True, of=("self",))
    completion = rows.select_related("attempt__policy", "module__current_edition").get(
        pk=completion.pk, learner=learner
    )
    existing = Enrolment.objects.filter(completion=completion).first()
    if existing is not None:
        return existing
    refuse(access.why_closed(completion.module, now) or access.why_not_begun(completion))
    cards = _cards(completion.attempt, completion.module.current_edition)
    earlier = Enrolment.objects.filter(learner=learner, module=completion.module, state=State.ACTIVE)
    earlier.update(state=State.STOPPED, paused_until=None, closed_at=now)
    enrolment = Enrolment.objects.create(
        learner=learner,
        module=completion.module,
        completion=completion,
        state=State.ACTIVE if cards else State.FINISHED,
        closed_at=None if cards else now,
        per_week=per_week,
        language=language,
        begun_at=now,
        resumed_at=now,
    )
    for card in cards:
        card.enrolment = enrolment
    Card.objects.bulk_create(cards)
    after = {"module": completion.module_id, "cards": len(cards), "per_week": per_week}
    record(now=now, actor=learner, action="followup.begun", subject=enrolment, after=after)
    return enrolment


def _cards(attempt: Attempt, edition: Edition) -> list[Card]:
    """Return the cards of what is chosen of a passed attempt, among the items that ``edition`` still has."""
    kinds = dict(Item.objects.filter(test=attempt.test_id).values_list("key", "kind"))
    items = access.askable(edition, {place["item"]: kinds[place["item"]] for place in attempt.paper})
    score, responses = newest_score(attempt), responses_of(attempt)
    seen = [
        choice.Seen(
            key, right=score.marks[key] == WHOLE, confidence=responses[key].confidence if key in responses else ""
        )
        for key in (place["item"] for place in attempt.paper)
        if key in items and key in score.marks
    ]
    return [_card(one, items[one.key], rank, attempt.submitted_at) for rank, one in enumerate(choice.choose(seen))]


def _card(seen: choice.Seen, item: Item, rank: int, at: datetime) -> Card:
    """Return a card whose memory begins with the answer in the test: that was the first retrieval."""
    step = recall.after(None, recall.rating_of(right=seen.right, confidence=seen.confidence), at)
    return Card(
        item_key=item.key,
        kind=item.kind,
        objectives=item.objectives,
        rank=rank,
        right=seen.right,
        confidence=seen.confidence,
        stability=step.memory.stability,
        difficulty=step.memory.difficulty,
        reviewed_at=at,
        due_at=step.due_at,
    )


@transaction.atomic
def pause(*, enrolment: Enrolment, until: date, now: datetime) -> None:
    """Send nothing before the day ``until``. Nothing changes where the follow-up is not active."""
    row = _locked(enrolment)
    if row.state == State.ACTIVE:
        row.paused_until = until
        row.save(update_fields=["paused_until"])
        record(now=now, actor=row.learner, action="followup.paused", subject=row, after={"until": until})


@transaction.atomic
def resume(*, enrolment: Enrolment, now: datetime) -> None:
    """Go on, after a pause, after a stop, or when nothing came because the mails stayed unanswered.

    Raises Refused for a module that expired or was withdrawn. A finished follow-up stays finished.
    """
    row = _locked(enrolment)
    refuse(access.why_closed(row.module, now))
    if row.state == State.FINISHED:
        return
    others = Enrolment.objects.filter(learner=row.learner, module=row.module, state=State.ACTIVE).exclude(pk=row.pk)
    if others.exists():
        return
    row.state, row.paused_until, row.closed_at = State.ACTIVE, None, None
    row.resumed_at = max(now, row.begun_at)  # a clock may have been set back
    row.save(update_fields=["state", "paused_until", "closed_at", "resumed_at"])
    record(now=now, actor=row.learner, action="followup.resumed", subject=row)


@transaction.atomic
def stop(*, enrolment: Enrolment, now: datetime) -> None:
    """Ask nothing more by e-mail. A second time changes nothing."""
    row = _locked(enrolment)
    if row.state == State.ACTIVE:
        _close(row, State.STOPPED, now)
        record(now=now, actor=row.learner, action="followup.stopped", subject=row)


@transaction.atomic
def change_pace(*, enrolment: Enrolment, per_week: int, now: datetime) -> None:
    """Send at most ``per_week`` mails a week from now on."""
    row = _locked(enrolment)
    before, row.per_week = row.per_week, per_week
    if before != per_week:
        row.save(update_fields=["per_week"])
        told = {"before": {"per_week": before}, "after": {"per_week": per_week}}
        record(now=now, actor=row.learner, action="followup.pace-changed", subject=row, **told)


@transaction.atomic
def end(*, enrolment: Enrolment, now: datetime) -> bool:
    """End the follow-up of a module that expired or was withdrawn, and tell its learner once; return whether it did."""
    row = _own_rows(enrolment).first()
    if row is None or row.state != State.ACTIVE:  # None: the account was erased since the follow-ups were listed
        return False
    _close(row, State.ENDED, now)
    if row.learner.is_active:
        mail.queue_end(row, now)
    record(now=now, actor=None, action="followup.ended", subject=row)
    return True


@transaction.atomic
def forget_learner(*, learner: User) -> None:
    """Remove all that belongs to ``learner``, whose account is being erased; nobody can be asked meanwhile."""
    rows = Enrolment.objects.select_for_update().filter(learner=learner).order_by("pk")
    Enrolment.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _close(row: Enrolment, state: State, now: datetime) -> None:
    row.state, row.paused_until, row.closed_at = state, None, now
    row.save(update_fields=["state", "paused_until", "closed_at"])


def _locked(enrolment: Enrolment) -> Enrolment:
    return _own_rows(enrolment).get()


def _own_rows(enrolment: Enrolment) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("learner", "module__replaced_by")
    return rows.filter(pk=enrolment.pk)
