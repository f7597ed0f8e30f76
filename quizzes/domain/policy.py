"""The rules of a CME test as plain values: what an administrator decides and an attempt freezes."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Reveal(StrEnum):
    """When a learner may see which answers were right."""

    NEVER = "never"
    AFTER_PASS = "after_pass"  # noqa: S105 no password
    AFTER_FINAL_ATTEMPT = "after_final_attempt"
    AFTER_SUBMIT = "after_submit"


@dataclass(frozen=True)
class Policy:
    """``max_attempts``, ``draw`` and ``time_limit_minutes`` are None where there is no limit (``draw``: all items)."""

    pass_percent: int
    reveal: Reveal
    max_attempts: int | None = None
    wait_minutes: int = 0
    draw: int | None = None
    shuffle_items: bool = True
    shuffle_options: bool = True
    time_limit_minutes: int | None = None

    @property
    def wait(self) -> timedelta:
        """The time between the end of one attempt and the beginning of the next."""
        return timedelta(minutes=self.wait_minutes)

    @property
    def time_limit(self) -> timedelta | None:
        return None if self.time_limit_minutes is None else timedelta(minutes=self.time_limit_minutes)

    def allowed(self, granted: int) -> int | None:
        """Return how many attempts a learner with ``granted`` additional ones has in a term; None: no limit."""
        return None if self.max_attempts is None else self.max_attempts + granted

    def items_of(self, bank: int) -> int:
        """Return how many items an attempt has when the bank holds ``bank``."""
        return bank if self.draw is None else min(self.draw, bank)
