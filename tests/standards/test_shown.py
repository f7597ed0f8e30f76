"""How judges read an item of each kind."""

from types import SimpleNamespace

import pytest

from elearning.standards.shown import Slot, questions_of
from quizzes.domain.kinds import KINDS


def options(*texts, right=()):
    return [
        {"html": text, "comment_html": "", "correct": place in right, "anchored": False}
        for place, text in enumerate(texts)
    ]


PICTURE = {"picture_html": "<img>", "width": 10, "height": 10}
AREA = {"shape": "circle", "coords": [1, 1, 1], "comment_html": ""}
STEPS = [{"html": "First", "comment_html": ""}, {"html": "Then", "comment_html": ""}]
NUMERIC = {"answer": "12.5", "tolerance": "0", "unit": "mg", "units": [], "comment_html": ""}
SINGLE = {"options": options("A &lt; B", "B", right=[0])}
SHOWN = {
    "single-best-answer": (SINGLE, [("A < B", True), ("B", False)], []),
    "multiple-response": (
        {"options": options("A", "B", "C", right=[0, 2])}, [("A", True), ("B", False), ("C", True)], [],
    ),
    "multiple-true-false": (
        {"statements": [{**STEPS[0], "html": "A", "holds": True}, {**STEPS[0], "html": "B", "holds": False}]},
        [], ["A: true", "B: false"],
    ),
    "extended-matching": (
        {"options": [{"html": "A"}, {"html": "B"}], "vignettes": [{"html": "A man", "answer": 1}] * 2},
        [("A", False), ("B", False)], ["A man: B"] * 2,
    ),
    "ordering": ({"steps": STEPS}, [], ["1. First", "2. Then"]),
    "numeric": (NUMERIC, [], ["12.5 mg"]),
    "hotspot": (
        {**PICTURE, "areas": [{**AREA, "html": "Left", "correct": False}, {**AREA, "html": "Right", "correct": True}]},
        [("Left", False), ("Right", True)], [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", [name for name in KINDS if name != "case"])
def test_the_right_answer_is_marked(kind):
    content, slots, key = SHOWN[kind]
    (asked,) = questions_of(SimpleNamespace(kind=kind, content=content, lead_in_html="<p>What?</p>"))
    assert (asked.slots, asked.key) == ([Slot(*slot) for slot in slots], key)
    assert (asked.lead_in_html, asked.before_html) == ("<p>What?</p>", "<img>" if kind == "hotspot" else "")


def test_a_case_shows_each_question_with_the_result_before_it():
    parts = [
        {"result_html": "", "kind": "numeric", "lead_in_html": "<p>How much?</p>", "content": NUMERIC},
        {
            "result_html": "<p>It grew.</p>",
            "kind": "single-best-answer",
            "lead_in_html": "<p>Now?</p>",
            "content": SINGLE,
        },
    ]
    asked = questions_of(SimpleNamespace(kind="case", content={"questions": parts}, lead_in_html=""))
    assert [(one.before_html, one.lead_in_html, one.key) for one in asked] == [
        ("", "<p>How much?</p>", ["12.5 mg"]),
        ("<p>It grew.</p>", "<p>Now?</p>", []),
    ]
