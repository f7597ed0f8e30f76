"""A flawed item is neutralised or re-keyed: attempts are scored again, and nobody loses a pass by surprise."""

import pytest
from django.core import mail

from elearning.audit.models import Entry
from elearning.notices.models import Notice
from quizzes import scores, services
from quizzes.domain.kinds import WHOLE
from quizzes.domain.scoring import Effect
from quizzes.models import Attempt, Item, Score
from quizzes.services.scoring import Affected
from tests.quizzes.factories import NOW, Sitting, learner, minutes

pytestmark = pytest.mark.django_db
LATER = NOW + minutes(5)


def correct(sitting, key="item-1", effect=Effect.NEUTRALISED, **values):
    item = Item.objects.get(test=sitting.test, key=key)
    given = {"item": item, "effect": effect, "reason": "Two options are right.", "now": LATER, "actor": None}
    return services.correct_item(**{**given, **values})[1]


def rekeyed(option, key="item-1"):
    """The content of an item whose right option is another one."""
    content = Item.objects.get(key=key).content
    return {"options": [{**each, "correct": place == option} for place, each in enumerate(content["options"])]}


def numbers(attempt):
    attempt = Attempt.objects.get(pk=attempt.pk)
    return attempt.correct, attempt.total, attempt.points, attempt.passed


def all_recomputed():
    return list(scores.differences(Attempt.objects.all()))


def test_a_neutralised_item_counts_for_nobody_and_a_fail_may_become_a_pass():
    sitting = Sitting(shuffle_items=False, items=4, pass_percent=100)
    attempt = sitting.begin()
    sitting.answer(attempt, right=4)
    wrong = attempt.paper[0]["options"].index(1) + 1
    asked = {"learner": sitting.learner, "attempt_id": attempt.pk, "number": 1, "now": NOW}
    services.save_answer(**asked, posted={"option": [str(wrong)]})
    sitting.submit(attempt)
    assert numbers(attempt) == (3, 4, 3 * WHOLE, False)
    assert correct(sitting) == Affected(scored=1, gained=1)
    assert numbers(attempt) == (3, 3, 3 * WHOLE, True)
    assert [(row.number, row.passed) for row in Score.objects.filter(attempt=attempt)] == [(1, False), (2, True)]
    assert all_recomputed() == []


def test_a_pass_stays_unless_the_administrator_says_otherwise():
    sitting = Sitting(shuffle_items=False, items=4, pass_percent=75)
    attempt = sitting.sit(right=3)
    assert correct(sitting, effect=Effect.REKEYED, content=rekeyed(1)) == Affected(scored=1, held=1)
    assert numbers(attempt) == (2, 4, 2 * WHOLE, True)
    assert Score.objects.get(attempt=attempt, number=2).held is True
    assert "Your pass stays as it is." in Notice.objects.get().body
    assert all_recomputed() == []


def test_a_pass_is_lost_where_the_administrator_says_so():
    sitting = Sitting(shuffle_items=False, items=4, pass_percent=75)
    attempt = sitting.sit(right=3)
    affected = correct(sitting, effect=Effect.REKEYED, content=rekeyed(1), take_passes_away=True)
    assert affected == Affected(scored=1, lost=1)
    assert numbers(attempt) == (2, 4, 2 * WHOLE, False)
    assert "no longer reached" in Notice.objects.get().body
    assert all_recomputed() == []


def test_attempts_without_the_item_and_open_ones_are_left_alone():
    sitting = Sitting(items=2, draw=1, shuffle_items=False, max_attempts=None, wait_minutes=0, pass_percent=100)
    first = sitting.sit(right=0)
    (key,) = (place["item"] for place in first.paper)
    other = next(each for each in ("item-1", "item-2") if each != key)
    open_attempt = sitting.begin(NOW + minutes(1))
    assert correct(sitting, other) == Affected()
    sitting.submit(open_attempt, LATER)
    assert numbers(open_attempt) == (0, 0, 0, True)  # its only item counts for nobody
    assert Score.objects.get(attempt=open_attempt).correction is not None
    assert all_recomputed() == []


def test_everyone_whose_result_is_another_is_told_once_and_nobody_else():
    sitting = Sitting(items=2, pass_percent=50, shuffle_items=False)
    right = sitting.sit(right=2)
    other = Sitting.__new__(Sitting)
    other.__dict__ = {**sitting.__dict__, "learner": learner()}
    other.sit(right=2)
    correct(sitting, effect=Effect.REKEYED, content=rekeyed(0))  # the same key again: nothing changes
    assert Notice.objects.count() == 0
    correct(sitting)
    assert set(Notice.objects.values_list("to", flat=True)) == {sitting.learner.email, other.learner.email}
    body = Notice.objects.get(to=sitting.learner.email).body
    assert "Two options are right." in body
    assert f"/test/{right.pk}/result/" in body
    assert mail.outbox == []  # they go out with the others


def test_a_correction_is_audited_with_numbers_and_no_names():
    sitting = Sitting(items=2)
    sitting.sit(right=2)
    correct(sitting)
    entry = Entry.objects.get(action="item.corrected")
    assert entry.after == {
        "item": "item-1", "effect": "neutralised", "scored": 1, "gained": 0, "lost": 0, "held": 0
    }  # fmt: skip
    assert entry.reason == "Two options are right."


def test_a_second_correction_rules_over_the_first():
    sitting = Sitting(items=2, shuffle_items=False, pass_percent=100)
    attempt = sitting.sit(right=2)
    correct(sitting)
    correct(sitting, effect=Effect.REKEYED, content=rekeyed(0), now=LATER + minutes(1))
    assert numbers(attempt) == (2, 2, 2 * WHOLE, True)
    assert [row.total for row in Score.objects.filter(attempt=attempt)] == [2, 1, 2]
    assert all_recomputed() == []


def test_erased_learners_are_scored_again_and_not_written_to():
    sitting = Sitting(items=2, shuffle_items=False, pass_percent=100)
    attempt = sitting.begin()
    wrong = str(attempt.paper[0]["options"].index(1) + 1)
    sitting.answer(attempt, right=2)
    asked = {"learner": sitting.learner, "attempt_id": attempt.pk, "number": 1, "now": NOW}
    services.save_answer(**asked, posted={"option": [wrong]})
    sitting.submit(attempt)
    sitting.learner.delete()
    assert correct(sitting) == Affected(scored=1, gained=1)
    assert Notice.objects.count() == 0
