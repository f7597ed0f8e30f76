"""Answers to the items of the bank, the forms that send them, and what they are worth. Nothing of ``quizzes`` is asked.

A key is the right answer as a response would keep it, but for a number, of which it is the value alone.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.attempts.bank import CASE, CONTENTS
from tests.quizzes.filling import _fields

Fields = dict[str, list[str]]
QUESTIONS = [question["kind"] for question in CASE["questions"]]
ANSWERS: dict[str, dict[str, Any]] = {
    "single-best-answer": {"right": 1, "wrong": 0, "part": 2, "other": 3},
    "multiple-response": {"right": [0, 2], "wrong": [1, 3], "part": [0], "other": [0, 2, 4]},
    "multiple-true-false": {
        "right": [True, False, True],
        "wrong": [False, True, False],
        "part": [True, None, None],
        "other": [False, False, True],
    },
    "extended-matching": {"right": [3, 0, 3], "wrong": [1, 2, 4], "part": [3, None, None], "other": [1, 1, 3]},
    "ordering": {"right": [0, 1, 2, 3], "wrong": [3, 2, 1, 0], "part": [1, 0, 2, 3], "other": [0, 2, 1, 3]},
    "numeric": {
        "right": {"value": "12,5", "unit": "mg"},
        "wrong": {"value": "13.01", "unit": "mg"},
        "part": {"value": "12.5", "unit": ""},
        "other": {"value": "twelve", "unit": "g"},
    },
    "hotspot": {"right": 2, "wrong": 0, "part": 1, "other": 0},
}
VALUES = {"12,5": Fraction(25, 2), "12.5": Fraction(25, 2), "13.01": Fraction(1301, 100)}
RIGHT: dict[str, Any] = {kind: ways["right"] for kind, ways in ANSWERS.items()}
RIGHT["numeric"] = "12.5"
RIGHT["case"] = [RIGHT[kind] for kind in QUESTIONS]
REKEYED: dict[str, Any] = {
    "single-best-answer": 0,
    "multiple-response": [1, 3],
    "multiple-true-false": [False, True, False],
    "extended-matching": [1, 2, 4],
    "numeric": "13",
    "hotspot": 0,
    "case": [0, "13", [False, True, False]],
}
"""Other keys, by which the wrong answers are right.

Of steps to be ordered the key is the order in which they were written: no other can be given.
"""

FORGED: dict[str, list[Fields]] = {
    "single-best-answer": [{"option": ["5"]}, {"option": ["1", "2"]}, {"option": ["-1"]}],
    "multiple-response": [{"option": ["1", "77"]}, {"option": ["0"]}, {"option": ["x"]}],
    "multiple-true-false": [{"statement-1": ["maybe"]}, {"statement-2": ["true", "false"]}, {"statement-3": ["1"]}],
    "extended-matching": [{"vignette-1": ["6"]}, {"vignette-2": ["1", "1"]}, {"vignette-3": ["0"]}],
    "ordering": [{"step-1": ["5"]}, {"step-1": ["1", "2"]}, {"step-4": ["first"]}],
    "numeric": [{"value": ["1" * 41]}, {"value": ["1"], "unit": ["kg"]}, {"value": ["1", "2"]}],
    "hotspot": [{"option": ["4"]}, {"option": ["1", "2"]}, {"option": ["60,20"]}],
    "case": [{"option": ["1"]}, {"question": ["4"]}, {"question": ["1", "2"]}],
}
ALIEN: Fields = {"correct": ["true"], "points": ["840"], "settled": ["9"], "answer": ["1"], "item": ["numeric"]}
"""Fields that no page has."""
OTHERS: dict[str, Fields] = {
    "option": {"option": ["1"]},
    "statement": {"statement-1": ["true"]},
    "vignette": {"vignette-1": ["1"]},
    "step": {"step-1": ["1"]},
    "value": {"value": ["7"], "unit": ["mg"]},
}
OWN = {"multiple-true-false": "statement", "extended-matching": "vignette", "ordering": "step", "numeric": "value"}


@dataclass(frozen=True)
class Meant:
    """What a form means: an ``answer``, to a case's ``question`` (from 0), which is settled if ``settle``; or nothing
    that a page can send (``forged``)."""

    answer: Any = None
    question: int = 0
    settle: bool = False
    forged: bool = False


def form(kind: str, order: list, how: str, pick: int) -> tuple[Fields, Meant]:
    """Return the fields of a form that answers in the way ``how``, and what they mean."""
    if how == "forged":
        return FORGED[kind][pick % 3], Meant(forged=True)
    if kind != "case":
        fields, answer = _filled(kind, order, how)
        return fields, Meant(answer)
    question = pick % len(QUESTIONS)
    fields, answer = _filled(QUESTIONS[question], order[question], how)
    settle = {"next": ["1"]} if pick % 2 else {}
    return {**fields, "question": [str(question + 1)], **settle}, Meant(answer, question, bool(settle))


def _filled(kind: str, order: list, how: str) -> tuple[Fields, Any]:
    if how in ANSWERS[kind]:
        answer = ANSWERS[kind][how]
        return _fields(kind, order, answer), answer
    if how == "blank":
        return {}, None
    others = [fields for name, fields in OTHERS.items() if name != OWN.get(kind, "option")]
    return {**ALIEN, **{name: values for fields in others for name, values in fields.items()}}, None


def is_answered(kind: str, answer: Any) -> bool:
    """Whether no part of it is blank."""
    match kind:
        case "case":
            given = answer["answers"] if answer else [None]
            return all(is_answered(each, one) for each, one in zip(QUESTIONS, given, strict=False))
        case "numeric":
            return answer is not None and "" not in answer.values()
        case "multiple-true-false" | "extended-matching":
            return answer is not None and None not in answer
    return answer is not None


def mark(kind: str, key: Any, answer: Any, *, partial: bool) -> Fraction:
    """Return which part of the item is right."""
    if answer is None:
        return Fraction(0)
    parts = _parts(kind, key, answer)
    share = Fraction(sum(parts), len(parts))
    return share if partial or kind == "case" else Fraction(share == 1)


def _parts(kind: str, key: Any, answer: Any) -> Sequence[bool]:
    match kind:
        case "case":
            asked = zip(QUESTIONS, key, answer["answers"], strict=True)
            return [mark(each, right, given, partial=False) == 1 for each, right, given in asked]
        case "multiple-response":
            options = range(len(CONTENTS[kind]["options"]))
            return [(index in key) == (index in answer) for index in options]
        case "numeric":
            value = VALUES.get(answer["value"])
            near = value is not None and abs(value - Fraction(key)) <= Fraction(1, 2)
            return [near and answer["unit"] == "mg"]
        case "single-best-answer" | "hotspot":
            return [answer == key]
    return [given == right for given, right in zip(answer, key, strict=True)]


def with_key(kind: str, key: Any) -> dict[str, Any]:
    """Return the item's content with another key."""
    return _with_key(kind, deepcopy(CONTENTS[kind]), key)


def _with_key(kind: str, content: dict[str, Any], key: Any) -> dict[str, Any]:
    match kind:
        case "case":
            for question, right in zip(content["questions"], key, strict=True):
                _with_key(question["kind"], question["content"], right)
        case "numeric":
            content["answer"] = key
        case "multiple-true-false" | "extended-matching":
            parts, name = content.get("statements") or content["vignettes"], "answer"
            name = "holds" if "statements" in content else name
            for part, right in zip(parts, key, strict=True):
                part[name] = right
        case _:
            for index, part in enumerate(content.get("options") or content["areas"]):
                part["correct"] = index in key if isinstance(key, list) else index == key
    return content
