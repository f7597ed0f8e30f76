"""Whether an item has become easier or harder since an earlier edition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from quizzes.domain.analysis.intervals import Difference, difference, holm

LEAST_DRIFT = 30
"""Fewest learners in either edition."""


@dataclass(frozen=True)
class Earlier:
    """An item in an earlier edition: its mean mark among ``n``. ``reworded``: its text was another one."""

    edition: str
    n: int
    difficulty: float
    reworded: bool


@dataclass(frozen=True)
class Drift:
    """``change.value`` above 0: easier than before. ``p`` is corrected for all items compared (Holm)."""

    earlier: Earlier
    change: Difference
    p: float


def drifts(
    now: Mapping[str, tuple[int, float]], earlier: Mapping[str, Sequence[Earlier]], least: int = LEAST_DRIFT
) -> dict[str, Drift]:
    """Compare each item (key -> n, difficulty) with the latest earlier edition in which enough learners drew it.

    ``earlier`` lists the newest edition first. Items without one, or with too few learners now, are left out.
    """
    found: dict[str, Drift] = {}
    for key, (n, share) in now.items():
        before = next((one for one in earlier.get(key, ()) if one.n >= least), None)
        if before and n >= least:
            change = difference(before.difficulty, before.n, share, n)
            found[key] = Drift(before, change, change.p)
    corrected = holm([one.p for one in found.values()])
    return {key: replace(one, p=p) for (key, one), p in zip(found.items(), corrected, strict=True)}
