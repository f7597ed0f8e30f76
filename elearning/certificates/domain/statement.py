"""What a certificate may say about credit. This is the only place that decides it (design.md, rule 5)."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from courses.domain.terms import expires_at, opens_at
from elearning.certificates.domain.claiming import Gates
from elearning.certificates.domain.schemes import NATIONAL, OWN, SCHEMES, STEPS, Scheme

MONTHS = 12


class AccreditationState(StrEnum):
    NONE = "none"
    APPLIED = "applied"
    GRANTED = "granted"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class AccreditationFacts:
    """One body's accreditation as it stood at an instant; ``opens`` and ``closes`` are its first and last day.

    ``scheme`` is a key of SCHEMES; ``credit_name`` is what the body calls its credit where the scheme leaves that open.
    """

    body: str
    scheme: str
    state: AccreditationState
    credit_name: str = ""
    reference_number: str = ""
    maximum_credit: Decimal | None = None
    step: Decimal = Decimal("0.5")
    professions: tuple[str, ...] = ()
    opens: date | None = None
    closes: date | None = None
    gates: Gates = field(default_factory=Gates)

    @property
    def rules(self) -> Scheme:
        return SCHEMES[self.scheme]

    @property
    def credit(self) -> str:
        """The name of one credit, as the body calls it."""
        return self.rules.credit or self.credit_name


class Verdict(StrEnum):
    DEMONSTRATION = "demonstration"
    CREDIT = "credit"
    NOT_OPEN = "not-open"
    NOT_GRANTED = "not-granted"


@dataclass(frozen=True)
class Statement:
    """``accreditations`` are those that yield credit; empty unless the verdict is CREDIT."""

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
        return Statement(Verdict.CREDIT, yielding)
    if any(one.state in {AccreditationState.GRANTED, AccreditationState.EXPIRED} for one in known):
        return Statement(Verdict.NOT_OPEN)
    return Statement(Verdict.NOT_GRANTED)


class Fault(StrEnum):
    """What is wrong with an accreditation as an administrator enters it."""

    CREDIT_NAME_MISSING = "credit-name-missing"
    CREDIT_NAME_FIXED = "credit-name-fixed"
    STEP = "step"
    MAXIMUM_NOT_IN_STEPS = "maximum-not-in-steps"
    PROFESSIONS_MISSING = "professions-missing"
    PROFESSIONS_NOT_SERVED = "professions-not-served"
    TOO_LONG = "too-long"
    EVALUATION_NEEDED = "evaluation-needed"
    SCORE_TOO_LOW = "score-too-low"


def faults(facts: AccreditationFacts) -> list[Fault]:
    """Return everything that contradicts the rules of the scheme; the state decides what must be there at all."""
    rules, granted = facts.rules, facts.state is AccreditationState.GRANTED
    found = {
        Fault.CREDIT_NAME_MISSING: not facts.credit,
        Fault.CREDIT_NAME_FIXED: bool(rules.credit and facts.credit_name),
        Fault.STEP: facts.step not in STEPS or (rules.key not in OPEN and facts.step != rules.step),
        Fault.MAXIMUM_NOT_IN_STEPS: facts.maximum_credit is not None and facts.maximum_credit % facts.step != 0,
        Fault.PROFESSIONS_MISSING: granted and not facts.professions,
        Fault.PROFESSIONS_NOT_SERVED: bool(rules.only_for) and not set(facts.professions) <= set(rules.only_for),
        Fault.TOO_LONG: _too_long(facts),
        Fault.EVALUATION_NEEDED: granted and rules.evaluation_required and not facts.gates.evaluation,
        Fault.SCORE_TOO_LOW: granted and (facts.gates.score_percent or 0) < (rules.score_percent or 0),
    }
    return [fault for fault, wrong in found.items() if wrong]


OPEN = frozenset({NATIONAL, OWN})
"""Schemes whose body sets step and name itself."""


def last_day_allowed(opens: date, life_months: int) -> date:
    """Return the last day of a life of ``life_months`` that begins on ``opens``: the day before the anniversary."""
    years, month = divmod(opens.month - 1 + life_months, MONTHS)
    year = opens.year + years
    day = min(opens.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day) - timedelta(days=1)


def _too_long(facts: AccreditationFacts) -> bool:
    if facts.rules.life_months is None or facts.opens is None or facts.closes is None:
        return False
    return facts.closes > last_day_allowed(facts.opens, facts.rules.life_months)
