"""The clock of an attempt: its deadline, pauses, and the time spent on an item. All instants are aware datetimes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_STRETCH = timedelta(minutes=5)
"""Between two requests no more time than this counts as spent on an item; afterwards somebody was away."""


@dataclass(frozen=True)
class Clock:
    """``deadline`` is None where there is no time limit. ``pause_left`` is how long the clock may still stand still."""

    deadline: datetime | None
    paused_at: datetime | None = None
    pause_left: timedelta = timedelta()

    @property
    def ends_at(self) -> datetime | None:
        """When the attempt closes if nothing happens any more: a pause ends itself when it is used up."""
        if self.deadline is None or self.paused_at is None:
            return self.deadline
        return self.deadline + self.pause_left

    def is_paused(self, now: datetime) -> bool:
        return self.paused_at is not None and now < self.paused_at + self.pause_left

    def paused(self, now: datetime) -> "Clock":
        """Return the clock standing still from ``now`` on."""
        return self if self.is_paused(now) else Clock(self.resumed(now).deadline, now, self.resumed(now).pause_left)

    def resumed(self, now: datetime) -> "Clock":
        """Return the clock running again at ``now``, its deadline later by the time for which it stood still."""
        if self.deadline is None or self.paused_at is None:
            return self
        stood = min(max(now - self.paused_at, timedelta()), self.pause_left)
        return Clock(self.deadline + stood, None, self.pause_left - stood)


def spent(since: datetime | None, now: datetime) -> int:
    """Return the seconds from ``since`` (None: not known) to ``now`` that count as spent on an item."""
    if since is None:
        return 0
    return int(min(max(now - since, timedelta()), LONGEST_STRETCH).total_seconds())
