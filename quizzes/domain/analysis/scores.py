"""What a learner got on the paper, on the rest of it, and how two columns of figures go together."""

from dataclasses import dataclass

import numpy as np

from quizzes.domain.analysis.sheets import Numbers, Truths, Whole

DECIMALS = 12
"""Scores are rounded here, so that equal sums of fractions are equal.

Products are summed by numpy itself, not by ``@``: for columns, the threads of its linear algebra cost more than they
save, above all on a busy machine.
"""


@dataclass(frozen=True, eq=False)
class Sums:
    """Each attempt's sum of marks and the number of items it drew."""

    marks: Numbers
    sums: Numbers
    drawn: Whole

    @classmethod
    def of(cls, marks: Numbers) -> "Sums":
        return cls(marks, np.nansum(marks, axis=1), (~np.isnan(marks)).sum(axis=1))

    @property
    def length(self) -> float:
        """The mean number of items of a paper."""
        return float(self.drawn.mean()) if len(self.drawn) else 0.0

    def totals(self) -> Numbers:
        """Return each attempt's mean mark over the items it drew, from 0 to 1; NaN where it drew none."""
        return np.round(self.sums / np.where(self.drawn, self.drawn, np.nan), DECIMALS)

    def rests(self, item: int) -> Numbers:
        """Return the mean mark over the other items; NaN where an attempt did not draw ``item`` or nothing else.

        A score that holds the item itself would go with it by that alone ("corrected": S. Henrysson, Psychometrika
        1963;28:211-218).
        """
        others = self.drawn - 1
        return np.round((self.sums - self.marks[:, item]) / np.where(others > 0, others, np.nan), DECIMALS)


def correlation(one: Numbers, other: Numbers) -> float | None:
    """Return Pearson's r over the rows where both are known; None where one of them does not vary.

    Where ``one`` is 0 or 1 this is the point-biserial correlation.
    """
    known = ~(np.isnan(one) | np.isnan(other))
    if known.sum() < 2:  # noqa: PLR2004 one value does not vary
        return None
    x, y = one[known] - one[known].mean(), other[known] - other[known].mean()
    scale = np.sqrt((x * x).sum() * (y * y).sum())
    return float((x * y).sum() / scale) if scale > len(x) * 1e-15 else None


def extremes(scores: Numbers, share: float) -> tuple[Numbers | None, Numbers | None]:
    """Return the weights with which each row belongs to the lowest and to the highest ``share`` of ``scores``.

    The groups have the same size, share x n rounded to a whole number. Where equal scores lie across a group's edge,
    all of them belong to it in equal part, so that nothing depends on the order of rows. A row without a score (NaN)
    belongs to neither; None where no row is left for a group.
    """
    known = ~np.isnan(scores)
    size = int(share * known.sum() + 0.5)
    if not size:
        return None, None
    low, high = np.zeros(len(scores)), np.zeros(len(scores))
    low[known], high[known] = _lowest(scores[known], size), _lowest(-scores[known], size)
    return low, high


def _lowest(scores: Numbers, size: int) -> Numbers:
    edge = np.partition(scores, size - 1)[size - 1]
    below, at = scores < edge, scores == edge
    return below + at * ((size - below.sum()) / at.sum())


def by_rank(scores: Numbers, groups: int) -> Whole:
    """Return for each row its group by score, from 0 up: as equal in size as equal scores, kept together, let them be.

    The edges are the quantiles 1/groups, 2/groups … (inverse of the empirical distribution function); a group that
    would be empty is left out.
    """
    ordered = np.sort(scores)
    places = -(-np.arange(1, groups) * len(ordered) // groups) - 1
    return np.unique(np.searchsorted(ordered[places], scores, side="left"), return_inverse=True)[1]


def share(weights: Numbers | Truths, values: Numbers | Truths) -> float:
    """Return the mean of ``values`` under ``weights``."""
    return float((weights * values).sum() / weights.sum())
