"""Every rule that the database keeps, broken once."""

import re
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from elearning.audit.immutability import KeepRows
from quizzes.domain.kinds import WHOLE
from quizzes.domain.scoring import Effect
from quizzes.models import (
    Accommodation,
    Attempt,
    AttemptGrant,
    Item,
    ItemCorrection,
    Response,
    Score,
    Test,
    TestPolicy,
)
from tests.quizzes.factories import NOW, Sitting, learner, minutes

pytestmark = pytest.mark.django_db
PERMANENCE = [
    operation
    for name in ("0005_pretest_permanence", "0008_engine_rules")
    for operation in import_module(f"quizzes.migrations.{name}").Migration.operations
    if isinstance(operation, KeepRows)
]


@pytest.fixture
def kept_rows():
    """The triggers against deletion, which the test database on SQLite does without."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for statement in (each for operation in PERMANENCE for each in operation.statements("sqlite")):
                if "_no_delete" in statement:
                    cursor.execute(statement)


def refused(call, *args, **values):
    """Return what the database says to a row that it refuses."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        call(*args, **values)
    return str(caught.value)


def broken(constraint, message, *columns):
    """Whether ``message`` is about ``constraint`` (SQLite names the columns of a unique one instead)."""
    named = re.search(r"UNIQUE constraint failed: (.*)", message)
    return constraint in message or (named is not None and named.group(1).split(", ") == list(columns))


def changed(row, **values):
    """Store a copy of ``row`` with other values."""
    copy = type(row).objects.get(pk=row.pk)
    copy.pk = None
    for name, value in values.items():
        setattr(copy, name, value)
    copy.save()


def test_an_item_does_not_match_itself():
    Sitting(items=1)
    row = Item.objects.get()
    message = refused(Item.objects.filter(pk=row.pk).update, matches=row.pk)
    assert broken("item_does_not_match_itself", message)


@pytest.mark.parametrize(
    ("values", "constraint", "columns"),
    [
        (
            {},
            "pretest_once_per_learner",
            ["quizzes_pretestsitting.learner_id", "quizzes_pretestsitting.module_id"],
        ),
        ({"learner": None, "total": 0, "correct": 0}, "pretest_score_within_total", []),
        ({"learner": None, "correct": 3}, "pretest_score_within_total", []),
    ],
)
def test_a_sitting_of_a_pretest_that_breaks_a_rule_is_refused(values, constraint, columns):
    sitting = Sitting(pretest=2)
    row = sitting.sit_pretest()
    assert broken(constraint, refused(changed, row, **values), *columns)


@pytest.mark.parametrize(("name", "value"), [("correct", 0), ("answers", {}), ("submitted_at", NOW + minutes(1))])
def test_a_sitting_of_a_pretest_stays_as_it_is(name, value):
    row = Sitting(pretest=2).sit_pretest()
    assert "permanent" in refused(type(row).objects.filter(pk=row.pk).update, **{name: value})


def test_a_sitting_of_a_pretest_is_never_deleted(kept_rows):
    row = Sitting(pretest=2).sit_pretest()
    assert "permanent" in refused(row.delete)


def test_erasing_a_learner_empties_the_sitting_and_keeps_it():
    sitting = Sitting(pretest=2)
    row = sitting.sit_pretest()
    sitting.learner.delete()
    row.refresh_from_db()
    assert (row.learner_id, row.correct, row.total) == (None, 2, 2)


def test_an_edition_has_one_test():
    sitting = Sitting()
    message = refused(Test.objects.create, edition=sitting.edition, title="Another")
    assert broken("edition", message, "quizzes_test.edition_id")


@pytest.mark.parametrize(
    ("values", "constraint", "columns"),
    [
        ({"position": 9}, "item_key_unique_in_test", ["quizzes_item.test_id", "quizzes_item.key"]),
        ({"key": "other"}, "item_position_unique_in_test", ["quizzes_item.test_id", "quizzes_item.position"]),
    ],
)
def test_items_of_a_test_differ(values, constraint, columns):
    Sitting(items=1)
    assert broken(constraint, refused(changed, Item.objects.get(), **values), *columns)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"pass_percent": 0}, "policy_pass_percent_is_a_percentage"),
        ({"pass_percent": 101}, "policy_pass_percent_is_a_percentage"),
        ({"max_attempts": 0}, "policy_allows_an_attempt"),
        ({"draw": 0}, "policy_draws_an_item"),
        ({"time_limit_minutes": 0}, "policy_gives_time"),
        ({"reveal": "sometimes"}, "policy_reveal_is_known"),
        ({"layout": "two"}, "policy_layout_is_known"),
        ({"layout": "all", "back": False}, "policy_no_way_back_needs_single_items"),
        ({"pause_minutes": 5}, "policy_pauses_need_a_time_limit"),
        ({"reason": ""}, "policy_has_a_reason"),
    ],
)
def test_a_policy_makes_sense(values, constraint):
    row = Sitting().policy_row
    assert constraint in refused(changed, row, effective_from=NOW, **values)


def test_one_policy_rules_at_an_instant():
    message = refused(changed, Sitting().policy_row)
    columns = ["quizzes_testpolicy.module_id", "quizzes_testpolicy.effective_from"]
    assert broken("policy_one_at_an_instant", message, *columns)


def test_a_grant_has_a_reason():
    sitting = Sitting()
    values = {"learner": sitting.learner, "term": sitting.term, "reason": "", "at": NOW}
    assert "grant_has_a_reason" in refused(AttemptGrant.objects.create, **values)


def test_a_learner_has_one_open_attempt_in_a_module():
    message = refused(changed, Sitting().begin(), number=2)
    columns = ["quizzes_attempt.learner_id", "quizzes_attempt.module_id"]
    assert broken("attempt_one_open_per_learner", message, *columns)


def test_two_learners_may_each_have_an_open_attempt():
    changed(Sitting().begin(), learner=learner())
    assert Attempt.objects.open().count() == 2


def test_an_attempts_number_is_used_once_in_a_term():
    message = refused(changed, Sitting().sit(right=0))
    columns = ["quizzes_attempt.learner_id", "quizzes_attempt.term_id", "quizzes_attempt.number"]
    assert broken("attempt_number_unique_in_term", message, *columns)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"number": 0}, "attempt_number_counts_from_one"),
        ({"deadline": NOW}, "attempt_deadline_after_start"),
        ({"submitted_at": NOW - minutes(1)}, "attempt_submitted_after_start"),
        ({"correct": 5}, "attempt_score_within_total"),
        ({"points": 5 * WHOLE}, "attempt_score_within_total"),
        ({"points": 4 * WHOLE - 1}, "attempt_score_within_total"),
        ({"points": None}, "attempt_scored_exactly_when_submitted"),
        ({"correct": None}, "attempt_scored_exactly_when_submitted"),
        ({"total": None}, "attempt_scored_exactly_when_submitted"),
        ({"passed": None}, "attempt_scored_exactly_when_submitted"),
        ({"in_time": None}, "attempt_scored_exactly_when_submitted"),
        ({"submitted_at": None}, "attempt_scored_exactly_when_submitted"),
    ],
)
def test_an_attempts_score_makes_sense(values, constraint):
    row = Sitting(items=4).sit(right=4)
    assert constraint in refused(changed, row, **{"number": 2, **values})


def test_an_item_is_answered_in_one_row():
    sitting = Sitting(items=1)
    sitting.answer(sitting.begin(), right=1)
    message = refused(changed, Response.objects.get())
    assert broken("response_once_per_item", message, "quizzes_response.attempt_id", "quizzes_response.item_key")


@pytest.mark.parametrize(
    "values", [{"correct": 4}, {"passed": True}, {"paper": []}, {"submitted_at": None}, {"in_time": False}]
)
def test_a_submitted_attempt_stays_as_it_is(values):
    attempt = Sitting().sit(right=0)
    message = refused(Attempt.objects.filter(pk=attempt.pk).update, **values)
    assert "rows of quizzes_attempt are permanent" in message


def test_a_policy_stays_as_it_is():
    row = Sitting().policy_row
    message = refused(TestPolicy.objects.filter(pk=row.pk).update, pass_percent=1)
    assert "rows of quizzes_testpolicy are permanent" in message


@pytest.mark.parametrize("model", [Attempt, Score, TestPolicy])
def test_what_a_score_rests_on_is_never_deleted(kept_rows, model):
    Sitting().sit(right=4)
    assert "are permanent" in refused(model.objects.all()._raw_delete, "default")
    assert model.objects.count() == 1


def test_when_an_account_goes_its_submitted_attempts_stay_without_it():
    sitting = Sitting()
    attempt = sitting.sit(right=4)
    sitting.learner.delete()
    attempt.refresh_from_db()
    assert (attempt.learner_id, attempt.correct) == (None, 4)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"reason": ""}, "correction_has_a_reason"),
        ({"effect": "deleted"}, "correction_effect_is_known"),
        ({"content": {}}, "correction_has_content_exactly_with_another_key"),
        ({"effect": "rekeyed"}, "correction_has_content_exactly_with_another_key"),
    ],
)
def test_a_correction_makes_sense(values, constraint):
    sitting = Sitting()
    given = {"test": sitting.test, "module": sitting.module, "item_key": "item-1", "reason": "Two keys", "at": NOW}
    given |= {"effect": Effect.NEUTRALISED}
    assert constraint in refused(ItemCorrection.objects.create, **{**given, **values})


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"correct": 5}, "score_within_total"),
        ({"number": 2}, "score_after_the_first_names_its_correction"),
        ({"held": True, "passed": False}, "score_holds_only_a_pass"),
    ],
)
def test_a_score_makes_sense(values, constraint):
    attempt = Sitting().sit(right=4)
    row = attempt.scores.get()
    assert constraint in refused(changed, row, **{"attempt": Sitting().begin(), **values})


def test_a_score_stays_as_it_is_and_has_its_own_number():
    row = Sitting().sit(right=4).scores.get()
    assert "permanent" in refused(Score.objects.filter(pk=row.pk).update, points=0)
    columns = ["quizzes_score.attempt_id", "quizzes_score.number"]
    assert broken("score_number_unique_in_attempt", refused(changed, row), *columns)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [({"reason": ""}, "accommodation_has_a_reason"), ({"extra_percent": 401}, "accommodation_is_within_bounds")],
)
def test_an_accommodation_makes_sense(values, constraint):
    given = {"learner": Sitting().learner, "extra_percent": 25, "reason": "Agreed", "at": NOW}
    assert constraint in refused(Accommodation.objects.create, **{**given, **values})


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"confidence": "certain"}, "response_confidence_is_known"),
        ({"answer": None, "answered": True}, "response_answered_has_an_answer"),
    ],
)
def test_a_response_makes_sense(values, constraint):
    sitting = Sitting(items=1)
    sitting.answer(sitting.begin(), right=1)
    assert constraint in refused(Response.objects.update, **values)
