"""What a certificate may say about credit. This is the only place that decides it (design.md, rule 5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from courses.domain.terms import expires_at, opens_at


class AccreditationState(StrEnum):
    NONE = "none"
    APPLIED = "applied"
    GRANTED = "granted"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class AccreditationFacts:
    """One body's accreditation as it stood at an instant; ``opens`` and ``closes`` are its first and last day."""

    body: str
    scheme: str
    state: AccreditationState
    maximum_credit: Decimal | None = None
    opens: date | None = None
    closes: date | None = None


class Verdict(StrEnum):
    DEMONSTRATION = "demonstration"
    CLAIM_SEPARATELY = "claim-separately"
    NOT_OPEN = "not-open"
    NOT_GRANTED = "not-granted"


@dataclass(frozen=True)
class Statement:
    """``accreditations`` are those that yield credit; empty unless the verdict is CLAIM_SEPARATELY."""

    verdict: Verdict
    accreditations: tuple[AccreditationFacts, ...] = ()


def is_open(accreditation: AccreditationFacts, at: datetime, time_zone: str) -> bool:
    """Whether credit is earned by what is completed at ``at``; the days are days in ``time_zone`` (a tz name)."""
    if accreditation.state is not AccreditationState.GRANTED:
        return False
    if accreditation.maximum_credit is None or accreditation.opens is None or accreditation.closes is None:
        return False
    return opens_at(accreditation.opens, time_zone) <= at < expires_at(accreditation.closes, time_zone)


def statement(
    accreditations: Iterable[AccreditationFacts], *, demonstration: bool, submitted_at: datetime, time_zone: str
) -> Statement:
    """Return what the test submitted at ``submitted_at`` earned; ``accreditations`` are as they stood then."""
    known = list(accreditations)
    if demonstration:
        return Statement(Verdict.DEMONSTRATION)
    if yielding := tuple(one for one in known if is_open(one, submitted_at, time_zone)):
        return Statement(Verdict.CLAIM_SEPARATELY, yielding)
    if any(one.state in {AccreditationState.GRANTED, AccreditationState.EXPIRED} for one in known):
        return Statement(Verdict.NOT_OPEN)
    return Statement(Verdict.NOT_GRANTED)
