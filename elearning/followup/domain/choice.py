"""Which items a learner is asked again, and which of those that are due comes first."""

from collections.abc import Iterable
from dataclasses import dataclass

from elearning.followup.domain.recall import FEWEST_REPEATS

LIMIT = 12
"""At most so many items of one module: at three questions a week each is repeated twice within some two months."""
KNOWN = {"guess": 2, "unsure": 3, "": 4, "sure": 5}
"""The group of an item answered right, by confidence: what was guessed is known least."""
SURE_AND_WRONG, MISSED = 0, 1


@dataclass(frozen=True)
class Seen:
    """An item as it was answered in the test: whether right, and with which confidence (empty: not said)."""

    key: str
    right: bool
    confidence: str = ""


@dataclass(frozen=True)
class Due:
    """A card that is due: ``rank`` is its place (from 0) in what was chosen, ``recall`` its estimate at the moment."""

    key: int
    rank: int
    repeats: int
    recall: float


def group_of(seen: Seen) -> int:
    """Return the group of an item, the most urgent 0.

    Confidently wrong first: such errors do harm, for nobody looks up what they are sure of, and they are corrected best
    by feedback (the order of the trial among family physicians). Then what was missed, then what was guessed.
    """
    if seen.right:
        return KNOWN.get(seen.confidence, KNOWN[""])
    return SURE_AND_WRONG if seen.confidence == "sure" else MISSED


def choose(seen: Iterable[Seen], limit: int = LIMIT) -> list[Seen]:
    """Return at most ``limit`` items, the most urgent first; inside a group in the order in which they come."""
    return sorted(seen, key=group_of)[:limit]


def in_order(due: Iterable[Due]) -> list[Due]:
    """Return what is due in the order in which it is asked.

    Items that lack their two repeats come before those that had them: mails are few, and one item that is missed for
    ever must not take them all. Then what is probably forgotten most, then by rank. Items never repeated thereby come
    in the order of their groups, because the memory of a group begins to fade no slower than that of the next.
    """
    return sorted(due, key=lambda one: (one.repeats >= FEWEST_REPEATS, one.recall, one.rank))
