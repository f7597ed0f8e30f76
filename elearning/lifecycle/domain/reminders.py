"""When a reminder of expiry is due. Days are days in the module's time zone."""

from collections.abc import Sequence
from datetime import date, timedelta

BEFORE_ADMINISTRATORS = (90, 30, 7)
BEFORE_LEARNERS = (30, 7, 1)
"""So many days before the last valid day (cme-rules.md, P6 and AC-12)."""


def due(last_valid_day: date, today: date, before: Sequence[int]) -> int | None:
    """Return which of the reminders ``before`` (in days) is due ``today``: the nearest whose day has come, or None.

    After days without a run it is that one alone; the earlier ones are out of date.
    """
    left = (last_valid_day - today).days
    return min((days for days in before if 0 <= left <= days), default=None)


def next_day(last_valid_day: date, today: date, before: Sequence[int]) -> date | None:
    """Return the next day after ``today`` on which one of the reminders ``before`` becomes due, or None."""
    days = (last_valid_day - timedelta(days=each) for each in before)
    return min((day for day in days if day > today), default=None)
