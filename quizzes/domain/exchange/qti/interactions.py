"""QTI's interactions -> the contents of items. A reader takes an interaction and, for a number, the choice of units."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from html import escape
from typing import Any

from quizzes.domain.exchange.draft import Refused, few
from quizzes.domain.exchange.matching import table
from quizzes.domain.exchange.numbers import decimal
from quizzes.domain.exchange.qti.interaction import Content, Interaction
from quizzes.domain.exchange.qti.passages import gap_match, hottext
from quizzes.domain.exchange.qti.scoring import number_of
from quizzes.domain.exchange.question import (
    HOTSPOT,
    MULTIPLE,
    NUMERIC,
    ORDERING,
    SINGLE,
    option,
)
from quizzes.domain.exchange.safexml import children, descendants, inner, local, text_of

UNLIKE = {
    "extendedTextInteraction": "nobody marks texts here",
    "graphicGapMatchInteraction": "pictures to drag onto a picture are no kind of item here",
    "graphicOrderInteraction": "areas to put in order are no kind of item here",
    "graphicAssociateInteraction": "areas to connect are no kind of item here",
    "associateInteraction": "pairs within one set are no kind of item here",
    "selectPointInteraction": "a point without areas to choose from cannot be reached by the keyboard",
    "positionObjectInteraction": "objects to place on a picture are no kind of item here",
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


def _choice(read: Interaction, _other: Any) -> Content:
    choices = few(descendants(read.element, "simpleChoice", "inlineChoice"), "options")
    names = [choice.get("identifier", "") for choice in choices]
    several = read.declaration.get("cardinality") == "multiple" and read.element.get("maxChoices") != "1"
    right = read.right(names, several=several)
    # Without shuffle (its default) QTI shows the choices as written.
    shuffled = read.element.get("shuffle") == "true"
    options = []
    for name, choice in zip(names, choices, strict=True):
        comment = read.comment(name, choice)
        fixed = not shuffled or choice.get("fixed") == "true"
        options.append(option(read.draft.phrase(inner(choice)), comment, correct=name in right, anchored=fixed))
    return MULTIPLE if several else SINGLE, {"options": options}


def _order(read: Interaction, _other: Any) -> Content:
    listed = few(children(read.element, "simpleChoice"), "steps")
    choices = {choice.get("identifier", ""): choice for choice in listed}
    right = read.key.declared
    if not right:
        raise Refused("no order is marked as right")
    if sorted(right) != sorted(choices):
        raise Refused(f"the right order has {len(right)} of {len(choices)} steps; ordering has all of them")
    read.key.all_of(right, ([*right[:at], right[at + 1], right[at], *right[at + 2 :]] for at in range(len(right) - 1)))
    if any(choice.get("fixed") == "true" for choice in choices.values()):
        read.draft.left_out("which steps stay in their place when the others are shuffled")
    steps = []
    for name in right:
        comment = read.comment(name, choices[name])
        steps.append({"html": read.draft.phrase(inner(choices[name])), "comment_html": comment})
    return ORDERING, {"steps": steps}


def _match(read: Interaction, _other: Any) -> Content:
    sets = children(read.element, "simpleMatchSet")
    if len(sets) != 2:  # noqa: PLR2004 rows and columns
        raise Refused(f"{len(sets)} sets to match; there are two")
    first, second = ([*few(children(found, "simpleAssociableChoice"), "entries")] for found in sets)
    pairs, is_turned = read.key.pairs(), False
    if not pairs:
        raise Refused("no pairs are marked as right")
    if not _each_once(first, [pair[0] for pair in pairs]):
        first, second, pairs, is_turned = second, first, [(pair[1], pair[0]) for pair in pairs], True
        if not _each_once(first, [pair[0] for pair in pairs]):
            raise Refused("an entry with several right partners, or none; each has one here")
    answers = dict(pairs)
    columns = [choice.get("identifier", "") for choice in second]
    written = [(pair[1], pair[0]) for pair in pairs] if is_turned else pairs
    read.key.pairs_alone(written, columns, first=is_turned)
    texts = [read.draft.phrase(inner(choice)) for choice in second]
    rows = []
    for choice in first:
        name = choice.get("identifier", "")
        comment = read.comment(name, choice)
        if answers[name] not in columns:
            raise Refused(f"the right partner '{answers[name][:40]}' is not among the entries")
        rows.append((read.draft.phrase(inner(choice)), comment, columns.index(answers[name])))
    return table(rows, texts)


def _each_once(entries: list[Any], named: list[str]) -> bool:
    return sorted(entry.get("identifier", "") for entry in entries) == sorted(named)


def _number(read: Interaction, units: Any) -> Content:
    declared = read.declaration
    if declared.get("baseType") not in {"float", "integer", "string"}:
        raise Refused(f"an answer of the type '{declared.get('baseType')}' is no number")
    answer, tolerance = number_of(read.key)
    content = {
        "answer": answer,
        "tolerance": tolerance,
        "unit": "",
        "units": [],
        "comment_html": read.comment("COMMENT"),
    }
    if units is not None:
        right = replace(read, element=units).key.declared
        listed = {entry.get("identifier", ""): text_of(entry).strip() for entry in children(units, "inlineChoice")}
        if len(right) != 1 or right[0] not in listed:
            raise Refused("a number and a choice beside it that is no choice of its unit")
        content |= {"unit": listed[right[0]], "units": list(listed.values())}
    return NUMERIC, content


def _slider(read: Interaction, other: Any) -> Content:
    low, high = (read.element.get(name, "?")[:20] for name in ("lowerBound", "upperBound"))
    read.draft.left_out(f"its slider from {low} to {high}; here the number is typed")
    return _number(read, other)


def _hotspot(read: Interaction, _other: Any) -> Content:
    if read.declaration.get("cardinality") != "single" and read.element.get("maxChoices") != "1":
        raise Refused("several areas may be chosen; hotspot has one right area")
    picture = next((found for found in read.element if local(found) in {"object", "img", "picture"}), None)
    if picture is None:
        raise Refused("there is no picture")
    address = picture.get("data") or picture.get("src") or ""
    path, width, height = read.draft.picture(address, read.source.find)
    alternative = picture.get("alt") or " ".join(text_of(picture).split())
    scale = _scale(picture, width, height)
    choices = few(children(read.element, "hotspotChoice"), "areas")
    right = read.right([choice.get("identifier", "") for choice in choices], several=False)
    areas = []
    for choice in choices:
        name = choice.get("identifier", "")
        shape, coords = _area(choice, scale)
        label = escape(choice.get("hotspotLabel", "").strip(), quote=False)
        areas.append({"html": label, "comment_html": read.comment(name), "correct": name in right,
                      "shape": shape, "coords": coords})  # fmt: skip
    html = f'<img src="{path}" alt="{escape(alternative)}">'
    return HOTSPOT, {"path": path, "picture_html": html, "width": width, "height": height, "areas": areas}


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
    "sliderInteraction": _slider,
    "hotspotInteraction": _hotspot,
    "gapMatchInteraction": gap_match,
    "hottextInteraction": hottext,
}
