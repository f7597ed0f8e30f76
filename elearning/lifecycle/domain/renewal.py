"""When a module may be renewed or its term extended. Days are days in the module's time zone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from courses.domain.terms import LATEST_DAY, Days
from elearning.certificates.domain.statement import last_day_allowed

USUAL_MONTHS = 24


class Code(StrEnum):
    """Why a renewal or an extension is refused; beside each what its sentence needs."""

    WITHDRAWN = "withdrawn"
    RELEASE_PAST = "release-past"
    RELEASE_NOT_LATER = "release-not-later"  # last: date, the release of the latest term
    ENDS_BEFORE_IT_BEGINS = "ends-before-it-begins"
    ENDS_NOT_LATER = "ends-not-later"  # last: date, the last valid day so far
    ENDS_IN_THE_PAST = "ends-in-the-past"
    TOO_FAR = "too-far"
    REVIEW_IN_THE_FUTURE = "review-in-the-future"
    REVIEW_NOT_LATER = "review-not-later"  # last: date, the review of the latest term
    NOT_REVIEWED = "not-reviewed"
    REVIEWER_UNKNOWN = "reviewer-unknown"  # key: str
    REVIEWER_NOT_DISCLOSED = "reviewer-not-disclosed"  # name: str
    LIFE_TOO_LONG = "life-too-long"  # scheme: str, months: int, last: date


@dataclass(frozen=True)
class Problem:
    code: Code
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Limit:
    """How long a scheme lets a module live without review (ACCME 36 months, EACCME 24; SCHEMES)."""

    scheme: str
    months: int

    def last_day(self, last_review: date) -> date:
        return last_day_allowed(last_review, self.months)


@dataclass(frozen=True)
class Candidate:
    """A contributor who could affirm a module; ``disclosed`` says that nothing stands against their disclosure."""

    key: str
    name: str
    credentials: str
    role: str
    declared_on: date | None
    disclosed: bool


@dataclass(frozen=True)
class Standing:
    """What decides about a renewal: ``latest`` is the newest term, begun or not.

    ``revised`` says that learners read an edition that was published after the last review and replaced another one.
    """

    latest: Days
    limits: tuple[Limit, ...]
    candidates: tuple[Candidate, ...]
    revised: bool
    withdrawn: bool
    today: date


def why_not_renew(standing: Standing, days: Days, reviewers: Iterable[str]) -> list[Problem]:
    """Return everything that stands against a new term with ``days``, affirmed by the contributors ``reviewers``."""
    latest, today = standing.latest, standing.today
    chosen = list(reviewers)
    found = {
        Code.WITHDRAWN: standing.withdrawn,
        Code.RELEASE_PAST: days.release < today,
        Code.ENDS_BEFORE_IT_BEGINS: days.last_valid_day < days.release,
        Code.REVIEW_IN_THE_FUTURE: days.last_review > today,
        Code.NOT_REVIEWED: not chosen and not standing.revised,
    }
    problems = [Problem(code) for code, wrong in found.items() if wrong]
    if days.release <= latest.release:
        problems.append(Problem(Code.RELEASE_NOT_LATER, {"last": latest.release}))
    if days.last_review <= latest.last_review:
        problems.append(Problem(Code.REVIEW_NOT_LATER, {"last": latest.last_review}))
    return [*problems, *_unfit(standing, chosen), *_ends_too_late(standing, days.last_review, days.last_valid_day)]


def why_not_extend(standing: Standing, last_valid_day: date) -> list[Problem]:
    """Return everything that stands against moving the latest term's last valid day to a later one."""
    latest = standing.latest
    problems = [Problem(Code.WITHDRAWN)] if standing.withdrawn else []
    if last_valid_day <= latest.last_valid_day:
        problems.append(Problem(Code.ENDS_NOT_LATER, {"last": latest.last_valid_day}))
    elif last_valid_day < standing.today:
        problems.append(Problem(Code.ENDS_IN_THE_PAST))
    return [*problems, *_ends_too_late(standing, latest.last_review, last_valid_day)]


def suggested(standing: Standing) -> Days:
    """Return the days that a renewal begins with in its form: without a gap, reviewed today, as long as may be."""
    release = max(standing.today, standing.latest.last_valid_day + timedelta(days=1))
    ends = [last_day_allowed(release, USUAL_MONTHS), *(limit.last_day(standing.today) for limit in standing.limits)]
    return Days(release, standing.today, min(ends))


def _unfit(standing: Standing, chosen: Iterable[str]) -> Iterable[Problem]:
    known = {candidate.key: candidate for candidate in standing.candidates}
    for key in chosen:
        if key not in known:
            yield Problem(Code.REVIEWER_UNKNOWN, {"key": key})
        elif not known[key].disclosed:
            yield Problem(Code.REVIEWER_NOT_DISCLOSED, {"name": known[key].name})


def _ends_too_late(standing: Standing, last_review: date, last_valid_day: date) -> Iterable[Problem]:
    if last_valid_day > LATEST_DAY:
        yield Problem(Code.TOO_FAR)
    yield from too_long(standing.limits, last_review, last_valid_day)


def too_long(limits: Iterable[Limit], last_review: date, last_valid_day: date) -> Iterable[Problem]:
    """Yield each scheme for which a term that ends on ``last_valid_day`` lives too long without review."""
    for limit in limits:
        last = limit.last_day(last_review)
        if last_valid_day > last:
            yield Problem(Code.LIFE_TOO_LONG, {"scheme": limit.scheme, "months": limit.months, "last": last})
