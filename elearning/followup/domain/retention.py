"""What was remembered at each repeat, for one learner and (without names) for all of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from elearning.groups import FEWEST, percent


@dataclass(frozen=True)
class Outcome:
    """One answer: ``repeat`` 0 is that of the test, 1 the first repeat, and so on."""

    learner: int
    item: str
    objectives: tuple[str, ...]
    repeat: int
    right: bool


@dataclass(frozen=True)
class Share:
    """``right`` of ``asked`` answers, by ``learners`` different people."""

    right: int
    asked: int
    learners: int

    @property
    def percent(self) -> int:
        """The share of right answers in per cent, rounded to the nearest (half up); 0 where nothing was asked."""
        return percent(self.right, self.asked)

    @property
    def is_told(self) -> bool:
        """Whether the group is large enough for others than the learner to see it."""
        return self.learners >= FEWEST


@dataclass(frozen=True)
class Change:
    """The same items of the same learners ``before`` (in the test) and ``after`` (at their latest repeat)."""

    before: Share
    after: Share


def share(outcomes: Iterable[Outcome]) -> Share:
    rows = list(outcomes)
    return Share(sum(row.right for row in rows), len(rows), len({row.learner for row in rows}))


def by_repeat(outcomes: Iterable[Outcome]) -> dict[int, Share]:
    """Return the share of right answers at each repeat, in order; 0 is the test, of items repeated at least once.

    The test counts for those items alone, because otherwise items that were never asked again would make it look worse
    or better than what it is compared with.
    """
    rows = _repeated(outcomes)
    return {number: share(row for row in rows if row.repeat == number) for number in sorted({r.repeat for r in rows})}


def by_item(outcomes: Iterable[Outcome]) -> dict[str, Change]:
    """Return the change of each item that was repeated, by its key in alphabetical order."""
    return _changes(outcomes, lambda row: (row.item,))


def by_objective(outcomes: Iterable[Outcome]) -> dict[str, Change]:
    """Return the change by objective, in alphabetical order; an item counts for each objective that it serves."""
    return _changes(outcomes, lambda row: row.objectives)


def _changes(outcomes: Iterable[Outcome], groups: Callable[[Outcome], Iterable[str]]) -> dict[str, Change]:
    rows = _repeated(outcomes)
    latest = {(row.learner, row.item): row.repeat for row in sorted(rows, key=lambda row: row.repeat)}
    found: dict[str, tuple[list[Outcome], list[Outcome]]] = {}
    for row in rows:
        for group in groups(row):
            before, after = found.setdefault(group, ([], []))
            if row.repeat == 0:
                before.append(row)
            elif row.repeat == latest[row.learner, row.item]:
                after.append(row)
    return {group: Change(share(before), share(after)) for group, (before, after) in sorted(found.items())}


def _repeated(outcomes: Iterable[Outcome]) -> list[Outcome]:
    rows = list(outcomes)
    repeated = {(row.learner, row.item) for row in rows if row.repeat}
    return [row for row in rows if (row.learner, row.item) in repeated]
