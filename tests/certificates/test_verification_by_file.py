"""A stranger shows a file: it is as it was issued, altered, or unknown; and nothing of it stays."""

import re
import zlib
from io import BytesIO

import pikepdf
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from elearning.certificates import services, verification
from elearning.certificates.models import CertificateFile
from elearning.certificates.verification import Finding
from elearning.certificates.views import VERIFICATIONS_PER_MINUTE
from tests.certificates.factories import NOW, Passed
from tests.certificates.test_seal import SAMPLES, flipped_somewhere
from tests.certificates.test_verification import PRINTED, facts_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def issued():
    passed = Passed()
    passed.certificate = passed.claim()
    passed.document = services.certificate_pdf(certificate=passed.certificate, now=NOW)
    return passed


def show(content: bytes, name: str = "certificate.pdf", **options):
    return Client(**options).post(reverse("verify-file"), {"file": SimpleUploadedFile(name, content)})


def check(response, finding: Finding, sentence: str, label: str):
    page = facts_on(response)
    assert (response.status_code, response.context["found"].finding) == (200, finding)
    assert sentence in page
    assert f"</span>{label}</span>" in page


def printed_on(response, number: str) -> bool:
    """Whether the page shows every fact of the certificate; either all of them or none."""
    page = facts_on(response)
    found = {fact in page for fact in [*PRINTED, number]}
    assert len(found) == 1
    return found.pop()


def saved_anew(content: bytes, **options) -> bytes:
    """The document as another program saves it: the same page, other bytes."""
    out = BytesIO()
    with pikepdf.open(BytesIO(content)) as opened:
        opened.save(out, **options)
    return out.getvalue()


def test_the_file_as_it_was_issued_is_original_and_shows_every_printed_fact(issued):
    response = show(issued.document)
    check(response, Finding.ORIGINAL, "unchanged to the last byte, and the certificate is valid.", "Original")
    assert 'certificate-state--valid"' in facts_on(response)
    assert printed_on(response, issued.certificate.number) is True


def test_its_name_and_its_declared_kind_do_not_matter(issued):
    file = SimpleUploadedFile("scan.jpg", issued.document, content_type="image/jpeg")
    response = Client().post(reverse("verify-file"), {"file": file})
    assert response.context["found"].finding is Finding.ORIGINAL


def test_the_original_of_a_replaced_certificate_says_so_without_the_new_number(issued):
    new = issued.correct(issued.certificate, "Ada Beispiel")
    response = show(issued.document)
    check(response, Finding.ORIGINAL, "was replaced later: a newer one exists.", "Replaced")
    assert (new.number in facts_on(response), "Beispiel" in facts_on(response)) == (False, False)


def test_the_original_of_a_revoked_certificate_shows_the_day_and_not_the_reason(issued):
    services.revoke(certificate=issued.certificate, reason="Plagiarism in private", actor=None, now=NOW)
    response = show(issued.document)
    check(response, Finding.ORIGINAL, "was revoked on 1 March 2027 and is no longer valid.", "Revoked")
    assert "Plagiarism" not in facts_on(response)


def test_a_revocation_has_the_same_day_wherever_it_is_looked_up(issued):
    late = NOW.replace(hour=23, minute=30)  # the next day where the site is
    services.revoke(certificate=issued.certificate, reason="Plagiarism", actor=None, now=late)
    by_number = Client().get(reverse("verify-certificate", args=[issued.certificate.number]))
    assert "was revoked on 2 March 2027" in facts_on(by_number)
    check(show(issued.document), Finding.ORIGINAL, "was revoked on 2 March 2027", "Revoked")


def test_a_document_of_the_time_before_seals_is_known_by_its_bytes():
    certificate = Passed().claim()
    content = b"%PDF-1.7 drawn long ago"
    digest = verification.sha256(content).hexdigest()
    CertificateFile.objects.create(certificate=certificate, sha256=digest, content=content, made_at=NOW)
    assert verification.examine(content) == verification.Answer(Finding.ORIGINAL, certificate)


@pytest.mark.parametrize("sample", range(0, SAMPLES, 4))
def test_a_flipped_byte_anywhere_is_altered(issued, sample):
    answer = verification.examine(flipped_somewhere(issued.document, sample))
    assert (answer.finding, answer.certificate) == (Finding.ALTERED, issued.certificate)


def test_an_altered_file_shows_what_was_issued_under_its_number(issued):
    response = show(issued.document.replace(b"HER2", b"HER3"))
    check(response, Finding.ALTERED, "but it is not the file that was issued", "Altered")
    assert "What was issued under this number" in facts_on(response)
    assert printed_on(response, issued.certificate.number) is True


@pytest.mark.parametrize("added", [b"\n", b"\n1 0 obj <</Type/Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF"])
def test_an_addition_to_the_sealed_file_is_told_as_one(issued, added):
    response = show(issued.document + added)
    check(response, Finding.EXTENDED, "something was added to it afterwards", "Altered")
    assert printed_on(response, issued.certificate.number) is True


@pytest.mark.parametrize(
    "options",
    [{}, {"object_stream_mode": pikepdf.ObjectStreamMode.generate, "compress_streams": True}, {"linearize": True}],
    ids=["plain", "compressed", "linearized"],
)
def test_a_file_saved_anew_is_altered_wherever_its_number_hides(issued, options):
    answer = verification.examine(saved_anew(issued.document, **options))
    assert (answer.finding, answer.certificate) == (Finding.ALTERED, issued.certificate)


def test_the_first_part_of_a_file_is_altered(issued):
    answer = verification.examine(issued.document[:-3000])
    assert (answer.finding, answer.certificate) == (Finding.ALTERED, issued.certificate)


def test_a_seal_of_this_site_over_something_else_is_altered_though_it_has_no_number(issued):
    seal = re.search(rb"/Contents (<30[0-9A-F]+>)", issued.document)[1]
    begin = b"%PDF-1.7 "
    forged = begin + seal + b"/ByteRange [0 %d %d 1]" % (len(begin), len(begin + seal))
    assert verification.examine(forged) == verification.Answer(Finding.ALTERED)
    check(show(forged), Finding.ALTERED, "bears a seal of this site, but is none of its certificates.", "Altered")


def test_a_foreign_file_is_unknown_and_sent_to_the_number(issued):
    response = show(b"%PDF-1.4\n1 0 obj <</Type/Catalog>> endobj\n%%EOF")
    check(response, Finding.UNKNOWN, "Enter the number that it shows", "Unknown")
    assert printed_on(response, issued.certificate.number) is False


def test_an_unknown_file_looks_the_same_whether_or_not_it_carries_a_number_that_was_never_issued(issued):
    pages = [facts_on(show(b"%PDF-1.4 " + text)) for text in (b"nothing", b"Certificate K7QD-4M2X-9T3F")]
    without_token = [page.split("csrfmiddlewaretoken")[0] for page in pages]
    assert without_token[0] == without_token[1]


def test_one_file_asks_for_one_number_only(issued):
    never = b"Certificate K7QD-4M2X-9T3F, "
    answer = verification.examine(b"%PDF-1.4 " + never + issued.certificate.number.encode())
    assert answer == verification.Answer(Finding.UNKNOWN)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"(Certificate K7QD-4M2X-9T3F: title)", True),
        (b"/verify/K7QD-4M2X-9T3F/", True),
        ("Certificate K7QD-4M2X-9T3F".encode("utf-16-be"), True),
        (b"<<>> stream\n" + zlib.compress(b"Certificate K7QD-4M2X-9T3F") + b"\nendstream", True),
        (b"<<>> stream\nother\nendstream\n<<>> stream\n" + zlib.compress(b"K7QD-4M2X-9T3F") + b"\nendstream\n", True),
        (b"<<>> stream\n" + zlib.compress(b"K7QD-4M2X-9T3F" + bytes(9999))[:-9], True),
        (b"<<>> stream\r\n" + zlib.compress(b"K7QD-4M2X-9T3F"), True),
        (b"K7QD-4M2X-9T3E", False),
        (b"K7QD-4M2X-9T3F-AAAA", False),
        (b"0K7QD-4M2X-9T3F", False),
        (b"stream\nnot compressed endstream", False),
    ],
)
def test_a_number_is_found_where_programs_write_it(text, found):
    assert verification.number_in(b"%PDF-1.7 " + text) == ("K7QD-4M2X-9T3F" if found else None)


def test_an_encrypted_file_is_told_as_such(issued):
    locked = saved_anew(issued.document, encryption=pikepdf.Encryption(owner="secret", user="secret"))
    check(show(locked), Finding.ENCRYPTED, "This file is encrypted", "Unknown")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The submitted file is empty."),
        (b"GIF89a", "This file is no PDF."),
        (b" " * 1024 + b"%PDF-1.7", "This file is no PDF."),
        (b"%PDF-" + b" " * verification.MAX_BYTES, "This file is larger than 2 MB"),
    ],
    ids=["empty", "picture", "late", "large"],
)
def test_what_cannot_be_a_certificate_is_refused_with_a_sentence(content, sentence):
    response = show(content)
    assert response.status_code == 422
    assert sentence in facts_on(response)


def test_a_form_without_a_file_asks_for_one():
    response = Client().post(reverse("verify-file"))
    assert response.status_code == 422
    assert "Choose the PDF of a certificate first." in facts_on(response)


class Unread:
    """A body that must not be read."""

    def read(self, *_):
        raise AssertionError("The body was read.")

    readline = read


@pytest.mark.parametrize("length", ["3000000", "9" * 5000])
def test_a_huge_body_is_refused_before_it_is_read(length):
    sent = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": length, "wsgi.input": Unread()}
    response = Client(enforce_csrf_checks=True).post(reverse("verify-file"), **sent)
    assert response.status_code == 413
    assert "This file is larger than 2 MB" in facts_on(response)


def test_a_form_of_another_site_is_refused(issued):
    assert show(issued.document, enforce_csrf_checks=True).status_code == 403


def test_reading_the_address_leads_to_the_form():
    assert Client().get(reverse("verify-file")).url == reverse("verify")


def test_files_and_numbers_share_one_limit(issued):
    number = reverse("verify-certificate", args=[issued.certificate.number])
    answers = [Client().get(number).status_code for _ in range(VERIFICATIONS_PER_MINUTE - 1)]
    answers += [show(issued.document).status_code for _ in range(2)]
    assert answers == [200] * VERIFICATIONS_PER_MINUTE + [429]
    assert show(issued.document).headers["Retry-After"] == "60"


def test_nothing_of_a_file_is_kept_logged_or_indexed(issued, caplog):
    with CaptureQueriesContext(connection) as captured:
        response = show(issued.document + b"secret")
    asked = [query["sql"] for query in captured.captured_queries if "certificates_" in query["sql"]]
    assert [sql.split(" ", 1)[0] for sql in asked] == ["SELECT"] * 3  # the bytes, the seal's certificate, the number
    assert caplog.text == ""
    assert CertificateFile.objects.count() == 1
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Cache-Control"] == "private, no-store"


def test_nothing_personal_is_shown_but_what_is_printed(issued):
    page = show(issued.document).content.decode()
    assert issued.learner.email not in page
