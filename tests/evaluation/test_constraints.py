"""The rules that the database itself keeps, each broken once."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from elearning.evaluation.models import Commitment, Evaluation
from tests.evaluation.factories import NOW, Passed

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation():
    return Passed().evaluate()


def copy(model, **values):
    row = model.objects.values().get()
    return model.objects.create(**{**{name: value for name, value in row.items() if name != "id"}, **values})


def test_a_learner_evaluates_once_in_a_term(evaluation):
    # SQLite names the columns of a unique index, not the index
    with pytest.raises(IntegrityError, match=r"once_per_learner_and_term|evaluation\.term_id"), transaction.atomic():
        copy(Evaluation)


def test_erased_learners_may_be_many(evaluation):
    Evaluation.objects.update(learner=None)
    copy(Evaluation)
    assert Evaluation.objects.count() == 2


def test_a_form_without_a_version_is_refused(evaluation):
    with pytest.raises(IntegrityError, match="evaluation_form_counts_from_one"), transaction.atomic():
        copy(Evaluation, learner_id=None, form=0)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        (r"commitment_position_unique|commitment\.position", {"position": 1}),
        ("commitment_one_to_three", {"position": 0}),
        ("commitment_one_to_three", {"position": 4}),
        ("commitment_has_a_text", {"text": ""}),
        ("commitment_outcome_is_known", {"outcome": "lost", "answered_at": NOW}),
        ("commitment_answered_exactly_with_outcome", {"outcome": "done"}),
        ("commitment_answered_exactly_with_outcome", {"answered_at": NOW}),
        ("commitment_answered_exactly_with_outcome", {"comment": "Well."}),
        (
            "commitment_settled_is_not_asked",
            {"outcome": "done", "answered_at": NOW, "remind_on": date(2027, 3, 31)},
        ),
    ],
)
def test_a_commitment_that_cannot_be_is_refused(evaluation, constraint, values):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        copy(Commitment, **{"position": 2, **values})


@pytest.mark.parametrize(
    "changes",
    [
        {"id": 4711},
        {"module_id": 4711},
        {"term_id": 4711},
        {"edition_id": 4711},
        {"form": 2},
        {"language": "de"},
        {"answers": {}},
        {"submitted_at": NOW.replace(year=2020)},
    ],
)
def test_what_was_sent_is_never_changed(evaluation, changes):
    with pytest.raises(DatabaseError, match="rows of evaluation_evaluation are permanent"), transaction.atomic():
        Evaluation.objects.update(**changes)
    assert Evaluation.objects.get() == evaluation


@pytest.mark.parametrize(
    "changes", [{"id": 4711}, {"evaluation_id": 4711}, {"position": 3}, {"key": "team"}, {"text": "Other"}]
)
def test_what_was_committed_to_is_never_changed(evaluation, changes):
    with pytest.raises(DatabaseError, match="rows of evaluation_commitment are permanent"), transaction.atomic():
        Commitment.objects.update(**changes)


@pytest.mark.parametrize(
    ("model", "table"), [(Commitment, "evaluation_commitment"), (Evaluation, "evaluation_evaluation")]
)
def test_neither_is_ever_deleted(evaluation, kept_rows, model, table):
    kept_rows("elearning.evaluation", table)
    with pytest.raises(DatabaseError, match=f"rows of {table} are permanent"), transaction.atomic():
        model.objects.all()._raw_delete("default")
    assert model.objects.count() == 1
