"""The rules that the database itself keeps, each broken once."""

import pytest
from django.db import IntegrityError, transaction

from elearning.followup.models import Card, Enrolment, Review
from tests.followup.factories import DAY, NOW, Followed, answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def followed():
    found = Followed()
    found.review = found.asked()
    return found


def refuses(rows, constraint, **values):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows.update(**values)


def test_a_follow_up_that_cannot_be_is_refused(followed):
    cases = [
        ("followup_state_is_known", {"state": "asleep", "closed_at": NOW}),
        ("followup_mails_are_limited", {"per_week": 0}),
        ("followup_mails_are_limited", {"per_week": 4}),
        ("followup_paused_only_when_active", {"state": "stopped", "closed_at": NOW, "paused_until": "2027-04-01"}),
        ("followup_closed_exactly_when_not_active", {"state": "stopped"}),
        ("followup_closed_exactly_when_not_active", {"closed_at": NOW}),
        ("followup_resumed_after_begun", {"resumed_at": NOW - DAY}),
    ]
    for constraint, values in cases:
        refuses(Enrolment.objects, constraint, **values)


def test_one_follow_up_of_a_module_is_active_for_a_learner(followed):
    other = Followed()
    # SQLite names the columns of a unique index, not the index
    match = r"followup_one_active_per_learner_and_module|enrolment\.learner_id"
    refuses(Enrolment.objects.filter(pk=other.enrolment.pk), match, learner=followed.learner, module=followed.module)


def test_a_card_that_cannot_be_is_refused(followed):
    cases = [
        ("followup_card_confidence_is_known", {"confidence": "certain"}),
        ("followup_card_memory_is_possible", {"stability": 0}),
        ("followup_card_memory_is_possible", {"difficulty": 11}),
        ("followup_card_due_after_review", {"due_at": NOW}),
        ("followup_card_retired_is_known", {"retired": "lost"}),
        ("followup_card_repeated_twice", {"retired": "kept", "repeats": 1}),
        (r"followup_card_once_per_item|card\.item_key", {"item_key": "same"}),
    ]
    for constraint, values in cases:
        refuses(Card.objects, constraint, **values)


def test_a_question_that_cannot_be_is_refused(followed):
    cases = [
        ("followup_review_counts_from_one", {"number": 0}),
        ("followup_review_expires_after_asked", {"expires_at": NOW}),
        ("followup_review_graded_exactly_when_answered", {"answered_at": NOW + DAY}),
        ("followup_review_graded_exactly_when_answered", {"rating": 3}),
        ("followup_review_confidence_is_known", {"confidence": "certain"}),
    ]
    for constraint, values in cases:
        refuses(Review.objects, constraint, **values)


def test_an_answer_that_cannot_be_is_refused(followed):
    answer(followed.review)
    cases = [
        ("followup_review_rated_by_its_grade", {"grade": 839}),
        ("followup_review_rated_by_its_grade", {"rating": 1}),
        ("followup_review_rated_by_its_grade", {"rating": 5}),
        ("followup_review_answered_after_asked", {"answered_at": NOW}),
        ("followup_review_graded_exactly_when_answered", {"lapsed": True}),
        ("followup_review_graded_exactly_when_answered", {"edition": None}),
    ]
    for constraint, values in cases:
        refuses(Review.objects, constraint, **values)


def copy(review, **values):
    row = Review.objects.values().get(pk=review.pk)
    return Review.objects.create(**{**row, "id": None, "token_hash": None, **values})


def test_a_card_has_one_open_question(followed):
    with pytest.raises(IntegrityError, match=r"one_open_per_card|review\.card_id"), transaction.atomic():
        copy(followed.review)
    copy(followed.review, lapsed=True)


def test_a_repeat_is_answered_once(followed):
    answer(followed.review)
    with pytest.raises(IntegrityError, match=r"answered_once_per_repeat|review\.card_id"), transaction.atomic():
        copy(followed.review)
