"""The rules of a CME test as plain values: what an administrator decides and an attempt freezes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum


class Reveal(StrEnum):
    """When a learner may see which answers were right."""

    NEVER = "never"
    AFTER_PASS = "after_pass"  # noqa: S105 no password
    AFTER_FINAL_ATTEMPT = "after_final_attempt"
    AFTER_SUBMIT = "after_submit"


class Layout(StrEnum):
    """How many items a page shows."""

    ONE = "one"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The rules of a test. ``docs/authoring.md`` says what each means.

    ``max_attempts``, ``draw`` and ``time_limit_minutes`` are None where there is no limit (``draw``: all items).
    ``section_percents`` holds the pass marks of sections by their keys. ``wait_minutes`` follow the first attempt,
    ``later_waits`` the second, the third and so on; the last one holds on. ``pause_minutes`` is how long the clock may
    stand still in an attempt. ``back`` lets learners return to items, ``remedial`` asks to read the slides of missed
    items again before the next attempt.

    Completions keep these fields as evidence, in this order.
    """

    pass_percent: int
    section_percents: Mapping[str, int] = field(default_factory=dict)
    max_attempts: int | None = None
    wait_minutes: int = 0
    later_waits: tuple[int, ...] = ()
    remedial: bool = False
    draw: int | None = None
    shuffle_items: bool = True
    shuffle_options: bool = True
    time_limit_minutes: int | None = None
    pause_minutes: int = 0
    layout: Layout = Layout.ONE
    back: bool = True
    partial_credit: bool = False
    confidence: bool = False
    reveal: Reveal

    def __post_init__(self) -> None:
        """Take what a row or a file holds: plain strings are members too."""
        object.__setattr__(self, "reveal", Reveal(self.reveal))
        object.__setattr__(self, "layout", Layout(self.layout))

    @property
    def waits(self) -> tuple[int, ...]:
        """The minutes to wait after the first attempt, the second and so on; the last one holds on."""
        return (self.wait_minutes, *self.later_waits)

    def wait(self, used: int) -> timedelta:
        """Return the time between the end of attempt ``used`` (from 1) and the beginning of the next."""
        return timedelta(minutes=self.waits[min(used, len(self.waits)) - 1])

    def time_limit(self, extra_percent: int = 0) -> timedelta | None:
        """Return the time of an attempt of a learner who has ``extra_percent`` more; None: no limit."""
        if self.time_limit_minutes is None:
            return None
        return timedelta(minutes=self.time_limit_minutes) * (100 + extra_percent) / 100

    def allowed(self, granted: int) -> int | None:
        """Return how many attempts a learner with ``granted`` additional ones has in a term; None: no limit."""
        return None if self.max_attempts is None else self.max_attempts + granted

    def items_of(self, bank: int) -> int:
        """Return how many items an attempt has when the bank holds ``bank``."""
        return bank if self.draw is None else min(self.draw, bank)
