"""What the pages of the pre-test show, put together for their templates."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from courses.domain.reading import slides_of
from courses.models import Edition
from courses.texts import moment
from elearning.accounts.models import User
from quizzes import access
from quizzes.domain.pretest import by_objective
from quizzes.forms import Asked, PretestForm
from quizzes.models import Item, PretestSitting
from quizzes.pages.shown import ShownItem, shown_item


@dataclass(frozen=True)
class Question:
    """An item on the page of the pre-test; ``blank`` when it was submitted without an answer."""

    number: int
    item: Item
    shown: ShownItem
    blank: bool

    @property
    def prefix(self) -> str:
        """With what the names of its fields begin."""
        return PretestForm.prefix_of(self.item.key)


def asked(items: Iterable[Item], learner: User) -> dict[str, Asked]:
    """Return the items of the pre-test as this learner sees them, by their keys."""
    return {
        item.key: Asked(item.by_kind, item.content, access.question_of(item).order_for(learner.pk, item.key))
        for item in items
    }


def pretest_context(edition: Edition, items: list[Item], form: PretestForm) -> dict[str, Any]:
    """Return the context of the page of the pre-test; of a bound ``form``, with its answers and what it left blank."""
    answers, blank = (form.answers, form.blank) if form.is_bound else ({}, [])
    questions = [
        Question(number, item, shown_item(item, form.asked[item.key].order, answers.get(item.key)), item.key in blank)
        for number, item in enumerate(items, start=1)
    ]
    return {
        "module": edition.module,
        "edition": edition,
        "questions": questions,
        "blank": [question for question in questions if question.blank],
        "revised": form.is_bound and form.cleaned_data["edition"] != edition.number,
    }


def pretest_result_context(sitting: PretestSitting, edition: Edition) -> dict[str, Any]:
    """Return the context of the result of a pre-test; ``edition``, which learners read now, has the slides it names."""
    slides = {slide["key"]: slide for slide in slides_of(edition.outline)}
    objectives = {objective["key"]: objective["text"] for objective in sitting.edition.front_matter["objectives"]}
    parts = by_objective(access.questions_of(sitting.edition), sitting.answers)
    return {
        "module": edition.module,
        "edition": edition,
        "sitting": sitting,
        "submitted": moment(sitting.submitted_at, edition.module.time_zone),
        "parts": [
            {
                "objective": objectives[part.objective],
                "correct": part.correct,
                "total": part.total,
                "slides": [slides[key] for key in part.slides if key in slides],
            }
            for part in parts
        ],
    }
