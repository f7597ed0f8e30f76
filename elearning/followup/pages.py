"""What the pages of the follow-up show, put together for their templates."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.utils import timezone

from courses.domain.reading import slides_of
from courses.languages import Reading
from courses.models import Module
from courses.texts import day_of, describe
from elearning.accounts.models import User
from elearning.followup import access, texts
from elearning.followup.domain import recall, retention
from elearning.followup.domain.retention import Outcome
from elearning.followup.forms import PaceForm, PauseForm
from elearning.followup.models import Card, Enrolment, Review, State
from quizzes.domain.kinds import Answer
from quizzes.models import ConfidenceChoice
from quizzes.pages.shown import shown_item

MOST_SHOWN = 10
"""So many of the latest answers are listed."""


def question_context(review: Review, question: access.Question, posted: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the context of a question that waits for its answer; ``posted`` is what was sent and refused."""
    return {
        **_asked(review, question),
        "shown": shown_item(question.item, question.order, _given(question, posted)),
        "confidences": ConfidenceChoice.choices,
        "confidence": (posted.get("confidence") or [""])[0],
    }


def _given(question: access.Question, posted: Mapping[str, Sequence[str]]) -> Answer:
    """Return as much of a refused answer as can be shown again."""
    with suppress(ValueError):
        return question.item.by_kind.parse(question.item.content, question.order, posted, None)
    return None


def feedback_context(review: Review, question: access.Question) -> dict[str, Any]:
    """Return the context of a question that was answered: right or wrong, why, where to read, when it comes again."""
    enrolment = review.card.enrolment
    reading = Reading.last(enrolment.module.current_edition, enrolment.language)
    slides = [slide for slide in slides_of(reading.outline) if slide["key"] in question.item.slides]
    return {
        **_asked(review, question),
        "shown": shown_item(question.item, question.order, review.answer),
        "slides": [{**slide, "address": reading.address("slide", slide["key"])} for slide in slides],
        "next_time": texts.next_time(review),
    }


def _asked(review: Review, question: access.Question) -> dict[str, Any]:
    module = review.card.enrolment.module
    return {"review": review, "module": module, "edition": question.edition, "item": question.item}


def invitation_context(module: Module, form: PaceForm) -> dict[str, Any]:
    return {"module": module, "form": form}


def followup_context(enrolment: Enrolment, learner: User, now: datetime, pause: PauseForm | None = None) -> dict:
    """Return the context of the learner's page: what is due, the settings, what was remembered, the latest answers.

    ``pause`` is a form that was refused. A fixed number of statements.
    """
    module = enrolment.module
    cards = list(enrolment.cards.select_related("enrolment").order_by("rank"))
    reviews = access.reviews_of(learner)
    closed = access.why_closed(module, now)
    active, waiting = enrolment.state == State.ACTIVE, [card for card in cards if not card.retired]
    return {
        "module": module,
        "enrolment": enrolment,
        "closed": describe(closed, module.time_zone) if closed else "",
        "active": active and closed is None,
        "paused": active and access.is_paused(enrolment, now),
        "unheard": active and access.is_unheard(enrolment, reviews),
        "due": sum(card.due_at <= now for card in waiting),
        "next_day": day_of(min(card.due_at for card in waiting), module.time_zone) if waiting else "",
        "waiting": len(waiting),
        "kept": len(cards) - len(waiting),
        "pace": PaceForm(initial={"per_week": enrolment.per_week}),
        "pause": pause or PauseForm(timezone.localdate(now)),
        **_remembered(cards, reviews, module, now),
    }


def _remembered(cards: list[Card], reviews: Iterable[Review], module: Module, now: datetime) -> dict[str, Any]:
    """Return the retention report and the latest answers of one follow-up."""
    own = {card.pk for card in cards}
    answered = [review for review in reviews if review.card_id in own and review.answered_at]
    outcomes = outcomes_of(cards, answered)
    objectives = module.current_edition.front_matter["objectives"] if module.current_edition else []
    titles = {objective["key"]: objective["text"] for objective in objectives}
    repeated = [card for card in cards if card.repeats]
    estimates = [recall.recall(card.memory, now) for card in repeated]
    return {
        "answered": sorted(answered, key=lambda review: review.answered_at, reverse=True)[:MOST_SHOWN],
        "repeats": [(texts.repeat(number), share) for number, share in retention.by_repeat(outcomes).items()],
        "objectives": [(titles.get(key, key), change) for key, change in retention.by_objective(outcomes).items()],
        "estimate": round(100 * sum(estimates) / len(estimates)) if estimates else None,
        "estimated": len(estimates),
    }


def outcomes_of(cards: Iterable[Card], answered: Iterable[Review]) -> list[Outcome]:
    """Return the answers in the test and at each repeat as plain values; ``cards`` come with their follow-up."""
    by_key = {card.pk: card for card in cards}
    tests = [_outcome(card, 0, right=card.right) for card in by_key.values()]
    return tests + [_outcome(by_key[row.card_id], row.number, right=row.right) for row in answered]


def _outcome(card: Card, number: int, *, right: bool) -> Outcome:
    return Outcome(card.enrolment.learner_id, card.item_key, tuple(card.objectives), number, right)
