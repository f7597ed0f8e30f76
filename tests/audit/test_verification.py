"""``manage.py verify_audit``: whole chains pass; what somebody with the database did to one is named, with exit 1."""

import io
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from elearning.audit.domain.chain import COLUMNS, GENESIS, link_hash
from elearning.audit.models import Entry, Head
from elearning.audit.services import record
from tests.factories import NOW

pytestmark = pytest.mark.django_db
EDITED = "was edited, or the one before it was: its hash does not follow from the two."
INSERTED = "inserted: nobody who wrote to the audit gave that number."
HEAD = "the row that says where the chain ends (audit_head) was edited or removed."


@pytest.fixture
def five(learner):
    """Five entries, and the database without what protects them: as its owner can make it."""
    for number in range(1, 6):
        record(now=NOW, actor=learner, action="thing.changed", subject=learner, after={"step": number}, reason="Ünï")
    with connection.cursor() as cursor:
        for table in ("audit_entry", "audit_head"):
            for event in ("update", "delete"):
                on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{on_table}")
    return list(Entry.objects.order_by("number"))


def verified(*arguments):
    """Return what the command says, and its exit code."""
    said = io.StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=said)
    except SystemExit as stop:
        return said.getvalue().splitlines(), stop.code
    return said.getvalue().splitlines(), 0


def faults():
    lines, code = verified()
    assert code == 1
    return lines[:-1]


def test_an_audit_that_nobody_touched_is_intact_and_its_head_is_told(five):
    assert verified() == ([f"5 entries are intact. Head: entry 5, hash {five[4].hash}"], 0)


def test_an_empty_audit_is_intact(db):
    assert verified() == ([f"0 entries are intact. Head: entry 0, hash {GENESIS}"], 0)


@pytest.mark.parametrize(
    "change",
    [
        {"at": NOW + timedelta(microseconds=1)},
        {"actor_id": None},
        {"action": "thing.deleted"},
        {"subject_type": "accounts.group"},
        {"subject_id": "8"},
        {"before": {"step": 2}},
        {"after": {"step": 4}},
        {"reason": "Uni"},
        {"hash": "f" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_edited_row_is_found_whichever_column_it_was(five, change):
    Entry.objects.filter(number=3).update(**change)
    expected = [f"Entry 3: {EDITED}"] + ([f"Entry 4: {EDITED}"] if "hash" in change else [])
    assert faults() == expected


@pytest.mark.parametrize(
    ("gone", "said"),
    [([1], "Entry 1: missing."), ([3], "Entry 3: missing."), ([2, 3, 4], "Entries 2 to 4: missing.")],
)
def test_a_missing_row_is_found(five, gone, said):
    Entry.objects.filter(number__in=gone).delete()
    assert faults() == [said]


@pytest.mark.parametrize(("gone", "said"), [([5], "Entry 5: missing."), ([4, 5], "Entries 4 to 5: missing.")])
def test_a_row_missing_at_the_end_is_found(five, gone, said):
    Entry.objects.filter(number__in=gone).delete()
    assert faults() == [said]


def test_an_emptied_audit_is_found(five):
    Entry.objects.all().delete()
    assert faults() == ["Entries 1 to 5: missing."]


def forged(number, previous, entry):
    columns = {name: getattr(entry, name) for name in COLUMNS} | {"reason": "Never happened"}
    return Entry.objects.create(number=number, hash=link_hash(number, previous, columns), **columns)


def test_a_row_appended_without_the_head_is_found(five):
    forged(6, five[4].hash, five[4])
    assert faults() == [f"Entry 6: {INSERTED}"]


def test_a_row_put_in_the_place_of_another_is_found(five):
    Entry.objects.filter(number=3).delete()
    forged(3, five[1].hash, five[2])
    assert faults() == [f"Entry 4: {EDITED}"]


@pytest.mark.parametrize("change", [{"hash": "f" * 64}, {"number": 4}])
def test_an_edited_head_is_found(five, change):
    Head.objects.update(**change)
    said = {"hash": [f"Entry 5: {HEAD}"], "number": [f"Entry 4: {HEAD}", f"Entry 5: {INSERTED}"]}
    assert faults() == said[next(iter(change))]


def test_a_removed_head_is_found(five):
    Head.objects.all().delete()
    assert faults() == [f"Entry 5: {HEAD}"]


def test_several_places_are_all_named(five):
    Entry.objects.filter(number=1).update(reason="x")
    Entry.objects.filter(number=3).delete()
    Entry.objects.filter(number=5).update(reason="y")
    lines, code = verified()
    assert (code, lines) == (
        1,
        [
            f"Entry 1: {EDITED}",
            "Entry 3: missing.",
            f"Entry 5: {EDITED}",
            f"1 entries are intact. Head: entry 5, hash {five[4].hash}",
        ],
    )


def test_a_chain_written_anew_with_its_head_is_found_by_the_hash_noted_elsewhere(five):
    noted = five[3].hash
    assert verified("--expect", noted)[1] == 0
    previous = GENESIS
    for entry in five:
        entry.reason = "Rewritten"
        previous = entry.hash = link_hash(entry.number, previous, {name: getattr(entry, name) for name in COLUMNS})
        entry.save()
    Head.objects.update(hash=previous)
    assert verified()[1] == 0
    lines, code = verified("--expect", noted, "--expect", previous.upper())
    assert (code, lines[:-1]) == (
        1,
        [f"Expected hash {noted}: no intact entry has it. The chain was written anew since then."],
    )


def test_rows_are_followed_in_parts_and_not_held_in_memory(five, monkeypatch, statements):
    monkeypatch.setattr("elearning.audit.access.CHUNK", 2)
    assert statements(verified) == 3
    assert verified()[1] == 0


@pytest.mark.parametrize(
    ("model", "values", "name"),
    [
        (Head, {"id": 2}, "audit_has_one_head"),
        (Entry, {"at": NOW, "number": 0, "hash": ""}, "audit_numbers_count_from_one"),
    ],
)
def test_the_database_itself_refuses_a_place_that_cannot_be(db, model, values, name):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        model.objects.create(**values)
    assert name in str(caught.value)


def test_the_database_itself_refuses_a_number_twice(five):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        forged(5, five[3].hash, five[4])
    assert re.search("audit_one_entry_at_a_place|audit_entry.number", str(caught.value))
