"""Where the lines of a trace picture run: the share of each choice from the weakest learners to the best."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from quizzes.domain.analysis.items import ItemFigures

WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 72, 84, 16, 44
APART = 18
"""Least distance of two labels at the ends of lines."""
TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class Line:
    """A choice's line: ``place`` among the choices, its points, and where its label stands at the right end."""

    place: int
    label: str
    right: bool
    points: tuple[tuple[float, float], ...]
    label_y: float

    @property
    def path(self) -> str:
        """The points as an SVG polyline wants them."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


@dataclass(frozen=True)
class Picture:
    """``ticks``: y and per cent; ``groups``: x and number, from 1. All in the picture's own units."""

    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, int], ...]
    groups: tuple[tuple[float, int], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    end: int = WIDTH - RIGHT
    label_x: int = WIDTH - RIGHT + 12


def picture(item: ItemFigures) -> Picture | None:
    """Return the picture of an item; None where too few groups can be told apart to draw a line."""
    count = len(item.trace)
    if count < 2:  # noqa: PLR2004 a line has two ends
        return None
    step = (WIDTH - LEFT - RIGHT) / (count - 1)
    across = [round(LEFT + step * group, 1) for group in range(count)]
    shares = [[group.shares[place] for group in item.trace] for place in range(len(item.choices))]
    ends = _apart([_y(of[-1]) for of in shares])
    lines = tuple(
        Line(place, of.choice.label, of.choice.right is True, points, ends[place])
        for place, of in enumerate(item.choices)
        if (points := tuple(zip(across, map(_y, shares[place]), strict=True)))
    )
    return Picture(
        lines=lines,
        ticks=tuple((_y(tick / 100), tick) for tick in TICKS),
        groups=tuple((x, number) for number, x in enumerate(across, start=1)),
    )


def _y(share: float) -> float:
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def _apart(wanted: Sequence[float]) -> list[float]:
    """Return places near the ``wanted`` ones that are APART, in the same order from top to bottom."""
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    found = list(wanted)
    for above, below in pairwise(order):
        found[below] = max(found[below], found[above] + APART)
    limit = float(HEIGHT - BOTTOM)
    for place in reversed(order):
        found[place] = limit = min(found[place], limit)
        limit -= APART
    return [round(place, 1) for place in found]
