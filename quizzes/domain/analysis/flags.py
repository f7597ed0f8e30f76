"""What the figures of an item say to its author. Thresholds are conventions; each states where it comes from.

A flag is advice: whoever knows the item decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from quizzes.domain.analysis import advice
from quizzes.domain.analysis.advice import Advice
from quizzes.domain.analysis.dif import Dif, Grade
from quizzes.domain.analysis.drift import Drift
from quizzes.domain.analysis.items import ItemFigures

EASY, HARD = 0.95, 0.30
"""Beyond them an item hardly tells learners apart (this project's): 0.30 is little more than guessing gives with four
options, and most items of a test taken after reading are easy and should be."""
WEAK = 0.10
"""Item-rest correlation below which an item adds next to nothing (this project's): half of the 0.20 below which R. L.
Ebel, Measuring Educational Achievement, 1965, calls an item's discrimination poor, since learners who have just read
the same slides differ little."""
UNUSED = 0.05
"""A distractor that fewer take does not work: T. M. Haladyna and S. M. Downing, Educ Psychol Meas 1993;53:999-1010; M.
Tarrant et al., BMC Med Educ 2009;9:40."""
SECOND_KEY_UPPER = 0.15
"""Share of the best 27 % that must take an option before it may be a second key (this project's)."""
DRIFTED = 0.10
"""Change of the share of right answers that is worth a look, if it is no chance (this project's)."""
BLANK, RAPID = 0.10, 0.10
"""Share of blank or rapid answers that is worth a look. For rapid ones: S. L. Wise and X. Kong, Appl Meas Educ
2005;18:163-183, who ask that 90 % of the answers show effort."""
SIGNIFICANT, SIGNIFICANT_OF_SEVERAL = 1.96, 2.58
"""How many standard errors (1/√n) a correlation must lie from 0: 5 % by chance, 1 % where several options are tried."""
LEVEL = 0.05


@dataclass(frozen=True)
class Flag:
    """An advice with its figures: shares are in per cent, choices by their label."""

    advice: Advice
    values: dict[str, str | int]


def flags_of(item: ItemFigures, drift: Drift | None, dif: Sequence[Dif]) -> tuple[Flag, ...]:
    """Return what an author should look at, the gravest first. Nothing is said where a figure is None."""
    found = [*_key(item), *_discrimination(item), *_difficulty(item), *_unused(item), *_answers(item)]
    found += [*_drift(drift), *_dif(dif)]
    return tuple(sorted(found, key=lambda flag: flag.advice.gravity, reverse=True))


def percent(share: float) -> int:
    return int(share * 100 + 0.5)


def decimal(figure: float) -> str:
    """Return two decimals with a true minus, without a minus before zero."""
    text = f"{figure:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "−")


def _key(item: ItemFigures) -> Iterator[Flag]:
    """Options that go with a good result, beyond chance, although they are not the key.

    The key is avoided where an option goes with it more, and the key itself does not, or fewer of the best take it.
    """
    key = next((one for one in item.choices if one.choice.right), None)
    if not item.single or key is None or key.point_biserial is None:
        return
    chance = SIGNIFICANT_OF_SEVERAL / sqrt(item.n)
    for one in item.choices:
        if one.choice.right or one.share < UNUSED or (one.point_biserial or 0) <= chance:
            continue
        values = {"option": one.choice.label, "upper": percent(one.upper), "lower": percent(one.lower)}
        if one.point_biserial > key.point_biserial and (key.point_biserial <= chance or one.upper > key.upper):
            yield Flag(advice.KEY_AVOIDED, values)
        elif one.upper >= SECOND_KEY_UPPER:
            yield Flag(advice.SECOND_KEY, values)


def _discrimination(item: ItemFigures) -> Iterator[Flag]:
    """Negative beyond chance; or weak, unless the item is so easy that it cannot be otherwise."""
    if item.item_rest is None:
        return
    values = {"figure": decimal(item.item_rest)}
    if item.item_rest * sqrt(item.n) < -SIGNIFICANT:
        yield Flag(advice.NEGATIVE, values)
    elif item.item_rest < WEAK and item.difficulty <= EASY:
        yield Flag(advice.WEAK_ITEM, values)


def _difficulty(item: ItemFigures) -> Iterator[Flag]:
    """Only where the whole interval lies beyond the threshold, so that few learners do not raise it."""
    if item.interval is None:
        return
    if item.interval.low > EASY:
        yield Flag(advice.EASY_ITEM, {"share": percent(item.difficulty)})
    if item.interval.high < HARD:
        yield Flag(advice.HARD_ITEM, {"share": percent(item.difficulty)})


def _unused(item: ItemFigures) -> Iterator[Flag]:
    """Where so few are wrong that the distractors could not all have their 5 %, nothing is said of them."""
    distractors = [one for one in item.choices if one.choice.right is False]
    wrong = sum(one.share for one in distractors)
    if item.discrimination is None or (item.single and wrong < UNUSED * len(distractors)):
        return
    if unused := [f"{one.choice.label} ({percent(one.share)} %)" for one in distractors if one.share < UNUSED]:
        yield Flag(advice.UNUSED_OPTION, {"options": ", ".join(unused)})


def _answers(item: ItemFigures) -> Iterator[Flag]:
    if item.times and item.times.rapid >= RAPID:
        yield Flag(advice.RAPID_ANSWERS, {"share": percent(item.times.rapid), "seconds": round(item.times.rapid_below)})
    if item.discrimination is not None and item.blank >= BLANK:
        yield Flag(advice.BLANK_ANSWERS, {"share": percent(item.blank)})


def _drift(drift: Drift | None) -> Iterator[Flag]:
    if drift and drift.p < LEVEL and abs(drift.change.value) >= DRIFTED:
        before = drift.earlier.difficulty
        now = before + drift.change.value
        yield Flag(advice.DRIFT, {"now": percent(now), "before": percent(before), "edition": drift.earlier.edition})


def _dif(found: Sequence[Dif]) -> Iterator[Flag]:
    """Class C; class B only where it stands up to so many comparisons."""
    for one in found:
        if one.result.grade is Grade.C or (one.result.grade is Grade.B and one.p < LEVEL):
            easier = one.reference if one.result.odds_ratio > 1 else one.focal
            values = {"focal": one.focal, "reference": one.reference, "easier": easier}
            yield Flag(advice.HARDER_FOR, {**values, "grade": one.result.grade.value})
