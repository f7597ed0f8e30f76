"""What can be taken in an item of any kind, and what an answer took of it."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from quizzes.domain.analysis.flags import UNUSED
from quizzes.domain.analysis.sheets import Choice, Column, Truths, Whole
from quizzes.domain.kinds import Answer, Content, Kind, Part, kind_of
from quizzes.domain.kinds.places import letter

NO_RESPONSE = -1
MOST_VALUES = 4
"""How many wrong values of an answer that is typed are told apart."""

Taken = Callable[[Answer], Sequence[bool]]


def column(key: str, kind: str, content: Content, answers: Sequence[Answer], code: Whole, drawn: Truths) -> Column:
    """Return the column of an item from each attempt's answer.

    ``answers`` are the different answers that occur, in the kind's own form (None: blank); ``code`` holds for each
    attempt the index of its answer, NO_RESPONSE where nothing was saved.
    """
    by_kind = kind_of(kind)
    counts = Counter(code[drawn].tolist())
    given = {
        index: count for index, count in counts.items() if index != NO_RESPONSE and not by_kind.blank(answers[index])
    }
    choices, taken_in = _choices(by_kind, content, [(answers[index], count) for index, count in given.items()])
    taken = np.zeros((len(answers) + 1, len(choices)), dtype=bool)  # the last row is that of NO_RESPONSE
    blank = np.ones(len(answers) + 1, dtype=bool)
    for index in given:
        taken[index], blank[index] = taken_in(answers[index]), False
    return Column(key, choices, taken[code] & drawn[:, None], blank[code] & drawn, single=by_kind.single)


def _choices(kind: Kind, content: Content, given: Sequence[tuple[Answer, int]]) -> tuple[tuple[Choice, ...], Taken]:
    key = kind.key(content)
    if kind.entered(content, key):
        return _values(kind, content, given)
    if options := kind.options(content):
        return _options(kind, content, options)
    numbers = range(1, len(kind.right(content, key)) + 1)
    return tuple(Choice(str(number), None) for number in numbers), lambda answer: kind.right(content, answer)


def _options(kind: Kind, content: Content, options: Sequence[Part]) -> tuple[tuple[Choice, ...], Taken]:
    def taken(answer: Answer) -> list[bool]:
        chosen = kind.choices(content, answer)
        return [index in chosen for index in range(len(options))]

    return tuple(Choice(letter(place), option["correct"]) for place, option in enumerate(options, start=1)), taken


def _values(kind: Kind, content: Content, given: Sequence[tuple[Answer, int]]) -> tuple[tuple[Choice, ...], Taken]:
    """The right value, and the wrong ones that are given often enough to be a mistake of many."""
    wrong: Counter[str] = Counter()
    for answer, count in given:
        if not kind.is_right(content, answer):
            wrong[kind.entered(content, answer)] += count
    least = UNUSED * sum(count for _, count in given)
    often = [value for value, count in wrong.most_common(MOST_VALUES) if count >= least]
    choices = (
        Choice(kind.entered(content, kind.key(content)), right=True),
        *(Choice(value, right=False) for value in often),
    )

    def taken(answer: Answer) -> list[bool]:
        if kind.is_right(content, answer):
            return [True, *(False for _ in often)]
        value = kind.entered(content, answer)
        return [False, *(value == each for each in often)]

    return choices, taken
