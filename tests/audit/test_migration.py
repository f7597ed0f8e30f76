"""A database from before the chain: its rows are chained as they stand."""

import io

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from elearning.audit.immutability import KeepRows
from elearning.audit.models import Entry, Head
from elearning.audit.services import record
from tests.factories import NOW, user

pytestmark = pytest.mark.django_db(transaction=True)
COLUMNS = ["id", "at", "actor_id", "action", "subject_type", "subject_id", "before", "after", "reason"]


OLD = [("audit", "0002_permanence")]


def migrated_to_today():
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def before_the_chain():
    """The model of that time, its table kept by the triggers of that time; afterwards all is as tests need it."""
    executor = MigrationExecutor(connection)
    executor.migrate(OLD)
    with connection.schema_editor() as editor:
        KeepRows("audit_entry", COLUMNS, again=True).database_forwards("audit", editor, None, None)
    yield executor.loader.project_state(OLD).apps.get_model("audit", "Entry")
    migrated_to_today()
    if connection.vendor == "sqlite":  # where emptying a table deletes its rows (tests/conftest.py)
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER IF EXISTS audit_entry_no_delete")
            cursor.execute("DROP TRIGGER IF EXISTS audit_head_no_delete")


def test_rows_of_a_landed_database_are_chained_in_order_and_kept_again(before_the_chain):
    for number in (1003, 1001, 1007):  # transactions that failed had left holes in the ids
        before_the_chain.objects.create(
            id=number,
            at=NOW.replace(microsecond=number),
            action=f"a{number}",
            subject_type="x.y",
            subject_id="1",
            after={"ü": [number, None, {"b": "1.50", "a": True}]},
        )
    migrated_to_today()
    with transaction.atomic():
        record(now=NOW, actor=None, action="new", subject=user())
    rows = Entry.objects.order_by("number").values_list("number", "action", "after")
    assert [(number, action) for number, action, _ in rows] == [(1, "a1001"), (2, "a1003"), (3, "a1007"), (4, "new")]
    assert rows[2][2] == {"ü": [1007, None, {"b": "1.50", "a": True}]}
    said = io.StringIO()
    call_command("verify_audit", stdout=said)
    assert said.getvalue() == f"4 entries are intact. Head: entry 4, hash {Head.objects.get().hash}\n"
    for change in (lambda: Entry.objects.update(hash="x"), Entry.objects.all().delete, Head.objects.all().delete):
        with pytest.raises(DatabaseError) as caught, transaction.atomic():
            change()
        assert "are permanent; write a new row instead" in str(caught.value)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE audit_entry, audit_head")


def test_an_empty_database_gets_a_head(before_the_chain):
    migrated_to_today()
    assert Head.objects.values_list("id", "number").get() == (1, 0)
