"""The rules that the database itself keeps, each broken once."""

import pytest
from django.db import IntegrityError, connection, transaction

from elearning.lifecycle.models import ExpiryReminder, NoReminders, Responsible, Review, ScheduledPublication
from tests.factories import NOW
from tests.lifecycle.factories import DAY, light, term_of
from tests.quizzes.factories import learner

pytestmark = pytest.mark.django_db


def refused_again(constraint, model, row):
    """PostgreSQL names every constraint; SQLite names the columns of a plain unique one."""
    told = constraint if connection.vendor == "postgresql" else f"{constraint}|UNIQUE constraint failed"
    model.objects.create(**row)
    with pytest.raises(IntegrityError, match=told), transaction.atomic():
        model.objects.create(**row)


@pytest.fixture
def sample(db):
    return light()


def publication(of, **values):
    row = {"edition": of.current_edition, "at": NOW + DAY, "reason": "Now.", "created_at": NOW}
    return {**row, **values}


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("scheduled_publication_state_is_known", {"state": "lost", "settled_at": NOW}),
        ("scheduled_publication_is_in_the_future", {"at": NOW}),
        ("scheduled_publication_has_a_reason", {"reason": ""}),
        ("scheduled_publication_settled_unless_pending", {"settled_at": NOW}),
        ("scheduled_publication_settled_unless_pending", {"state": "done"}),
        ("scheduled_publication_says_why_not", {"state": "failed", "settled_at": NOW}),
        ("scheduled_publication_says_why_not", {"state": "cancelled", "settled_at": NOW}),
    ],
)
def test_a_scheduled_publication_that_cannot_be_is_refused(sample, constraint, values):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ScheduledPublication.objects.create(**publication(sample, **values))


def test_an_edition_waits_for_one_time_only(sample):
    refused_again("publication_scheduled_once", ScheduledPublication, publication(sample))


def test_a_person_is_responsible_for_a_module_once_and_says_once_not_to_be_reminded(sample):
    person = learner()
    refused_again("responsible_once_per_module", Responsible, {"module": sample, "user": person})
    refused_again("learner_id", NoReminders, {"learner": person, "since": NOW})


def test_a_reminder_is_noted_once_and_for_a_known_audience(sample):
    term = term_of(sample)
    row = {"term": term, "last_valid_day": term.last_valid_day, "audience": "learners", "days_before": 7}
    row |= {"queued_at": NOW, "count": 1}
    refused_again("expiry_reminder_once", ExpiryReminder, row)
    with pytest.raises(IntegrityError, match="expiry_reminder_audience_is_known"), transaction.atomic():
        ExpiryReminder.objects.create(**{**row, "audience": "everybody"})


def test_a_review_is_recorded_once_and_says_who_and_what(sample):
    today = NOW.date()
    row = {"term": term_of(sample), "contributor_key": "ann", "name": "Ann", "credentials": "MD", "role": "author"}
    row |= {"disclosed_on": today, "reviewed_on": today, "statement": "Still current.", "recorded_at": NOW}
    refused_again("review_once_per_term_and_person", Review, row)
    for empty in ("name", "statement"):
        with pytest.raises(IntegrityError, match="review_says_who_and_what"), transaction.atomic():
            Review.objects.create(**{**row, empty: ""})
