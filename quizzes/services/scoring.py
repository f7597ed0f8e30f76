"""Scoring attempts, and scoring them again when an item turned out to be flawed."""

from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from elearning.accounts.models import User
from elearning.audit.services import record
from quizzes import scores
from quizzes.domain import rules
from quizzes.domain.scoring import Effect
from quizzes.mail import queue_corrections
from quizzes.models import Attempt, Item, ItemCorrection, Score

STANDING = ["correct", "total", "points", "passed"]


@dataclass(frozen=True)
class Affected:
    """What a correction did to the attempts that were scored again: their numbers.

    ``gained`` passed by it, ``lost`` fail by it, ``held`` would fail, but keep the pass they had.
    """

    scored: int = 0
    gained: int = 0
    lost: int = 0
    held: int = 0

    def __add__(self, other: "Affected") -> "Affected":
        return Affected(*(own + more for own, more in zip(astuple(self), astuple(other), strict=True)))


def score_attempt(*, attempt: Attempt, now: datetime, actor: User | None) -> Attempt:
    """Score the locked ``attempt`` unless it is; the caller's transaction holds the lock."""
    if attempt.submitted_at is not None:
        return attempt
    scores.lock(attempt.test_id)
    known = scores.newest_correction(attempt.test_id)
    result = scores.recomputed(attempt, scores.bank_of(attempt), scores.answers_of(attempt))
    attempt.submitted_at = rules.counted_at(attempt.started_at, attempt.closes_at, now)
    attempt.in_time = rules.in_time(attempt.submitted_at, attempt.credit_ends_at)
    for name in STANDING:
        setattr(attempt, name, getattr(result, name))
    attempt.save(update_fields=["submitted_at", "in_time", *STANDING])
    standing = {name: getattr(result, name) for name in STANDING}
    Score.objects.create(attempt=attempt, number=1, correction=known, at=now, **standing, **result.as_json())
    after = {**standing, "in_time": attempt.in_time, "submitted_at": attempt.submitted_at}
    record(now=now, actor=actor, action="attempt.submitted", subject=attempt, after=after)
    return attempt


@transaction.atomic
def correct_item(
    *,
    item: Item,
    effect: Effect,
    reason: str,
    now: datetime,
    actor: User | None,
    content: dict[str, Any] | None = None,
    take_passes_away: bool = False,
) -> tuple[ItemCorrection, Affected]:
    """Let a flawed ``item`` count for nobody, or give it another key (``content``), and score its attempts again.

    Nobody's pass is lost unless ``take_passes_away``. Learners whose result is another now are told by e-mail.
    """
    scores.lock(item.test_id)
    correction = ItemCorrection.objects.create(
        test_id=item.test_id,
        module_id=item.test.edition.module_id,
        item_key=item.key,
        effect=effect,
        content=content,
        take_passes_away=take_passes_away,
        reason=reason,
        corrected_by_id=getattr(actor, "pk", None),
        at=now,
    )
    affected = _score_again(correction, now)
    after = {"item": item.key, "effect": str(effect), **asdict(affected)}
    record(now=now, actor=actor, action="item.corrected", subject=correction, after=after, reason=reason)
    return correction, affected


def _score_again(correction: ItemCorrection, now: datetime) -> Affected:
    bank = scores.corrected_bank(correction.test_id)
    batches = scores.submitted_with(correction.test_id, correction.item_key)
    return sum((_score_batch(attempts, bank, correction, now) for attempts in batches), Affected())


def _score_batch(attempts: list[Attempt], bank: scores.Bank, correction: ItemCorrection, now: datetime) -> Affected:
    passed_before = {attempt.pk for attempt in attempts if attempt.passed}
    rows = [_next_score(attempt, bank, correction, now) for attempt in attempts]
    concerned = [
        (attempt, row)
        for attempt, row in zip(attempts, rows, strict=True)
        if row.held or any(getattr(attempt, name) != getattr(row, name) for name in STANDING)
    ]
    for attempt, row in concerned:
        for name in STANDING:
            setattr(attempt, name, getattr(row, name))
    Score.objects.bulk_create(rows)
    Attempt.objects.bulk_update([attempt for attempt, _ in concerned], STANDING, batch_size=200)
    queue_corrections(correction, concerned, passed_before=passed_before, now=now)
    return Affected(
        scored=len(rows),
        gained=sum(row.passed and row.attempt_id not in passed_before for row in rows),
        lost=sum(not row.passed and row.attempt_id in passed_before for row in rows),
        held=sum(row.held for row in rows),
    )


def _next_score(attempt: Attempt, bank: scores.Bank, correction: ItemCorrection, now: datetime) -> Score:
    result = scores.recomputed(attempt, bank, scores.answers_of(attempt))
    held = attempt.passed and not result.passed and not correction.take_passes_away
    standing = {name: getattr(result, name) for name in STANDING} | {"passed": result.passed or held}
    number = max(row.number for row in attempt.scores.all()) + 1
    return Score(
        attempt=attempt, number=number, correction=correction, held=held, at=now, **standing, **result.as_json()
    )
