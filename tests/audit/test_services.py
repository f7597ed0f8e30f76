"""The audit trail: written with its change or not at all, and never changed."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from elearning.audit.immutability import KeepRows
from elearning.audit.models import Entry, Head
from elearning.audit.services import record
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_a_row_says_who_when_what_and_the_values_before_and_after(learner, administrator):
    record(
        now=NOW,
        actor=administrator,
        action="thing.changed",
        subject=learner,
        reason="Because",
        before={"day": date(2027, 1, 1), "nothing": None, "list": [1]},
        after={"day": date(2027, 1, 2), "credit": Decimal("1.50"), "flag": True},
    )
    entry = Entry.objects.get()
    assert (entry.at, entry.actor_id, entry.action, entry.reason) == (NOW, administrator.pk, "thing.changed", "Because")
    assert (entry.subject_type, entry.subject_id) == ("accounts.user", str(learner.pk))
    assert entry.before == {"day": "2027-01-01", "nothing": None, "list": [1]}
    assert entry.after == {"day": "2027-01-02", "credit": "1.50", "flag": True}


def test_a_command_on_the_server_has_no_actor(learner):
    assert record(now=NOW, actor=None, action="a", subject=learner).actor_id is None


@pytest.mark.django_db(transaction=True)
def test_a_row_outside_a_transaction_is_refused():
    from tests.factories import user

    someone = user()
    with pytest.raises(transaction.TransactionManagementError):
        record(now=NOW, actor=None, action="a", subject=someone)
    assert Entry.objects.count() == 0


def test_a_row_goes_with_the_change_that_failed(learner):
    def fail_after_recording():
        with transaction.atomic():
            record(now=NOW, actor=None, action="a", subject=learner)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_recording()
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": "Other"},
        {"at": NOW + timedelta(days=1)},
        {"actor_id": 5},
        {"action": "b"},
        {"before": {"x": 1}},
        {"after": {}},
        {"subject_id": "9"},
        {"subject_type": "x"},
        {"number": 9},
        {"hash": "x"},
    ],
)
def test_a_row_is_never_changed(learner, changes):
    record(now=NOW, actor=None, action="a", subject=learner)
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        Entry.objects.update(**changes)
    assert "rows of audit_entry are permanent; write a new row instead" in str(caught.value)


def test_a_row_is_never_removed(learner, kept_rows):
    kept_rows("elearning.audit", "audit_entry")
    record(now=NOW, actor=None, action="a", subject=learner)
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        Entry.objects.all().delete()
    assert "rows of audit_entry are permanent; write a new row instead" in str(caught.value)
    assert Entry.objects.count() == 1


def test_the_head_is_never_removed(learner, kept_rows):
    kept_rows("elearning.audit", "audit_head")
    record(now=NOW, actor=None, action="a", subject=learner)
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        Head.objects.all().delete()
    assert "rows of audit_head are permanent; write a new row instead" in str(caught.value)


def test_a_row_takes_three_statements_one_of_which_locks_the_chain(learner, statements):
    assert statements(lambda: record(now=NOW, actor=None, action="a", subject=learner)) == 3


def test_a_transaction_that_fails_gives_its_number_back(learner):
    for fails in (False, True, False):
        with suppress(ZeroDivisionError), transaction.atomic():
            record(now=NOW, actor=None, action="a", subject=learner)
            1 / (not fails)
    assert sorted(Entry.objects.values_list("number", flat=True)) == [1, 2]
    assert Head.objects.values_list("number", "hash").get() == (2, Entry.objects.get(number=2).hash)


@pytest.mark.parametrize("value", [1.5, float("nan"), [{"deep": 0.1}]])
def test_a_fraction_that_databases_round_differently_is_refused(learner, value):
    with pytest.raises(TypeError) as caught:
        record(now=NOW, actor=None, action="a", subject=learner, after={"value": value})
    assert "write a Decimal or a text" in str(caught.value)
    assert Entry.objects.count() == 0


def test_a_row_outlives_the_person_it_speaks_of(learner):
    record(now=NOW, actor=learner, action="a", subject=learner)
    identity = learner.pk
    learner.delete()
    assert Entry.objects.values_list("actor_id", "subject_id").get() == (identity, str(identity))


def test_rows_are_listed_newest_first(learner):
    for action in "abc":
        record(now=NOW, actor=None, action=action, subject=learner)
    assert [entry.action for entry in Entry.objects.all()] == ["c", "b", "a"]


def test_the_triggers_on_sqlite_name_the_columns_and_the_rows_they_keep():
    refuse = "BEGIN SELECT RAISE(ABORT, 'rows of t are permanent; write a new row instead'); END"
    assert KeepRows("t", ["a", "b"], when="OLD.a = 1").statements("sqlite") == [
        f"CREATE TRIGGER t_no_update BEFORE UPDATE OF a, b ON t WHEN (OLD.a = 1) {refuse}",
        f"CREATE TRIGGER t_no_delete BEFORE DELETE ON t WHEN (OLD.a = 1) {refuse}",
    ]


def test_a_column_that_may_be_blanked_is_refused_any_other_value():
    refuse = "BEGIN SELECT RAISE(ABORT, 'rows of t are permanent; write a new row instead'); END"
    rule = KeepRows("t", ["a"], when="OLD.a = 1", blankable=["b"])
    assert rule.statements("sqlite")[2:] == [
        f"CREATE TRIGGER t_only_blank_b BEFORE UPDATE OF b ON t WHEN (OLD.a = 1 AND length(NEW.b) > 0) {refuse}"
    ]
