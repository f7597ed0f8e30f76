"""When a module may be evaluated, and when the learner is asked what became of a commitment.

All instants are aware datetimes; an instant equal to a closing instant is too late. Days are days in UTC.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from courses.domain.reasons import Code, Reason


def may_evaluate(*, passed: bool, closes_at: datetime | None, now: datetime) -> Reason | None:
    """Return why the module cannot be evaluated at ``now``.

    ``passed`` says that the learner passed the test of the term in time; ``closes_at`` is the first instant at which
    its credit can no longer be claimed (None where nothing was passed).
    """
    if not passed or closes_at is None:
        return Reason(Code.EVALUATION_NOT_OPEN)
    if now >= closes_at:
        return Reason(Code.EVALUATION_CLOSED, {"since": closes_at})
    return None


def next_reminder(submitted_at: datetime, days: Iterable[int], after: date | None = None) -> date | None:
    """Return the first day, later than ``after``, that is one of ``days`` after the evaluation; None when none is."""
    coming = sorted(day_of(submitted_at) + timedelta(days=count) for count in days)
    return next((day for day in coming if after is None or day > after), None)


def day_of(instant: datetime) -> date:
    return instant.astimezone(UTC).date()
