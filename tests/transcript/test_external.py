"""External credits: the learner adds, corrects and removes their own, with a file; nobody else sees them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from elearning.audit.models import Entry
from elearning.transcript import services
from elearning.transcript.domain import documents
from elearning.transcript.models import ExternalCredit, ExternalFile
from elearning.uploads import MAX_REQUEST
from tests.factories import NOW
from tests.transcript.factories import PDF, VALUES, declared, document, picture

pytestmark = pytest.mark.django_db
POSTED = {
    "title": " Ward  round ",
    "body": "A hospital",
    "credit_name": "CPD hour",
    "amount": "1.50",
    "completed_on": "2027-02-01",
    "note": "",
}
ADD = "/transcript/external/add/"


def upload(content=PDF, name="proof.pdf"):
    return SimpleUploadedFile(name, content)


def test_a_credit_is_added_with_its_file(signed_in, learner):
    assert signed_in.post(ADD, {**POSTED, "file": upload()}).url == "/transcript/"
    credit = ExternalCredit.objects.get(learner=learner)
    assert (credit.title, credit.amount, credit.completed_on) == ("Ward round", Decimal("1.50"), date(2027, 2, 1))
    assert (credit.file.kind, credit.file.name, credit.file.size, bytes(credit.file.content)) == (
        "pdf",
        "proof.pdf",
        len(PDF),
        PDF,
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "Tumour 山"}, "title"),
        ({"body": "b\x07dy"}, "body"),
        ({"credit_name": ""}, "credit_name"),
        ({"amount": "0"}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "1.005"}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"amount": "10000"}, "amount"),
        ({"completed_on": "1949-12-31"}, "completed_on"),
        ({"completed_on": "2027-03-02"}, "completed_on"),
        ({"completed_on": "2027-02-30"}, "completed_on"),
        ({"note": "x" * 501}, "note"),
        ({"file": upload(b"MZ", "proof.pdf")}, "file"),
        ({"file": upload(b"", "proof.pdf")}, "file"),
        ({"file": upload(PDF + bytes(documents.MAX_BYTES))}, "file"),
    ],
)
def test_a_wrong_credit_is_refused_beside_its_field(signed_in, changes, field):
    page = signed_in.post(ADD, {**POSTED, **changes})
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert ExternalCredit.objects.count() == 0
    assert (b"Choose your file again" in page.content) == ("file" in changes)


def test_today_is_the_day_of_the_sites_time_zone(signed_in, clock):
    clock.move_to(NOW.replace(hour=23, minute=30))  # half past midnight in Zurich
    assert signed_in.post(ADD, {**POSTED, "completed_on": "2027-03-02"}).status_code == 302


def test_a_credit_is_corrected_and_its_file_stays_is_replaced_or_goes(signed_in, learner):
    credit = declared(learner, document())
    address = f"/transcript/external/{credit.pk}/"
    signed_in.post(address, {**POSTED, "title": "Corrected"})
    kept = ExternalFile.objects.get()
    assert (ExternalCredit.objects.get().title, kept.kind) == ("Corrected", "pdf")
    signed_in.post(address, {**POSTED, "file": upload(picture(), "scan.png")})
    assert [(file.kind, file.name) for file in ExternalFile.objects.all()] == [("png", "scan.png")]
    signed_in.post(address, {**POSTED, "drop_file": "on"})
    assert (ExternalFile.objects.count(), ExternalCredit.objects.count()) == (0, 1)


def test_a_refused_correction_changes_nothing(signed_in, learner):
    credit = declared(learner, document())
    page = signed_in.post(f"/transcript/external/{credit.pk}/", {**POSTED, "completed_on": "2028-01-01"})
    assert page.status_code == 422
    assert ExternalCredit.objects.get().title == VALUES["title"]
    assert ExternalFile.objects.count() == 1


def test_a_removed_credit_goes_with_its_file_and_stays_removed(signed_in, learner):
    credit = declared(learner, document())
    assert signed_in.post(f"/transcript/external/{credit.pk}/remove/").url == "/transcript/"
    assert (ExternalCredit.objects.count(), ExternalFile.objects.count()) == (0, 0)
    services.remove_credit(credit=credit, now=NOW)
    values = {**VALUES, "title": "Too late"}
    services.change_credit(
        credit=credit, values=values, document=document(), drop_file=False, today=NOW.date(), now=NOW
    )
    assert ExternalCredit.objects.count() == 0
    entries = Entry.objects.filter(action__startswith="external").order_by("pk")
    assert [entry.action for entry in entries] == ["external-credit.added", "external-credit.removed"]


def test_the_audit_names_the_credit_by_its_id_only(learner):
    credit = declared(learner)
    entry = Entry.objects.get(action="external-credit.added")
    assert (entry.subject_id, entry.actor_id, entry.before, entry.after) == (str(credit.pk), learner.pk, {}, {})


def test_a_file_comes_back_as_it_was_as_a_download_with_a_neutral_name(signed_in, learner):
    credit = declared(learner, document(name="<script>.pdf"))
    taken = signed_in.get(f"/transcript/external/{credit.pk}/file/")
    assert (taken.content, taken["Content-Type"], taken["X-Content-Type-Options"]) == (
        PDF,
        "application/pdf",
        "nosniff",
    )
    assert "no-store" in taken["Cache-Control"]
    assert taken["Content-Disposition"] == f'attachment; filename="external-credit-{credit.pk}.pdf"'


def test_another_learners_credit_is_not_found(signed_in, other_learner):
    credit = declared(other_learner, document())
    own = f"/transcript/external/{credit.pk}/"
    answers = [
        signed_in.get(own),
        signed_in.post(own, POSTED),
        signed_in.post(f"{own}remove/"),
        signed_in.get(f"{own}file/"),
        signed_in.get("/transcript/external/99999999999999999999/"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert ExternalCredit.objects.get().title == VALUES["title"]


def test_a_credit_without_a_file_has_none_to_download(signed_in, learner):
    assert signed_in.get(f"/transcript/external/{declared(learner).pk}/file/").status_code == 404


def test_a_stranger_is_asked_to_sign_in(learner):
    credit = declared(learner, document())
    address = f"/transcript/external/{credit.pk}/file/"
    assert Client().get(address).url == f"/accounts/login/?next={address}"


def filled(learner, count, files, size=1):
    """So many external credits, the first ``files`` of them with a file that counts ``size`` bytes."""
    made = ExternalCredit.objects.bulk_create(
        ExternalCredit(learner=learner, created_at=NOW, **VALUES) for _ in range(count)
    )
    ExternalFile.objects.bulk_create(
        ExternalFile(credit=credit, kind="pdf", name="a.pdf", size=size, content=b"x") for credit in made[:files]
    )
    return made[0]


def test_there_is_room_for_so_many_files(learner):
    first = filled(learner, documents.MAX_FILES, documents.MAX_FILES)
    with pytest.raises(ValidationError, match="files here already"):
        declared(learner, document())
    replaced = {"values": VALUES, "document": document(picture(), "b.png", "png"), "drop_file": False}
    services.change_credit(credit=first, **replaced, today=NOW.date(), now=NOW)
    assert ExternalFile.objects.get(credit=first).kind == "png"
    assert ExternalCredit.objects.count() == documents.MAX_FILES


def test_files_have_so_many_bytes_together(learner):
    files = documents.MAX_TOTAL_BYTES // documents.MAX_BYTES
    filled(learner, files, files, documents.MAX_BYTES)
    with pytest.raises(ValidationError, match="together"):
        declared(learner, document())


def test_there_is_room_for_so_many_credits(signed_in, learner):
    filled(learner, services.MAX_CREDITS, 0)
    page = signed_in.post(ADD, POSTED)
    assert (page.status_code, b"no room for more" in page.content) == (422, True)
    assert ExternalCredit.objects.count() == services.MAX_CREDITS


def test_a_request_that_is_too_large_is_refused_before_it_is_read(signed_in):
    signed_in.raise_request_exception = False
    length = {"CONTENT_LENGTH": str(MAX_REQUEST + 1)}
    assert signed_in.post(ADD, {**POSTED, "file": upload()}, **length).status_code == 400
    assert ExternalCredit.objects.count() == 0


def test_credits_and_files_go_with_the_account(learner):
    declared(learner, document())
    learner.delete()
    assert (ExternalCredit.objects.count(), ExternalFile.objects.count()) == (0, 0)


def refused(make, constraint):
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        make()
    assert constraint in str(raised.value)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"amount": 0}, "external_credit_is_positive"),
        ({"completed_on": date(1949, 12, 31)}, "external_credit_day_is_plausible"),
        ({"title": ""}, "external_credit_is_named"),
        ({"body": ""}, "external_credit_is_named"),
        ({"credit_name": ""}, "external_credit_is_named"),
    ],
)
def test_the_database_refuses_a_credit(learner, changes, constraint):
    values = {**VALUES, "learner": learner, "created_at": NOW, **changes}
    refused(lambda: ExternalCredit.objects.create(**values), constraint)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"kind": "gif"}, "external_file_kind_is_known"),
        ({"size": 0}, "external_file_has_a_size_that_is_kept"),
        ({"size": documents.MAX_BYTES + 1}, "external_file_has_a_size_that_is_kept"),
    ],
)
def test_the_database_refuses_a_file(learner, changes, constraint):
    values = {"credit": declared(learner), "kind": "pdf", "name": "a.pdf", "size": 1, "content": b"x", **changes}
    refused(lambda: ExternalFile.objects.create(**values), constraint)
