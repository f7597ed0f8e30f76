"""The books of the machine: who did what when, and what follows from it. Nothing of the rules under test is called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from elearning.accounts.models import User

ZONE = ZoneInfo("Europe/Zurich")
ITEMS, PASS_PERCENT = 2, 50
CORRECTION_DAYS, MAX_CORRECTIONS = 30, 5
SCHEMES = {
    "ama": {"step": Decimal("0.25"), "professions": ["physician"], "evaluation_required": True},
    "esmo": {"step": Decimal(1), "professions": ["physician", "nurse"], "minimum_active_seconds": 600},
    "own": {"step": Decimal("0.5"), "professions": ["nurse"], "credit_name": "point", "minimum_score_percent": 100},
}


def midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), ZONE).astimezone(UTC)


@dataclass(frozen=True)
class Grant:
    """How an administrator said that one accreditation stands from ``since`` on; ``key`` is that of the row."""

    key: int
    scheme: str
    state: str
    since: datetime
    maximum: Decimal
    opens: date
    closes: date

    def is_open(self, at: datetime) -> bool:
        return self.state == "granted" and self.opens <= at.astimezone(ZONE).date() <= self.closes


@dataclass
class Person:
    """A learner. ``seconds`` were spent on slides; ``counted`` are those that a completion had used up, by term."""

    user: User
    seconds: int = 0
    counted: dict[int, int] = field(default_factory=dict)
    before: dict[int, int] = field(default_factory=dict)  # what other terms had used up when this one was claimed
    evaluated: dict[int, datetime] = field(default_factory=dict)  # by term
    erased: bool = False

    def claimed(self, term: int) -> None:
        self.before[term] = max(self.counted.values(), default=0)
        self.counted[term] = self.seconds


@dataclass
class Sitting:
    """An attempt. ``at``, ``in_time`` and ``open`` (the grants open then, by key) are set when it is closed."""

    person: Person
    term: int
    begun: datetime
    right: int = 0
    at: datetime | None = None
    in_time: bool = False
    open: Mapping[int, Grant] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return self.at is not None and self.right * 100 >= PASS_PERCENT * ITEMS


@dataclass
class Books:
    """All that happened to the module. ``last_days`` and what follows from them are by term."""

    people: list[Person]
    grace: timedelta
    claim_days: int
    last_days: dict[int, date]
    withdrawn: datetime | None = None
    grants: list[Grant] = field(default_factory=list)
    sittings: dict[int, Sitting] = field(default_factory=dict)
    revoked: set[int] = field(default_factory=set)  # completions

    def expiry(self, term: int) -> datetime:
        return midnight_after(self.last_days[term])

    def end_of_credit(self, term: int) -> datetime:
        """The first instant at which a test handed in is too late."""
        grace_ends = self.expiry(term) + self.grace
        return min(grace_ends, self.withdrawn) if self.withdrawn else grace_ends

    def end_of_claims(self, term: int) -> datetime:
        return midnight_after(self.last_days[term] + timedelta(days=self.claim_days))

    def open_at(self, at: datetime) -> dict[int, Grant]:
        standing = {grant.scheme: grant for grant in self.grants if grant.since <= at}
        return {grant.key: grant for grant in standing.values() if grant.is_open(at)}

    def close(self, sitting: Sitting, now: datetime) -> None:
        """Write down that it was handed in, or found to be over, unless it was before."""
        if sitting.at is None:
            end = self.end_of_credit(sitting.term)
            sitting.at = max(sitting.begun, min(now, end))
            sitting.in_time = now < end
            sitting.open = self.open_at(sitting.at)

    def close_overdue(self, now: datetime, person: Person | None = None) -> None:
        """Close what is over by now: everybody's, or one person's."""
        for sitting in self.sittings.values():
            if (person is None or sitting.person is person) and now >= self.end_of_credit(sitting.term):
                self.close(sitting, now)

    def pick(self, person: Person, which: str) -> int | None:
        """The latest attempt that the person passed ("passed"), has at all ("own"), or that is of "another"."""
        wanted = {
            "passed": lambda sitting: sitting.person is person and sitting.passed,
            "own": lambda sitting: sitting.person is person,
            "another": lambda sitting: sitting.person is not person,
        }
        return next((key for key, sitting in reversed(self.sittings.items()) if wanted[which](sitting)), None)
