"""Validity: the instants that follow from the days an administrator enters."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

EARLIEST_DAY = date(1990, 1, 1)
LATEST_DAY = date(2199, 12, 31)
"""The days that a term may have: room for time zones and claim days before the calendar of Python ends."""


def opens_at(release: date, time_zone: str) -> datetime:
    """Return the instant at which the release day begins in ``time_zone`` (a tz name)."""
    return datetime.combine(release, time.min, ZoneInfo(time_zone)).astimezone(UTC)


def expires_at(last_valid_day: date, time_zone: str) -> datetime:
    """Return the midnight after the last valid day in ``time_zone``: the first instant without credit."""
    return opens_at(last_valid_day + timedelta(days=1), time_zone)


def claim_closes_at(last_valid_day: date, claim_days: int, time_zone: str) -> datetime:
    """Return the first instant at which no certificate can be claimed: ``claim_days`` whole days after expiry."""
    return expires_at(last_valid_day + timedelta(days=claim_days), time_zone)


@dataclass(frozen=True)
class Days:
    """The days of a term, in the module's time zone."""

    release: date
    last_review: date
    last_valid_day: date


class Validity(StrEnum):
    NOT_RELEASED = "not-released"
    VALID = "valid"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Window:
    """When credit can be earned: from ``opens_at`` until just before ``expires_at`` (aware datetimes)."""

    opens_at: datetime
    expires_at: datetime

    def validity(self, now: datetime) -> Validity:
        if now < self.opens_at:
            return Validity.NOT_RELEASED
        return Validity.VALID if now < self.expires_at else Validity.EXPIRED

    def days_left(self, now: datetime, time_zone: str) -> int:
        """Return how many whole calendar days remain in ``time_zone``; on the last valid day that is 0."""
        last_valid_day = self.expires_at.astimezone(ZoneInfo(time_zone)).date() - timedelta(days=1)
        return (last_valid_day - now.astimezone(ZoneInfo(time_zone)).date()).days
