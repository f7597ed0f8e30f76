"""A filled-in form: what was answered, and what is still missing, question by question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from elearning.evaluation.domain.form import OWN, Choice, Kind, Question

MAX_TEXT = 2000
"""The longest answer in the learner's own words, in characters."""
Given = Mapping[str, Sequence[str]]
"""What a browser sent, by the key of the question."""
Answers = Mapping[str, Any]
"""What is stored: by the key of the question a value, a text, or (for ``Kind.SOME``) a list of values."""


class Fault(StrEnum):
    MISSING = "missing"
    TOO_MANY = "too-many"
    TOO_LONG = "too-long"


@dataclass(frozen=True)
class Problem:
    """What is wrong with the answer to ``question``."""

    question: Question
    fault: Fault


@dataclass(frozen=True)
class Sheet:
    """What was read. ``answers`` has the questions that were asked and answered; complete when nothing is wrong."""

    answers: dict[str, Any]
    problems: list[Problem]


def read(questions: Iterable[Question], given: Given) -> Sheet:
    """Return the answers in ``given`` and every problem, in the order of the form.

    Values that the form does not offer count as not given. What was given to a question that is not asked (its ``when``
    does not hold) is left out.
    """
    answers: dict[str, Any] = {}
    problems = []
    for question in questions:
        if not is_asked(question, answers):
            continue
        answer = value_of(question, given)
        if answer:
            answers[question.key] = answer
        if (fault := _fault(question, answer)) is not None:
            problems.append(Problem(question, fault))
    return Sheet(answers, problems)


def is_asked(question: Question, answers: Answers) -> bool:
    """Tell whether ``question`` is asked, given the answers to the questions before it."""
    if question.when is None:
        return True
    key, awaited = question.when
    found = answers.get(key)
    return awaited in found if isinstance(found, list) else found == awaited


def value_of(question: Question, given: Given) -> str | list[str]:
    """Return what was given to ``question`` as it is stored; empty where there is nothing."""
    values = given.get(question.key, ())
    if question.kind is Kind.TEXT:
        return values[-1].replace("\r\n", "\n").replace("\0", "").strip() if values else ""
    chosen = [choice.value for choice in question.choices if choice.value in values]
    if question.kind is Kind.SOME:
        return chosen
    return chosen[0] if len(chosen) == 1 else ""


def changes(questions: Iterable[Question], answers: Answers) -> list[Choice]:
    """Return what the learner committed to, in the order of the form; own words as a choice with that text."""
    chosen = answers.get("changes", [])
    offered = next(question for question in questions if question.key == "changes").choices
    found = [choice for choice in offered if choice.value in chosen]
    return [Choice(OWN, answers["own-change"]) if choice.value == OWN else choice for choice in found]


def reminder_days(answers: Answers) -> list[int]:
    """Return after how many days the learner wants to be asked, the fewest first."""
    return sorted(int(days) for days in answers.get("reminder", []))


def _fault(question: Question, answer: str | list[str]) -> Fault | None:
    if not answer:
        return Fault.MISSING if question.required else None
    if question.kind is Kind.SOME and len(answer) > question.most:
        return Fault.TOO_MANY
    if question.kind is Kind.TEXT and len(answer) > MAX_TEXT:
        return Fault.TOO_LONG
    return None
