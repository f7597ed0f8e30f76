"""A bank with an item of every kind, as stored. Plain values; keys are those of the kinds."""

from datetime import date, datetime

from quizzes import services
from quizzes.domain.kinds import KINDS
from quizzes.domain.testfile import ItemContent, TestContent
from quizzes.models import Attempt
from tests.quizzes import factories
from tests.quizzes.factories import REFERENCE, option
from tests.quizzes.filling import right_posts

PICTURE = '<img src="/media/axilla.svg" alt="A breast" width="200" height="100">'


def _options(right: set[int], count: int) -> list[dict]:
    return [option(f"option {index}", "<p>Because.</p>", correct=index in right) for index in range(count)]


def _entries(count: int, **values: object) -> list[dict]:
    return [{"html": f"part {index}", "comment_html": "", **values} for index in range(count)]


SIMPLE = {
    "single-best-answer": {"options": _options({1}, 4)},
    "multiple-response": {"options": _options({0, 2}, 5)},
    "multiple-true-false": {
        "statements": [
            {"html": f"statement {index}", "comment_html": "", "holds": holds}
            for index, holds in enumerate([True, False, True])
        ]
    },
    "extended-matching": {
        "options": [{"html": f"disease {index}"} for index in range(5)],
        "vignettes": [
            {"html": f"patient {index}", "comment_html": "", "answer": right} for index, right in enumerate([3, 0, 3])
        ],
    },
    "ordering": {"steps": _entries(4)},
    "numeric": {"answer": "12.5", "tolerance": "0.5", "unit": "mg", "units": ["mg", "g"], "comment_html": ""},
    "hotspot": {
        "path": "media/axilla.svg",
        "picture_html": PICTURE,
        "width": 200,
        "height": 100,
        "areas": [
            {"html": f"area {place}", "comment_html": "", "correct": place == 2, "shape": "circle", "coords": coords}
            for place, coords in enumerate([[20, 20, 9], [60, 20, 9], [100, 20, 9]])
        ],
    },
}
CASE = {
    "questions": [
        {
            "result_html": "<p>The result.</p>" if place else "",
            "kind": kind,
            "lead_in_html": f"<p>What is next after {place}?</p>",
            "rationale_html": "<p>Because.</p>",
            "content": SIMPLE[kind],
        }
        for place, kind in enumerate(["single-best-answer", "numeric", "multiple-true-false"])
    ]
}
CONTENTS = {**SIMPLE, "case": CASE}


def items() -> tuple[ItemContent, ...]:
    """An item of each kind, by turns in the sections "basics" and "practice"."""
    return tuple(
        ItemContent(
            key=kind,
            kind=kind,
            content=CONTENTS[kind],
            section=["basics", "practice"][place % 2],
            stem_html=f"<p>The {kind}.</p>",
            lead_in_html="<p>Which?</p>",
            rationale_html="<p>Because.</p>",
            objectives=(["standards", "novel"][place % 2],),
            slides=(["biology", "testing"][place % 2],),
            references=(REFERENCE,),
            calculator=kind == "numeric",
        )
        for place, kind in enumerate(KINDS)
    )


class Sitting(factories.Sitting):
    """A module in its term whose test is this bank, under a policy, and a learner before it."""

    def __init__(self, *, days: tuple[date, date] | None = None, **values: object) -> None:
        """``days`` are the first and the last valid one of the term; None: those of 2027."""
        self.module = factories.module()
        dated = {"release": days[0], "last_valid_day": days[1]} if days else {}
        self.term = factories.term(self.module, **dated)
        self.edition = factories.edition(self.module)
        self.policy = factories.policy(**values)
        self.test = services.store_test(
            edition=self.edition, content=TestContent("CME test", self.policy, items(), (), ())
        )
        self.policy_row = services.first_policy(
            module=self.module, policy=self.policy, now=self.term.opens_at, actor=None
        )
        self.learner = factories.learner()

    def answer(self, attempt: Attempt, right: int, now: datetime = factories.NOW) -> None:
        """Answer the first ``right`` items of the paper rightly and leave the others."""
        for number in range(1, right + 1):
            for posted in right_posts(attempt, number):
                services.save_answer(learner=self.learner, attempt_id=attempt.pk, number=number, posted=posted, now=now)
