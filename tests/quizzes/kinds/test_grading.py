"""How answers are marked, kind by kind, and what authors are told about items that are not right."""

from decimal import Decimal
from random import Random

import pytest

from quizzes.domain.kinds import KINDS, WHOLE, Settled
from quizzes.domain.kinds.numeric import number
from tests.quizzes.kinds.samples import FIELDS, content_of, entry, read


@pytest.mark.parametrize(
    ("name", "answer", "strict", "shared"),
    [
        ("multiple-response", [0, 2], WHOLE, WHOLE),
        ("multiple-response", [0], 0, WHOLE * 3 // 4),
        ("multiple-response", [0, 1, 2, 3], 0, WHOLE // 2),
        ("multiple-response", [1, 3], 0, 0),
        ("multiple-response", [], 0, 0),
        ("multiple-true-false", [True, False, True], WHOLE, WHOLE),
        ("multiple-true-false", [True, False, None], 0, WHOLE * 2 // 3),
        ("multiple-true-false", [False, True, False], 0, 0),
        ("extended-matching", [4, 0], WHOLE, WHOLE),
        ("extended-matching", [4, None], 0, WHOLE // 2),
        ("ordering", [0, 1, 2, 3], WHOLE, WHOLE),
        ("ordering", [1, 0, 2, 3], 0, WHOLE // 2),
        ("numeric", {"value": "12.5", "unit": "months"}, WHOLE, WHOLE),
        ("numeric", {"value": "12,0", "unit": "months"}, WHOLE, WHOLE),
        ("numeric", {"value": "13.0", "unit": "months"}, WHOLE, WHOLE),
        ("numeric", {"value": "13.01", "unit": "months"}, 0, 0),
        ("numeric", {"value": "12.5", "unit": "days"}, 0, 0),
        ("numeric", {"value": "12.5", "unit": ""}, 0, 0),
        ("numeric", {"value": "about twelve", "unit": "months"}, 0, 0),
        ("hotspot", 1, WHOLE, WHOLE),
        ("hotspot", 0, 0, 0),
        ("case", {"answers": [0, [1, 3], {"value": "2", "unit": ""}], "settled": 2}, WHOLE, WHOLE),
        ("case", {"answers": [0, [1], {"value": "2", "unit": ""}], "settled": 3}, WHOLE * 2 // 3, WHOLE * 2 // 3),
        ("case", {"answers": [0, None, None], "settled": 1}, WHOLE // 3, WHOLE // 3),
    ],
)
def test_answers_are_marked_whole_or_in_shares(name, answer, strict, shared):
    kind, content = KINDS[name], content_of(name)
    assert kind.grade(content, answer, partial=False) == strict
    assert kind.grade(content, answer, partial=True) == shared


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5", "12.5"),
        ("12,5", "12.5"),
        (" 1 200 ", "1200"),
        ("1\N{NARROW NO-BREAK SPACE}200,5", "1200.5"),
        ("1,200.5", "1200.5"),
        ("1,200,000", "1200000"),
        ("−3", "-3"),
        (".5", "0.5"),
        ("5.", "5"),
        ("+4", "4"),
    ],
)
def test_a_number_is_understood_as_people_type_it(text, value):
    assert number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1e9", "NaN", "Infinity", "1.2.3", "--1", "12 mg", "1" * 40, "0x10"])
def test_what_is_no_number_is_none(text):
    assert number(text) is None


@pytest.mark.parametrize(
    ("name", "posted"),
    [
        ("single-best-answer", {"option": ["0"]}),
        ("single-best-answer", {"option": ["6"]}),
        ("single-best-answer", {"option": ["1", "2"]}),
        ("single-best-answer", {"option": ["1.0"]}),
        ("multiple-response", {"option": ["1", "5"]}),
        ("multiple-true-false", {"statement-1": ["yes"]}),
        ("extended-matching", {"vignette-2": ["7"]}),
        ("ordering", {"step-1": ["5"]}),
        ("numeric", {"value": ["1" * 41]}),
        ("numeric", {"value": ["1"], "unit": ["weeks"]}),
        ("hotspot", {"option": ["4"]}),
        ("case", {"option": ["1"]}),
        ("case", {"question": ["2"], "option": ["1"]}),
        ("case", {"question": ["1"], "option": ["9"]}),
    ],
)
def test_what_no_page_can_send_is_refused(name, posted):
    kind, content = KINDS[name], content_of(name)
    order = kind.order(content, Random(1), shuffle=False)
    with pytest.raises(ValueError):  # noqa: PT011 each says something else
        kind.parse(content, order, posted, None)


def test_an_order_with_a_gap_or_a_place_taken_twice_is_not_one_yet():
    kind, content = KINDS["ordering"], content_of("ordering")
    assert kind.parse(content, [1, 0, 2, 3], {"step-1": ["1"], "step-2": ["1"]}, None) is None
    assert kind.parse(content, [1, 0, 2, 3], {}, None) is None


def test_a_case_goes_forward_only_and_a_settled_answer_stays():
    kind, content = KINDS["case"], content_of("case")
    order = [[0, 1, 2, 3], [0, 1, 2, 3], []]
    first = kind.parse(content, order, {"question": ["1"], "option": ["2"]}, None)
    assert first == {"answers": [1, None, None], "settled": 0}
    unanswered = kind.parse(content, order, {"question": ["1"], "next": ["1"]}, None)
    assert unanswered["settled"] == 0
    settled = kind.parse(content, order, {"question": ["1"], "option": ["2"], "next": ["1"]}, first)
    assert settled == {"answers": [1, None, None], "settled": 1}
    assert kind.parse(content, order, {"question": ["1"], "option": ["2"]}, settled) == settled
    with pytest.raises(Settled):
        kind.parse(content, order, {"question": ["1"], "option": ["1"]}, settled)
    shown = kind.render(content, order, settled)
    assert [question["settled"] for question in shown["questions"]] == [True, False, False]
    assert [question["open"] for question in shown["questions"]] == [False, True, False]
    assert shown["more"] is True


WRONG = [
    ("multiple-response", {"options": FIELDS["single-best-answer"]["options"][:2]}, "2 options; an item has 3 to 8"),
    (
        "multiple-response",
        {"options": [{"text": str(place), "comment": "c", "correct": True} for place in range(3)]},
        "every option is correct; write at least one that is not",
    ),
    (
        "multiple-true-false",
        {"statements": [{"text": "a", "comment": "c", "holds": True}, {"text": "b", "comment": "c"}]},
        "'holds' is missing",
    ),
    (
        "extended-matching",
        {"vignettes": [{"text": str(place), "comment": "c", "answer": "drug-9"} for place in range(2)]},
        "'answer': 'options' holds no option 'drug-9'",
    ),
    ("ordering", {"steps": [{"text": "a"}, {"text": "b"}]}, "2 steps; an item has 3 to 8"),
    ("numeric", {"answer": "about 12"}, "'answer': write a number in quotes"),
    ("numeric", {"tolerance": "-1"}, "'tolerance': write a number that is not negative"),
    ("numeric", {"unit": "weeks"}, "'units' lists what a learner may choose"),
    ("hotspot", {"picture": "media/receptor.svg"}, "write the picture as ![alternative text](media/file.svg)"),
    ("hotspot", {"picture": "![x](media/other.svg)"}, "the picture 'media/other.svg' is missing or unusable"),
    (
        "hotspot",
        {"areas": [{"label": str(place), "comment": "c", "circle": [50, 50, 60]} for place in range(2)]},
        "no area is correct; write 'correct: true' in the right one",
    ),
    (
        "hotspot",
        {"areas": [{**FIELDS["hotspot"]["areas"][place], "correct": True} for place in range(2)]},
        "a second correct area; an item has a single best answer",
    ),
    (
        "hotspot",
        {"areas": [{**FIELDS["hotspot"]["areas"][place], "label": "Here"} for place in range(2)]},
        "the same text as an earlier option",
    ),
    (
        "hotspot",
        {"areas": [{"label": str(place), "comment": "c", "circle": [50, 50, 60]} for place in range(2)]},
        "the area reaches out of the picture, which measures 400 × 300",
    ),
    (
        "hotspot",
        {"areas": [{"label": str(place), "comment": "c"} for place in range(2)]},
        "write one of circle, rectangle and polygon",
    ),
    ("case", {"questions": FIELDS["case"]["questions"][:1]}, "1 questions; a case has 2 to 8"),
    ("case", {"questions": []}, "0 questions; a case has 2 to 8"),
    ("case", {"questions": "none"}, "write a list here"),
    ("case", {"questions": None}, "'questions' is missing"),
    ("ordering", {"steps": []}, "0 steps; an item has 3 to 8"),
    ("ordering", {"steps": {"first": "Biopsy"}}, "write a list here"),
    ("extended-matching", {"options": None}, "'options' is missing"),
    (
        "case",
        {"questions": [{"kind": "case"}, {"kind": "case", "lead_in": "Another"}]},
        "'kind': 'case' is not one of single-best-answer",
    ),
    ("ordering", {"kind": "essay"}, "'kind': 'essay' is not one of single-best-answer"),
    ("ordering", {"kind": ["ordering"]}, "'kind': '['ordering']' is not one of"),
]


@pytest.mark.parametrize(("name", "values", "problem"), WRONG)
def test_an_item_that_is_not_right_is_refused_by_name(name, values, problem):
    content, problems = read(entry(name, **values))
    assert content is None
    assert [line for line in problems if line.startswith(problem)] != [], problems


@pytest.mark.parametrize(
    ("shape", "coords", "middle"),
    [
        ("circle", [30, 40, 10], [30, 40]),
        ("rectangle", [10, 20, 40, 60], [30, 50]),
        ("polygon", [0, 0, 4, 0, 4, 2, 0, 2], [2, 1]),
        ("polygon", [0, 2, 4, 2, 4, 0, 0, 0], [2, 1]),
        ("polygon", [0, 0, 6, 0, 6, 1, 1, 1, 1, 6, 0, 6], [41 / 22, 41 / 22]),
        ("polygon", [0, 0, 2, 2, 4, 4], [2, 2]),
    ],
)
def test_the_letter_of_an_area_stands_in_the_middle_of_it(shape, coords, middle):
    area = {"html": "", "comment_html": "", "correct": True, "shape": shape, "coords": coords}
    content = {"picture_html": "", "width": 100, "height": 100, "areas": [area]}
    (shown,) = KINDS["hotspot"].render(content, [0], None)["choices"]
    assert shown["middle"] == pytest.approx(middle)
