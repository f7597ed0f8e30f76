"""What a learner may claim under an accreditation, and which certificates follow. All arithmetic is in Decimal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from courses.domain.reasons import Code, Reason
from quizzes.domain.scoring import passes

SECONDS_PER_MINUTE = 60
CORRECTION_DAYS = 30
"""For how long after the first certificate its holder corrects name, profession and credit without asking anybody."""
MAX_CORRECTIONS = 5


@dataclass(frozen=True)
class Gates:
    """The least that an accreditation asks for; ``score_percent`` None: the test's own pass mark is enough."""

    active_seconds: int = 0
    slides_percent: int = 0
    score_percent: int | None = None
    evaluation: bool = False


@dataclass(frozen=True)
class Reached:
    """What a learner did until the claim; counts are of slides.

    ``active_seconds`` were measured by the server for this term, ``active_seconds_before`` are those that completions
    of earlier terms counted. ``points`` are those of the ``total`` items of the test, in 1/WHOLE of an item.
    """

    active_seconds: int
    slides_seen: int
    slides_total: int
    correct: int
    total: int
    points: int
    evaluated_at: datetime | None
    active_seconds_before: int = 0
    last_seen_at: datetime | None = None


def unmet(gates: Gates, reached: Reached) -> list[Reason]:
    """Return every gate that is not met, in the order in which a learner comes to it. Compares integers only."""
    reasons = []
    if reached.slides_seen * 100 < gates.slides_percent * reached.slides_total:
        facts = {"percent": gates.slides_percent, "seen": reached.slides_seen, "total": reached.slides_total}
        reasons.append(Reason(Code.GATE_SLIDES, facts))
    if reached.active_seconds < gates.active_seconds:
        missing = -(-(gates.active_seconds - reached.active_seconds) // SECONDS_PER_MINUTE)
        facts = {"minutes": -(-gates.active_seconds // SECONDS_PER_MINUTE), "missing": missing}
        reasons.append(Reason(Code.GATE_TIME, facts))
    if gates.score_percent is not None and not passes(reached.points, reached.total, gates.score_percent):
        facts = {"percent": gates.score_percent, "correct": reached.correct, "total": reached.total}
        reasons.append(Reason(Code.GATE_SCORE, facts))
    if gates.evaluation and reached.evaluated_at is None:
        reasons.append(Reason(Code.GATE_EVALUATION))
    return reasons


def choices(maximum: Decimal, step: Decimal) -> list[Decimal]:
    """Return the amounts that may be claimed: every multiple of ``step`` up to ``maximum``, which is always one."""
    amounts = [step * count for count in range(1, int(maximum / step) + 1)]
    return amounts if amounts and amounts[-1] == maximum else [*amounts, maximum]


def default_credit(maximum: Decimal, step: Decimal, minutes_per_credit: int | None, seconds: int) -> Decimal:
    """Return the amount that the measured time amounts to: to the nearest step (half a step up), at least one step.

    The rule of rounding is the AMA's (to the nearest quarter of an hour: A14). A credit that does not depend on time
    (``minutes_per_credit`` None) is the maximum.
    """
    if minutes_per_credit is None:
        return maximum
    credit = Decimal(seconds) / SECONDS_PER_MINUTE / minutes_per_credit
    steps = (credit / step).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return min(maximum, max(step, steps * step))


class Variant(StrEnum):
    PHYSICIAN = "physician"
    OTHER_PROFESSIONS = "other-professions"
    PARTICIPATION = "participation"
    NO_CREDIT = "no-credit"


@dataclass(frozen=True)
class Offer:
    """What one open accreditation offers one learner; ``key`` names it in a form."""

    key: int
    professions: tuple[str, ...]
    maximum: Decimal
    step: Decimal
    unmet: tuple[Reason, ...] = ()

    def serves(self, profession: str) -> bool:
        return profession in self.professions


@dataclass(frozen=True)
class Award:
    """One certificate that follows from a claim: ``key`` and ``credit`` are None where it awards no credit."""

    variant: Variant
    key: int | None = None
    credit: Decimal | None = None


class WrongClaim(ValueError):
    """An amount that cannot be claimed; ``key`` is that of its offer."""

    def __init__(self, key: int) -> None:
        super().__init__("claim an amount that is offered")
        self.key = key


def awards(offers: Iterable[Offer], profession: str, claimed: Mapping[int, Decimal]) -> list[Award]:
    """Return the certificates for a learner of ``profession`` who claims these amounts (0 or left out: none).

    An offer that does not serve the profession, or whose gates are not met, yields nothing. Who gets no credit where
    credit was open receives a certificate of participation (A18). Raises WrongClaim.
    """
    known = list(offers)
    found = []
    for offer in known:
        amount = claimed.get(offer.key, Decimal(0))
        if not amount or not offer.serves(profession) or offer.unmet:
            continue
        if amount not in choices(offer.maximum, offer.step):
            raise WrongClaim(offer.key)
        variant = Variant.PHYSICIAN if profession == "physician" else Variant.OTHER_PROFESSIONS
        found.append(Award(variant, offer.key, amount))
    if found:
        return found
    return [Award(Variant.PARTICIPATION if known else Variant.NO_CREDIT)]


def blocked(offers: Iterable[Offer]) -> Reason | None:
    """Return why no certificate at all can be had yet: an open accreditation asks for the evaluation first (AC-13)."""
    missing = (reason for offer in offers for reason in offer.unmet if reason.code is Code.GATE_EVALUATION)
    return next(missing, None)


def corrections_close_at(first_issued_at: datetime) -> datetime:
    """Return the first instant at which a learner can no longer correct a certificate without help."""
    return first_issued_at + timedelta(days=CORRECTION_DAYS)


def may_correct(first_issued_at: datetime, generation: int, now: datetime) -> Reason | None:
    """Return why a learner cannot correct certificates of the ``generation``-th issue (the first is 1) at ``now``."""
    closes_at = corrections_close_at(first_issued_at)
    if now >= closes_at:
        return Reason(Code.CORRECTION_CLOSED, {"since": closes_at})
    if generation > MAX_CORRECTIONS:
        return Reason(Code.TOO_MANY_CORRECTIONS, {"count": MAX_CORRECTIONS})
    return None
