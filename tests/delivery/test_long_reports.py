"""Reports of any length can be looked at."""

import sqlite3
from contextlib import contextmanager

import pytest
from django.db import connection

from elearning.certificates.domain.claiming import Variant
from elearning.delivery import access
from tests.certificates.factories import administrator
from tests.delivery.factories import batch, ready

pytestmark = pytest.mark.django_db
DEPTH = 40


def copies(row, changes):
    """Rows like ``row``, one for each of ``changes``."""
    model = type(row)
    values = {field.attname: getattr(row, field.attname) for field in model._meta.fields if not field.primary_key}
    return model.objects.bulk_create([model(**{**values, **change}) for change in changes])


@contextmanager
def shallow_expressions():
    """SQLite as it is when a report has more lines than its expressions may be deep (a thousand).

    PostgreSQL has no such limit.
    """
    if connection.vendor != "sqlite":
        yield
        return
    usual = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, DEPTH)
    try:
        yield
    finally:
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, usual)


def test_a_report_of_more_lines_than_sqlite_compares_keys_at_once():
    ready()
    made = batch(administrator())
    line = made.lines.get()
    alike = [
        {"generation": 2 + number, "number": f"copy-{number}", "claim_id": None, "variant": Variant.NO_CREDIT}
        for number in range(DEPTH)
    ]
    certificates = copies(line.certificate, alike)
    copies(line, [{"certificate_id": certificate.pk} for certificate in certificates])
    with shallow_expressions():
        assert [each.certificate for each in access.lines_of(made)] == [line.certificate, *certificates]
