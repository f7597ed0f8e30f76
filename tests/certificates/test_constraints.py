"""The rules that the database itself keeps, each broken once."""

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from elearning.audit.immutability import KeepRows
from elearning.certificates.models import (
    Accreditation,
    Certificate,
    CertificateFile,
    Claim,
    Completion,
    PrintedIdentity,
    Revocation,
    SealingCertificate,
)
from tests.certificates.factories import NOW, Passed, accreditation, administrator
from tests.quizzes import factories

pytestmark = pytest.mark.django_db
MIGRATIONS = ("0002_permanence", "0005_seals")
PERMANENCE = [
    operation
    for name in MIGRATIONS
    for operation in import_module(f"elearning.certificates.migrations.{name}").Migration.operations
    if isinstance(operation, KeepRows) and not operation.again
]


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
    given = {"scheme": "own", "credit_name": "points", "state": "applied", "demonstration": False, "reason": "Letter"}
    return Accreditation.objects.create(module=module, body="Council", effective_from=NOW, **{**given, **values})


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
        ("accreditation_scheme_is_known", {"scheme": "points"}),
        ("accreditation_step_is_known", {"step": Decimal("0.3")}),
        ("accreditation_gates_can_be_met", {"minimum_slides_percent": 101}),
        ("accreditation_gates_can_be_met", {"minimum_score_percent": 101}),
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
            credit_name=row.credit_name,
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


def test_an_issue_has_one_certificate_without_credit(issued):
    with pytest.raises(IntegrityError, match=r"certificate_one_without_credit_per_issue|UNIQUE.*completion_id"):
        copy_of(issued.certificate, number="0000-0000-0001")


def test_a_number_is_given_once(issued):
    with pytest.raises(IntegrityError, match="number"):
        copy_of(issued.certificate, generation=2)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("certificate_issue_counts_from_one", {"generation": 0}),
        ("certificate_awards_credit_exactly_with_a_claim", {"generation": 2, "variant": "honorary"}),
        ("certificate_awards_credit_exactly_with_a_claim", {"generation": 2, "variant": "physician"}),
    ],
)
def test_a_certificate_that_cannot_be_is_refused(issued, constraint, values):
    with pytest.raises(IntegrityError, match=constraint):
        copy_of(issued.certificate, number="0000-0000-0001", **values)


def claim_of(issued, **values):
    row = Accreditation.objects.first() or accreditation_row(**GRANTED)
    given = {"generation": 1, "accreditation": row, "profession": "physician", "at": NOW}
    given |= {"credit": Decimal(1), "maximum_credit": Decimal(1), **values}
    return Claim.objects.create(completion=issued.certificate.completion, **given)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("claim_within_the_maximum", {"credit": Decimal("1.25")}),
        ("claim_within_the_maximum", {"credit": Decimal(0)}),
        ("claim_issue_counts_from_one", {"generation": 0}),
        ("claim_profession_is_known", {"profession": "wizard"}),
    ],
)
def test_a_claim_that_cannot_be_is_refused(issued, constraint, values):
    with pytest.raises(IntegrityError, match=constraint):
        claim_of(issued, **values)


def test_an_accreditation_is_claimed_once_in_an_issue(issued):
    claim_of(issued)
    with pytest.raises(IntegrityError, match=r"claim_once_per_issue_and_accreditation|UNIQUE.*generation"):
        claim_of(issued)


def test_a_revocation_has_a_reason(issued):
    with pytest.raises(IntegrityError, match="revocation_has_a_reason"):
        Revocation.objects.create(certificate=issued.certificate, at=NOW, reason="")


def test_a_certificate_is_revoked_once(issued):
    Revocation.objects.create(certificate=issued.certificate, at=NOW, reason="Plagiarism")
    with pytest.raises(IntegrityError, match="certificate_id"):
        Revocation.objects.create(certificate=issued.certificate, at=NOW, reason="Again")


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        (r"sealing_certificate_once|UNIQUE.*fingerprint", {}),
        ("sealing_certificate_is_there", {"fingerprint": "1" * 64, "pem": ""}),
    ],
)
def test_a_sealing_certificate_that_cannot_be_is_refused(db, constraint, values):
    given = {"fingerprint": "0" * 64, "pem": "PEM", "first_used_at": NOW}
    SealingCertificate.objects.create(**given)
    with pytest.raises(IntegrityError, match=constraint):
        SealingCertificate.objects.create(**{**given, **values})


CHANGES = [
    (Accreditation, {"state": "refused"}),
    (Accreditation, {"closes": date(2030, 1, 1)}),
    (Completion, {"completed_at": NOW + timedelta(days=1)}),
    (Completion, {"snapshot": {}}),
    (Certificate, {"number": "0000-0000-0001"}),
    (Certificate, {"facts": {}}),
    (Revocation, {"reason": "Another"}),
    (CertificateFile, {"content": b"forged"}),
    (CertificateFile, {"sealed_with": None}),
    (SealingCertificate, {"pem": "forged"}),
]


@pytest.fixture
def everything(issued):
    accreditation(issued.module)
    certificate = issued.certificate
    Revocation.objects.create(certificate=certificate, at=NOW, reason="Plagiarism")
    own = SealingCertificate.objects.create(fingerprint="0" * 64, pem="PEM", first_used_at=NOW)
    CertificateFile.objects.create(
        certificate=certificate, sha256="0" * 64, content=b"%PDF", made_at=NOW, sealed_with=own
    )
    return issued


@pytest.mark.parametrize(("model", "values"), CHANGES)
def test_what_proves_credit_is_never_changed(everything, model, values):
    before = list(model.objects.values())
    with pytest.raises(IntegrityError, match="permanent"), transaction.atomic():
        model.objects.update(**values)
    assert list(model.objects.values()) == before


@pytest.mark.parametrize(
    "model", [Accreditation, CertificateFile, SealingCertificate, Revocation, Certificate, Completion]
)
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
