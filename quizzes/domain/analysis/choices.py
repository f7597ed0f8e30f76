"""What can be taken in an item of each kind, and what an answer took of it."""

from collections import Counter
from collections.abc import Callable, Sequence
from string import ascii_uppercase

import numpy as np

from quizzes.domain.analysis.flags import UNUSED
from quizzes.domain.analysis.sheets import Choice, Column, Truths, Whole
from quizzes.domain.kinds import WHOLE, Answer, Content, kind_of
from quizzes.domain.kinds.numeric import number

NO_RESPONSE = -1
MOST_VALUES = 4
"""How many wrong values of a numeric item are told apart."""

Taken = Callable[[Answer], Sequence[bool]]


def column(key: str, kind: str, content: Content, answers: Sequence[Answer], code: Whole, drawn: Truths) -> Column:
    """Return the column of an item from each attempt's answer.

    ``answers`` are the different answers that occur, in the kind's own form (None: blank); ``code`` holds for each
    attempt the index of its answer, NO_RESPONSE where nothing was saved.
    """
    counts = Counter(code[drawn].tolist())
    given = {index: count for index, count in counts.items() if index != NO_RESPONSE and not _blank(answers[index])}
    choices, taken_in = _choices(kind, content, [(answers[index], count) for index, count in given.items()])
    taken = np.zeros((len(answers) + 1, len(choices)), dtype=bool)  # the last row is that of NO_RESPONSE
    blank = np.ones(len(answers) + 1, dtype=bool)
    for index in given:
        taken[index], blank[index] = taken_in(answers[index]), False
    return Column(key, choices, taken[code] & drawn[:, None], blank[code] & drawn, single=kind in SINGLE)


def _blank(answer: Answer) -> bool:
    """Whether nothing at all was answered; an answer in part is none."""
    if isinstance(answer, dict):
        return all(one is None for one in answer["answers"]) if "answers" in answer else not answer["value"].strip()
    return answer is None or (isinstance(answer, list) and all(one is None for one in answer))


def _choices(kind: str, content: Content, given: Sequence[tuple[Answer, int]]) -> tuple[tuple[Choice, ...], Taken]:
    if kind == "numeric":
        return _values(content, given)
    return KINDS[kind](content) if kind in KINDS else _whole(kind, content)


def _whole(kind: str, content: Content) -> tuple[tuple[Choice, ...], Taken]:
    """An item of a kind that nothing more is known of: it is right or not."""
    return _parts(1, lambda answer: [kind_of(kind).grade(content, answer, partial=False) == WHOLE])


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

    def right(answer: Answer) -> list[bool]:
        said = [*answer["answers"], *[None] * len(questions)]
        return [
            one is not None and kind_of(question["kind"]).grade(question["content"], one, partial=False) == WHOLE
            for question, one in zip(questions, said, strict=False)
        ]

    return _parts(len(questions), right)


def _values(content: Content, given: Sequence[tuple[Answer, int]]) -> tuple[tuple[Choice, ...], Taken]:
    """The right value, and the wrong ones that are given often enough to be a mistake of many."""
    grade, wrong = kind_of("numeric").grade, Counter[str]()
    for answer, count in given:
        if not grade(content, answer, partial=False):
            wrong[_said(content, answer)] += count
    least = UNUSED * sum(count for _, count in given)
    often = sorted((said for said, n in wrong.most_common(MOST_VALUES) if n >= least), key=lambda said: -wrong[said])
    choices = (
        Choice(_said(content, kind_of("numeric").key(content)), right=True),
        *(Choice(said, right=False) for said in often),
    )

    def taken(answer: Answer) -> list[bool]:
        right = grade(content, answer, partial=False) == WHOLE
        return [right, *(not right and _said(content, answer) == said for said in often)]

    return choices, taken


def _said(content: Content, answer: Answer) -> str:
    """Return an answer as it is counted: "12,50" and "12.5" are one."""
    value, unit = number(answer["value"]), answer["unit"] if content["units"] else content["unit"]
    return f"{answer['value'].strip() if value is None else f'{value.normalize():f}'} {unit}".strip()


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
