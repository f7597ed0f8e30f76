"""Scoring a paper. Integers only, so that no rounding decides whether somebody passed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    correct: int
    total: int
    passed: bool


def score(items: Iterable[str], right: Mapping[str, int], chosen: Mapping[str, int | None], pass_percent: int) -> Score:
    """Score the paper with the keys ``items``; a blank is wrong.

    ``right`` and ``chosen`` map an item's key to the original index of its correct and of its chosen option.
    """
    keys = list(items)
    correct = count_right(keys, right, chosen)
    return Score(correct, len(keys), passes(correct, len(keys), pass_percent))


def count_right(items: Iterable[str], right: Mapping[str, int], chosen: Mapping[str, int | None]) -> int:
    """Return how many of ``items`` were answered rightly (the mappings are those of ``score``)."""
    return sum(chosen.get(key) is not None and chosen[key] == right[key] for key in items)


def passes(correct: int, total: int, pass_percent: int) -> bool:
    return total > 0 and correct * 100 >= pass_percent * total


def needed(total: int, pass_percent: int) -> int:
    """Return the least number of right answers that passes."""
    return -(-pass_percent * total // 100)
