"""A database from before claims: its accreditations and certificates mean afterwards what they meant."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from elearning.accounts.professions import Profession
from elearning.certificates.models import Accreditation, Certificate
from tests.certificates.factories import NOW, Passed

pytestmark = pytest.mark.django_db(transaction=True)
OLD = [("certificates", "0002_permanence")]


def migrated_to_today():
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def before_claims():
    """The models of that time; afterwards the database is as tests need it (tests/conftest.py)."""
    executor = MigrationExecutor(connection)
    executor.migrate(OLD)
    yield executor.loader.project_state(OLD).apps
    migrated_to_today()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_delete'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("TRUNCATE certificates_certificate, certificates_accreditation CASCADE")


def test_certificates_count_their_issues_and_accreditations_keep_their_name(before_claims):
    passed = Passed()
    of = {"module_id": passed.module.pk}
    completion = before_claims.get_model("certificates", "Completion").objects.create(
        learner_id=passed.learner.pk,
        term_id=passed.term.pk,
        edition_id=passed.edition.pk,
        attempt_id=passed.attempt.pk,
        completed_at=NOW,
        snapshot={},
        **of,
    )
    before_claims.get_model("certificates", "Accreditation").objects.create(
        body="A society",
        scheme="CME points",
        state="granted",
        maximum_credit=Decimal(1),
        opens=date(2027, 1, 1),
        closes=date(2027, 12, 31),
        demonstration=False,
        effective_from=NOW,
        reason="Letter",
        **of,
    )
    identity = before_claims.get_model("certificates", "PrintedIdentity").objects.create(name="Ada Example")
    replaced = None
    for number in ("first", "second", "third"):
        replaced = before_claims.get_model("certificates", "Certificate").objects.create(
            number=number,
            completion=completion,
            identity=identity,
            issued_at=NOW + timedelta(days=1),
            replaces=replaced,
            facts={},
        )
    migrated_to_today()
    found = Certificate.objects.complete().order_by("generation")
    assert [(row.number, row.generation, row.variant, row.is_replaced) for row in found] == [
        ("first", 1, "no-credit", True),
        ("second", 2, "no-credit", True),
        ("third", 3, "no-credit", False),
    ]
    row = Accreditation.objects.get()
    assert (row.scheme, row.credit_name, row.step) == ("own", "CME points", Decimal("0.5"))
    assert row.professions == Profession.values
    for change in (lambda: Accreditation.objects.update(step=1), lambda: Certificate.objects.update(generation=9)):
        with pytest.raises(DatabaseError, match="are permanent"), transaction.atomic():
            change()
