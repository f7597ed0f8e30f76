"""What can be taken in an item of each kind, and what an answer took of it."""

from collections import Counter
from collections.abc import Callable, Sequence
from string import ascii_uppercase
from typing import Any

import numpy as np

from quizzes.domain.analysis.flags import UNUSED
from quizzes.domain.analysis.sheets import Choice, Column, Truths, Whole
from quizzes.domain.kinds import kind_of

FULL = 840
NO_RESPONSE = -1
MOST_VALUES = 4
"""How many wrong values of a numeric item are told apart."""

Content = dict[str, Any]
Taken = Callable[[Any], Sequence[bool]]


def column(key: str, kind: str, content: Content, answers: Sequence[Any], code: Whole, drawn: Truths) -> Column:
    """Return the column of an item from each attempt's answer.

    ``answers`` are the different answers that occur, in the kind's own form (None: blank); ``code`` holds for each
    attempt the index of its answer, NO_RESPONSE where nothing was saved.
    """
    counts = Counter(code[drawn].tolist())
    given = {index: count for index, count in counts.items() if index != NO_RESPONSE}
    choices, taken_in = _choices(kind, content, [(answers[index], count) for index, count in given.items()])
    taken = np.zeros((len(answers) + 1, len(choices)), dtype=bool)  # the last row is that of NO_RESPONSE
    blank = np.ones(len(answers) + 1, dtype=bool)
    answered = kind_of(kind).answered
    for index in given:
        if answered(content, answers[index]):
            taken[index], blank[index] = taken_in(answers[index]), False
    return Column(key, choices, taken[code] & drawn[:, None], blank[code] & drawn, kind in SINGLE)


def _choices(kind: str, content: Content, given: Sequence[tuple[Any, int]]) -> tuple[tuple[Choice, ...], Taken]:
    if kind == "numeric":
        return _values(content, given)
    return KINDS[kind](content)


def _one(parts: str) -> Callable[[Content], tuple[tuple[Choice, ...], Taken]]:
    """One option (or area) of several is right, and one is taken."""

    def of(content: Content) -> tuple[tuple[Choice, ...], Taken]:
        options = content[parts]
        choices = tuple(Choice(ascii_uppercase[place], option["correct"]) for place, option in enumerate(options))
        return choices, lambda answer: [answer == place for place in range(len(options))]

    return of


def _several(content: Content) -> tuple[tuple[Choice, ...], Taken]:
    """Any options may be taken."""
    choices, _ = _one("options")(content)
    return choices, lambda answer: [place in answer for place in range(len(choices))]


def _parts(count: int, right: Taken) -> tuple[tuple[Choice, ...], Taken]:
    return tuple(Choice(str(place), None) for place in range(1, count + 1)), right


def _statements(content: Content) -> tuple[tuple[Choice, ...], Taken]:
    key = [statement["holds"] for statement in content["statements"]]
    return _parts(len(key), lambda answer: [said is holds for said, holds in zip(answer, key, strict=True)])


def _vignettes(content: Content) -> tuple[tuple[Choice, ...], Taken]:
    key = [vignette["answer"] for vignette in content["vignettes"]]
    return _parts(len(key), lambda answer: [said == right for said, right in zip(answer, key, strict=True)])


def _steps(content: Content) -> tuple[tuple[Choice, ...], Taken]:
    """A step counts as taken where it stands in its own place."""
    count = len(content["steps"])
    return _parts(count, lambda answer: [place < len(answer) and answer[place] == place for place in range(count)])


def _questions(content: Content) -> tuple[tuple[Choice, ...], Taken]:
    """A question of a case counts as taken where it is wholly right."""
    questions = content["questions"]

    def right(answer: Any) -> list[bool]:
        said = [*answer["answers"], *[None] * len(questions)]
        return [
            one is not None and kind_of(question["kind"]).grade(question["content"], one, partial=False) == FULL
            for question, one in zip(questions, said, strict=False)
        ]

    return _parts(len(questions), right)


def _values(content: Content, given: Sequence[tuple[Any, int]]) -> tuple[tuple[Choice, ...], Taken]:
    """The right value, and the wrong ones that are given often enough to be a mistake of many."""
    grade, wrong = kind_of("numeric").grade, Counter[str]()
    for answer, count in given:
        if answer and not grade(content, answer, partial=False):
            wrong[_said(answer)] += count
    least = UNUSED * sum(count for _, count in given)
    often = sorted((said for said, n in wrong.most_common(MOST_VALUES) if n >= least), key=lambda said: -wrong[said])
    key = _said({"value": content["answer"], "unit": content.get("unit", "")})
    choices = (Choice(key, right=True), *(Choice(said, right=False) for said in often))

    def taken(answer: Any) -> list[bool]:
        return [grade(content, answer, partial=False) == FULL, *(_said(answer) == said for said in often)]

    return choices, taken


def _said(answer: dict[str, str]) -> str:
    value = answer["value"].strip().replace(",", ".")
    return f"{value} {answer.get('unit') or ''}".strip()


SINGLE = {"single-best-answer", "hotspot", "numeric"}
KINDS = {
    "single-best-answer": _one("options"),
    "hotspot": _one("areas"),
    "multiple-response": _several,
    "multiple-true-false": _statements,
    "extended-matching": _vignettes,
    "ordering": _steps,
    "case": _questions,
}
