"""Attempts, from their beginning to their end.

What must not happen twice is decided under a lock. PostgreSQL locks the row named; SQLite runs one writing transaction
at a time. Constraints stand behind both.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404

from courses.domain.reasons import Code, Reason, Refused, refuse
from courses.models import Edition, Term
from elearning.accounts.models import User
from elearning.audit.services import record
from elearning.batches import in_batches
from quizzes.access import extra_percent_of, responses_of, seen_items, test_summary
from quizzes.domain import rules
from quizzes.domain.kinds import Posted, Settled, kind_of
from quizzes.domain.paper import BankItem, PaperItem, draw_paper
from quizzes.domain.timing import spent
from quizzes.models import Attempt, AttemptQuerySet, Item, Response, TestPolicy
from quizzes.services.scoring import score_attempt

MINUTE = 60


@transaction.atomic
def begin_attempt(
    *,
    learner: User,
    edition: Edition,
    term: Term | None,
    slides_unseen: int,
    now: datetime,
    language: str = "",
    seed: int | None = None,
) -> Attempt:
    """Begin an attempt at the edition's test, or return the open one (a second click begins nothing).

    ``seed`` decides the paper and is drawn at random when left out. Raises Refused.
    """
    User.objects.select_for_update(no_key=True).get(pk=learner.pk)  # one beginning at a time for each learner
    module = edition.module
    for attempt in Attempt.objects.complete().open().filter(learner=learner, module=module):
        close_if_due(attempt=attempt, now=now)
    summary = test_summary(learner=learner, module=module, edition=edition, term=term, now=now)
    if summary.open_attempt is not None:
        return summary.open_attempt
    refuse(summary.begin_refusal(slides_unseen, now))
    policy = TestPolicy.objects.in_force(module, now).first()
    extra = extra_percent_of(learner, module)
    limit = policy.rules.time_limit(extra)
    seed = secrets.randbits(62) if seed is None else seed
    attempt = Attempt.objects.create(
        learner=learner,
        module=module,
        term=term,
        edition=edition,
        test=edition.test,
        policy=policy,
        number=Attempt.objects.filter(learner=learner, term=term).count() + 1,
        language=language or edition.language,
        seed=seed,
        paper=_paper(edition, policy, seed, seen_items(summary.attempts)),
        started_at=now,
        deadline=limit and now + limit,
        extra_percent=extra,
        pause_left=policy.pause_minutes * MINUTE,
        grace_minutes=module.grace_minutes,
    )
    record(now=now, actor=learner, action="attempt.begun", subject=attempt, after={"number": attempt.number})
    return attempt


@transaction.atomic
def show_item(*, learner: User, attempt_id: int, number: int, now: datetime) -> Response:
    """Note that item ``number`` (from 1) is shown; the first time counts. Raises Refused where it may not be shown."""
    attempt = _locked(Attempt.objects.for_answers(), learner, attempt_id)
    place = _open_place(attempt, number, now)
    response, _ = Response.objects.get_or_create(
        attempt=attempt, item_key=place["item"], defaults={"shown_at": now, "answered_at": None}
    )
    return response


@transaction.atomic
def save_answer(
    *,
    learner: User,
    attempt_id: int,
    number: int,
    now: datetime,
    slug: str = "",
    posted: Posted | None = None,
    beside: Mapping[str, Any] | None = None,
    revision: int | None = None,
) -> tuple[Attempt, dict[str, Response]]:
    """Save the answer to item ``number`` (from 1) that a form ``posted``, and what the learner noted ``beside`` it.

    ``slug`` is that of the module in whose address the form was sent; an attempt of another one is not found.
    None leaves either as it is. ``beside`` may hold flagged, note, confidence and struck (places of options, from 1);
    ``revision`` is that of the response which the page showed. Raises Refused when another one is saved by now or the
    item was left for good (unless what is saved says the same), when the attempt is closed or paused, or the question
    was settled; Http404 for an attempt of somebody else, a place that its paper does not have, or an answer that no
    page can send.
    """
    attempt = _locked(Attempt.objects.for_answers(), learner, attempt_id, slug)
    place = _place(attempt, number, now)
    left = rules.may_open(number, attempt.reached, back=attempt.policy.back)
    if number > attempt.reached:
        refuse(left)
    responses = responses_of(attempt)
    response = responses.setdefault(place["item"], Response(attempt=attempt, item_key=place["item"]))
    late, kept = left or rules.may_overwrite(response.revision, revision), _kept(response)
    if posted is not None:
        _answer(response, attempt, place, posted)
    _note(response, place, beside or {})
    if late and kept == _kept(response):
        return attempt, responses  # sent once more, because the page never heard that it was saved
    refuse(late)
    response.seconds += spent(_since(response, responses), now)
    response.answered_at = now
    response.revision += 1
    response.save()
    return attempt, responses


@transaction.atomic
def leave_item(*, learner: User, attempt_id: int, number: int, now: datetime) -> Attempt:
    """Leave item ``number`` for good, where the policy allows no going back; elsewhere this changes nothing.

    An item that was left already stays so. Raises Refused and Http404 as ``save_answer`` does.
    """
    attempt = _locked(Attempt.objects.for_answers(), learner, attempt_id)
    _place(attempt, number, now)
    if not attempt.policy.back and number == attempt.reached:
        attempt.reached = number + 1
        attempt.save(update_fields=["reached"])
    return attempt


@transaction.atomic
def pause_attempt(*, learner: User, attempt_id: int, now: datetime) -> Attempt:
    """Let the clock of the attempt stand still. Raises Refused where the policy gives no time for that."""
    attempt = _locked(Attempt.objects.complete(), learner, attempt_id)
    refuse(rules.may_pause(attempt.submitted_at, attempt.closes_at, attempt.clock, now))
    return _set_clock(attempt, attempt.clock.paused(now))


@transaction.atomic
def resume_attempt(*, learner: User, attempt_id: int, now: datetime) -> Attempt:
    """Let the clock run again; the deadline is later by the time for which it stood still."""
    attempt = _locked(Attempt.objects.complete(), learner, attempt_id)
    refuse(rules.may_answer(attempt.submitted_at, attempt.closes_at, now))
    return _set_clock(attempt, attempt.clock.resumed(now))


@transaction.atomic
def submit_attempt(*, learner: User, attempt_id: int, now: datetime, slug: str = "") -> Attempt:
    """Score the attempt; once submitted it stays as it is, however often this is called.

    Http404 for an attempt of somebody else, and for one of another module than that with ``slug``, where it is given.
    """
    attempt = _locked(Attempt.objects.complete(), learner, attempt_id, slug)
    return score_attempt(attempt=attempt, now=now, actor=learner)


def close_if_due(*, attempt: Attempt, now: datetime) -> Attempt:
    """Score an open attempt whose closing instant has passed, as of that instant; return any other as it is."""
    if attempt.submitted_at is not None or not rules.is_due(attempt.closes_at, now):
        return attempt
    with transaction.atomic():
        locked = Attempt.objects.complete().select_for_update(of=("self",)).get(pk=attempt.pk)
        return score_attempt(attempt=locked, now=now, actor=None) if rules.is_due(locked.closes_at, now) else locked


def close_overdue(*, now: datetime) -> int:
    """Close every attempt that is due, each in its own transaction; return how many there were."""
    count = 0
    for attempts in in_batches(Attempt.objects.complete().open()):
        due = [attempt for attempt in attempts if rules.is_due(attempt.closes_at, now)]
        for attempt in due:
            close_if_due(attempt=attempt, now=now)
        count += len(due)
    return count


def forget_learner(*, learner: User) -> None:
    """Blank what only the learner wrote for themselves; their answers stay, as figures without a person."""
    Response.objects.filter(attempt__learner=learner).exclude(note="").update(note="")


def _locked(attempts: AttemptQuerySet, learner: User, attempt_id: int, slug: str = "") -> Attempt:
    own = attempts.filter(learner=learner, **({"module__slug": slug} if slug else {}))
    return get_object_or_404(own.select_for_update(of=("self",)), pk=attempt_id)


def _open_place(attempt: Attempt, number: int, now: datetime) -> PaperItem:
    """Return the place ``number`` of the locked attempt's paper. Raises Refused while it is not open to its learner."""
    place = _place(attempt, number, now)
    refuse(rules.may_open(number, attempt.reached, back=attempt.policy.back))
    return place


def _place(attempt: Attempt, number: int, now: datetime) -> PaperItem:
    refuse(rules.may_answer(attempt.submitted_at, attempt.closes_at, now))
    refuse(rules.may_work(attempt.clock, now))
    place = attempt.place(number)
    if place is None:
        raise Http404
    return place


def _answer(response: Response, attempt: Attempt, place: PaperItem, posted: Posted) -> None:
    item = Item.objects.only("kind", "content").get(test_id=attempt.test_id, key=place["item"])
    kind = kind_of(item.kind)
    try:
        response.answer = kind.parse(item.content, place["options"], posted, response.answer)
    except Settled as error:
        raise Refused(Reason(Code.ANSWER_SETTLED)) from error
    except ValueError as error:
        raise Http404(str(error)) from error
    response.answered = response.answer is not None and kind.answered(item.content, response.answer)


def _note(response: Response, place: PaperItem, beside: Mapping[str, Any]) -> None:
    for name in ("flagged", "note", "confidence"):
        if beside.get(name) is not None:
            setattr(response, name, beside[name])
    if beside.get("struck") is not None:
        options = [index for index in place["options"] if isinstance(index, int)]  # a case holds orders instead
        shown = {number for number in beside["struck"] if 1 <= number <= len(options)}
        response.struck = sorted(options[number - 1] for number in shown)


def _kept(response: Response) -> tuple[Any, ...]:
    """Return what a learner entered."""
    return (response.answer, response.flagged, response.note, response.struck, response.confidence)


def _since(response: Response, responses: Mapping[str, Response]) -> datetime | None:
    """Return since when the learner may have been at this item: since it was shown, or since the last save."""
    saved = [each.answered_at for each in responses.values() if each.answered_at]
    known = [instant for instant in (response.shown_at, *saved) if instant]
    return max(known, default=None)


def _set_clock(attempt: Attempt, clock: rules.Clock) -> Attempt:
    attempt.deadline, attempt.paused_at = clock.deadline, clock.paused_at
    attempt.pause_left = int(clock.pause_left / timedelta(seconds=1))
    attempt.save(update_fields=["deadline", "paused_at", "pause_left"])
    return attempt


def _paper(edition: Edition, policy: TestPolicy, seed: int, seen: frozenset[str]) -> list[PaperItem]:
    needed = ("key", "kind", "content", "objectives", "section", "enemies")
    items = Item.objects.bank().filter(test__edition=edition).order_by("position").only(*needed)
    bank = [
        BankItem(item.key, item.kind, item.content, frozenset(item.objectives), item.cell, frozenset(item.enemies))
        for item in items
    ]
    return draw_paper(bank, policy.rules, Random(seed), edition.test.rows, seen)  # noqa: S311 the seed must give the same paper again
