"""Moodle XML, read. The elements are those of Moodle's documentation "Moodle XML format"; ``moodlewriter`` writes."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from html import escape
from typing import Any
from urllib.parse import unquote

import markdown

from quizzes.domain.exchange import safexml, texts
from quizzes.domain.exchange.draft import Draft, Refused, note_weights
from quizzes.domain.exchange.markup import LOOKS_LIKE_HTML, from_plain
from quizzes.domain.exchange.matching import matching
from quizzes.domain.exchange.numbers import decimal, written
from quizzes.domain.exchange.opened import reader
from quizzes.domain.exchange.pictures import decoded
from quizzes.domain.exchange.question import MULTIPLE, NUMERIC, ORDERING, SINGLE, Reading, option
from quizzes.domain.exchange.safexml import child, children, text_of
from quizzes.domain.exchange.tags import Tags, read_tags

UNLIKE = {
    "essay": "nobody marks texts here",
    "shortanswer": "answers in words are not compared here",
    "cloze": "a text with several gaps is no kind of item here",
    "multianswer": "a text with several gaps is no kind of item here",
    "description": "it asks nothing",
    "calculated": "its numbers change from learner to learner",
    "calculatedmulti": "its numbers change from learner to learner",
    "calculatedsimple": "its numbers change from learner to learner",
    "randomsamatch": "it is drawn from short answers",
    "random": "it is drawn from a category; a blueprint does this here",
    "ddwtos": "gaps to drag words into are no kind of item here",
    "gapselect": "gaps to choose words for are no kind of item here",
    "ddimageortext": "texts to drag onto a picture are no kind of item here",
    "ddmarker": "markers to drag onto a picture are no kind of item here",
}
PLACE = "@@PLUGINFILE@@"
FULL = Decimal(100)
FEW = 2
"""Options with which a question of several answers is one of a single answer."""


@reader(safexml.parse)
def read(root: Any, path: str, reading: Reading) -> None:
    """Read the questions of a Moodle XML file; ``path`` is its name in what is reported."""
    if safexml.local(root) == "question":
        return _read(root, path, reading)
    if safexml.local(root) != "quiz":
        message = f"the root is <{safexml.local(root)}>; Moodle XML begins with <quiz>"
        raise texts.Unreadable(message, root.sourceline or 0)
    for element in root:
        name = safexml.local(element)
        if name == "question":
            _read(element, path, reading)
        elif name:
            reading.refuse(path, element.sourceline or 0, f"<{name}> in <quiz>; only <question> is known")
    return None


def _read(element: Any, path: str, reading: Reading) -> None:
    kind = element.get("type", "")
    line = element.sourceline or 0
    if kind == "category":
        name = text_of(child(element, "category")).strip()[:80]
        reading.leave_out(path, line, f"the category '{name}'; objectives group items here")
        return
    draft = Draft(reading, path, line, text_of(child(element, "name")))
    try:
        if kind not in READERS:
            raise Refused(f"the type '{kind[:40]}' has no counterpart: {UNLIKE.get(kind, 'it is not known here')}")
        content_kind, content = READERS[kind](element, draft)
        text = child(element, "questiontext")
        asked = draft.asked(_html(text), partial(_file, text))
        _note_rest(element, draft)
        general = child(element, "generalfeedback")
        rationale = draft.remark(_html(general), "general feedback", partial(_file, general))
        draft.add(content_kind, content, asked, rationale, _tags(element))
    except Refused as refused:
        draft.refuse(refused)


def _tags(element: Any) -> Tags:
    listed = child(element, "tags")
    tags = [text_of(tag) for tag in children(listed, "tag")] if listed is not None else []
    return read_tags(tags, text_of(child(element, "idnumber")))


def _note_rest(element: Any, draft: Draft) -> None:
    names = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
    if any(text_of(child(element, name)).strip() for name in names):
        draft.left_out(
            "the feedback for all right, partly right and wrong answers; an item has a rationale and comments"
        )
    if children(element, "hint"):
        draft.left_out("hints for a second try")
    grade = text_of(child(element, "defaultgrade")).strip()
    if grade and _decimal(grade) != 1:
        draft.left_out(f"its {_decimal(grade).normalize():f} points; every item counts one")


def _html(element: Any | None) -> str:
    """Return a text of Moodle's as HTML, by its format. Not yet safe."""
    if element is None:
        return ""
    body = child(element, "text")
    text = text_of(body if body is not None else element)
    style = element.get("format", "html")
    if style == "markdown":
        return markdown.markdown(text)
    if style == "plain_text" or (style == "moodle_auto_format" and not LOOKS_LIKE_HTML.search(text)):
        return from_plain(text)
    return text


def _file(element: Any | None, address: str) -> tuple[str, bytes] | None:
    """Return the file that came with a text under an address such as @@PLUGINFILE@@/ct.png."""
    wanted = unquote(address.partition("?")[0]).removeprefix(PLACE).lstrip("/")
    for file in children(element, "file") if element is not None and address.startswith(PLACE) else []:
        name = file.get("name", "")
        if f"{file.get('path', '/')}{name}".lstrip("/") == wanted and file.get("encoding") == "base64":
            return name, decoded(text_of(file))
    return None


def _fraction(answer: Any) -> Decimal:
    return _decimal(answer.get("fraction") or "0")


def _decimal(text: str) -> Decimal:
    try:
        return decimal(text)
    except ValueError as error:
        raise Refused(error) from None


def _choice(element: Any, draft: Draft) -> tuple[str, dict[str, Any]]:
    answers = children(element, "answer")
    weights = [_fraction(answer) for answer in answers]
    single = text_of(child(element, "single")).strip().lower() not in {"false", "0"}
    right = [weight >= FULL if single else weight > 0 for weight in weights]
    note_weights(weights, right, draft)
    fixed = text_of(child(element, "shuffleanswers")).strip().lower() in {"false", "0"}
    options = [
        option(
            draft.phrase(_html(answer)),
            draft.remark(_html(child(answer, "feedback")), "feedback"),
            correct=correct,
            anchored=fixed,
        )
        for answer, correct in zip(answers, right, strict=True)
    ]
    return SINGLE if single or (sum(right) == 1 and len(right) == FEW) else MULTIPLE, {"options": options}


def _truth(element: Any, draft: Draft) -> tuple[str, dict[str, Any]]:
    options = [
        option(
            escape(text_of(child(answer, "text")).strip().capitalize(), quote=False),
            draft.remark(_html(child(answer, "feedback")), "feedback"),
            correct=_fraction(answer) >= FULL,
            anchored=True,
        )
        for answer in children(element, "answer")
    ]
    return SINGLE, {"options": options}


def _matching(element: Any, draft: Draft) -> tuple[str, dict[str, Any]]:
    pairs = [
        (draft.phrase(_html(pair)), "", escape(text_of(child(child(pair, "answer"), "text")).strip(), quote=False))
        for pair in children(element, "subquestion")
        if child(pair, "answer") is not None
    ]
    if not pairs:
        raise Refused("it has no pairs to match")
    return matching(pairs)


def _numeric(element: Any, draft: Draft) -> tuple[str, dict[str, Any]]:
    answers = children(element, "answer")
    right = [answer for answer in answers if _fraction(answer) >= FULL]
    if len(right) != 1:
        raise Refused(f"{len(right)} numbers are fully right; numeric has one number with a tolerance")
    if len(answers) > 1:
        draft.left_out("answers beside the right number: no part of the credit, no feedback of their own")
    answer = right[0]
    text = text_of(child(answer, "text")).strip()
    if text == "*":
        raise Refused("any number is right")
    unit, units = _units(element, draft)
    tolerance = _decimal(text_of(child(answer, "tolerance")).strip() or "0")
    if tolerance < 0:
        raise Refused("the tolerance is negative")
    return NUMERIC, {
        "answer": written(_decimal(text)),
        "tolerance": written(tolerance),
        "unit": unit,
        "units": units,
        "comment_html": draft.remark(_html(child(answer, "feedback")), "feedback"),
    }


def _units(element: Any, draft: Draft) -> tuple[str, list[str]]:
    """Return the unit with the factor 1, and all of them where the learner chooses one."""
    listed = child(element, "units")
    pairs = [
        (text_of(child(unit, "unit_name")).strip(), _decimal(text_of(child(unit, "multiplier")) or "1"))
        for unit in (children(listed, "unit") if listed is not None else [])
    ]
    pairs = [(name, factor) for name, factor in pairs if name]
    if not pairs:
        return "", []
    unit = next((name for name, factor in pairs if factor == 1), pairs[0][0])
    others = [name for name, _ in pairs if name != unit]
    if others:
        draft.left_out(f"answers in other units ({', '.join(others)}) are not converted; they count as wrong")
    shown = text_of(child(element, "showunits")).strip()
    chosen = shown == "1" and bool(others)
    return unit, [name for name, _ in pairs] if chosen else []


def _ordering(element: Any, draft: Draft) -> tuple[str, dict[str, Any]]:
    answers = children(element, "answer")
    places = [_fraction(answer) for answer in answers]
    if len(set(places)) == len(places):
        answers = [answer for _, answer in sorted(zip(places, answers, strict=True), key=lambda pair: pair[0])]
    chosen = text_of(child(element, "selecttype")).strip().upper()
    if chosen not in {"", "ALL", "0"}:
        draft.left_out("that only some of its steps are drawn; here all are shown")
    steps = [
        {
            "html": draft.phrase(_html(answer)),
            "comment_html": draft.remark(_html(child(answer, "feedback")), "feedback"),
        }
        for answer in answers
    ]
    return ORDERING, {"steps": steps}


READERS: dict[str, Callable[[Any, Draft], tuple[str, dict[str, Any]]]] = {
    "multichoice": _choice,
    "truefalse": _truth,
    "matching": _matching,
    "numerical": _numeric,
    "ordering": _ordering,
}
