"""What the pages of the test show, put together for their templates."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from courses.domain.reading import Summary, slides_of
from courses.domain.reasons import Code, Reason
from courses.models import Edition
from courses.texts import describe, moment
from elearning.accounts.models import User
from quizzes import access, texts
from quizzes.access import TestSummary
from quizzes.domain.blueprint import by_section
from quizzes.domain.kinds import WHOLE
from quizzes.domain.paper import PaperItem
from quizzes.domain.policy import Layout
from quizzes.domain.scoring import passes
from quizzes.gain import own_gain
from quizzes.models import Attempt, ConfidenceChoice, Item, ItemCorrection, Response, Score
from quizzes.pages.shown import ShownItem, shown_item

SHOW_CLOSING_WITHIN = timedelta(days=1)
"""From how long before its closing instant a test without a time limit shows the time that remains."""


@dataclass(frozen=True)
class Entry:
    """One place of the paper in the navigator."""

    number: int
    answered: bool
    flagged: bool


@dataclass(frozen=True)
class OpenItem:
    """An item of an open attempt as its form shows it. Its ids on the page begin with ``ids``, which one has alone."""

    number: int
    item: Item
    response: Response
    shown: ShownItem
    ids: str

    @property
    def saved_at(self) -> datetime | None:
        return self.response.answered_at


@dataclass(frozen=True)
class Reviewed:
    """An item of a submitted attempt. ``slides`` are those to read again, as in the outline that learners see now.

    ``mark`` is in 1/WHOLE; None where the item counts for nobody. ``correction`` is what was corrected in it.
    """

    number: int
    item: Item
    shown: ShownItem
    response: Response | None
    mark: int | None
    correction: ItemCorrection | None
    slides: list[dict[str, Any]]

    @property
    def answered(self) -> bool:
        return self.response is not None and self.response.answer is not None

    @property
    def right(self) -> bool:
        return self.mark in (None, WHOLE)

    @property
    def share(self) -> int:
        """How much of a partly right item counts, in per cent."""
        return (self.mark or 0) * 100 // WHOLE


def entry_of(attempt: Attempt, number: int, responses: dict[str, Response]) -> Entry:
    response = responses.get(attempt.paper[number - 1]["item"])
    answered = response is not None and response.answered
    return Entry(number, answered, response is not None and response.flagged)


def entries_of(attempt: Attempt, responses: dict[str, Response]) -> list[Entry]:
    return [entry_of(attempt, number, responses) for number in range(1, len(attempt.paper) + 1)]


def answered_count(responses: dict[str, Response]) -> int:
    return sum(response.answered for response in responses.values())


def next_to_answer(attempt: Attempt, responses: dict[str, Response]) -> int:
    """Return the number of the first blank item, or 1; without going back, of the item reached."""
    if not attempt.policy.back:
        return min(attempt.reached, len(attempt.paper))
    return next((entry.number for entry in entries_of(attempt, responses) if not entry.answered), 1)


def closing(attempt: Attempt, now: datetime) -> dict[str, Any] | None:
    """Return when an open attempt closes, where the page should say so: ``at`` in words, ``seconds`` from now."""
    closes_at = attempt.closes_at
    if closes_at is None or (attempt.deadline is None and closes_at - now > SHOW_CLOSING_WITHIN):
        return None
    seconds = max(0, int((closes_at - now).total_seconds()))
    return {"at": moment(closes_at, attempt.module.time_zone), "seconds": seconds, "minutes": -(-seconds // 60)}


def test_context(
    summary: TestSummary, learner: User, edition: Edition, progress: Summary, now: datetime
) -> dict[str, Any]:
    """Return the context of the test page: the rules in words, and what the learner may do now."""
    module, policy, attempt = summary.module, summary.policy, summary.open_attempt
    reason = None if attempt else _refusal(summary, progress, now)
    rules = []
    if policy:
        left, parts = summary.attempts_left, _parts(summary, edition)
        rules = texts.rules_of(policy, summary.bank, summary.allowed, left, parts, _extra_percent(summary, learner))
    return {
        "module": module,
        "summary": summary,
        "rules": rules,
        "credit": texts.credit(module, summary.term) if policy and summary.term else "",
        "open_attempt": attempt,
        "resume_at": next_to_answer(attempt, access.responses_of(attempt)) if attempt else None,
        "closing": closing(attempt, now) if attempt else None,
        "pause_left": texts.pause_left(attempt.clock.resumed(now).pause_left) if attempt else "",
        "paused": describe(Reason(Code.ATTEMPT_PAUSED)) if attempt and attempt.clock.is_paused(now) else "",
        "refusal": describe(reason, module.time_zone) if reason else "",
        "may_begin": attempt is None and reason is None,
        "slides_unseen": reason is not None and reason.code in (Code.SLIDES_UNSEEN, Code.SLIDES_AGAIN),
    }


def _extra_percent(summary: TestSummary, learner: User) -> int:
    """Return how much more time the learner has in the open attempt, or will have in the next; 0 without a limit."""
    if summary.policy is None or summary.policy.time_limit_minutes is None:
        return 0
    if summary.open_attempt is not None:
        return summary.open_attempt.extra_percent
    return access.extra_percent_of(learner, summary.module)


def _parts(summary: TestSummary, edition: Edition) -> list[tuple[str, int]]:
    """Return the sections (by title, in order) from which the blueprint draws, with the number of items from each."""
    numbers = by_section(summary.item_count, summary.blueprint)
    return [(section["title"], numbers[section["key"]]) for section in edition.outline if section["key"] in numbers]


def item_context(attempt: Attempt, number: int, responses: dict[str, Response], now: datetime) -> dict[str, Any]:
    """Return the context of the page of item ``number`` (from 1) of an open attempt, or of all its items."""
    return {
        **_sitting_context(attempt, responses, now),
        "number": number,
        "all": False,
        "shown_items": open_items(attempt, responses, {number: attempt.paper[number - 1]}),
        "previous": number - 1,
        "next": number + 1 if number < len(attempt.paper) else None,
    }


def all_items_context(attempt: Attempt, responses: dict[str, Response], now: datetime) -> dict[str, Any]:
    """Return the context of the page that shows all items of an open attempt."""
    places = dict(enumerate(attempt.paper, start=1))
    return {
        **_sitting_context(attempt, responses, now),
        "all": True,
        "shown_items": open_items(attempt, responses, places),
    }


def shows_all(attempt: Attempt) -> bool:
    return attempt.policy.layout == Layout.ALL


def open_items(attempt: Attempt, responses: dict[str, Response], places: dict[int, PaperItem]) -> list[OpenItem]:
    """Return the items in ``places`` of the paper, by their numbers, with what is saved of them."""
    items = access.items_of(attempt, *(place["item"] for place in places.values()))
    found = []
    for number, place in places.items():
        item = items[place["item"]]
        response = responses.get(item.key) or Response(attempt=attempt, item_key=item.key)
        shown = shown_item(item, place["options"], response.answer, struck=response.struck)
        found.append(OpenItem(number, item, response, shown, f"item-{number}-" if shows_all(attempt) else ""))
    return found


def _sitting_context(attempt: Attempt, responses: dict[str, Response], now: datetime) -> dict[str, Any]:
    return {
        "attempt": attempt,
        "module": attempt.module,
        "policy": attempt.policy,
        "total": len(attempt.paper),
        "entries": entries_of(attempt, responses),
        "answered": answered_count(responses),
        "closing": closing(attempt, now),
        "pause_left": texts.pause_left(attempt.clock.resumed(now).pause_left) if attempt.deadline else "",
        "confidences": ConfidenceChoice.choices,
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
        "back": attempt.policy.back,
        "all": shows_all(attempt),
        "resume_at": next_to_answer(attempt, responses) if _has_open_item(attempt) else None,
        "closing": closing(attempt, now),
    }


def _has_open_item(attempt: Attempt) -> bool:
    """Whether there is an item to return to: without going back the last one may have been left."""
    return attempt.policy.back or attempt.reached <= len(attempt.paper)


def result_context(
    attempt: Attempt, summary: TestSummary, edition: Edition, progress: Summary, now: datetime
) -> dict[str, Any]:
    """Return the context of the result of a submitted attempt, with no more than its policy reveals.

    ``edition`` is the one that learners read now, to whose slides the result leads.
    """
    module = attempt.module
    score = access.newest_score(attempt)
    reviewed = review(attempt, edition, score)
    refusal = _refusal(summary, progress, now)
    return {
        "attempt": attempt,
        "module": module,
        "pass_mark": texts.pass_mark(attempt.policy.rules, attempt.total),
        "points": texts.points(attempt.points, attempt.total),
        "in_shares": attempt.points != attempt.correct * WHOLE,
        "submitted": moment(attempt.submitted_at, module.time_zone),
        "closed": texts.how_it_closed(attempt),
        "answers_shown": summary.answers_shown(attempt, now),
        "reviewed": reviewed,
        "score": score,
        "sections": section_results(attempt, score),
        "missed": [each for each in reviewed if each.slides and not each.right],
        "slides_again": summary.slides_again if summary.attempts[:1] == [attempt] else (),
        "passed_attempt": summary.passed_attempt,
        "refusal": describe(refusal, module.time_zone) if refusal else "",
        "attempts_left": summary.attempts_left,
        "gain": own_gain(attempt) if attempt.passed and summary.pretested else [],
    }


def _refusal(summary: TestSummary, progress: Summary, now: datetime) -> Reason | None:
    """Return why no attempt can be begun; ``progress`` is the learner's reading of the edition that is read now."""
    return summary.begin_refusal(progress.unseen, now, slides_unanswered=progress.unanswered)


def review(attempt: Attempt, edition: Edition, score: Score) -> list[Reviewed]:
    """Return the items of a submitted attempt in the order of its paper, with the slides that ``edition`` still has."""
    items, responses = access.items_of(attempt), access.responses_of(attempt)
    corrections = access.corrections_of(attempt)
    slides = {slide["key"]: slide for slide in slides_of(edition.outline)}
    reviewed = []
    for number, place in enumerate(attempt.paper, start=1):
        item, response = items[place["item"]], responses.get(place["item"])
        correction = corrections.get(item.key)
        if correction is not None and correction.content is not None:
            item.content = correction.content
        shown = shown_item(item, place["options"], response and response.answer)
        again = [slides[key] for key in item.slides if key in slides]
        reviewed.append(Reviewed(number, item, shown, response, score.marks.get(item.key), correction, again))
    return reviewed


def section_results(attempt: Attempt, score: Score) -> list[dict[str, Any]]:
    """Return the result of each section that has a pass mark of its own, in the order of the edition's outline."""
    percents = attempt.policy.section_percents
    if not percents:
        return []
    return [
        {
            "title": section["title"],
            "percent": percents[section["key"]],
            "points": texts.points(*score.sections[section["key"]]),
            "passed": passes(*score.sections[section["key"]], percents[section["key"]]),
        }
        for section in attempt.edition.outline
        if section["key"] in percents and section["key"] in score.sections
    ]
