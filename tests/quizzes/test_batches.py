"""Many attempts at once are read a few at a time, with the same result."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from elearning import batches
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from quizzes import scores, services
from quizzes.domain.kinds import WHOLE
from quizzes.domain.scoring import Effect
from quizzes.models import Attempt, Item, Score
from quizzes.services.scoring import Affected
from tests.quizzes.factories import NOW, Sitting, learner, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[2, 5])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many rows are read at once: fewer than the five that the tests have, and exactly as many."""
    monkeypatch.setattr(batches, "SIZE", request.param)
    return request.param


def transactions(call: Callable[[], object]) -> int:
    """How many transactions ``call`` opened, as savepoints inside the test's."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return sum(query["sql"].startswith("SAVEPOINT") for query in captured.captured_queries)


def learners_before(sitting: Sitting, count: int) -> list[Sitting]:
    """``sitting`` for so many learners."""
    found = []
    for _ in range(count):
        own = Sitting.__new__(Sitting)
        own.__dict__ = {**sitting.__dict__, "learner": learner()}
        found.append(own)
    return found


def test_every_row_comes_once_in_order_even_where_those_before_are_changed(size):
    keys = [own.begin().pk for own in learners_before(Sitting(items=2), 5)]
    seen = []
    for batch in batches.in_batches(Attempt.objects.open()):
        seen.append([attempt.pk for attempt in batch])
        for own in batch:
            services.submit_attempt(learner=own.learner, attempt_id=own.pk, now=NOW)
    assert [key for batch in seen for key in batch] == keys
    assert {len(batch) for batch in seen[:-1]} <= {size}


def test_what_is_due_is_closed_each_attempt_in_its_own_transaction(size):
    due = [own.begin() for own in learners_before(Sitting(items=2, time_limit_minutes=30), 3)]
    still = [own.begin() for own in learners_before(Sitting(items=2, time_limit_minutes=60), 2)]
    closed = []
    assert transactions(lambda: closed.append(services.close_overdue(now=NOW + minutes(30)))) == 3
    assert closed == [3]
    assert set(Attempt.objects.open()) == set(still)
    assert {row.submitted_at for row in Attempt.objects.filter(pk__in=[row.pk for row in due])} == {NOW + minutes(30)}
    assert services.close_overdue(now=NOW + minutes(30)) == 0


def test_a_correction_scores_every_attempt_once_in_one_transaction(size):
    sitting = Sitting(items=2, pass_percent=50, shuffle_items=False)
    sat = [own.sit(right) for own, right in zip(learners_before(sitting, 5), [0, 1, 2, 0, 1], strict=True)]
    item = Item.objects.get(test=sitting.test, key="item-1")
    options = [{**each, "correct": place == 1} for place, each in enumerate(item.content["options"])]
    done = []
    opened = transactions(
        lambda: done.append(
            services.correct_item(
                item=item, effect=Effect.REKEYED, content={"options": options}, reason="Wrong key.", now=NOW, actor=None
            )
        )
    )
    assert opened == 1
    ((correction, affected),) = done
    assert affected == Affected(scored=5, gained=2, lost=0, held=2)
    rows = Attempt.objects.filter(pk__in=[attempt.pk for attempt in sat]).order_by("pk")
    assert [(row.points // WHOLE, row.passed) for row in rows] == [
        (1, True), (0, True), (1, True), (1, True), (0, True)
    ]  # fmt: skip
    assert [row.attempt_id for row in Score.objects.filter(correction=correction).order_by("pk")] == [
        attempt.pk for attempt in sat
    ]
    assert Notice.objects.filter(kind="item-corrected").count() == 5
    assert Entry.objects.get(action="item.corrected").after["scored"] == 5
    assert list(scores.differences(Attempt.objects.all())) == []
