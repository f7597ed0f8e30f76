"""What the result of a submitted attempt shows, with no more than its policy reveals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.domain.reading import Summary, slides_of
from courses.models import Edition
from courses.texts import describe, moment
from quizzes import access, texts
from quizzes.access import TestSummary
from quizzes.domain.kinds import WHOLE
from quizzes.domain.scoring import passes
from quizzes.gain import own_gain
from quizzes.models import Attempt, Item, ItemCorrection, Response, Score
from quizzes.pages.shown import ShownItem, shown_item


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


def result_context(
    attempt: Attempt, summary: TestSummary, edition: Edition, progress: Summary, now: datetime
) -> dict[str, Any]:
    """Return the context of the result of a submitted attempt, with no more than its policy reveals.

    ``edition`` is the one that learners read now, to whose slides the result leads.
    """
    module = attempt.module
    score = access.newest_score(attempt)
    reviewed = review(attempt, edition, score)
    refusal = summary.begin_refusal(progress.unseen, now, slides_unanswered=progress.unanswered)
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
