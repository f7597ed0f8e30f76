"""What was remembered at each repeat, for one learner and (without names) for all of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from elearning.groups import FEWEST, percent

Cells = set[tuple[int, str]]
"""Learners with items that they were asked again."""


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


def told(outcomes: Iterable[Outcome]) -> tuple[set[str], set[str]]:
    """Return the objectives and the items of which something is told.

    What is told of few must not come out by taking away either: where those items of an objective, or of all, that are
    not told are of fewer than FEWEST learners, another one is not told with them.
    """
    items: dict[str, Cells] = {}
    served: dict[str, Cells] = {}
    for row in _repeated(outcomes):
        items.setdefault(row.item, set()).add((row.learner, row.item))
        for objective in row.objectives:
            served.setdefault(objective, set()).add((row.learner, row.item))
    every = set().union(*items.values())
    objectives = _told(served, [every])
    return objectives, _told(items, [every, *(served[name] for name in objectives)])


def _told(parts: Mapping[str, Cells], wholes: Iterable[Cells]) -> set[str]:
    """Return the names of the ``parts`` that are told beside ``wholes``."""
    shown = {name for name, cells in parts.items() if _learners(cells) >= FEWEST}
    wholes = list(wholes)
    while exposed := _exposed({name: parts[name] for name in shown}, wholes):
        shown.discard(exposed)
    return shown


def _exposed(parts: Mapping[str, Cells], wholes: Iterable[Cells]) -> str | None:
    """Return the smallest of the ``parts`` that must not be told, so that the rest of a whole is not that of few."""
    for whole in wholes:
        inside = {name: cells for name, cells in parts.items() if cells <= whole}
        if inside and 0 < _learners(whole.difference(*inside.values())) < FEWEST:
            return min(inside, key=lambda name: (_learners(inside[name]), name))
    return None


def _learners(cells: Cells) -> int:
    return len({learner for learner, _ in cells})


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
