"""Where the marks of the pictures stand. Coordinates are whole units of the SVG, so that no locale writes a comma."""

from dataclasses import astuple, dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from elearning.standards.domain import hofstee
from elearning.standards.domain.angoff import CutScore, ItemSpread
from elearning.standards.domain.hofstee import Bounds, Check, Crossing, Miss
from elearning.standards.results import Findings, Round

DIGITS = 19  # fewer fit the column of an id
WIDTH, LEFT, ROW = 500, 170, 26
SIDE = 300


@dataclass(frozen=True)
class Line:
    """A row of the picture and of the table: the item's ratings by the judges counted, and how learners did."""

    spread: ItemSpread
    y: int
    dots: list[int]
    mean_x: int
    mean: float
    sd: float
    difficulty: Any


def round_of(each: Round, found: Findings) -> dict[str, Any]:
    """Return a closed round with a result, with the lines of its picture and its table."""
    result: CutScore = each.result
    discuss = {item.item for item in result.to_discuss}
    lines = [
        Line(
            spread=item,
            y=ROW * place,
            dots=[_x(rating) for rating in item.ratings],
            mean_x=_x(item.mean),
            mean=float(item.mean),
            sd=item.sd,
            difficulty=found.difficulties.get(item.item),
        )
        for place, item in enumerate(result.items, start=1)
    ]
    return {
        "number": each.number,
        "result": result,
        "counted": each.counted,
        "lines": lines,
        "discuss": discuss,
        "cut": float(result.cut),
        "percent": float(result.percent),
        "judges": [(number, float(cut)) for number, cut in zip(each.counted, result.judges, strict=True)],
        "height": ROW * (len(lines) + 1) + 24,
        "bottom": ROW * (len(lines) + 1),
        "width": LEFT + WIDTH + 20,
        "ticks": [(_x(value), value) for value in range(0, 101, 20)],
    }


def check_of(check: Check, scores: list[Fraction]) -> dict[str, Any]:
    """Return Hofstee's check in words and numbers, with its picture where there is one."""
    ways = [(_("means"), check.means, check.by_means), (_("medians"), check.medians, check.by_medians)]
    rows = [
        {
            "name": name,
            "bounds": bounds and [float(each) for each in astuple(bounds)],
            "mark": float(found.mark) if isinstance(found, Crossing) else None,
            "failing": float(found.failing) if isinstance(found, Crossing) else None,
            "miss": "" if isinstance(found, Crossing) else _said(found),
        }
        for name, bounds, found in ways
    ]
    drawn = _diagram(check.means, check.by_means, scores) if check.means and scores else None
    return {"rows": rows, "picture": drawn, "learners": len(scores)}


def _said(miss: Miss) -> str:
    return {
        Miss.TOO_FEW_JUDGES: _("Fewer than two judges gave the four numbers."),
        Miss.NOBODY_SAT: _("Fewer than five learners have submitted the test."),
        Miss.TOO_FEW_FAIL: _(
            "No crossing: even at the highest acceptable pass mark fewer learners fail than the fewest acceptable."
        ),
        Miss.TOO_MANY_FAIL: _(
            "No crossing: even at the lowest acceptable pass mark more learners fail than the most acceptable."
        ),
    }[miss]


def _diagram(bounds: Bounds, found: Crossing | Miss, scores: list[Fraction]) -> dict[str, Any]:
    """Return the curve of failures, the rectangle of what is acceptable, its diagonal and the crossing."""
    corner = (_across(bounds.min_pass), _down(bounds.max_fail))
    end = (_across(bounds.max_pass), _down(bounds.min_fail))
    return {
        "side": SIDE,
        "curve": " ".join(f"{_across(mark)},{_down(share)}" for mark, share in hofstee.curve(scores)),
        "box": (*corner, end[0] - corner[0], end[1] - corner[1]),
        "diagonal": (*corner, *end),
        "crossing": (_across(found.mark), _down(found.failing)) if isinstance(found, Crossing) else None,
        "ticks": [(_across(Fraction(value)), _down(Fraction(value)), value) for value in range(0, 101, 25)],
    }


def _x(percent: int | Fraction) -> int:
    return LEFT + round(percent * WIDTH / 100)


def _across(percent: Fraction) -> int:
    return round(percent * SIDE / 100)


def _down(percent: Fraction) -> int:
    return SIDE - round(percent * SIDE / 100)
