"""Two requests at once: one attempt, one score, no lost answer. Real threads, each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from copy import copy
from threading import Barrier
from time import sleep

import pytest
from django.db import connections, transaction

from courses.domain.reasons import Refused
from elearning.audit.models import Entry
from quizzes import scores, services
from quizzes.domain.scoring import Effect
from quizzes.models import Attempt, Item, PretestSitting, Response
from tests.quizzes.browse import page, sitting_of, text_of
from tests.quizzes.factories import NOW, Sitting, learner, minutes

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls in threads that start together; return their results, a Refused standing for itself."""
    start = Barrier(len(calls))

    def run(call):
        start.wait()
        try:
            return call()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def test_parallel_submits_give_one_score():
    sitting = Sitting(items=4)
    attempt = sitting.begin()
    sitting.answer(attempt, right=3)
    results = at_once(*[lambda later=later: sitting.submit(attempt, NOW + minutes(later)) for later in range(1, 5)])
    assert len({(each.submitted_at, each.correct, each.passed) for each in results}) == 1
    assert Entry.objects.filter(action="attempt.submitted").count() == 1


def test_parallel_submits_of_a_pretest_give_one_sitting():
    sitting = Sitting(pretest=3)
    rows = at_once(*[lambda right=right: sitting.sit_pretest(right=right) for right in (0, 1, 2, 3)])
    assert len({(row.pk, row.correct) for row in rows}) == 1
    assert PretestSitting.objects.count() == 1
    assert Entry.objects.filter(action="pretest.submitted").count() == 1


def test_a_pretest_beside_the_beginning_of_an_attempt_comes_first_or_is_refused():
    sitting = Sitting(pretest=1)
    submitted, attempt = at_once(sitting.sit_pretest, sitting.begin)
    assert isinstance(submitted, Refused) is not PretestSitting.objects.exists()
    assert attempt.pk == Attempt.objects.get().pk


def test_parallel_beginnings_give_one_attempt():
    sitting = Sitting()
    attempts = at_once(*[sitting.begin] * 4)
    assert len({attempt.pk for attempt in attempts}) == 1
    assert Attempt.objects.count() == 1


def test_an_answer_beside_a_submit_is_scored_or_refused():
    sitting = Sitting(items=1)
    for _ in range(5):
        attempt = sitting.begin()
        answered, submitted = at_once(
            lambda attempt=attempt: sitting.answer(attempt, right=1),
            lambda attempt=attempt: sitting.submit(attempt, NOW),
        )
        saved = Response.objects.filter(attempt=attempt, answer=0).exists()
        assert saved is not isinstance(answered, Refused)
        assert submitted.correct == int(saved)
        Attempt.objects.filter(pk=attempt.pk).update(learner=None)


def test_parallel_answers_to_one_item_leave_one_of_them():
    sitting = Sitting(items=1)
    attempt = sitting.begin()
    saves = [
        lambda shown=shown: services.save_answer(
            learner=sitting.learner, attempt_id=attempt.pk, number=1, posted={"option": [str(shown)]}, now=NOW
        )
        for shown in (1, 2, 3)
    ]
    assert len(at_once(*saves)) == 3
    assert Response.objects.get().answer in {0, 1, 2}


def test_parallel_answers_to_different_items_all_stay():
    sitting = Sitting(items=4)
    attempt = sitting.begin()
    at_once(
        *[
            lambda number=number: services.save_answer(
                learner=sitting.learner, attempt_id=attempt.pk, number=number, posted={"option": ["1"]}, now=NOW
            )
            for number in (1, 2, 3, 4)
        ]
    )
    assert Response.objects.filter(attempt=attempt, answer__isnull=False).count() == 4


def test_a_resume_beside_a_submit_shows_that_the_attempt_is_closed(client, at):
    sitting = sitting_of(client, time_limit_minutes=60, pause_minutes=5)
    attempt = sitting.begin()

    @transaction.atomic
    def submit():
        sitting.submit(attempt)
        sleep(0.3)  # until the other one has seen an open attempt and waits for this one

    def resume():
        sleep(0.1)
        return client.post(page(sitting, "test-resume", attempt.pk))

    _, resumed = at_once(submit, resume)
    assert "This attempt is closed" in text_of(resumed)


def test_a_correction_beside_submits_reaches_every_attempt_once():
    sittings = [Sitting(items=3)]
    for _ in range(2):
        other = copy(sittings[0])
        other.learner = learner()
        sittings.append(other)
    attempts = [sitting.begin() for sitting in sittings]
    for sitting, attempt in zip(sittings, attempts, strict=True):
        sitting.answer(attempt, right=3)
    flawed = Item.objects.get(test=sittings[0].test, key="item-1")
    given = {"item": flawed, "effect": Effect.NEUTRALISED, "reason": "Flawed", "now": NOW, "actor": None}
    at_once(
        lambda: services.correct_item(**given),
        *[lambda pair=pair: pair[0].submit(pair[1]) for pair in zip(sittings, attempts, strict=True)],
    )
    assert set(Attempt.objects.values_list("total", flat=True)) == {2}
    assert list(scores.differences(Attempt.objects.all())) == []
