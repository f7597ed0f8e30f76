"""Whether learners of two professions who are equally good at the test do differently on one item."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from math import exp, log, sqrt

import numpy as np

from quizzes.domain.analysis.intervals import Z95, Interval, holm, two_sided
from quizzes.domain.analysis.scores import Sums
from quizzes.domain.analysis.sheets import Numbers, Sheets, Truths, Whole

DELTA = -2.35
"""By what the logarithm of an odds ratio is multiplied to stand on ETS's scale of difficulty."""
ONE_SIDED_Z95 = 1.6448536269514722
LEAST_GROUP = 30
"""Fewest learners of either profession; below it no figure is given. ETS asks for 200 in the smaller group and 500
together before a decision rests on it (R. Zwick, ETS Research Report RR-12-08, 2012)."""


class Grade(StrEnum):
    """ETS's classes, negligible to large: M. Zieky, in Holland & Wainer, Differential Item Functioning, 1993."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True)
class MantelHaenszel:
    """``odds_ratio`` above 1: the item is easier for the reference group than for equally good ones of the other.

    ``delta`` is MH D-DIF (negative: harder for the focal group), ``error`` its standard error.
    """

    odds_ratio: float
    interval: Interval
    chi_square: float
    p: float
    delta: float
    error: float

    @property
    def grade(self) -> Grade:
        """A: delta within 1 of 0, or not significantly different from 0. C: beyond 1.5, and significantly beyond 1."""
        size = abs(self.delta)
        if size < 1 or self.p >= 0.05:  # noqa: PLR2004 the usual level
            return Grade.A
        return Grade.C if size >= 1.5 and (size - 1) / self.error > ONE_SIDED_Z95 else Grade.B  # noqa: PLR2004


@dataclass(frozen=True)
class Dif:
    """The result for one item: learners of ``focal`` beside those of ``reference`` (names of professions).

    ``p`` is the test's, corrected (Holm) for all items and professions that were compared.
    """

    reference: str
    focal: str
    n_reference: int
    n_focal: int
    result: MantelHaenszel
    p: float


def mantel_haenszel(tables: Numbers) -> MantelHaenszel | None:
    """Return the common odds ratio of 2 x 2 tables, and the test that it is 1; None where the tables do not tell.

    ``tables``: strata x (reference, focal) x (right, wrong). N. Mantel and W. Haenszel, J Natl Cancer Inst
    1959;22:719-748, with continuity correction (half, where the difference is as large as that); for items: P. W.
    Holland and D. T. Thayer, in Wainer & Braun, Test Validity, 1988. Variance of the logarithm: J. Robins, N. Breslow,
    S. Greenland, Biometrics 1986;42:311-323. A stratum of one learner says nothing and is left out.
    """
    tables = tables[tables.sum(axis=(1, 2)) > 1]
    a, b, c, d = tables[:, 0, 0], tables[:, 0, 1], tables[:, 1, 0], tables[:, 1, 1]
    n = a + b + c + d
    expected = (a + b) * (a + c) / n
    variance = float(((a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1))).sum())
    right, wrong = a * d / n, b * c / n
    r, s = float(right.sum()), float(wrong.sum())
    if variance <= 0 or r <= 0 or s <= 0:
        return None
    gap = abs(float((a - expected).sum()))
    chi_square = (gap - (0.5 if gap >= 0.5 else 0.0)) ** 2 / variance  # noqa: PLR2004 the correction itself
    same, cross = (a + d) / n, (b + c) / n
    spread = sqrt(
        (same * right).sum() / (2 * r * r)
        + (same * wrong + cross * right).sum() / (2 * r * s)
        + (cross * wrong).sum() / (2 * s * s)
    )
    ratio = log(r / s)
    interval = Interval(exp(ratio - Z95 * spread), exp(ratio + Z95 * spread))
    return MantelHaenszel(r / s, interval, chi_square, two_sided(sqrt(chi_square)), DELTA * ratio, abs(DELTA) * spread)


def levels(sums: Sums) -> Whole:
    """Return each attempt's score in whole items, halves up, by which learners are matched.

    It is the mean mark times the mean number of items of a paper: the number right, where all papers are equally long.
    The item itself is part of it, as Holland and Thayer ask; the criterion is not purified.
    """
    return np.floor(sums.totals() * sums.length + 0.5 + 1e-6).astype(np.int64)


def stratified(level: Whole, focal: Truths, right: Truths) -> Numbers:
    """Return the tables that ``mantel_haenszel`` reads, one for each score level that occurs."""
    _, place = np.unique(level, return_inverse=True)
    cells = place * 4 + focal * 2 + ~right
    return np.bincount(cells, minlength=4 * (place.max() + 1)).reshape(-1, 2, 2).astype(float)


def by_profession(sheets: Sheets, item: int, level: Whole, least: int = LEAST_GROUP) -> tuple[Dif, ...]:
    """Compare every profession with the most frequent one on one item; only full marks count as right.

    A profession with fewer than ``least`` learners who drew the item is left out.
    """
    drawn = ~np.isnan(sheets.marks[:, item]) & (sheets.professions >= 0)
    professions, right = sheets.professions[drawn], sheets.marks[drawn, item] > 1 - 1e-9
    counts = np.bincount(professions, minlength=len(sheets.profession_names))
    if not len(counts) or counts.max() < least:
        return ()
    reference = int(counts.argmax())
    found = []
    for focal in np.flatnonzero(counts >= least):
        of_both = (professions == reference) | (professions == focal)
        tables = stratified(level[drawn][of_both], professions[of_both] == focal, right[of_both])
        if focal != reference and (result := mantel_haenszel(tables)):
            names = sheets.profession_names
            found.append(
                Dif(names[reference], names[focal], int(counts[reference]), int(counts[focal]), result, result.p)
            )
    return tuple(found)


def corrected(found: Iterable[tuple[Dif, ...]]) -> list[tuple[Dif, ...]]:
    """Return the results of all items with p values corrected for being looked at together."""
    found = list(found)
    values = iter(holm([one.result.p for of_item in found for one in of_item]))
    return [tuple(replace(one, p=next(values)) for one in of_item) for of_item in found]
