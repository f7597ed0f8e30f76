"""Moodle's texts with gaps: "select missing words", "drag and drop into text", and embedded answers (Cloze).

The marks are those of Moodle's documentation: [[2]] is filled with the second word, {1:MULTICHOICE:=yes~no} holds its
answers itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape, unescape
from typing import Any

from quizzes.domain.exchange.draft import Draft, Refused, few, note_weights
from quizzes.domain.exchange.gaps import filled, gap
from quizzes.domain.exchange.moodletexts import FULL, Content
from quizzes.domain.exchange.numbers import decimal, written
from quizzes.domain.exchange.question import MULTIPLE, NUMERIC, SINGLE, option
from quizzes.domain.exchange.safexml import child, children, text_of

NUMBERED = re.compile(r"\[\[([1-9][0-9]{0,2})\]\]")
EMBEDDED = re.compile(r"\{([0-9]{0,4}):([A-Z_]{1,20})(?::((?:[^{}\\]|\\.)*))?\}")
ANSWER = re.compile(r"(?:^|~)((?:[^~\\]|\\.)*)")
WEIGHT = re.compile(r"=|%(-?[0-9]{1,3}(?:\.[0-9]{1,8})?)%")
FEEDBACK = re.compile(r"((?:[^#\\]|\\.)*)(?:#(.*))?", re.DOTALL)
CHOICES = frozenset(["MULTICHOICE", "MC"])
SETS = frozenset(["MULTIRESPONSE", "MR"])
NUMBERS = frozenset(["NUMERICAL", "NM"])
WORDS = frozenset(["SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"])


def _body(element: Any) -> Any:
    text = child(element, "questiontext")
    body = child(text, "text") if text is not None else None
    found = body if body is not None else text
    if found is None:
        raise Refused("the question has no text")
    return found


def gaps(element: Any, draft: Draft) -> Content:
    """Gaps that are filled with numbered words of one group; each has one right word."""
    body = _body(element)
    text = text_of(body)
    listed = few(children(element, "selectoption", "dragbox"), "words")
    places = [int(number) - 1 for number in few(NUMBERED.findall(text), "gaps")]
    if not places or max(places) >= len(listed):
        raise Refused("a gap [[…]] without its word, or no gap at all")
    groups = [text_of(child(entry, "group")).strip() for entry in listed]
    if len({groups[place] for place in places}) > 1:
        raise Refused("gaps with words of their own; the gaps of an item share their words")
    shown = [place for place, group in enumerate(groups) if group == groups[places[0]]]
    words = [draft.phrase(text_of(child(listed[place], "text"))) for place in shown]
    body.text = _marked(NUMBERED, text)
    return filled(words, [shown.index(place) for place in places])


def _marked(pattern: re.Pattern[str], text: str) -> str:
    """Return the text with what learners see of its gaps."""
    count, number = len(pattern.findall(text)), 0

    def mark(_match: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return gap(number, count)

    return pattern.sub(mark, text)


@dataclass(frozen=True)
class _Answer:
    weight: Decimal
    html: str
    comment: str


def cloze(element: Any, draft: Draft) -> Content:
    """Embedded answers: one gap of any type, or several where the same words are chosen from."""
    body = _body(element)
    text = text_of(body)
    found = few(list(EMBEDDED.finditer(text)), "gaps")
    if not found:
        raise Refused("there is no embedded answer such as {1:MULTICHOICE:=yes~no}")
    parts = [(match[2], _answers(match[3] or "", draft)) for match in found]
    content = _one(*parts[0], draft) if len(parts) == 1 else _several(parts, draft)
    body.text = _marked(EMBEDDED, text)
    return content


def _answers(text: str, draft: Draft) -> list[_Answer]:
    listed = []
    for whole in few(ANSWER.findall(text.removeprefix("~")), "answers"):
        weight = WEIGHT.match(whole)
        said = FEEDBACK.fullmatch(whole[weight.end() :] if weight else whole)
        answer, comment = (said[1], said[2] or "") if said else (whole, "")
        share = Decimal(weight[1]) if weight and weight[1] else FULL if weight else Decimal(0)
        listed.append(_Answer(share, _plain(answer).strip(), draft.remark(_plain(comment), "feedback")))
    return listed


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _is(kind: str, kinds: frozenset[str]) -> bool:
    """Tell a type by its name; _V, _H and _S tell how it is laid out and shuffled, as MCV and MCHS do in short."""
    if "_" in kind and kind not in WORDS:
        kind = kind.partition("_")[0]
    return kind in kinds or (kind[:2] in kinds and set(kind[2:]) <= set("VHS"))


def _one(kind: str, answers: Sequence[_Answer], draft: Draft) -> Content:
    right = [answer for answer in answers if answer.weight >= FULL]
    if _is(kind, CHOICES) or _is(kind, SETS):
        several = _is(kind, SETS)
        correct = [answer.weight > 0 if several else answer.weight >= FULL for answer in answers]
        note_weights([answer.weight for answer in answers], correct, draft)
        options = [option(draft.phrase(answer.html), answer.comment, correct=good)
                   for answer, good in zip(answers, correct, strict=True)]  # fmt: skip
        return MULTIPLE if several else SINGLE, {"options": options}
    if not _is(kind, NUMBERS) and kind not in WORDS:
        raise Refused(f"an embedded answer of the type {kind}, which is not known here")
    if len(answers) > len(right):
        draft.left_out("answers beside the right number: no part of the credit, no feedback of their own")
    if kind in WORDS:
        content = short_number([unescape(answer.html) for answer in right], draft)
    else:
        content = _numeric([unescape(answer.html) for answer in right])
    return NUMERIC, {**content, "comment_html": right[0].comment}


def _several(parts: Sequence[tuple[str, list[_Answer]]], draft: Draft) -> Content:
    words = list(dict.fromkeys(answer.html for _, answers in parts for answer in answers))
    if not all(_is(kind, CHOICES) and len(answers) == len(words) for kind, answers in parts):
        raise Refused(f"{len(parts)} gaps with answers of their own; the gaps of an item share their words")
    places, comments = [], []
    for _, answers in parts:
        right = [answer for answer in answers if answer.weight >= FULL]
        if len(right) != 1:
            raise Refused(f"a gap with {len(right)} fully right words; each has one here")
        places.append(words.index(right[0].html))
        comments.append(right[0].comment)
        if any(answer.comment for answer in answers if answer is not right[0]):
            draft.left_out("the feedback to wrong words")
        note_weights([answer.weight for answer in answers], [answer is right[0] for answer in answers], draft)
    return filled([draft.phrase(word) for word in words], places, comments)


def _numeric(values: Sequence[str]) -> dict[str, Any]:
    if len(values) != 1:
        raise Refused(f"{len(values)} numbers are fully right; numeric has one number with a tolerance")
    value, _, tolerance = values[0].partition(":")
    try:
        size = decimal(tolerance or "0")
        number = written(decimal(value))
    except ValueError as error:
        raise Refused(error) from None
    if size < 0:
        raise Refused("the tolerance is negative")
    return {"answer": number, "tolerance": written(size), "unit": "", "units": [], "comment_html": ""}


def short_number(values: Sequence[str], draft: Draft) -> dict[str, Any]:
    """Return the content of a short answer that is one number, in whatever notations. Raises Refused for words."""
    try:
        numbers = [decimal(value) for value in values]
    except ValueError:
        numbers = []
    if len(set(numbers)) != 1:
        word = next((value for value in values if value), "")
        raise Refused(f"a short answer in words ('{escape(word[:40], quote=False)}') has no counterpart")
    draft.left_out("that its answer is compared as text; here every notation of the number counts")
    return {"answer": written(numbers[0]), "tolerance": "0", "unit": "", "units": [], "comment_html": ""}
