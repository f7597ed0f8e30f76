"""Flaws of the areas of a picture: too small for a finger, one over the other, the right one largest or named."""

import math
import re
from itertools import combinations

from quizzes.domain.flaws.texts import Area, Found, HotspotText

Point = tuple[float, float]

PHONE_WIDTH = 320
LEAST_TARGET = 24
"""Pixels; WCAG 2.2, success criterion 2.5.8 (target size, minimum)."""
LARGER_THAN_NEXT = 1.5
CORNERS = 24
WORD = re.compile(r"[^\W\d_]{4,}")


def tiny_area(item: HotspotText) -> Found:
    """Each area is at least 24 px wide and high on a phone 320 px wide."""
    for index, area in enumerate(item.areas):
        xs, ys = zip(*outline(area), strict=True)
        size = min(max(xs) - min(xs), max(ys) - min(ys)) * PHONE_WIDTH / item.width
        if size < LEAST_TARGET - 0.05:  # a circle's corners lie on it within that
            yield item.at(index), f"{size:.0f} px on a phone; a finger needs {LEAST_TARGET}"


def overlapping_areas(item: HotspotText) -> Found:
    """No area lies over another."""
    outlines = [outline(area) for area in item.areas]
    for first, second in combinations(range(len(outlines)), 2):
        if overlap(outlines[first], outlines[second]):
            yield item.at(second), f"it lies over area {first + 1}; a point must belong to one"


def largest_area(item: HotspotText) -> Found:
    """The right area is not clearly the largest: at most 1.5 times the next."""
    sizes = [extent(outline(area)) for area in item.areas]
    right = sizes.pop(item.correct)
    if sizes and right > LARGER_THAN_NEXT * max(sizes):
        times = right / max(sizes)
        yield item.at(item.correct), f"the right area is {times:.1f} times as large as the next; even them out"


def telling_label(item: HotspotText) -> Found:
    """Labels say where areas are; a word of the lead-in in the right label alone names the answer."""
    words = {index: set(WORD.findall(label.casefold())) for index, label in enumerate(item.options)}
    others = set().union(*(words[index] for index in words if index != item.correct))
    if told := sorted((words[item.correct] - others) & set(WORD.findall(item.lead_in.casefold()))):
        yield item.at(item.correct), f"'{told[0]}' of the lead-in stands in this label alone; say where the area is"


def outline(area: Area) -> list[Point]:
    """Return the corners of an area in order; those of a circle lie on it."""
    if area.shape == "circle":
        x, y, radius = area.coords
        turns = (2 * math.pi * corner / CORNERS for corner in range(CORNERS))
        return [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]
    if area.shape == "rectangle":
        x, y, width, height = area.coords
        return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    return list(zip(area.coords[::2], area.coords[1::2], strict=True))


def extent(corners: list[Point]) -> float:
    """Return the area of a polygon in square units (the shoelace formula)."""
    around = zip(corners, corners[1:] + corners[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in around)) / 2


def overlap(one: list[Point], other: list[Point]) -> bool:
    """Whether two polygons have more in common than points of their borders."""
    one = _shrunk(one)
    sides = [list(zip(corners, corners[1:] + corners[:1], strict=True)) for corners in (one, other)]
    if any(_cross(*first, *second) for first in sides[0] for second in sides[1]):
        return True
    return within(_middle(one), other) or within(_middle(other), one)


def within(point: Point, corners: list[Point]) -> bool:
    """Whether a point lies in a polygon (by the number of sides that a ray to the right crosses)."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside


def _shrunk(corners: list[Point]) -> list[Point]:
    """Return a polygon smaller by 1 %, so that sides on one line with another's are no longer."""
    x0, y0 = _middle(corners)
    return [(x0 + (x - x0) * 0.99, y0 + (y - y0) * 0.99) for x, y in corners]


def _middle(corners: list[Point]) -> Point:
    return sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners)


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the lines a-b and c-d cross; touching does not count."""

    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
