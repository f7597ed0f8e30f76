"""Taking the one answer to a question, and deciding when its item comes again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from elearning.followup import access
from elearning.followup.domain import recall
from elearning.followup.models import Card, Enrolment, Retired, Review
from elearning.followup.services.questions import finish_if_done
from quizzes.domain.kinds import WHOLE, Answer


class Fault(StrEnum):
    """Why nothing was stored."""

    BLANK = "blank"
    REVISED = "revised"  # the module was published anew since the page was made
    OVER = "over"  # the link is too old, or the item or module is gone


class Unanswered(Exception):
    """Nothing was stored, and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@transaction.atomic
def answer(
    *, review: Review, posted: Mapping[str, Sequence[str]], confidence: str, edition: str, now: datetime
) -> Review:
    """Store the answer in ``posted``, grade it, and set when the item comes again; return the question as it is then.

    ``edition`` is the number of the edition whose question the page showed. A question answered already stays as it
    is. Raises Unanswered.
    """
    if Enrolment.objects.select_for_update().filter(pk=review.card.enrolment_id).first() is None:
        raise Unanswered(Fault.OVER)  # the account was erased meanwhile
    review = access.complete_reviews().get(pk=review.pk)
    if review.answered_at is not None:
        return review
    now = max(now, review.asked_at)  # the clocks of two hosts differ, and a clock may be set back
    question = None if access.is_over(review, now) else access.question_of(review)
    if question is None:
        raise Unanswered(Fault.OVER)
    if edition != str(question.edition.number):
        raise Unanswered(Fault.REVISED)
    given = _parsed(question, posted)
    mark = question.item.by_kind.grade(question.item.content, given, partial=False)
    confidence = confidence if confidence in recall.RATINGS else ""
    rating = recall.rating_of(right=mark == WHOLE, confidence=confidence)
    _advance(review.card, rating, right=mark == WHOLE, now=now)
    review.answered_at, review.edition, review.order, review.answer = now, question.edition, question.order, given
    review.grade, review.confidence, review.rating = mark, confidence, int(rating)
    review.next_due_at = None if review.card.retired else review.card.due_at
    review.save()
    finish_if_done(review.card.enrolment, now)
    return review


def _parsed(question: access.Question, posted: Mapping[str, Sequence[str]]) -> Answer:
    """Return the answer; a forged value counts as none."""
    kind, content = question.item.by_kind, question.item.content
    try:
        given = kind.parse(content, question.order, posted, None)
    except ValueError:
        raise Unanswered(Fault.BLANK) from None
    if not kind.answered(content, given):
        raise Unanswered(Fault.BLANK)
    return given


def _advance(card: Card, rating: int, *, right: bool, now: datetime) -> None:
    step = recall.after(card.memory, rating, now)
    card.stability, card.difficulty, card.reviewed_at = step.memory.stability, step.memory.difficulty, now
    card.due_at, card.repeats = step.due_at, card.repeats + 1
    if recall.retires(step, repeats=card.repeats, right=right):
        card.retired = Retired.KEPT
    card.save()
