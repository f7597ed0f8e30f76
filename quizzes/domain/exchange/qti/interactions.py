"""QTI's interactions -> the contents of items. A reader takes an interaction and, for a number, the choice of units."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from pathlib import PurePosixPath
from typing import Any

from courses.domain.media import inspect
from quizzes.domain.exchange.draft import Draft, Refused, note_weights
from quizzes.domain.exchange.matching import truth_of
from quizzes.domain.exchange.numbers import decimal
from quizzes.domain.exchange.qti.scoring import number_of
from quizzes.domain.exchange.question import (
    HOTSPOT,
    MATCHING,
    MULTIPLE,
    NUMERIC,
    ORDERING,
    SINGLE,
    TRUE_FALSE,
    key_of,
    option,
)
from quizzes.domain.exchange.safexml import child, children, descendants, inner, local, remove, text_of

Content = tuple[str, dict[str, Any]]
UNLIKE = {
    "extendedTextInteraction": "nobody marks texts here",
    "hottextInteraction": "words to choose in a text are no kind of item here",
    "gapMatchInteraction": "gaps to fill with words are no kind of item here",
    "graphicGapMatchInteraction": "pictures to drag onto a picture are no kind of item here",
    "graphicOrderInteraction": "areas to put in order are no kind of item here",
    "graphicAssociateInteraction": "areas to connect are no kind of item here",
    "associateInteraction": "pairs within one set are no kind of item here",
    "selectPointInteraction": "a point without areas to choose from cannot be reached by the keyboard",
    "positionObjectInteraction": "objects to place on a picture are no kind of item here",
    "sliderInteraction": "a slider is no kind of item here",
    "drawingInteraction": "nobody marks drawings here",
    "uploadInteraction": "nobody marks files here",
    "mediaInteraction": "it asks nothing, it plays something",
    "endAttemptInteraction": "it ends an attempt and asks nothing",
    "customInteraction": "it needs a program of its own",
    "portableCustomInteraction": "it needs a program of its own",
    "interaction": "it needs a program of its own",
}
SHAPES = {"circle": ("circle", 3), "rect": ("rectangle", 4), "poly": ("polygon", 0)}
LEAST_CORNERS = 3


@dataclass
class Interaction:
    """An interaction with what it needs of its item. ``comments``: feedback by the identifier that shows it."""

    element: Any
    root: Any
    source: Any
    draft: Draft
    comments: dict[str, str]
    pictures: dict[str, bytes] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @property
    def declaration(self) -> Any:
        wanted = self.element.get("responseIdentifier")
        for found in children(self.root, "responseDeclaration"):
            if found.get("identifier") == wanted:
                return found
        raise Refused(f"there is no declaration of its response '{wanted}'")

    @property
    def right(self) -> list[str]:
        return right_values(self.declaration)

    def weights(self) -> dict[str, Decimal]:
        """Return the points of each answer where the item gives different ones."""
        mapping = child(self.declaration, "mapping")
        entries = children(mapping, "mapEntry") if mapping is not None else []
        try:
            return {entry.get("mapKey", ""): decimal(entry.get("mappedValue", "0")) for entry in entries}
        except ValueError as error:
            raise Refused(error) from None

    def is_mapped(self) -> bool:
        processing = child(self.root, "responseProcessing")
        if processing is None:
            return False
        return "map_response" in processing.get("template", "") or bool(descendants(processing, "mapResponse"))

    def comment(self, identifier: str, element: Any = None) -> str:
        """Return what is said about an answer: inside of it, and in the feedback that it shows."""
        inside = descendants(element, "feedbackInline", "feedbackBlock") if element is not None else []
        parts = [self.draft.remark(inner(found), "feedback") for found in inside]
        for found in inside:
            remove(found)
        if identifier in self.comments:
            self.used.add(identifier)
            parts.append(self.comments[identifier])
        return "\n".join(part for part in parts if part)


def right_values(declaration: Any) -> list[str]:
    correct = child(declaration, "correctResponse")
    values = children(correct, "value") if correct is not None else []
    return [" ".join(text_of(value).split()) for value in values]


def _choice(read: Interaction, _other: Any) -> Content:
    choices = descendants(read.element, "simpleChoice", "inlineChoice")
    names = [choice.get("identifier", "") for choice in choices]
    several = read.declaration.get("cardinality") == "multiple" and read.element.get("maxChoices") != "1"
    right = _right_choices(read, names, several=several)
    # Without shuffle (its default) QTI shows the choices as written.
    shuffled = read.element.get("shuffle") == "true"
    options = []
    for name, choice in zip(names, choices, strict=True):
        comment = read.comment(name, choice)
        fixed = not shuffled or choice.get("fixed") == "true"
        options.append(option(read.draft.phrase(inner(choice)), comment, correct=name in right, anchored=fixed))
    return MULTIPLE if several else SINGLE, {"options": options}


def _right_choices(read: Interaction, names: list[str], *, several: bool) -> set[str]:
    weights = read.weights() if read.is_mapped() else {}
    declared = set(read.right)
    if not weights:
        return declared
    best = max(weights.values())
    right = declared or {name for name, weight in weights.items() if weight > 0 and (several or weight == best)}
    listed = [weights.get(name, Decimal(0)) * 100 / best if best else Decimal(0) for name in names]
    note_weights(listed, [name in right for name in names], read.draft)
    return right


def _order(read: Interaction, _other: Any) -> Content:
    choices = {choice.get("identifier", ""): choice for choice in children(read.element, "simpleChoice")}
    if not read.right:
        raise Refused("no order is marked as right")
    if sorted(read.right) != sorted(choices):
        raise Refused(f"the right order has {len(read.right)} of {len(choices)} steps; ordering has all of them")
    if any(choice.get("fixed") == "true" for choice in choices.values()):
        read.draft.left_out("which steps stay in their place when the others are shuffled")
    steps = []
    for name in read.right:
        comment = read.comment(name, choices[name])
        steps.append({"html": read.draft.phrase(inner(choices[name])), "comment_html": comment})
    return ORDERING, {"steps": steps}


def _match(read: Interaction, _other: Any) -> Content:
    sets = children(read.element, "simpleMatchSet")
    if len(sets) != 2:  # noqa: PLR2004 rows and columns
        raise Refused(f"{len(sets)} sets to match; there are two")
    first, second = ([*children(found, "simpleAssociableChoice")] for found in sets)
    pairs = [tuple(value.split(" ")) for value in read.right if value.count(" ") == 1]
    if not pairs:
        raise Refused("no pairs are marked as right")
    if not _each_once(first, [pair[0] for pair in pairs]):
        first, second, pairs = second, first, [(pair[1], pair[0]) for pair in pairs]
        if not _each_once(first, [pair[0] for pair in pairs]):
            raise Refused("an entry with several right partners, or none; each has one here")
    answers = dict(pairs)
    columns = [choice.get("identifier", "") for choice in second]
    texts = [read.draft.phrase(inner(choice)) for choice in second]
    rows = []
    for choice in first:
        name = choice.get("identifier", "")
        comment = read.comment(name, choice)
        if answers[name] not in columns:
            raise Refused(f"the right partner '{answers[name][:40]}' is not among the entries")
        rows.append((read.draft.phrase(inner(choice)), comment, columns.index(answers[name])))
    if truth := truth_of(texts):
        listed = [{"html": html, "comment_html": said, "holds": texts[at] == truth[0]} for html, said, at in rows]
        return TRUE_FALSE, {"statements": listed}
    vignettes = [{"html": html, "comment_html": said, "answer": at} for html, said, at in rows]
    return MATCHING, {"options": [{"html": text} for text in texts], "vignettes": vignettes}


def _each_once(entries: list[Any], named: list[str]) -> bool:
    return sorted(entry.get("identifier", "") for entry in entries) == sorted(named)


def _number(read: Interaction, units: Any) -> Content:
    declared = read.declaration
    if declared.get("baseType") not in {"float", "integer", "string"}:
        raise Refused(f"an answer of the type '{declared.get('baseType')}' is no number")
    answer, tolerance = number_of(
        read.root, declared, right_values(declared), read.weights() if read.is_mapped() else {}
    )
    content = {
        "answer": answer,
        "tolerance": tolerance,
        "unit": "",
        "units": [],
        "comment_html": read.comment("COMMENT"),
    }
    if units is not None:
        choice = Interaction(units, read.root, read.source, read.draft, {})
        listed = {entry.get("identifier", ""): text_of(entry).strip() for entry in children(units, "inlineChoice")}
        if len(choice.right) != 1 or choice.right[0] not in listed:
            raise Refused("a number and a choice beside it that is no choice of its unit")
        content |= {"unit": listed[choice.right[0]], "units": list(listed.values())}
    return NUMERIC, content


def _hotspot(read: Interaction, _other: Any) -> Content:
    if read.declaration.get("cardinality") != "single":
        raise Refused("several areas may be chosen; hotspot has one right area")
    picture = next((found for found in read.element if local(found) in {"object", "img", "picture"}), None)
    if picture is None:
        raise Refused("there is no picture")
    path, width, height = _picture(read, picture)
    alternative = picture.get("alt") or " ".join(text_of(picture).split())
    scale = _scale(picture, width, height)
    areas = []
    for choice in children(read.element, "hotspotChoice"):
        name = choice.get("identifier", "")
        shape, coords = _area(choice, scale)
        label = escape(choice.get("hotspotLabel", "").strip(), quote=False)
        areas.append({"html": label, "comment_html": read.comment(name), "correct": name in read.right,
                      "shape": shape, "coords": coords})  # fmt: skip
    html = f'<img src="{path}" alt="{escape(alternative)}">'
    return HOTSPOT, {"path": path, "picture_html": html, "width": width, "height": height, "areas": areas}


def _picture(read: Interaction, picture: Any) -> tuple[str, int, int]:
    """Take the picture into the reading; return its path in media/ and its own width and height."""
    address = picture.get("data") or picture.get("src") or ""
    content = read.source.files.get(read.source.resolve(address))
    if content is None:
        raise Refused(f"the picture '{address[:100]}' is not in the package")
    name = PurePosixPath(read.source.resolve(address))
    path = f"media/{key_of(name.stem) or 'picture'}{name.suffix.lower()}"
    try:
        _, width, height = inspect(path, content)
    except ValueError as error:
        raise Refused(f"the picture '{address[:100]}': {error}") from None
    taken = read.draft.reading.pictures
    number = 1
    while taken.get(path, content) != content:
        number += 1
        path = f"media/{key_of(name.stem) or 'picture'}-{number}{name.suffix.lower()}"
    read.pictures[path] = content
    return path, width, height


def _scale(picture: Any, width: int, height: int) -> tuple[Decimal, Decimal]:
    """Return by what coordinates are multiplied: they count in the size that the item gives the picture."""
    factors = []
    for name, own in (("width", width), ("height", height)):
        shown = picture.get(name, "")
        factors.append(Decimal(own) / int(shown) if re.fullmatch("[1-9][0-9]{0,5}", shown) else Decimal(1))
    return factors[0], factors[1]


def _area(choice: Any, scale: tuple[Decimal, Decimal]) -> tuple[str, list[float]]:
    """Return shape and coordinates as items have them: a rectangle is x, y, width, height."""
    name = choice.get("shape", "")
    if name not in SHAPES:
        raise Refused(f"an area of the shape '{name[:20]}'; areas are circles, rectangles and polygons")
    shape, count = SHAPES[name]
    try:
        numbers = [decimal(part) for part in choice.get("coords", "").split(",")]
    except ValueError as error:
        raise Refused(f"the coordinates of an area: {error}") from None
    if len(numbers) != count if count else len(numbers) % 2 or len(numbers) < 2 * LEAST_CORNERS:
        raise Refused(f"an area with {len(numbers)} coordinates is no {shape}")
    if shape == "circle":
        x, y, radius = numbers
        placed = [x * scale[0], y * scale[1], radius * (scale[0] + scale[1]) / 2]
    elif shape == "rectangle":
        left, top, right, bottom = numbers
        placed = [left * scale[0], top * scale[1], (right - left) * scale[0], (bottom - top) * scale[1]]
    else:
        placed = [number * scale[place % 2] for place, number in enumerate(numbers)]
    return shape, [_plain(number) for number in placed]


def _plain(number: Decimal) -> int | float:
    short = round(number, 3)
    return int(short) if short == short.to_integral_value() else float(short)


READERS: dict[str, Callable[[Interaction, Any], Content]] = {
    "choiceInteraction": _choice,
    "inlineChoiceInteraction": _choice,
    "orderInteraction": _order,
    "matchInteraction": _match,
    "textEntryInteraction": _number,
    "hotspotInteraction": _hotspot,
}
