"""The writes of the test. Each is one transaction; what must not happen twice is decided under a lock.

PostgreSQL locks the row named; SQLite runs one writing transaction at a time. Constraints stand behind both.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from random import Random

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404

from courses.domain.reasons import refuse
from courses.models import Edition, Module, Term
from elearning.accounts.models import User
from elearning.audit.services import record
from quizzes.access import attempts_of, questions_of, responses_of, sitting_of, test_summary
from quizzes.domain import rules
from quizzes.domain.paper import BankItem, draw_paper
from quizzes.domain.policy import Policy
from quizzes.domain.pretest import may_sit
from quizzes.domain.scoring import count_right, score
from quizzes.domain.testfile import ItemContent, TestContent
from quizzes.models import (
    Attempt,
    AttemptGrant,
    AttemptQuerySet,
    Item,
    Option,
    PretestSitting,
    Response,
    Test,
    TestPolicy,
)


@transaction.atomic
def store_test(*, edition: Edition, content: TestContent) -> Test:
    """Store the test of an edition that is being loaded."""
    rows = [asdict(row) for row in content.blueprint]
    test = Test.objects.create(edition=edition, title=content.title, blueprint=rows)
    bank = _store_items(test, content.items, {})
    _store_items(test, content.pretest, {item.key: item for item in bank})
    return test


def _store_items(test: Test, sources: Sequence[ItemContent], matched: Mapping[str, Item]) -> list[Item]:
    """Store items with their options, after those already stored; ``matched`` are the items that pre-tests match."""
    items = Item.objects.bulk_create(
        Item(
            test=test,
            key=item.key,
            position=position,
            stem_html=item.stem_html,
            lead_in_html=item.lead_in_html,
            rationale_html=item.rationale_html,
            objectives=list(item.objectives),
            slides=list(item.slides),
            section=item.section,
            references=list(item.references),
            matches=matched[item.matches] if item.matches else None,
        )
        for position, item in enumerate(sources, start=len(matched))
    )
    Option.objects.bulk_create(
        Option(item=item, position=position, html=option.html, comment_html=option.comment_html, correct=option.correct)
        for item, source in zip(items, sources, strict=True)
        for position, option in enumerate(source.options)
    )
    return items


@transaction.atomic
def store_rendering(*, edition: Edition, content: TestContent) -> None:
    """Replace what is derived from the edition's test.yaml by a renderer: the HTML of its items and options."""
    sources = {item.key: item for item in (*content.items, *content.pretest)}
    items = list(Item.objects.filter(test__edition=edition).prefetch_related("options"))
    options = []
    for item in items:
        source = sources[item.key]
        item.stem_html, item.lead_in_html, item.rationale_html = (
            source.stem_html,
            source.lead_in_html,
            source.rationale_html,
        )
        item.references = list(source.references)
        for option in item.options.all():
            option.html = source.options[option.position].html
            option.comment_html = source.options[option.position].comment_html
            options.append(option)
    Item.objects.bulk_update(items, ["stem_html", "lead_in_html", "rationale_html", "references"])
    Option.objects.bulk_update(options, ["html", "comment_html"])


@transaction.atomic
def first_policy(*, module: Module, policy: Policy, now: datetime, actor: User | None = None) -> TestPolicy:
    """Give a new module the policy of its folder; a module that has one keeps it."""
    existing = TestPolicy.objects.filter(module=module).order_by("-effective_from").first()
    return existing or _add_policy(module, policy, now=now, actor=actor, reason="As in the module's folder.")


@transaction.atomic
def change_policy(*, module: Module, policy: Policy, reason: str, now: datetime, actor: User | None) -> TestPolicy:
    """Let ``policy`` rule attempts that begin from now on; the same values again change nothing."""
    Module.objects.select_for_update(no_key=True).get(pk=module.pk)
    current = TestPolicy.objects.in_force(module, now).first()
    if current is not None and current.rules == policy:
        return current
    return _add_policy(module, policy, now=now, actor=actor, reason=reason, before=current)


@transaction.atomic
def grant_attempt(*, learner: User, term: Term, reason: str, now: datetime, actor: User | None) -> AttemptGrant:
    """Allow ``learner`` one attempt more in ``term`` than the policy does."""
    grant = AttemptGrant.objects.create(
        learner=learner, term=term, reason=reason, granted_by_id=getattr(actor, "pk", None), at=now
    )
    after = {"learner": learner.pk, "term": term.pk}
    record(now=now, actor=actor, action="attempt.granted", subject=grant, after=after, reason=reason)
    return grant


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
    seed = secrets.randbits(62) if seed is None else seed
    limit = policy.rules.time_limit
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
        paper=draw_paper(_bank(edition), policy.rules, Random(seed), edition.test.rows),  # noqa: S311 the seed must give the same paper again
        started_at=now,
        deadline=limit and now + limit,
        grace_minutes=module.grace_minutes,
    )
    record(now=now, actor=learner, action="attempt.begun", subject=attempt, after={"number": attempt.number})
    return attempt


@transaction.atomic
def save_answer(
    *,
    learner: User,
    attempt_id: int,
    number: int,
    now: datetime,
    shown: int | None = None,
    flagged: bool | None = None,
) -> tuple[Attempt, dict[str, Response]]:
    """Save the option shown in place ``shown`` and the flag of item ``number`` (both from 1); None leaves it as it is.

    Return the attempt with all its responses by item key. Raises Refused once the attempt is closed, and Http404 for
    an attempt of somebody else or a place that its paper does not have.
    """
    attempt = _locked(Attempt.objects.for_answers(), learner, attempt_id)
    refuse(rules.may_answer(attempt.submitted_at, attempt.closes_at, now))
    place = attempt.place(number)
    if place is None or not (shown is None or 1 <= shown <= len(place["options"])):
        raise Http404
    responses = responses_of(attempt)
    response = responses.setdefault(place["item"], Response(attempt=attempt, item_key=place["item"]))
    if shown is not None:
        response.option = place["options"][shown - 1]
    if flagged is not None:
        response.flagged = flagged
    response.answered_at = now
    response.save()
    return attempt, responses


@transaction.atomic
def submit_attempt(*, learner: User, attempt_id: int, now: datetime) -> Attempt:
    """Score the attempt; once submitted it stays as it is, however often this is called. Http404 for another's."""
    return _score(_locked(Attempt.objects.complete(), learner, attempt_id), now, actor=learner)


@transaction.atomic
def submit_pretest(
    *, learner: User, edition: Edition, chosen: Mapping[str, int | None], now: datetime
) -> PretestSitting:
    """Score and store the learner's sitting of the edition's pre-test, or return the one that there is.

    ``chosen`` maps the keys of items to the original indexes of options; what it lacks was left blank. Raises Refused
    once an attempt at the CME test was begun.
    """
    User.objects.select_for_update(no_key=True).get(pk=learner.pk)  # as an attempt does when it begins
    module = edition.module
    if (sitting := sitting_of(learner, module)) is not None:
        return sitting
    refuse(may_sit(attempted=attempts_of(learner).filter(module=module).exists()))
    questions = questions_of(edition)
    answers = {key: chosen.get(key) for key in questions}
    right = {key: question.right for key, question in questions.items()}
    correct = count_right(questions, right, answers)
    sitting = PretestSitting.objects.create(
        learner=learner,
        module=module,
        edition=edition,
        answers=answers,
        correct=correct,
        total=len(questions),
        submitted_at=now,
    )
    after = {"correct": correct, "total": len(questions)}
    record(now=now, actor=learner, action="pretest.submitted", subject=sitting, after=after)
    return sitting


def close_if_due(*, attempt: Attempt, now: datetime) -> Attempt:
    """Score an open attempt whose closing instant has passed, as of that instant; return any other as it is."""
    if attempt.submitted_at is not None or not rules.is_due(attempt.closes_at, now):
        return attempt
    with transaction.atomic():
        locked = Attempt.objects.complete().select_for_update(of=("self",)).get(pk=attempt.pk)
        return _score(locked, now, actor=None) if rules.is_due(locked.closes_at, now) else locked


def close_overdue(*, now: datetime) -> int:
    """Close every attempt that is due, each in its own transaction; return how many there were."""
    due = [attempt for attempt in Attempt.objects.complete().open() if rules.is_due(attempt.closes_at, now)]
    for attempt in due:
        close_if_due(attempt=attempt, now=now)
    return len(due)


def _locked(attempts: AttemptQuerySet, learner: User, attempt_id: int) -> Attempt:
    return get_object_or_404(attempts.select_for_update(of=("self",)), pk=attempt_id, learner=learner)


def _score(attempt: Attempt, now: datetime, actor: User | None) -> Attempt:
    """Score the locked ``attempt`` unless it is."""
    if attempt.submitted_at is not None:
        return attempt
    keys = [place["item"] for place in attempt.paper]
    right = Option.objects.filter(item__test_id=attempt.test_id, item__key__in=keys, correct=True)
    chosen = {key: response.option for key, response in responses_of(attempt).items()}
    result = score(keys, dict(right.values_list("item__key", "position")), chosen, attempt.policy.pass_percent)
    attempt.submitted_at = rules.counted_at(attempt.started_at, attempt.closes_at, now)
    attempt.in_time = rules.in_time(attempt.submitted_at, attempt.credit_ends_at)
    attempt.correct, attempt.total, attempt.passed = result.correct, result.total, result.passed
    attempt.save(update_fields=["submitted_at", "in_time", "correct", "total", "passed"])
    after = {**asdict(result), "in_time": attempt.in_time, "submitted_at": attempt.submitted_at}
    record(now=now, actor=actor, action="attempt.submitted", subject=attempt, after=after)
    return attempt


def _bank(edition: Edition) -> list[BankItem]:
    items = Item.objects.bank().filter(test__edition=edition).order_by("position").prefetch_related("options")
    return [BankItem(item.key, frozenset(item.objectives), len(item.options.all()), item.cell) for item in items]


def _add_policy(
    module: Module, policy: Policy, *, now: datetime, actor: User | None, reason: str, before: TestPolicy | None = None
) -> TestPolicy:
    row = TestPolicy.objects.create(module=module, effective_from=now, reason=reason, **asdict(policy))
    old = asdict(before.rules) if before else {}
    record(now=now, actor=actor, action="policy.changed", subject=row, before=old, after=asdict(policy), reason=reason)
    return row
