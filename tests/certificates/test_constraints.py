"""The rules that the database itself keeps, each broken once."""

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from elearning.certificates.models import (
    Accreditation,
    Certificate,
    CertificateFile,
    Completion,
    PrintedIdentity,
    Revocation,
)
from tests.certificates.factories import NOW, Passed, accreditation, administrator
from tests.quizzes import factories

pytestmark = pytest.mark.django_db
PERMANENCE = import_module("elearning.certificates.migrations.0002_permanence").Migration.operations


@pytest.fixture
def issued():
    passed = Passed()
    passed.certificate = passed.claim()
    return passed


@pytest.fixture
def kept_rows():
    """The triggers against deletion, which the test database on SQLite does without."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for operation in PERMANENCE:
                for statement in operation.statements("sqlite"):
                    if "_no_delete" in statement:
                        cursor.execute(statement)


def accreditation_row(**values):
    module = factories.module()
    given = {"state": "applied", "demonstration": False, "reason": "Letter", "effective_from": NOW, **values}
    return Accreditation.objects.create(module=module, body="Council", scheme="points", **given)


GRANTED = {"state": "granted", "maximum_credit": Decimal(1), "opens": date(2027, 1, 1), "closes": date(2027, 12, 31)}


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("accreditation_state_is_known", {"state": "promised"}),
        ("accreditation_demonstration_is_not_granted", {**GRANTED, "demonstration": True}),
        ("accreditation_granted_has_credit_and_days", {**GRANTED, "maximum_credit": None}),
        ("accreditation_granted_has_credit_and_days", {**GRANTED, "opens": None}),
        ("accreditation_granted_has_credit_and_days", {**GRANTED, "closes": None}),
        ("accreditation_credit_is_positive", {**GRANTED, "maximum_credit": Decimal(0)}),
        ("accreditation_closes_after_it_opens", {**GRANTED, "closes": date(2026, 12, 31)}),
        ("accreditation_has_a_reason", {"reason": ""}),
    ],
)
def test_an_accreditation_that_cannot_be_is_refused(constraint, values):
    with pytest.raises(IntegrityError, match=constraint):
        accreditation_row(**values)


def test_an_accreditation_has_one_state_at_an_instant():
    row = accreditation_row()
    with pytest.raises(IntegrityError, match=r"accreditation_one_state_at_an_instant|UNIQUE.*effective_from"):
        Accreditation.objects.create(
            module=row.module,
            body=row.body,
            scheme=row.scheme,
            state="refused",
            demonstration=False,
            reason="Letter",
            effective_from=NOW,
        )


def test_a_learner_completes_a_term_once(issued):
    other = factories.Sitting().sit(4)
    with pytest.raises(IntegrityError, match=r"completion_once_per_learner_and_term|UNIQUE.*learner_id.*term_id"):
        copy_of(issued.certificate.completion, attempt=other)


def test_an_attempt_completes_once(issued):
    with pytest.raises(IntegrityError, match="attempt_id"):
        copy_of(issued.certificate.completion, learner=None)


def test_completions_whose_learners_were_erased_may_share_a_term(issued):
    other = factories.Sitting().sit(4)
    copy_of(issued.certificate.completion, attempt=other, learner=None)
    assert Completion.objects.count() == 2


def test_a_completion_has_one_first_certificate(issued):
    with pytest.raises(IntegrityError, match=r"certificate_one_first_per_completion|UNIQUE.*completion_id"):
        copy_of(issued.certificate, number="0000-0000-0001")


def test_a_certificate_is_replaced_once(issued):
    first = issued.certificate
    issued.correct(first, "Ada Beispiel")
    with pytest.raises(IntegrityError, match="replaces_id"):
        copy_of(first, number="0000-0000-0001", replaces=first)


def test_a_number_is_given_once(issued):
    with pytest.raises(IntegrityError, match="number"):
        copy_of(issued.certificate, replaces=issued.certificate)


def test_a_certificate_does_not_replace_itself(issued):
    with pytest.raises(IntegrityError, match="certificate_does_not_replace_itself"):
        copy_of(issued.certificate, pk=4711, number="0000-0000-0001", replaces_id=4711)


def test_a_revocation_has_a_reason(issued):
    with pytest.raises(IntegrityError, match="revocation_has_a_reason"):
        Revocation.objects.create(certificate=issued.certificate, at=NOW, reason="")


def test_a_certificate_is_revoked_once(issued):
    Revocation.objects.create(certificate=issued.certificate, at=NOW, reason="Plagiarism")
    with pytest.raises(IntegrityError, match="certificate_id"):
        Revocation.objects.create(certificate=issued.certificate, at=NOW, reason="Again")


CHANGES = [
    (Accreditation, {"state": "refused"}),
    (Accreditation, {"closes": date(2030, 1, 1)}),
    (Completion, {"completed_at": NOW + timedelta(days=1)}),
    (Completion, {"snapshot": {}}),
    (Certificate, {"number": "0000-0000-0001"}),
    (Certificate, {"facts": {}}),
    (Revocation, {"reason": "Another"}),
    (CertificateFile, {"content": b"forged"}),
]


@pytest.fixture
def everything(issued):
    accreditation(issued.module)
    certificate = issued.certificate
    Revocation.objects.create(certificate=certificate, at=NOW, reason="Plagiarism")
    CertificateFile.objects.create(certificate=certificate, sha256="0" * 64, content=b"%PDF", made_at=NOW)
    return issued


@pytest.mark.parametrize(("model", "values"), CHANGES)
def test_what_proves_credit_is_never_changed(everything, model, values):
    before = list(model.objects.values())
    with pytest.raises(IntegrityError, match="permanent"), transaction.atomic():
        model.objects.update(**values)
    assert list(model.objects.values()) == before


@pytest.mark.parametrize("model", [Accreditation, CertificateFile, Revocation, Certificate, Completion])
def test_what_proves_credit_is_never_deleted(everything, kept_rows, model):
    with pytest.raises(IntegrityError, match="permanent"), transaction.atomic():
        model.objects.all()._raw_delete("default")
    assert model.objects.count() == 1


def test_erasing_an_account_keeps_the_completion_without_its_learner(issued, kept_rows):
    issued.learner.delete()
    assert list(Completion.objects.values_list("learner", flat=True)) == [None]
    assert Certificate.objects.get().identity.name == "Ada Example"


def test_a_printed_name_can_be_blanked(issued):
    PrintedIdentity.objects.update(name="")
    assert Certificate.objects.get().identity.name == ""


def test_an_administrator_who_revoked_may_leave(issued):
    actor = administrator()
    Revocation.objects.create(certificate=issued.certificate, at=NOW, by_id=actor.pk, reason="Plagiarism")
    actor.delete()
    assert Revocation.objects.count() == 1


def copy_of(row, **changes):
    """Store a second row like ``row`` but for ``changes``."""
    fields = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    changed = {name.removesuffix("_id") for name in changes}
    kept = {name: getattr(row, name) for name in fields if name.removesuffix("_id") not in changed}
    return type(row).objects.create(**kept, **changes)
