"""The analysis of one test: all its figures, from its sheets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from quizzes.domain.analysis import dif, items, reliability
from quizzes.domain.analysis.dif import Dif
from quizzes.domain.analysis.drift import Drift, Earlier, drifts
from quizzes.domain.analysis.flags import Flag, flags_of
from quizzes.domain.analysis.items import LEAST, FromReliability, ItemFigures
from quizzes.domain.analysis.scores import Sums
from quizzes.domain.analysis.sheets import Numbers, Sheets

LEAST_POOLED = 10
"""A profession with fewer learners is not told apart, so that nobody can be recognised by it."""


@dataclass(frozen=True)
class TestFigures:
    """The test as a whole. ``mean`` and ``deviation`` (divisor n - 1) are of the mean mark of a paper, from 0 to 1.

    ``alpha`` is of all items of the bank, ``paper_alpha`` of a paper of ``length`` items (a mean); from that follows
    ``error``, the standard error of measurement of a paper's mean mark. ``kr20``: see ``reliability``. ``partly``:
    items were drawn, so that the covariances come from those who drew both items of a pair.
    """

    n: int
    items: int
    length: float
    partly: bool
    mean: float | None
    deviation: float | None
    alpha: float | None
    paper_alpha: float | None
    kr20: float | None
    error: float | None


@dataclass(frozen=True)
class ItemAnalysis:
    """An item with its figures, its comparisons and what an author should look at, the gravest first."""

    figures: ItemFigures
    drift: Drift | None
    dif: tuple[Dif, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class Analysis:
    """Everything that is told of a test. ``professions``: name (empty: pooled) and number of attempts."""

    test: TestFigures
    items: tuple[ItemAnalysis, ...]
    professions: tuple[tuple[str, int], ...]


def analyse(sheets: Sheets, earlier: Mapping[str, Sequence[Earlier]] | None = None, least: int = LEAST) -> Analysis:
    """Return the analysis of ``sheets``; ``earlier`` holds the items of earlier editions by key, the newest first."""
    sheets = pooled(sheets.where(sheets.drawn.any(axis=1)))
    sums = Sums.of(sheets.marks)
    total, level = sums.totals(), dif.levels(sums)
    test, known = _test(sheets, total, least)
    found = [items.figures(sheets, place, sums, known[place], least) for place in range(len(sheets.columns))]
    drifted = drifts({one.key: (one.n, one.difficulty) for one in found if one.n}, earlier or {})
    compared = dif.corrected(dif.by_profession(sheets, place, level) for place in range(len(found)))
    analysed = [
        ItemAnalysis(one, drifted.get(one.key), of_item, flags_of(one, drifted.get(one.key), of_item))
        for one, of_item in zip(found, compared, strict=True)
    ]
    return Analysis(test, tuple(analysed), _professions(sheets))


def _test(sheets: Sheets, total: Numbers, least: int) -> tuple[TestFigures, list[FromReliability]]:
    marks, n = sheets.marks, sheets.attempts
    if n < max(least, 2):
        mean = float(total.mean()) if n else None
        nothing = FromReliability(None, None, None)
        length = reliability.paper_length(marks)
        partly = bool(np.isnan(marks).any())
        figures = TestFigures(n, len(sheets.columns), length, partly, mean, None, None, None, None, None)
        return figures, [nothing] * len(sheets.columns)
    found, deviation = reliability.reliability(marks), float(total.std(ddof=1))
    error = None if found.paper_alpha is None else reliability.error_of_measurement(deviation, found.paper_alpha)
    figures = TestFigures(
        n=n,
        items=len(sheets.columns),
        length=reliability.paper_length(marks),
        partly=bool(np.isnan(marks).any()),
        mean=float(total.mean()),
        deviation=deviation,
        alpha=found.alpha,
        paper_alpha=found.paper_alpha,
        kr20=found.kr20,
        error=error,
    )
    by_item = zip(found.item_rest, reliability.item_total(marks, total), found.alpha_deleted, strict=True)
    return figures, [FromReliability(*each) for each in by_item]


def pooled(sheets: Sheets, least: int = LEAST_POOLED) -> Sheets:
    """Put the professions with fewer than ``least`` attempts together under the name "".

    Where even together they are fewer, they count as not known.
    """
    counts = np.bincount(sheets.professions[sheets.professions >= 0], minlength=len(sheets.profession_names))
    size = int(counts[counts < least].sum())
    kept = np.flatnonzero(counts >= least)
    place = np.full(len(counts) + 1, len(kept) if size >= least else -1)
    place[kept] = np.arange(len(kept))
    place[-1] = -1
    names = (*(sheets.profession_names[index] for index in kept), *([""] if size >= least else []))
    return replace(sheets, professions=place[sheets.professions], profession_names=names)


def _professions(sheets: Sheets) -> tuple[tuple[str, int], ...]:
    counts = np.bincount(sheets.professions[sheets.professions >= 0], minlength=len(sheets.profession_names))
    return tuple(zip(sheets.profession_names, (int(count) for count in counts), strict=True))
