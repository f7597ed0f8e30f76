"""Flaws that items of the other kinds can have: each with an item that has it and a twin, mended, that has none."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.domain.flaws import RULES, flaws_of, name_of, text_of
from quizzes.domain.flaws.areas import extent, outline, overlap, within
from quizzes.domain.flaws.reading import READERS
from quizzes.domain.flaws.texts import (
    Area,
    CaseText,
    HotspotText,
    ItemText,
    MatchingText,
    NumericText,
    ResponsesText,
    StatementsText,
    StepsText,
)
from quizzes.domain.kinds import KINDS

STEM = (
    "A 52-year-old woman has new liver metastases of a breast cancer that is HER2 3+ by immunohistochemistry; "
    "LVEF and liver tests are normal."
)
RESPONSES = ResponsesText(
    STEM,
    "Which two drugs bind the outer part of HER2?",
    ("Lapatinib", "Neratinib", "Pertuzumab", "Trastuzumab", "Tucatinib"),
    correct=(2, 3),
)
STATEMENTS = StatementsText(
    STEM,
    "Judge each statement about CLEOPATRA.",
    ("Pertuzumab prolonged overall survival", "The taxane was paclitaxel", "The control group received placebo"),
    holds=(True, False, True),
)
MATCHING = MatchingText(
    "",
    "For each patient, which treatment is the most appropriate?",
    ("Docetaxel", "Lapatinib", "Letrozole", "Pertuzumab", "Trastuzumab"),
    vignettes=(
        "A woman of 60 with slow, hormone receptor-positive disease in bone",
        "A man of 52 whose liver metastases are growing under trastuzumab",
    ),
    answers=(2, 1),
)
STEPS = StepsText(
    STEM,
    "Put the steps in order, from the first to the last.",
    ("Biopsy of the liver", "Immunohistochemistry", "In situ hybridisation", "Choice of treatment"),
)
NUMERIC = NumericText(
    STEM, "How many mg of prednisolone a day are needed at least, rounded to whole mg?", (), "64", "1", "mg"
)
SQUARE = Area("rectangle", (0, 0, 100, 100))
HOTSPOT = HotspotText(
    STEM,
    "Where does trastuzumab bind?",
    ("Upper part", "Middle part", "Lower part", "Beside it"),
    correct=1,
    areas=(SQUARE, *(replace(SQUARE, coords=(0, 110 * n, 100, 100)) for n in (1, 2)), Area("circle", (200, 200, 50))),
    width=480,
)
QUESTION = ItemText("", "Which treatment is the most appropriate?", tuple(name.rjust(12) for name in "ABCD"), 0)
CASE = CaseText(STEM, "", (), questions=(QUESTION, QUESTION), results=("", "MRI shows a new lesion."))


def labels(*texts):
    return replace(HOTSPOT, options=texts)


def areas(*coords, shape="rectangle", **values):
    return replace(HOTSPOT, areas=tuple(Area(shape, place) for place in coords), **values)


def statements(*texts):
    return replace(STATEMENTS, options=texts)


FOUR = ((0, 0, 100, 100), (0, 110, 100, 100), (0, 220, 100, 100), (110, 0, 100, 100))
CASES = {
    "how many": ("unstated-number", replace(RESPONSES, lead_in="Which drugs bind the outer part of HER2?"), RESPONSES),
    "how many of which rule": (
        "unstated-number",
        replace(RESPONSES, lead_in="Name the drugs that bind the outer part of HER2."),
        replace(RESPONSES, lead_in="Name all drugs that bind the outer part of HER2."),
    ),
    "another number": (
        "wrong-number",
        replace(RESPONSES, lead_in="Which three drugs bind the outer part of HER2?"),
        replace(RESPONSES, lead_in="Which 2 drugs bind the outer part of HER2?"),
    ),
    "one right option": (
        "lopsided-key",
        replace(RESPONSES, lead_in="Which one drug binds domain II?", correct=(2,)),
        RESPONSES,
    ),
    "one wrong option": (
        "lopsided-key",
        replace(RESPONSES, lead_in="Which four drugs bind HER2?", correct=(0, 1, 2, 3)),
        replace(RESPONSES, lead_in="Which three drugs bind HER2?", correct=(0, 1, 2)),
    ),
    "few to choose from": (
        "number-of-options",
        replace(RESPONSES, options=(*RESPONSES.options, "Docetaxel", "Letrozole", "Anastrozole", "Abemaciclib")),
        RESPONSES,
    ),
    "long right options": (
        "longest-option-cue",
        replace(RESPONSES, correct=(1, 2), options=("One", "Both antibodies together", "Both inhibitors together",
                                                    "Two", "Three")),
        replace(RESPONSES, correct=(0, 2), options=("One", "Both antibodies together", "Both inhibitors together",
                                                    "Two", "Three")),
    ),
    "all statements hold": ("one-sided-statements", replace(STATEMENTS, holds=(True,) * 3), STATEMENTS),
    "no statement holds": ("one-sided-statements", replace(STATEMENTS, holds=(False,) * 3), STATEMENTS),
    "a reason": (
        "two-ideas",
        statements("Pertuzumab helps because it prevents pairing", "It is a taxane", "It is given by mouth"),
        statements("Pertuzumab prevents pairing", "It is a taxane", "It is given by mouth"),
    ),
    "two clauses": (
        "two-ideas",
        statements("Survival was longer, and it was the primary endpoint", "It is a taxane", "It is given by mouth"),
        statements("Survival was longer with trastuzumab, pertuzumab and a taxane", "It is a taxane", "It is oral"),
    ),
    "a denial": (
        "negative-statement",
        statements("Survival was not longer", "It is a taxane", "It is oral"),
        statements("Survival was similar", "It is a taxane", "It suits patients who have not had a taxane"),
    ),
    "an absolute statement": (
        "absolute-word",
        statements("It always helps", "It is a taxane", "It is oral"),
        statements("It helps older women", "It is a taxane", "It is oral"),
    ),
    "a vague statement": (
        "vague-frequency",
        statements("It often helps", "It is a taxane", "It is oral"),
        statements("It helps more often than lapatinib", "It is a taxane", "It is oral"),
    ),
    "as many options as vignettes": (
        "few-options",
        replace(MATCHING, options=("Lapatinib", "Letrozole"), answers=(1, 0)),
        replace(MATCHING, options=("Lapatinib", "Letrozole", "Pertuzumab"), answers=(1, 0)),
    ),
    "no order": (
        "unordered-options",
        replace(MATCHING, options=("Lapatinib", "Docetaxel", "Letrozole"), answers=(2, 1)),
        replace(MATCHING, options=("docetaxel", "HER2 blockade", "Letrozole"), answers=(2, 1)),
    ),
    "a bare vignette": (
        "bare-vignette",
        replace(MATCHING, vignettes=("Pregnancy", MATCHING.vignettes[1])),
        MATCHING,
    ),
    "the same answer": ("one-answer-for-all", replace(MATCHING, answers=(2, 2)), MATCHING),
    "a list in sentences": (
        "heterogeneous-options",
        replace(MATCHING, options=("Docetaxel", "Give her letrozole now.", "Trastuzumab"), answers=(2, 1)),
        replace(MATCHING, options=("Docetaxel", "Letrozole", "Trastuzumab"), answers=(2, 1)),
    ),
    "first, then": (
        "numbered-step",
        replace(STEPS, options=("First, a biopsy", "Immunohistochemistry", "In situ hybridisation")),
        replace(STEPS, options=("First biopsy", "Immunohistochemistry", "In situ hybridisation")),
    ),
    "then": (
        "numbered-step",
        replace(STEPS, options=("Biopsy", "Then immunohistochemistry", "In situ hybridisation")),
        replace(STEPS, options=("Biopsy", "Second-line treatment", "Third-line treatment")),
    ),
    "which end": ("unstated-order", replace(STEPS, lead_in="Order these steps."), STEPS),
    "no unit": (
        "unit-not-asked",
        replace(NUMERIC, lead_in="How much prednisolone a day is needed, rounded to a whole number?"),
        replace(NUMERIC, lead_in="How much prednisolone (to the nearest milligram) is needed?"),
    ),
    "a unit to choose": (
        "unit-not-asked",
        replace(NUMERIC, lead_in="How much prednisolone a day is needed, within 1 of a whole number?"),
        replace(NUMERIC, lead_in="How much prednisolone, within 1 of a whole number?", units=("mg", "g")),
    ),
    "rounded": (
        "zero-tolerance",
        replace(NUMERIC, answer="9.1", tolerance="0"),
        replace(NUMERIC, answer="9.1", tolerance="0.1"),
    ),
    "a quarter": ("wide-tolerance", replace(NUMERIC, tolerance="16"), replace(NUMERIC, tolerance="15.9")),
    "how precise": (
        "unstated-precision",
        replace(NUMERIC, lead_in="How many mg of prednisolone a day?"),
        replace(NUMERIC, lead_in="How many mg of prednisolone a day?", tolerance="0"),
    ),
    "two areas": ("number-of-options", replace(labels("Up", "Down"), areas=HOTSPOT.areas[:2]), HOTSPOT),
    "the long label": (
        "longest-option-cue",
        labels("Up", "The middle part of the picture", "Down", "Beside"),
        HOTSPOT,
    ),
    "the label that tells": (
        "telling-label",
        labels("Upper part", "Trastuzumab site", "Lower part", "Beside it"),
        labels("Pertuzumab site", "Trastuzumab site", "Site of trastuzumab", "Beside it"),
    ),
    "a small circle": (
        "tiny-area",
        areas((20, 20, 17.9), (120, 20, 18), (220, 20, 18), (320, 20, 18), shape="circle"),
        areas((20, 20, 18), (120, 20, 18), (220, 20, 18), (320, 20, 18), shape="circle"),
    ),
    "one over the other": (
        "overlapping-areas",
        areas((0, 0, 100, 100), (0, 90, 100, 100), *FOUR[2:]),
        areas((0, 0, 100, 100), (0, 100, 100, 100), *FOUR[2:]),
    ),
    "one within the other": (
        "overlapping-areas",
        areas((0, 0, 100, 100), (10, 10, 80, 80), *FOUR[2:]),
        areas(*FOUR),
    ),
    "the largest": (
        "largest-area",
        areas(*FOUR[:3], (110, 0, 151, 100), correct=3),
        areas(*FOUR[:3], (110, 0, 150, 100), correct=3),
    ),
    "no case": ("bare-case", replace(CASE, stem="A woman is ill."), CASE),
    "nothing new": ("missing-result", replace(CASE, results=("", "")), CASE),
    "many questions": (
        "many-questions",
        replace(CASE, questions=(QUESTION,) * 6, results=("CT",) * 6),
        replace(CASE, questions=(QUESTION,) * 5, results=("CT",) * 5),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_flaw_is_named_and_the_mended_item_has_none(case):
    name, flawed, mended = CASES[case]
    assert [flaw.name for flaw in flaws_of(flawed)] == [name]
    assert flaws_of(mended) == []


def test_every_rule_of_a_kind_has_a_case_and_a_docstring():
    shared = set(RULES[ItemText])
    own = {rule for kind, rules in RULES.items() if kind is not ItemText for rule in rules} - shared
    assert {name_of(rule) for rule in own} - {name for name, _, _ in CASES.values()} == set()
    assert [rule for rule in own if not rule.__doc__] == []


def test_a_flaw_of_a_question_stands_in_its_case():
    negative = replace(QUESTION, lead_in="Which drug is not given?")
    (flaw,) = flaws_of(replace(CASE, questions=(QUESTION, negative)))
    assert (flaw.name, flaw.place) == ("negative-lead-in", ("questions", 1, "lead_in"))


@pytest.mark.parametrize("case", ["how many", "a denial", "first, then", "no unit", "which end"])
def test_an_item_in_another_language_is_not_judged_by_english_words(case):
    assert flaws_of(CASES[case][1], english=False) == []


def parts(texts, **values):
    return [
        {"html": f"<em>{text}</em>", **{name: each[i] for name, each in values.items()}} for i, text in enumerate(texts)
    ]


NUMBER = {"answer": "64", "tolerance": "1", "unit": "mg", "units": []}
CONTENTS = {
    "single-best-answer": (ItemText("S", "L", ("a", "b"), 1), {"options": parts("ab", correct=[False, True])}),
    "multiple-response": (
        ResponsesText("S", "L", ("a", "b", "c"), (0, 2)),
        {"options": parts("abc", correct=[True, False, True])},
    ),
    "multiple-true-false": (
        StatementsText("S", "L", ("a", "b"), (False, True)),
        {"statements": parts("ab", holds=[False, True])},
    ),
    "extended-matching": (
        MatchingText("S", "L", ("a", "b"), ("v", "w"), (1, 0)),
        {"options": parts("ab"), "vignettes": parts("vw", answer=[1, 0])},
    ),
    "ordering": (StepsText("S", "L", ("a", "b")), {"steps": parts("ab")}),
    "numeric": (NumericText("S", "L", (), "64", "1", "mg", ()), NUMBER),
    "hotspot": (
        HotspotText("S", "L", ("a", "b"), 0, (Area("circle", (5, 5, 4)), Area("circle", (20, 5, 4))), 30),
        {
            "areas": parts("ab", correct=[True, False], shape=["circle"] * 2, coords=[[5, 5, 4], [20, 5, 4]]),
            "width": 30,
            "height": 10,
        },
    ),
    "case": (
        CaseText("S", "L", (), (NumericText("R", "Q", (), "64", "1", "mg", ()),), ("R",)),
        {"questions": [{"kind": "numeric", "result_html": "<p>R</p>", "lead_in_html": "<p>Q</p>", "content": NUMBER}]},
    ),
}


@pytest.mark.parametrize("kind", CONTENTS)
def test_an_item_is_read_from_what_is_stored_of_it(kind):
    expected, content = CONTENTS[kind]
    assert text_of(kind, content, stem_html="<p>S</p>", lead_in_html="<p>L</p>") == expected


def test_each_reading_is_that_of_a_kind_and_tried_here():
    assert set(READERS) == set(CONTENTS) <= set(KINDS)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Area("polygon", (0, 0, 10, 0, 0, 10)), Area("polygon", (10, 10, 10, 1, 1, 10)), False),
        (Area("polygon", (0, 0, 10, 0, 0, 10)), Area("polygon", (10, 10, 10, -1, -1, 10)), True),
        (Area("circle", (0, 0, 10)), Area("circle", (19, 0, 10)), True),
        (Area("rectangle", (0, 0, 9, 9)), Area("rectangle", (3, -1, 3, 11)), True),
        (Area("circle", (0, 0, 10)), Area("circle", (20.1, 0, 10)), False),
        (SQUARE, SQUARE, True),
    ],
)
def test_areas_overlap_by_more_than_their_borders(one, other, expected):
    assert overlap(outline(one), outline(other)) is expected
    assert overlap(outline(other), outline(one)) is expected


def test_the_extent_of_an_area():
    assert extent(outline(Area("rectangle", (5, 5, 4, 3)))) == 12
    assert extent(outline(Area("polygon", (0, 0, 10, 0, 0, 10)))) == 50
    assert round(extent(outline(Area("circle", (0, 0, 10))))) == 311  # of a circle's 314, for its 24 corners


sides = st.integers(-50, 50)


@settings(max_examples=200, deadline=None)
@given(sides, sides, st.integers(1, 40), st.integers(1, 40), sides, sides)
def test_a_point_lies_in_a_rectangle_by_its_coordinates(x, y, width, height, at_x, at_y):
    corners = outline(Area("rectangle", (x, y, width, height)))
    inside = x < at_x + 0.5 < x + width and y < at_y + 0.5 < y + height
    assert within((at_x + 0.5, at_y + 0.5), corners) is inside
