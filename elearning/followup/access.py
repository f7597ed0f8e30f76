"""The doors to the follow-up: a learner's own, one question by the link of a mail, and who is to be asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

import courses.access
from courses.domain.reasons import Code, Reason
from courses.domain.terms import Validity
from courses.models import Edition, Module
from elearning import linktokens
from elearning.accounts.models import User
from elearning.certificates.models import Completion
from elearning.followup.domain import pace
from elearning.followup.models import Card, Enrolment, Review, State
from quizzes.domain.kinds import Order
from quizzes.domain.policy import Reveal
from quizzes.models import Item
from quizzes.scores import corrected_bank


@dataclass(frozen=True)
class Question:
    """An item as it is asked: in the words of ``edition``, with its key as it was corrected since, in this order."""

    edition: Edition
    item: Item
    order: Order


def module_of(slug: str) -> Module:
    """Return a module, withdrawn or not, with its edition and what replaces it. Raises Http404."""
    return get_object_or_404(Module.objects.select_related("current_edition", "replaced_by"), slug=slug)


def newest_completion(learner: User, module: Module) -> Completion | None:
    """Return the learner's own latest completion of ``module``, with its attempt and the policy of that."""
    rows = Completion.objects.select_related("attempt__policy").filter(learner=learner, module=module)
    return rows.order_by("-completed_at").first()


def enrolment_of(learner: User, module: Module) -> Enrolment | None:
    """Return the learner's own follow-up of ``module``: the one begun last."""
    return _with_module(Enrolment.objects.filter(learner=learner, module=module)).order_by("-begun_at").first()


def may_begin_anew(enrolment: Enrolment, completion: Completion | None) -> bool:
    """Tell whether the learner completed the module once more since ``enrolment``, which is not active any more."""
    newer = completion is not None and completion.pk != enrolment.completion_id
    return newer and enrolment.state != State.ACTIVE


def own_enrolment(learner: User, slug: str) -> Enrolment:
    """Return the learner's own follow-up of the module ``slug``. Raises Http404 where there is none."""
    found = enrolment_of(learner, module_of(slug))
    if found is None:
        raise Http404
    return found


def own_review(learner: User, review_id: int) -> Review:
    """Return a question that was asked of the learner. Raises Http404 for any other."""
    return get_object_or_404(complete_reviews(), pk=review_id, card__enrolment__learner=learner)


def review_by_token(token: str, person: User | AnonymousUser | None = None) -> Review:
    """Return the question to which a mail's link leads, however old. Raises Http404 for every other token alike.

    ``person`` is who asks: somebody else who is signed in is refused, a visitor is taken for who got the mail.
    """
    rows = complete_reviews().filter(card__enrolment__learner__is_active=True)
    review = get_object_or_404(rows, token_hash=linktokens.token_hash(token))
    if person is not None and person.is_authenticated and person.pk != review.card.enrolment.learner_id:
        raise Http404
    return review


def why_closed(module: Module, now: datetime) -> Reason | None:
    """Return why nothing of ``module`` is taught any more: facts that are out of date must not be."""
    if module.withdrawn_at is not None or module.current_edition_id is None:
        return Reason(Code.WITHDRAWN)
    window = courses.access.window_of(courses.access.current_term(module, now))
    if window is not None and window.validity(now) is Validity.EXPIRED:
        return Reason(Code.EXPIRED, {"since": window.expires_at})
    return None


def why_not_begun(completion: Completion) -> Reason | None:
    """Return why the questions of a completed module are not asked again: each is followed by its right answer."""
    return Reason(Code.ANSWERS_NEVER_SHOWN) if completion.attempt.policy.reveal == Reveal.NEVER else None


def askable(edition: Edition, kinds: Mapping[str, str]) -> dict[str, Item]:
    """Return the items of ``edition`` that can be asked, by key: of those in ``kinds`` (their kinds by key).

    An item that is gone, of another kind, or counts for nobody is left out, and one that discloses step by step, which
    is more than one question. ``content`` has the key as corrected.
    """
    rows = Item.objects.bank().filter(test__edition=edition, key__in=list(kinds))
    items = {item.key: item for item in rows if item.kind == kinds[item.key] and not item.by_kind.staged}
    if not items:
        return {}
    bank = corrected_bank(next(iter(items.values())).test_id, items)
    for key, item in items.items():
        item.content = bank[key].content
    return {key: item for key, item in items.items() if not bank[key].neutralised}


def question_of(review: Review) -> Question | None:
    """Return what ``review`` (from a door) asks or asked; None where its item is gone.

    Before the answer that is the edition learners read now. The order is drawn from numbers that stay, so that
    showing a question stores nothing.
    """
    edition = review.edition or review.card.enrolment.module.current_edition
    card = review.card
    item = edition and askable(edition, {card.item_key: card.kind}).get(card.item_key)
    if not item:
        return None
    random = Random(f"{review.pk}:{edition.pk}")  # noqa: S311 an order, no secret
    order = item.by_kind.order(item.content, random, shuffle=True)
    return Question(edition, item, order if review.order is None else review.order)


def is_over(review: Review, now: datetime) -> bool:
    """Tell whether an unanswered ``review`` (from a door) can no longer be answered."""
    return review.lapsed or now >= review.expires_at or why_closed(review.card.enrolment.module, now) is not None


def reviews_of(learner: User) -> list[Review]:
    """Return all questions that were asked of the learner, in any module, with their cards."""
    rows = Review.objects.filter(card__enrolment__learner=learner).select_related("card")
    return list(rows.order_by("asked_at"))


def is_unheard(enrolment: Enrolment, reviews: Iterable[Review]) -> bool:
    """Tell whether the last mails stayed unanswered; ``reviews`` are those of the learner, with their cards."""
    own = [review for review in reviews if review.card.enrolment_id == enrolment.pk]
    answered = [review.answered_at for review in own if review.answered_at is not None]
    since = max([enrolment.resumed_at, *answered])
    silent = [review for review in own if review.token_hash and not review.answered_at and review.asked_at >= since]
    return pace.is_unheard(len(silent))


def is_paused(enrolment: Enrolment, now: datetime) -> bool:
    return pace.is_paused(enrolment.paused_until, timezone.localdate(now))


def due_cards(enrolments: Iterable[Enrolment], now: datetime) -> list[Card]:
    """Return the cards that are due and not asked already, with their follow-up, module and edition."""
    rows = Card.objects.filter(~Exists(_open()), enrolment__in=list(enrolments), retired="", due_at__lte=now)
    return list(rows.select_related("enrolment__module__current_edition").order_by("enrolment", "rank"))


def learners_to_ask(now: datetime) -> QuerySet[User]:
    """Return the learners of whom something is due and who may be written to, in one statement.

    The limits are looked at again under a lock; here they keep those away of whom nothing can be asked, because the
    clock's work runs every few minutes.
    """
    mine = Enrolment.objects.filter(learner=OuterRef("pk"))
    written = _mailed(card__enrolment__learner=OuterRef("pk"), asked_at__gt=now - pace.DAY)
    return User.objects.filter(Exists(_ready(mine, now)), ~Exists(written), is_active=True)


def _ready(enrolments: QuerySet[Enrolment], now: datetime) -> QuerySet[Enrolment]:
    """Return the active follow-ups that are not paused, with a card due, within the week's limit, and answered."""
    cards = Card.objects.filter(~Exists(_open(now)), enrolment=OuterRef("pk"), retired="", due_at__lte=now)
    answers = Review.objects.filter(card__enrolment=OuterRef("pk"), answered_at__isnull=False)
    last = Coalesce(Subquery(answers.order_by("-answered_at").values("answered_at")[:1]), "resumed_at")
    week = _mailed(card__enrolment__learner=OuterRef("learner"), asked_at__gt=now - pace.WEEK)
    silent = _mailed(card__enrolment=OuterRef("pk"), answered_at__isnull=True, asked_at__gte=OuterRef("heard_at"))
    heard = enrolments.annotate(heard_at=Greatest("resumed_at", last))
    return heard.annotate(silent=_count(silent, "card__enrolment")).filter(
        Q(paused_until__isnull=True) | Q(paused_until__lte=timezone.localdate(now)),
        Exists(cards),
        silent__lt=pace.MOST_UNANSWERED,
        per_week__gt=_count(week, "card__enrolment__learner"),
        state=State.ACTIVE,
    )


def _mailed(**which: Any) -> QuerySet[Review]:
    return Review.objects.filter(token_hash__isnull=False, **which)


def _count(rows: QuerySet[Review], group: str) -> Coalesce:
    """Return the number of ``rows`` (all of one ``group``) as a part of another statement."""
    counted = rows.order_by().values(group).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def enrolments_to_end(now: datetime) -> QuerySet[Enrolment]:
    """Return the active follow-ups of modules that expired or were withdrawn, with learner and module."""
    modules = Module.objects.filter(Exists(Enrolment.objects.filter(module=OuterRef("pk"), state=State.ACTIVE)))
    closed = [module for module in modules.prefetch_related("terms") if why_closed(module, now) is not None]
    rows = Enrolment.objects.filter(module__in=closed, state=State.ACTIVE)
    return rows.select_related("learner", "module__replaced_by")


def _open(now: datetime | None = None) -> QuerySet[Review]:
    """Return the questions of a card that wait for an answer; with ``now`` those that still can get one."""
    rows = Review.objects.filter(card=OuterRef("pk"), answered_at__isnull=True, lapsed=False)
    return rows if now is None else rows.filter(expires_at__gt=now)


def complete_reviews() -> QuerySet[Review]:
    """Every question with all that showing and answering it needs."""
    return Review.objects.select_related(
        "edition", "card__enrolment__learner", "card__enrolment__module__current_edition"
    ).select_related("card__enrolment__module__replaced_by")


def _with_module(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    return rows.select_related("module__current_edition", "module__replaced_by", "completion")
