"""An analysis as rows of a file: one for each choice of each item."""

from collections.abc import Iterator
from decimal import Decimal

from elearning.interop.spreadsheet import Cell
from quizzes.domain.analysis import Analysis, ItemAnalysis
from quizzes.domain.analysis.items import ChoiceFigures

HEADER = [
    "item",
    "n",
    "difficulty",
    "difficulty_low",
    "difficulty_high",
    "item_rest",
    "item_total",
    "upper_lower",
    "alpha_if_deleted",
    "blank",
    "seconds_p5",
    "seconds_p25",
    "seconds_median",
    "seconds_p75",
    "seconds_p95",
    "drift",
    "drift_p",
    "flags",
    "choice",
    "key",
    "count",
    "share",
    "point_biserial",
    "lower_27",
    "upper_27",
]


def rows(analysis: Analysis) -> Iterator[list[Cell]]:
    """Yield the rows under HEADER. Shares are from 0 to 1, four decimals; a figure that is not given is empty."""
    for item in analysis.items:
        own = _item(item)
        for choice in item.figures.choices:
            yield [*own, *_choice(choice)]


def _item(item: ItemAnalysis) -> list[Cell]:
    of, times = item.figures, item.figures.times
    quantiles = (times.p5, times.p25, times.p50, times.p75, times.p95) if times else (None,) * 5
    interval = (of.interval.low, of.interval.high) if of.interval else (None, None)
    drift = (item.drift.change.value, item.drift.p) if item.drift else (None, None)
    figures = (of.item_rest, of.item_total, of.discrimination, of.alpha_deleted, of.blank, *quantiles, *drift)
    flags = " ".join(dict.fromkeys(flag.advice.key for flag in item.flags))
    return [of.key, of.n, *map(_number, (of.difficulty, *interval, *figures)), flags]


def _choice(of: ChoiceFigures) -> list[Cell]:
    key = "" if of.choice.right is None else "yes" if of.choice.right else "no"
    return [of.choice.label, key, of.count, *map(_number, (of.share, of.point_biserial, of.lower, of.upper))]


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.4f}")
