"""Published editions and source files stay as they are, in the database itself."""

import pytest
from django.db import DatabaseError, transaction

from courses.models import Blob, Edition, SourceFile
from elearning.publishing import services
from tests.factories import NOW, folder

pytestmark = pytest.mark.django_db


def refused(change, table):
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        change()
    assert f"rows of {table} are permanent; write a new row instead" in str(caught.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 9},
        {"title": "Another"},
        {"content_hash": "x"},
        {"language": "de"},
        {"published_at": None},
        {"loaded_at": NOW.replace(year=2020)},
    ],
)
def test_a_published_edition_cannot_be_changed(edition, changes):
    refused(lambda: Edition.objects.update(**changes), "courses_edition")


def test_a_draft_may_be_changed_and_published():
    services.load(files=folder(), publish=False, substance=[], actor=None, now=NOW)
    assert Edition.objects.update(published_at=NOW) == 1


@pytest.mark.parametrize("changes", [{"path": "elsewhere.md"}, {"edition": None}, {"blob": None}])
def test_a_source_file_cannot_be_changed(edition, changes):
    other = {"edition": Edition.objects.get().pk, "blob": Blob.objects.last().pk}
    values = {name: value if value is not None else other[name] for name, value in changes.items()}
    refused(lambda: SourceFile.objects.filter(path="module.yaml").update(**values), "courses_sourcefile")


def test_the_bytes_of_a_source_file_cannot_be_changed(edition):
    refused(lambda: Blob.objects.update(content=b"other"), "courses_blob")


@pytest.mark.parametrize(
    ("model", "table"), [(Edition, "courses_edition"), (SourceFile, "courses_sourcefile"), (Blob, "courses_blob")]
)
def test_none_of_them_can_be_deleted(edition, kept_rows, model, table):
    kept_rows("courses", table)
    refused(lambda: model.objects.all()._raw_delete("default"), table)


def test_what_is_derived_from_the_sources_may_be_made_again(edition):
    assert Edition.objects.update(front_matter={}, outline=[], renderer=2) == 1
