"""When an item is asked again, and how well it is probably remembered: FSRS (Free Spaced Repetition Scheduler).

The algorithm is version 6 of https://github.com/open-spaced-repetition, in its package ``fsrs`` with its default
parameters, which were fitted to several hundred million reviews of other learners. Pure: no random fuzz, and every
instant is passed in. There are no steps of minutes: an e-mail comes on another day at the earliest.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from fsrs import Card, Rating, Scheduler, State

DESIRED_RETENTION = 0.9
"""The probability of recall at which an item is asked again.

Stability in FSRS is by definition the time after which recall falls to 90 %. More costs ever more questions (0.95 asks
two and a half times as often); less lets a clinician be wrong at work more often than once in ten times, and an e-mail
waits for days, so that what is asked at 0.9 is answered below it anyway.
"""
FEWEST_REPEATS = 2
"""An item is repeated at least so often: two repeats beat one (randomised among 26,258 family physicians)."""
KEPT_DAYS = 60
"""An item that was answered right and would next be asked after so many days is kept: it retires."""
MOST_REPEATS = 8
"""After so many repeats an item retires in any case: who still misses it needs its slides, not more e-mails."""
RATINGS = {"guess": Rating.Hard, "unsure": Rating.Good, "": Rating.Good, "sure": Rating.Easy}
"""How well a right answer was known, by the confidence with which it was given (empty: not said)."""


@dataclass(frozen=True)
class Memory:
    """What FSRS knows of one item and learner: ``stability`` in days, ``difficulty`` from 1 to 10.

    ``reviewed_at`` is the instant of the last answer, aware.
    """

    stability: float
    difficulty: float
    reviewed_at: datetime


@dataclass(frozen=True)
class Step:
    """What an answer leads to: the memory after it, and the instant from which the item is due again."""

    memory: Memory
    due_at: datetime

    @property
    def days(self) -> int:
        """For how many days the item now rests, one at least."""
        return (self.due_at - self.memory.reviewed_at).days


def rating_of(*, right: bool, confidence: str) -> Rating:
    """Return the FSRS rating of an answer given with ``confidence`` (a key of RATINGS; ValueError for any other)."""
    if confidence not in RATINGS:
        raise ValueError(confidence)
    return RATINGS[confidence] if right else Rating.Again


def after(memory: Memory | None, rating: int, at: datetime) -> Step:
    """Return what an answer with ``rating`` (1 to 4) at ``at`` leads to; ``memory`` None: the first one ever."""
    at = at.astimezone(UTC)
    card, _ = _scheduler().review_card(_card(memory, at), Rating(rating), at)
    return Step(Memory(card.stability, card.difficulty, at), card.due)


def recall(memory: Memory, at: datetime) -> float:
    """Return the estimated probability, from 0 to 1, that the item is remembered at ``at``; by whole days."""
    return _scheduler().get_card_retrievability(_card(memory, at), at.astimezone(UTC))


def retires(step: Step, *, repeats: int, right: bool) -> bool:
    """Tell whether an item is asked no more after its ``repeats``-th repeat, which led to ``step``."""
    if repeats < FEWEST_REPEATS:
        return False
    return repeats >= MOST_REPEATS or (right and step.days >= KEPT_DAYS)


@cache
def _scheduler() -> Scheduler:
    return Scheduler(
        desired_retention=DESIRED_RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=int(timedelta(days=365).days),
        enable_fuzzing=False,
    )


def _card(memory: Memory | None, at: datetime) -> Card:
    """Return FSRS's own card. Its number and ``due`` are given, because it would read the clock for them."""
    if memory is None:
        return Card(card_id=0, state=State.Learning, due=at)
    return Card(
        card_id=0,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=at,
        last_review=memory.reviewed_at.astimezone(UTC),
    )
