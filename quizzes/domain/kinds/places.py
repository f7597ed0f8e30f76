"""Between what a page shows and sends, places from 1, and what is stored, original indexes from 0."""

from collections.abc import Sequence
from random import Random
from string import ascii_uppercase

from quizzes.domain.kinds.contract import Posted


def letter(place: int) -> str:
    """Return the letter of the option shown in ``place`` (from 1)."""
    return ascii_uppercase[place - 1]


def shuffled(count: int, random: Random, *, shuffle: bool, anchored: Sequence[int] = ()) -> list[int]:
    """Return the original indexes in the order shown; those ``anchored`` stay in their places."""
    order = list(range(count))
    if not shuffle:
        return order
    free = [index for index in order if index not in anchored]
    moved = iter(random.sample(free, len(free)))
    return [index if index in anchored else next(moved) for index in order]


def one(posted: Posted, name: str) -> str:
    """Return the value of a field, "" where it was not sent. Raises ValueError for more than one."""
    values = posted.get(name, ())
    if len(values) > 1:
        raise ValueError(f"{name} was sent more than once")
    return values[0].strip() if values else ""


def place_of(text: str, count: int) -> int | None:
    """Return a place shown (from 1) as an index (from 0), None for "". Raises ValueError beyond ``count``."""
    if not text:
        return None
    if not (text.isdecimal() and len(text) <= 3 and 1 <= int(text) <= count):  # noqa: PLR2004 digits of a small number
        raise ValueError(f"there is no place {text[:20]}")
    return int(text) - 1


def chosen(posted: Posted, name: str, order: Sequence[int]) -> int | None:
    """Return the original index whose place in ``order`` was sent; None where none was. Raises ValueError."""
    place = place_of(one(posted, name), len(order))
    return None if place is None else order[place]
