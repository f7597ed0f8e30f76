"""Runs and answers at the same moment: one question, one repeat, on SQLite and PostgreSQL."""

import pytest

from elearning.followup import due
from elearning.followup.models import Card, Enrolment, Review
from elearning.notices.models import Notice
from tests.certificates.test_parallel import at_once
from tests.followup.factories import DAY, NOW, Followed, answer

pytestmark = pytest.mark.django_db(transaction=True)


def test_parallel_runs_ask_once():
    Followed()
    asked = at_once(lambda _: due.run(NOW + DAY))
    assert (sum(asked), Review.objects.count(), Notice.objects.count()) == (1, 1, 1)


def test_parallel_answers_count_once():
    review = Followed().asked()
    answered = at_once(lambda number: answer(review, right=number % 2 == 0).grade)
    assert len(set(answered)) == 1
    assert Card.objects.get(pk=review.card_id).repeats == 1


def test_parallel_beginnings_give_one():
    followed = Followed(begin=False)
    at_once(lambda _: followed.begin_followup())
    assert (Enrolment.objects.count(), Card.objects.count()) == (1, 4)
