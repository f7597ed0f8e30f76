"""What the evaluation's pages show: the form with what was given, and what was sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from courses.domain.reading import reading_minutes, slides_of
from courses.languages import Reading
from courses.models import Edition
from courses.texts import moment
from elearning.evaluation import texts
from elearning.evaluation.access import questions_of
from elearning.evaluation.domain import sheet
from elearning.evaluation.domain.form import Group, Kind, Question
from elearning.evaluation.models import Evaluation


@dataclass(frozen=True)
class ShownChoice:
    value: str
    text: str
    subject: str
    language: str
    chosen: bool


@dataclass(frozen=True)
class ShownQuestion:
    """A question in words. ``name`` is its key, ``id`` the same for HTML; ``text`` what was written into it."""

    question: Question
    id: str
    text: str
    hint: str
    choices: list[ShownChoice]
    written: str
    problem: str

    @property
    def name(self) -> str:
        return self.question.key

    @property
    def subject(self) -> str:
        return self.question.subject

    @property
    def language(self) -> str:
        """The language of the subject."""
        return self.question.language

    @property
    def is_text(self) -> bool:
        return self.question.kind is Kind.TEXT

    @property
    def input_type(self) -> str:
        return "checkbox" if self.question.kind is Kind.SOME else "radio"

    @property
    def label(self) -> str:
        """What names the question in the list of those that are missing."""
        return self.subject or self.text


@dataclass(frozen=True)
class ShownGroup:
    heading: str
    questions: list[ShownQuestion]
    rates_objectives: bool


def form_context(
    reading: Reading, given: sheet.Given | None = None, problems: Iterable[sheet.Problem] = ()
) -> dict[str, Any]:
    """Return the form: empty, or with what was ``given`` and what is wrong with it."""
    faults = {problem.question.key: texts.problem(problem) for problem in problems}
    shown = [_shown(question, reading, given or {}, faults) for question in questions_of(reading)]
    return {
        "groups": _groups(shown),
        "problems": [question for question in shown if question.problem],
        "edition": reading.edition,
        "module": reading.edition.module,
        "title": reading.title,
        "language": reading.language,
        "max_text": sheet.MAX_TEXT,
    }


def sent_context(evaluation: Evaluation, edition: Edition) -> dict[str, Any]:
    """Return what was sent about ``edition`` (with its module), each answered question with its answer in words."""
    reading = Reading.last(edition, evaluation.language)
    answers = evaluation.answers
    given = {key: [answer] if isinstance(answer, str) else answer for key, answer in answers.items()}
    answered = [question for question in questions_of(reading) if question.key in answers]
    shown = [_shown(question, reading, given, {}) for question in answered if question.key != "own-change"]
    return {
        "evaluation": evaluation,
        "sent_at": moment(evaluation.submitted_at, edition.module.time_zone),
        "groups": _groups(shown),
        "commitments": list(evaluation.commitments.all()),
        "module": edition.module,
        "title": reading.title,
        "language": reading.language,
    }


def _shown(
    question: Question, reading: Reading, given: Mapping[str, Sequence[str]], faults: Mapping[str, str]
) -> ShownQuestion:
    values = given.get(question.key, ())
    return ShownQuestion(
        question=question,
        id=f"q-{question.key.replace(':', '-')}",
        text=_(question.text),
        hint=_hint(question, reading),
        choices=[
            ShownChoice(choice.value, _(choice.text), choice.subject, choice.language, choice.value in values)
            for choice in question.choices
        ],
        written=values[-1] if question.kind is Kind.TEXT and values else "",
        problem=faults.get(question.key, ""),
    )


def _hint(question: Question, reading: Reading) -> str:
    if question.key == "time":
        minutes = reading_minutes(sum(slide["seconds"] for slide in slides_of(reading.edition.outline)))
        return _("Stated for the slides: about %(minutes)s minutes.") % {"minutes": minutes}
    if question.key == "reminder":
        return _("One e-mail with one question each time. You can stop them whenever you like.")
    return ""


def _groups(shown: Iterable[ShownQuestion]) -> list[ShownGroup]:
    return [
        ShownGroup(_(group.value), list(questions), group is Group.OBJECTIVES)
        for group, questions in groupby(shown, key=lambda each: each.question.group)
    ]
