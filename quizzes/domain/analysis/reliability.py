"""How far the scores of a test would come out the same again, from the covariances of its items."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from quizzes.domain.analysis import scores
from quizzes.domain.analysis.sheets import Numbers, Truths

ROUNDING = 1e-12


@dataclass(frozen=True)
class Reliability:
    """``alpha`` is that of all items, ``paper_alpha`` that of a paper; they are the same where every paper has all.

    ``kr20``: alpha under its older name, where every item was marked 0 or 1 and every paper had all items.
    ``alpha_deleted`` and ``item_rest`` are by item, None where an item does not vary.
    """

    alpha: float | None
    paper_alpha: float | None
    kr20: float | None
    alpha_deleted: tuple[float | None, ...]
    item_rest: tuple[float | None, ...]


def covariances(marks: Numbers) -> Numbers:
    """Return the items' covariance matrix, each pair from the attempts that drew both (divisor n - 1).

    NaN for a pair that fewer than two attempts drew together. This is how R's ``cov(use = "pairwise")`` and with it
    ``psych::alpha`` treat missing values; where every paper has all items it is the ordinary matrix.
    """
    drawn = ~np.isnan(marks)
    seen = drawn.astype(float)
    centred = np.where(drawn, marks - _means(marks, drawn), 0.0)
    n, sums = seen.T @ seen, centred.T @ seen
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (centred.T @ centred - sums * sums.T / n) / (n - 1)
    return np.where(n > 1, found, np.nan)


def reliability(marks: Numbers) -> Reliability:
    """Return Cronbach's alpha and what follows from the same covariances.

    alpha = k/(k-1) (1 - Σ variances / Σ all entries of the matrix): L. J. Cronbach, Psychometrika 1951;16:297-334.
    With means instead of sums that is k c / (v + (k-1) c), for a mean covariance c and a mean variance v, which also
    gives the alpha of a paper of m items drawn from the bank (Spearman-Brown: C. Spearman, W. Brown, Br J Psychol
    1910;3:271-322). Pairs that were never drawn together are left out of c. Items that do not vary are left out, as
    ``psych::alpha`` does.

    item_rest: correlation of an item with the sum of all others, from the matrix (``r.drop`` in psych); where every
    paper has all items, the corrected point-biserial correlation.
    """
    matrix = covariances(marks)
    varying = np.diag(matrix) > ROUNDING
    kept = _Sums.of(matrix[np.ix_(varying, varying)])
    deleted, rest = iter(kept.alphas_deleted()), iter(kept.item_rests())
    alpha = kept.alpha(kept.k)
    complete = not np.isnan(marks).any()
    binary = complete and bool(np.isin(marks, (0, 1)).all())
    length = paper_length(marks)
    return Reliability(
        alpha=alpha,
        paper_alpha=kept.alpha(kept.k * length / marks.shape[1]) if len(marks) else None,
        kr20=alpha if binary else None,
        alpha_deleted=tuple(next(deleted) if one else None for one in varying),
        item_rest=tuple(next(rest) if one else None for one in varying),
    )


def kr20(marks: Numbers) -> float:
    """Return formula 20 of G. F. Kuder and M. W. Richardson, Psychometrika 1937;2:151-160, for marks of 0 and 1.

    k/(k-1) (1 - Σ p(1-p) / variance of the sums, divisor n). Alpha is the same number; this is kept beside it as check.
    """
    k, p = marks.shape[1], marks.mean(axis=0)
    return float(k / (k - 1) * (1 - (p * (1 - p)).sum() / marks.sum(axis=1).var()))


def paper_length(marks: Numbers) -> float:
    """Return the mean number of items of a paper."""
    return float((~np.isnan(marks)).sum(axis=1).mean()) if len(marks) else 0.0


def error_of_measurement(deviation: float, alpha: float) -> float:
    """Return the standard error of measurement, in the unit of the standard ``deviation``: SD √(1 - reliability).

    F. M. Lord and M. R. Novick, Statistical Theories of Mental Test Scores, 1968. A negative alpha counts as 0: the
    error is not larger than the whole spread.
    """
    return deviation * sqrt(1 - max(alpha, 0.0))


def item_total(marks: Numbers, whole: Numbers) -> tuple[float | None, ...]:
    """Return each item's correlation with ``whole``, the mean mark of the paper with the item (``raw.r`` in psych)."""
    return tuple(scores.correlation(marks[:, item], whole) for item in range(marks.shape[1]))


def _means(marks: Numbers, drawn: Truths) -> Numbers:
    return np.nansum(marks, axis=0) / np.maximum(drawn.sum(axis=0), 1)


@dataclass(frozen=True, eq=False)
class _Sums:
    """A covariance matrix as sums: variances, and the known covariances by row with how many they are."""

    k: int
    variances: Numbers
    rows: Numbers
    known: Numbers

    @classmethod
    def of(cls, matrix: Numbers) -> "_Sums":
        off = matrix.copy()
        np.fill_diagonal(off, np.nan)
        return cls(len(matrix), np.diag(matrix), np.nansum(off, axis=1), (~np.isnan(off)).sum(axis=1).astype(float))

    def alpha(self, length: float) -> float | None:
        return _alpha(length, self.variances.sum(), self.k, self.rows.sum(), self.known.sum())

    def alphas_deleted(self) -> list[float | None]:
        rest = zip(self._variances_without(), self._sums_without(), self._known_without(), strict=True)
        return [_alpha(self.k - 1, variances, self.k - 1, sums, known) for variances, sums, known in rest]

    def item_rests(self) -> list[float | None]:
        found: list[float | None] = []
        for item, variance in enumerate(self.variances):
            others, known = self.k - 1, self._known_without()[item]
            pairs = others * (others - 1)
            if not self.known[item] or (pairs and not known):
                found.append(None)
                continue
            with_rest = others * self.rows[item] / self.known[item]
            of_rest = self._variances_without()[item] + (pairs * self._sums_without()[item] / known if pairs else 0.0)
            found.append(_at_most_one(with_rest / sqrt(variance * of_rest)) if of_rest > 0 else None)
        return found

    def _variances_without(self) -> Numbers:
        return self.variances.sum() - self.variances

    def _sums_without(self) -> Numbers:
        return self.rows.sum() - 2 * self.rows

    def _known_without(self) -> Numbers:
        return self.known.sum() - 2 * self.known


def _alpha(length: float, variances: float, items: int, covariances: float, pairs: float) -> float | None:
    if items < 2 or not pairs:  # noqa: PLR2004 one item says nothing about another
        return None
    variance, covariance = variances / items, covariances / pairs
    whole = variance + (length - 1) * covariance
    return _at_most_one(length * covariance / whole) if whole > 0 else None


def _at_most_one(figure: float) -> float | None:
    """Return None for what covariances of different learners can give together and no learners could."""
    return None if figure > 1 + ROUNDING else min(float(figure), 1.0)
