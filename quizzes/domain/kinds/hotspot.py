"""Areas of a picture, one of which is right (hotspot).

Who does not point at the picture chooses the same areas by their labels: both send the same field.
"""

import re
from collections.abc import Mapping
from html import escape, unescape
from random import Random
from typing import Any

from courses.domain import yamlfile
from courses.domain.pictureparagraph import IMAGE, media_path
from courses.domain.yamlfile import Field, Where
from quizzes.domain.kinds.choice import FLAG, SingleBestAnswer
from quizzes.domain.kinds.contract import Answer, Content, Order
from quizzes.domain.kinds.reader import LIST, MOST_PARTS, TEXT, Reader

SHAPES = {"circle": 3, "rectangle": 4, "polygon": 0}
LEAST_CORNERS = 3
SOURCE = re.compile(r'src="([^"]*)" alt="([^"]*)"')


def _numbers(value: object) -> list[float]:
    if not isinstance(value, list) or not all(type(each) in (int, float) and abs(each) < 1e6 for each in value):  # noqa: PLR2004 pixels
        raise ValueError("write a list of numbers")
    return value


def _corners(value: object) -> list[float]:
    corners = value if isinstance(value, list) else []
    if len(corners) < LEAST_CORNERS or any(len(_numbers(corner)) != 2 for corner in corners):  # noqa: PLR2004 x and y
        raise ValueError("write three or more corners, each as [x, y]")
    return [number for corner in corners for number in corner]


AREA_FIELDS = {
    "label": TEXT,
    "comment": TEXT,
    "correct": FLAG,
    "circle": Field(_numbers, required=False),
    "rectangle": Field(_numbers, required=False),
    "polygon": Field(_corners, required=False),
}


class Hotspot(SingleBestAnswer):
    """A single best answer among areas. Coordinates are in the units of the picture, from its upper left corner.

    A circle has centre and radius, a rectangle corner, width and height, a polygon its corners, x and y by turns.
    """

    name = "hotspot"
    label = "hotspot"
    fields = {"picture": Field(yamlfile.text), "areas": LIST}
    listed = "areas"
    most = MOST_PARTS

    def read(self, reader: Reader, place: Where, values: Mapping[str, Any]) -> Content:
        picture = _picture(reader, (*place, "picture"), values["picture"] or "")
        place = (*place, "areas")
        entries = reader.entries(place, AREA_FIELDS, self.least, self.most, text="label")
        self.check_key(reader, place, entries)
        return {**picture, "areas": [_area(reader, where, value, picture) for where, value in entries]}

    def export(self, content: Content) -> dict[str, Any]:
        source = SOURCE.search(content["picture_html"])
        areas = [
            {
                "label": area["html"],
                "comment": area["comment_html"],
                **({"correct": True} if area["correct"] else {}),
                area["shape"]: _pairs(area["coords"]) if area["shape"] == "polygon" else area["coords"],
            }
            for area in content["areas"]
        ]
        return {"picture": f"![{unescape(source[2])}]({content['path']})" if source else "", "areas": areas}

    def order(self, content: Content, random: Random, *, shuffle: bool) -> Order:
        """Areas keep their order, which follows the picture."""
        return list(range(len(content["areas"])))

    def render(self, content: Content, order: Order, answer: Answer) -> dict[str, Any]:
        """``choices`` say of each area too where it is drawn (``points`` of a polygon), and its letter (``middle``)."""
        areas = [
            {
                **area,
                "points": " ".join(f"{x},{y}" for x, y in _pairs(area["coords"])),
                "middle": _middle(area["shape"], area["coords"]),
            }
            for area in super().render(content, order, answer)["choices"]
        ]
        return {**{name: content[name] for name in ("picture_html", "width", "height")}, "choices": areas}


def _middle(shape: str, coords: list[float]) -> list[float]:
    """Return where the letter of an area stands: x and y."""
    if shape == "circle":
        return coords[:2]
    if shape == "rectangle":
        x, y, width, height = coords
        return [x + width / 2, y + height / 2]
    return _centroid(_pairs(coords))


def _centroid(corners: list[list[float]]) -> list[float]:
    """Return the centre of a polygon's area; of one without area, the mean of its corners."""
    edges = [(*one, *other) for one, other in zip(corners, [*corners[1:], corners[0]], strict=True)]
    twice_area = sum(x * next_y - next_x * y for x, y, next_x, next_y in edges)
    if not twice_area:
        return [sum(along) / len(corners) for along in zip(*corners, strict=True)]
    return [
        sum((edge[axis] + edge[axis + 2]) * (edge[0] * edge[3] - edge[2] * edge[1]) for edge in edges)
        / (3 * twice_area)
        for axis in (0, 1)
    ]


def _pairs(coords: list[float]) -> list[list[float]]:
    return [list(pair) for pair in zip(coords[::2], coords[1::2], strict=False)]


def _picture(reader: Reader, place: Where, text: str) -> dict[str, Any]:
    found = IMAGE.fullmatch(text.strip())
    picture = reader.pictures.get(media_path(found[2])) if found else None
    if found is None or not found[1].strip():
        reader.file.problem(place, "write the picture as ![alternative text](media/file.svg)")
    elif picture is None:
        reader.file.problem(place, f"the picture '{found[2]}' is missing or unusable; it should be a file in media/")
    if found is None or picture is None:
        return {"path": "", "picture_html": "", "width": 0, "height": 0}
    html = (
        f'<img src="{escape(picture.address)}" alt="{escape(found[1].strip())}" '
        f'width="{picture.width}" height="{picture.height}">'
    )
    path = media_path(found[2])
    return {"path": path, "picture_html": html, "width": picture.width, "height": picture.height}


def _area(reader: Reader, place: Where, value: dict[str, Any], picture: dict[str, Any]) -> dict[str, Any]:
    shapes = [shape for shape in SHAPES if value[shape] is not None]
    shape = shapes[0] if shapes else "polygon"
    coords = value[shape] or []
    if len(shapes) != 1:
        reader.file.problem(place, "write one of circle, rectangle and polygon")
    elif SHAPES[shape] and len(coords) != SHAPES[shape]:
        reader.file.problem((*place, shape), f"a {shape} has {SHAPES[shape]} numbers")
    elif picture["width"] and not _inside(shape, coords, picture["width"], picture["height"]):
        size = f"{picture['width']} × {picture['height']}"
        reader.file.problem((*place, shape), f"the area reaches out of the picture, which measures {size}")
    return {
        **reader.part(place, value, "label"),
        "correct": value["correct"],
        "shape": shape,
        "coords": coords,
    }


def _inside(shape: str, coords: list[float], width: int, height: int) -> bool:
    if shape == "circle":
        x, y, radius = coords
        corners = [(x - radius, y - radius), (x + radius, y + radius)]
    elif shape == "rectangle":
        x, y, wide, high = coords
        corners = [(x, y), (x + wide, y + high)]
    else:
        corners = [(x, y) for x, y in _pairs(coords)]
    return all(0 <= x <= width and 0 <= y <= height for x, y in corners)
