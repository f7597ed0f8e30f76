"""What answers of each kind took."""

import numpy as np
import pytest

from quizzes.domain.analysis.choices import NO_RESPONSE, column
from quizzes.domain.kinds import KINDS

OPTIONS = [{"html": text, "comment_html": "", "correct": text == "b", "anchored": False} for text in "abc"]
NUMERIC = {"answer": "12.5", "tolerance": "0.5", "unit": "mg", "units": [], "comment_html": ""}
ASKED = {"result_html": "", "lead_in_html": "<p>What now?</p>", "rationale_html": "<p>Because.</p>"}
CONTENT = {
    "single-best-answer": {"options": OPTIONS},
    "multiple-response": {"options": [*OPTIONS, {**OPTIONS[1], "html": "d"}]},
    "multiple-true-false": {"statements": [{"html": text, "holds": text == "a"} for text in "abc"]},
    "extended-matching": {
        "options": [{"html": text} for text in "abcd"],
        "vignettes": [{"html": text, "answer": place} for place, text in enumerate("vw")],
    },
    "ordering": {"steps": [{"html": text} for text in "abc"]},
    "numeric": NUMERIC,
    "hotspot": {"areas": [{"html": text, "correct": text == "c"} for text in "abc"]},
    "case": {
        "questions": [
            {"kind": "single-best-answer", "content": {"options": OPTIONS}, **ASKED},
            {"kind": "numeric", "content": NUMERIC, **ASKED},
        ]
    },
}


def taken(kind, *answers, content=None):
    """What each answer took, blanks as None; each is given by one learner."""
    made = made_of(kind, *answers, content=content)
    rows = zip(made.taken.tolist(), made.blank, strict=True)
    return [None if blank else [place for place, one in enumerate(row) if one] for row, blank in rows]


def made_of(kind, *answers, content=None):
    code = np.arange(len(answers))
    return column("i", kind, content or CONTENT[kind], answers, code, np.ones(len(answers), dtype=bool))


@pytest.mark.parametrize("name", KINDS)
def test_the_key_of_every_kind_takes_all_that_is_right(name):
    made = made_of(name, KINDS[name].key(CONTENT[name]))
    assert made.taken[0].tolist() == [one.right is not False for one in made.choices]
    assert made.blank.tolist() == [False]


@pytest.mark.parametrize("name", KINDS)
def test_a_blank_of_every_kind_takes_nothing(name):
    assert taken(name, None) == [None]


def test_parts_count_where_they_are_right():
    assert taken("multiple-true-false", [True, True, None], [None] * 3) == [[0], None]
    assert taken("extended-matching", [1, 1], [0, None]) == [[1], [0]]
    assert taken("ordering", [0, 2, 1]) == [[0]]
    corrected = {**CONTENT["ordering"], "key": [1, 2, 0]}
    assert taken("ordering", [1, 2, 0], [0, 2, 1], content=corrected) == [[0, 1, 2], [2]]
    case = {"answers": [1, {"value": "99", "unit": ""}], "settled": 2}
    assert taken("case", case, {"answers": [0, None], "settled": 1}, {"answers": [None, None], "settled": 0}) == [
        [0],
        [],
        None,
    ]


def test_options_count_where_they_are_taken():
    assert taken("multiple-response", [0, 1], []) == [[0, 1], None]
    assert taken("hotspot", 2, 0) == [[2], [0]]


def test_wrong_values_that_many_enter_are_told_apart_however_they_are_written():
    given = [{"value": value, "unit": ""} for value in ("12.5", "12,7", "0.0125", "0,01250", "7", " ")]
    made = column(
        "i", "numeric", NUMERIC, given, np.array([0] * 30 + [1] * 10 + [2] * 5 + [3] * 4 + [4] + [5]), np.full(51, True)
    )
    assert [(one.label, one.right) for one in made.choices] == [("12.5 mg", True), ("0.0125 mg", False)]
    assert (made.taken.sum(axis=0).tolist(), int(made.blank.sum())) == ([40, 9], 1)


def test_an_item_that_was_not_drawn_is_neither_taken_nor_blank():
    drawn, code = np.array([True, False, True]), np.array([0, 0, NO_RESPONSE])
    made = column("i", "single-best-answer", CONTENT["single-best-answer"], [1], code, drawn)
    assert made.taken[:, 1].tolist() == [True, False, False]
    assert made.blank.tolist() == [False, False, True]
