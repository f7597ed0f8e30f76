"""The documents as they are made: with their credit attached, one by one or all that are missing at once."""

import json
from datetime import timedelta
from io import BytesIO, StringIO
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from elearning.audit.models import Entry
from elearning.certificates import services
from elearning.certificates.models import Certificate, CertificateFile, PrintedIdentity, SealingCertificate
from elearning.certificates.records import completion_record
from elearning.interop.credit import credit_json
from elearning.interop.medbiquitous import activity_report
from tests.certificates.factories import NOW, Passed, accreditation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def draw() -> str:
    said = StringIO()
    call_command("draw_certificates", stdout=said)
    return said.getvalue()


def attached(content: bytes) -> dict[str, bytes]:
    with pikepdf.open(BytesIO(content)) as opened:
        return {name: file.get_file().read_bytes() for name, file in opened.attachments.items()}


def test_the_document_carries_its_own_credit_for_machines():
    passed = Passed()
    accreditation(passed.module)
    certificate = passed.claim("Nguyễn Thị Hồng", own="0.5")
    files = attached(services.certificate_pdf(certificate=certificate, now=NOW))
    record = completion_record(certificate)
    assert files == {"credit.json": credit_json(record), "activity-report.xml": activity_report(record)}
    credit = json.loads(files["credit.json"])
    assert (credit["number"], credit["name"], credit["credit"]["amount"]) == (
        certificate.number,
        "Nguyễn Thị Hồng",
        "0.5",
    )
    assert ET.fromstring(files["activity-report.xml"]).tag.endswith("ActivityReports")  # noqa: S314 - our own


def test_the_file_names_the_certificate_of_the_key_that_sealed_it():
    services.certificate_pdf(certificate=Passed().claim(), now=NOW)
    services.certificate_pdf(certificate=Passed().claim(), now=NOW + timedelta(days=1))
    own = SealingCertificate.objects.get()
    assert list(CertificateFile.objects.values_list("sealed_with", flat=True)) == [own.pk] * 2
    assert own.first_used_at == NOW
    assert Entry.objects.filter(action="seal.first_used").count() == 1


def test_the_command_draws_what_is_missing_and_nothing_twice():
    first, second = Passed().claim(), Passed().claim()
    kept = services.certificate_pdf(certificate=first, now=NOW - timedelta(days=1))
    assert draw() == "1 certificates drawn.\n"
    assert draw() == "0 certificates drawn.\n"
    assert bytes(CertificateFile.objects.get(certificate=first).content) == kept
    drawn = CertificateFile.objects.get(certificate=second)
    assert services.certificate_pdf(certificate=second, now=NOW + timedelta(days=1)) == bytes(drawn.content)
    assert drawn.made_at == NOW
    entry = Entry.objects.get(action="certificate.drawn", subject_id=str(second.pk))
    assert entry.actor_id is None


def test_what_cannot_be_downloaded_is_not_drawn():
    revoked, blanked = Passed().claim(), Passed().claim()
    services.revoke(certificate=revoked, reason="Wrong person", actor=None, now=NOW)
    PrintedIdentity.objects.filter(pk=blanked.identity_id).update(name="")
    assert draw() == "0 certificates drawn.\n"


def test_one_that_cannot_be_drawn_is_named_and_stops_no_other():
    right = Passed().claim()
    wrong = Certificate.objects.create(
        number="K7QD-4M2X-9T3F",
        completion=right.completion,
        identity=PrintedIdentity.objects.create(name="山田"),
        issued_at=NOW,
        generation=2,
        facts=right.facts,
    )
    with pytest.raises(CommandError, match=f"These could not be drawn:\n{wrong.number}: .*山") as stopped:
        call_command("draw_certificates", stdout=StringIO())
    assert right.number not in str(stopped.value)
    assert list(CertificateFile.objects.values_list("certificate", flat=True)) == [right.pk]


def test_many_are_drawn_in_batches(monkeypatch):
    monkeypatch.setattr(services.documents, "BATCH", 2)
    for _ in range(5):
        Passed().claim()
    assert draw() == "5 certificates drawn.\n"
    assert CertificateFile.objects.count() == Certificate.objects.count() == 5
