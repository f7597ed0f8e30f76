"""What is told of one item: how hard it is, whether it tells the better learners apart, and what was taken in it."""

from dataclasses import dataclass

import numpy as np

from quizzes.domain.analysis import scores
from quizzes.domain.analysis.intervals import Interval, wilson
from quizzes.domain.analysis.scores import Sums
from quizzes.domain.analysis.sheets import Choice, Column, Numbers, Sheets

LEAST = 30
"""Fewest learners from which correlations, discrimination, quantiles of time and reliability are given.

Below it one learner moves a correlation by more than an author could act on. Counts, shares and their intervals are
given from one learner on, because the interval says how little they tell.
"""
LEAST_TRACE = 50
"""Fewest learners for a trace line: ten in each of its groups."""
GROUPS = 5
EXTREME = 0.27
"""The share whose comparison tells most: T. L. Kelley, J Educ Psychol 1939;30:17-24."""
RAPID_SHARE, RAPID_AT_MOST = 0.10, 10.0
"""An answer is rapid below a tenth of the item's mean time, at most 10 seconds: S. L. Wise and L. Ma, paper at the
National Council on Measurement in Education, 2012 (normative threshold NT10)."""


@dataclass(frozen=True)
class ChoiceFigures:
    """``share`` of those who drew the item took this; ``point_biserial``: with the mean mark on the rest of the paper.

    ``lower`` and ``upper``: its share in the lowest and highest 27 % of learners, by the rest of the paper.
    """

    choice: Choice
    count: int
    share: float
    point_biserial: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Times:
    """Seconds on the item, with the quantiles of definition 7 of R. J. Hyndman and Y. Fan, Am Stat 1996;50:361-365.

    ``rapid``: the share of answers given faster than ``rapid_below`` seconds.
    """

    n: int
    mean: float
    p5: float
    p25: float
    p50: float
    p75: float
    p95: float
    rapid_below: float
    rapid: float


@dataclass(frozen=True)
class Group:
    """The learners between two scores: how many, their mean mark on the rest, and the share that took each choice."""

    n: int
    rest: float
    shares: tuple[float, ...]
    blank: float


@dataclass(frozen=True)
class ItemFigures:
    """One item. ``difficulty`` is the mean mark (the share of right answers), None where nobody drew it.

    ``item_rest`` is the corrected point-biserial (see ``reliability``), ``item_total`` the uncorrected one.
    ``discrimination`` is the mean mark of the highest 27 % less that of the lowest, by the rest of the paper: in a
    short test an item would discriminate by being part of the total score itself. ``trace`` holds the groups by rest
    score, lowest first. None (or empty) where too few learners drew the item to say.
    """

    key: str
    single: bool
    n: int
    difficulty: float | None
    interval: Interval | None
    item_rest: float | None
    item_total: float | None
    discrimination: float | None
    alpha_deleted: float | None
    blank: float
    choices: tuple[ChoiceFigures, ...]
    times: Times | None
    trace: tuple[Group, ...]


@dataclass(frozen=True)
class FromReliability:
    """What an item's figures take over from those of the whole test."""

    item_rest: float | None
    item_total: float | None
    alpha_deleted: float | None


def figures(sheets: Sheets, item: int, sums: Sums, known: FromReliability, least: int = LEAST) -> ItemFigures:
    """Return the figures of the item with index ``item``; ``sums`` are those of the sheets."""
    column, drawn = sheets.columns[item], ~np.isnan(sheets.marks[:, item])
    marks, n = sheets.marks[drawn, item], int(drawn.sum())
    rest, enough = sums.rests(item)[drawn], n >= least
    lower, upper = scores.extremes(rest, EXTREME) if enough else (None, None)
    difficulty = float(marks.mean()) if n else None
    return ItemFigures(
        key=column.key,
        single=column.single,
        n=n,
        difficulty=difficulty,
        interval=wilson(difficulty, n) if n else None,
        item_rest=known.item_rest if enough else None,
        item_total=known.item_total if enough else None,
        discrimination=None if lower is None else scores.share(upper, marks) - scores.share(lower, marks),
        alpha_deleted=known.alpha_deleted if enough else None,
        blank=float(column.blank[drawn].mean()) if n else 0.0,
        choices=tuple(
            _choice(choice, column.taken[drawn, place], rest if enough else None, lower, upper)
            for place, choice in enumerate(column.choices)
        ),
        times=times(sheets.seconds[drawn, item], least),
        trace=trace(column, drawn, rest) if n >= max(least, LEAST_TRACE) else (),
    )


def _choice(
    choice: Choice, taken: np.ndarray, rest: Numbers | None, lower: Numbers | None, upper: Numbers | None
) -> ChoiceFigures:
    count = int(taken.sum())
    return ChoiceFigures(
        choice=choice,
        count=count,
        share=count / len(taken) if len(taken) else 0.0,
        point_biserial=None if rest is None else scores.correlation(taken.astype(float), rest),
        lower=None if lower is None else scores.share(lower, taken),
        upper=None if upper is None else scores.share(upper, taken),
    )


def times(seconds: Numbers, least: int = LEAST) -> Times | None:
    """Return the distribution of ``seconds`` (NaN: not known); None from fewer than ``least``."""
    known = seconds[~np.isnan(seconds)]
    if len(known) < max(least, 1):
        return None
    mean = float(known.mean())
    below = min(RAPID_SHARE * mean, RAPID_AT_MOST)
    quantiles = (float(value) for value in np.quantile(known, (0.05, 0.25, 0.5, 0.75, 0.95)))
    return Times(len(known), mean, *quantiles, rapid_below=below, rapid=float((known < below).mean()))


def trace(column: Column, drawn: np.ndarray, rest: Numbers) -> tuple[Group, ...]:
    """Return the share of each choice in up to five groups of learners, by score on the rest of the paper.

    ``rest`` belongs to the attempts in ``drawn``. After H. Wainer, J Educ Meas 1989;26:191-208 (trace lines).
    """
    scored = ~np.isnan(rest)
    if not scored.any():
        return ()
    taken, blank, rest = column.taken[drawn][scored], column.blank[drawn][scored], rest[scored]
    group = scores.by_rank(rest, GROUPS)
    counts = np.bincount(group)
    shares = [np.bincount(group, weights=each) / counts for each in taken.T.astype(float)]
    blanks, means = np.bincount(group, weights=blank) / counts, np.bincount(group, weights=rest) / counts
    return tuple(
        Group(int(n), float(means[g]), tuple(float(share[g]) for share in shares), float(blanks[g]))
        for g, n in enumerate(counts)
    )
