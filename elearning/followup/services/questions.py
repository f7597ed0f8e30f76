"""Asking the next question: by e-mail, within the limits, or on the learner's page, whenever the learner wishes."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from elearning import linktokens
from elearning.accounts.models import User
from elearning.followup import access, mail
from elearning.followup.domain import choice, pace, recall
from elearning.followup.models import Card, Enrolment, Retired, Review, State


@transaction.atomic
def ask_by_mail(*, learner: User, now: datetime) -> bool:
    """Queue the mail with the learner's next question, of whichever module; return whether there is one.

    Several processes at once queue one: each waits for the follow-ups, and finds the question asked.
    """
    enrolments = _locked(learner)
    _give_up(enrolments, now)
    reviews = access.reviews_of(learner)
    sent = [review.asked_at for review in reviews if review.token_hash]
    ready = [
        row
        for row in enrolments
        if not access.is_paused(row, now)
        and pace.may_write(sent, per_week=row.per_week, now=now)
        and not access.is_unheard(row, reviews)
    ]
    card = _next_card(ready, now)
    if card is None:
        return False
    token = linktokens.new_token()
    review = _ask(card, now, token)
    mail.queue_question(review, learner, token, now)
    return True


@transaction.atomic
def ask_now(*, enrolment: Enrolment, now: datetime) -> Review | None:
    """Return the question that waits longest, else the next that is due; None where nothing is due.

    Also while the follow-up is paused; not once it was stopped, finished or ended.
    """
    active = [row for row in _locked(enrolment.learner) if row.pk == enrolment.pk]
    if not active or access.why_closed(enrolment.module, now) is not None:
        return None
    _give_up(active, now)
    waiting = Review.objects.filter(card__enrolment=enrolment, answered_at__isnull=True, lapsed=False)
    found = waiting.order_by("asked_at", "pk").first()
    if found is not None:
        return found
    card = _next_card(active, now)
    return _ask(card, now) if card else None


def finish_if_done(enrolment: Enrolment, now: datetime) -> None:
    """Close an active follow-up all of whose cards are retired."""
    if not Card.objects.filter(enrolment=enrolment, retired="").exists():
        rows = Enrolment.objects.filter(pk=enrolment.pk, state=State.ACTIVE)
        rows.update(state=State.FINISHED, paused_until=None, closed_at=now)


def _next_card(enrolments: Iterable[Enrolment], now: datetime) -> Card | None:
    """Return the card to be asked first. Those whose items are gone from the module retire on the way."""
    cards = {card.pk: card for card in access.due_cards(enrolments, now)}
    due = [choice.Due(pk, card.rank, card.repeats, recall.recall(card.memory, now)) for pk, card in cards.items()]
    for one in choice.in_order(due):
        card = cards[one.key]
        if access.askable(card.enrolment.module.current_edition, {card.item_key: card.kind}):
            return card
        card.retired = Retired.GONE
        card.save(update_fields=["retired"])
        finish_if_done(card.enrolment, now)
    return None


def _ask(card: Card, now: datetime, token: str = "") -> Review:
    return Review.objects.create(
        card=card,
        number=card.repeats + 1,
        asked_at=now,
        token_hash=linktokens.token_hash(token) if token else None,
        expires_at=now + pace.VALID,
    )


def _give_up(enrolments: Iterable[Enrolment], now: datetime) -> None:
    """Give up questions whose time to be answered is over, so that their cards can be asked again."""
    rows = Review.objects.filter(card__enrolment__in=list(enrolments), answered_at__isnull=True, expires_at__lte=now)
    rows.update(lapsed=True)


def _locked(learner: User) -> list[Enrolment]:
    """Return the learner's active follow-ups; whoever asks or answers waits for them."""
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(learner=learner, state=State.ACTIVE)
    return list(rows.order_by("pk"))
