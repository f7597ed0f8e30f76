"""Filled-in forms, and learners who send them. Plain functions; every argument has a value that works."""

from typing import Any

from courses.languages import Reading
from courses.models import Edition
from elearning.evaluation import services
from elearning.evaluation.access import questions_of
from elearning.evaluation.domain.form import Question
from elearning.evaluation.models import Evaluation
from quizzes.models import Attempt
from tests.quizzes.factories import NOW, Sitting


def asked_of(edition: Edition) -> list[Question]:
    return questions_of(Reading(edition, edition.language))


def filled(questions: list[Question], **changes: list[str] | None) -> dict[str, list[str]]:
    """What a browser sends: the middle of each rating, nothing to criticise, one commitment, no reminder.

    Keyword arguments replace what is given to a question (``_`` for ``-``); None leaves it out.
    """
    given = {question.key: ["3"] for question in questions if question.is_scale}
    given |= {"level": ["right"], "time": ["right"], "balance": ["yes"]}
    given |= {"intention": ["change"], "changes": ["guideline"]}
    given |= {key.replace("_", "-"): value for key, value in changes.items()}
    return {key: value for key, value in given.items() if value is not None}


def evaluate(attempt: Attempt, now=NOW, language: str = "", **changes: list[str] | None) -> Evaluation:
    """The evaluation that the learner of ``attempt`` sends."""
    given = filled(asked_of(attempt.edition), **changes)
    return services.submit_evaluation(learner=attempt.learner, attempt=attempt, given=given, language=language, now=now)


class Passed(Sitting):
    """A sitting whose learner passed at ``NOW`` (or at ``at``)."""

    def __init__(self, *, at=NOW, **values: Any) -> None:
        super().__init__(**values)
        self.attempt = self.sit(4, at)

    def evaluate(self, now=NOW, **changes: list[str] | None) -> Evaluation:
        return evaluate(self.attempt, now, **changes)
