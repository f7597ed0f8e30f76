"""What the pages of the pre-test and the test show, put together for their templates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from string import ascii_uppercase
from typing import Any

from courses.domain.reading import Summary, slides_of
from courses.domain.reasons import Code, Reason
from courses.models import Edition
from courses.texts import describe, moment
from elearning.accounts.models import User
from quizzes import access, texts
from quizzes.access import TestSummary
from quizzes.domain.blueprint import by_section
from quizzes.domain.pretest import by_objective, option_order
from quizzes.forms import PretestForm
from quizzes.models import Attempt, Item, PretestSitting, Response

SHOW_CLOSING_WITHIN = timedelta(days=1)
"""From how long before its closing instant a test without a time limit shows the time that remains."""


@dataclass(frozen=True)
class Entry:
    """One place of the paper in the navigator."""

    number: int
    answered: bool
    flagged: bool


@dataclass(frozen=True)
class Choice:
    """An option as shown: in which place (from 1), under which letter, and (in a result) with its comment."""

    shown: int
    html: str
    comment_html: str
    chosen: bool
    correct: bool

    @property
    def letter(self) -> str:
        return ascii_uppercase[self.shown - 1]


@dataclass(frozen=True)
class Reviewed:
    """An item of a submitted attempt. ``slides`` are those to read again, as in the outline that learners see now."""

    number: int
    item: Item
    choices: list[Choice]
    slides: list[dict[str, Any]]

    @property
    def answered(self) -> bool:
        return any(choice.chosen for choice in self.choices)

    @property
    def right(self) -> bool:
        return any(choice.chosen and choice.correct for choice in self.choices)


@dataclass(frozen=True)
class Question:
    """An item on the page of the pre-test; ``blank`` when it was submitted without an answer."""

    number: int
    item: Item
    choices: list[Choice]
    blank: bool


def entry_of(attempt: Attempt, number: int, responses: dict[str, Response]) -> Entry:
    response = responses.get(attempt.paper[number - 1]["item"])
    answered = response is not None and response.option is not None
    return Entry(number, answered, response is not None and response.flagged)


def entries_of(attempt: Attempt, responses: dict[str, Response]) -> list[Entry]:
    return [entry_of(attempt, number, responses) for number in range(1, len(attempt.paper) + 1)]


def answered_count(responses: dict[str, Response]) -> int:
    return sum(response.option is not None for response in responses.values())


def next_to_answer(attempt: Attempt, responses: dict[str, Response]) -> int:
    """Return the number of the first blank item, or 1."""
    return next((entry.number for entry in entries_of(attempt, responses) if not entry.answered), 1)


def closing(attempt: Attempt, now: datetime) -> dict[str, Any] | None:
    """Return when an open attempt closes, where the page should say so: ``at`` in words, ``seconds`` from now."""
    closes_at = attempt.closes_at
    if closes_at is None or (attempt.deadline is None and closes_at - now > SHOW_CLOSING_WITHIN):
        return None
    seconds = max(0, int((closes_at - now).total_seconds()))
    return {"at": moment(closes_at, attempt.module.time_zone), "seconds": seconds, "minutes": -(-seconds // 60)}


def test_context(summary: TestSummary, edition: Edition, progress: Summary, now: datetime) -> dict[str, Any]:
    """Return the context of the test page: the rules in words, and what the learner may do now."""
    module, policy, attempt = summary.module, summary.policy, summary.open_attempt
    reason = None if attempt else _refusal(summary, progress, now)
    rules = []
    if policy:
        left, parts = summary.attempts_left, _parts(summary, edition)
        rules = texts.rules_of(policy, summary.bank, summary.allowed, left, parts)
    return {
        "module": module,
        "summary": summary,
        "rules": rules,
        "credit": texts.credit(module, summary.term) if policy and summary.term else "",
        "open_attempt": attempt,
        "resume_at": next_to_answer(attempt, access.responses_of(attempt)) if attempt else None,
        "closing": closing(attempt, now) if attempt else None,
        "refusal": describe(reason, module.time_zone) if reason else "",
        "slides_unseen": reason is not None and reason.code is Code.SLIDES_UNSEEN,
    }


def _parts(summary: TestSummary, edition: Edition) -> list[tuple[str, int]]:
    """Return the sections (by title, in order) from which the blueprint draws, with the number of items from each."""
    numbers = by_section(summary.item_count, summary.blueprint)
    return [(section["title"], numbers[section["key"]]) for section in edition.outline if section["key"] in numbers]


def item_context(attempt: Attempt, number: int, responses: dict[str, Response], now: datetime) -> dict[str, Any]:
    """Return the context of the page of item ``number`` (from 1) of an open attempt."""
    place = attempt.paper[number - 1]
    item = access.items_of(attempt, place["item"])[place["item"]]
    response = responses.get(item.key)
    return {
        "attempt": attempt,
        "module": attempt.module,
        "number": number,
        "total": len(attempt.paper),
        "item": item,
        "choices": _choices(item, place["options"], response and response.option),
        "entry": entry_of(attempt, number, responses),
        "saved_at": response and response.answered_at,
        "entries": entries_of(attempt, responses),
        "answered": answered_count(responses),
        "previous": number - 1,
        "next": number + 1 if number < len(attempt.paper) else None,
        "closing": closing(attempt, now),
    }


def submit_context(attempt: Attempt, responses: dict[str, Response], now: datetime) -> dict[str, Any]:
    entries = entries_of(attempt, responses)
    return {
        "attempt": attempt,
        "module": attempt.module,
        "total": len(entries),
        "answered": answered_count(responses),
        "blank": [entry for entry in entries if not entry.answered],
        "flagged": [entry for entry in entries if entry.flagged],
        "resume_at": next_to_answer(attempt, responses),
        "closing": closing(attempt, now),
    }


def result_context(
    attempt: Attempt, summary: TestSummary, edition: Edition, progress: Summary, now: datetime
) -> dict[str, Any]:
    """Return the context of the result of a submitted attempt, with no more than its policy reveals.

    ``edition`` is the one that learners read now, to whose slides the result leads.
    """
    module = attempt.module
    reviewed = review(attempt, edition)
    refusal = _refusal(summary, progress, now)
    return {
        "attempt": attempt,
        "module": module,
        "pass_mark": texts.pass_mark(attempt.policy.rules, attempt.total),
        "submitted": moment(attempt.submitted_at, module.time_zone),
        "closed": texts.how_it_closed(attempt),
        "answers_shown": summary.answers_shown(attempt, now),
        "reviewed": reviewed,
        "missed": [each for each in reviewed if each.slides and not each.right],
        "passed_attempt": summary.passed_attempt,
        "refusal": describe(refusal, module.time_zone) if refusal else "",
        "attempts_left": summary.attempts_left,
    }


def _refusal(summary: TestSummary, progress: Summary, now: datetime) -> Reason | None:
    """Return why no attempt can be begun; ``progress`` is the learner's reading of the edition that is read now."""
    return summary.begin_refusal(progress.unseen, now, slides_unanswered=progress.unanswered)


def review(attempt: Attempt, edition: Edition) -> list[Reviewed]:
    """Return the items of a submitted attempt in the order of its paper, with the slides that ``edition`` still has."""
    items, responses = access.items_of(attempt), access.responses_of(attempt)
    slides = {slide["key"]: slide for slide in slides_of(edition.outline)}
    reviewed = []
    for number, place in enumerate(attempt.paper, start=1):
        item, response = items[place["item"]], responses.get(place["item"])
        choices = _choices(item, place["options"], response and response.option)
        again = [slides[key] for key in item.slides if key in slides]
        reviewed.append(Reviewed(number, item, choices, again))
    return reviewed


def option_orders(items: Iterable[Item], learner: User) -> dict[str, list[int]]:
    """Return in which order this learner sees the options of each item of the pre-test, by its key."""
    return {item.key: option_order(learner.pk, item.key, len(item.options.all())) for item in items}


def pretest_context(edition: Edition, items: list[Item], form: PretestForm) -> dict[str, Any]:
    """Return the context of the page of the pre-test; of a bound ``form``, with its answers and what it left blank."""
    chosen, blank = (form.chosen, form.blank) if form.is_bound else ({}, [])
    questions = [
        Question(number, item, _choices(item, form.orders[item.key], chosen.get(item.key)), item.key in blank)
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


def _choices(item: Item, order: list[int], chosen: int | None) -> list[Choice]:
    options = {option.position: option for option in item.options.all()}
    return [
        Choice(shown, options[index].html, options[index].comment_html, index == chosen, options[index].correct)
        for shown, index in enumerate(order, start=1)
    ]
