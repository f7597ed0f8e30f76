"""The seal, judged by other programs and, for former keys, by the site."""

import shutil
import subprocess
from datetime import UTC, datetime
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from asn1crypto.x509 import Certificate as Asn1Certificate
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from elearning.certificates import pdf, services
from elearning.certificates.models import CertificateFile, SealingCertificate
from elearning.certificates.seal import keys, reading, signing
from elearning.certificates.seal.reading import Seal
from tests.certificates.factories import Passed
from tests.certificates.test_pdf import FACTS, ISSUED, NUMBER, text_of
from tests.certificates.test_seal_key import certificate_of, key_file

NOW = datetime(2027, 3, 4, 9, 0, tzinfo=UTC)
ATTACHED = [
    pdf.Attachment("credit.json", "application/json", "The credit as JSON", '{"name": "Nguyễn Thị Hồng"}'),
    pdf.Attachment("activity-report.xml", "application/xml", "The credit as XML", "<AR>Ελένη</AR>"),
]


@cache
def key() -> keys.SealingKey:
    private = ec.generate_private_key(ec.SECP256R1())
    return keys.SealingKey(private, keys.self_signed(private, "Society of Oncology", NOW))


@cache
def drawn(name: str = "Ada Example") -> bytes:
    return pdf.render(number=NUMBER, name=name, facts=FACTS, issued_at=ISSUED, attachments=ATTACHED)


@cache
def sealed(name: str = "Ada Example") -> bytes:
    return signing.sealed(drawn(name), key=key(), reason=f"Certificate {NUMBER}", now=NOW)


def status(content: bytes, certificate=None):
    """What pyHanko says of the one signature of ``content``, when ``certificate`` is trusted."""
    trusted = Asn1Certificate.load((certificate or key().certificate).public_bytes(Encoding.DER))
    (signature,) = PdfFileReader(BytesIO(content)).embedded_signatures
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[trusted], moment=NOW))


def known(fingerprints):
    return {each: key().certificate for each in fingerprints if each == key().fingerprint}


def flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


SAMPLES = 40


def flipped_somewhere(content: bytes, sample: int) -> bytes:
    """``content`` with one bit of the byte turned that lies ``sample`` SAMPLES-ths into it."""
    return flipped(content, 7 + sample * (len(content) - 7) // SAMPLES)


def test_pyhanko_calls_the_seal_valid_whole_and_certifying():
    found = status(sealed())
    assert (found.intact, found.valid, found.trusted, found.bottom_line) == (True, True, True, True)
    assert found.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert found.docmdp_ok is True
    assert found.signer_reported_dt == NOW
    (signature,) = PdfFileReader(BytesIO(sealed())).embedded_signatures
    assert signature.docmdp_level.name == "NO_CHANGES"
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="pdfsig is not installed (Debian: poppler-utils)")
def test_pdfsig_calls_the_seal_valid_and_the_whole_document_signed(tmp_path):
    said = program("pdfsig", sealed(), tmp_path)
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "Signature Validation: Digest Mismatch." in program("pdfsig", flipped_somewhere(sealed(), 3), tmp_path)


def program(name: str, content: bytes, tmp_path) -> str:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(content)
    return subprocess.run([name, path], check=False, capture_output=True, text=True).stdout


def test_qpdf_finds_no_error(tmp_path):
    if not shutil.which("qpdf"):
        with pikepdf.open(BytesIO(sealed())) as opened:  # the same library
            assert opened.check_pdf_syntax() == []
        return
    path = tmp_path / "certificate.pdf"
    path.write_bytes(sealed())
    assert subprocess.run(["qpdf", "--check", path], check=False, capture_output=True).returncode == 0


def test_what_was_drawn_stands_unchanged_before_the_seal():
    assert sealed().startswith(drawn())
    assert len(sealed()) - len(drawn()) < 4000


def test_the_sealed_document_keeps_to_pdf_a_3a_and_pdf_ua_1():
    with pikepdf.open(BytesIO(sealed())) as opened:
        root, (page,) = opened.Root, opened.pages
        with opened.open_metadata() as metadata:
            claims = [metadata.get(name) for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")]
        assert claims == ["3", "A", "1"]
        assert (opened.pdf_version, "/Version" in root, len(opened.trailer.ID)) == ("1.7", False, 2)
        assert (str(root.Lang), bool(root.MarkInfo.Marked), "/StructTreeRoot" in root) == ("en", True, True)
        assert (str(page.Tabs), "/OutputIntents" in root, "/NeedAppearances" in root.AcroForm) == ("/S", True, False)
        (field,) = root.AcroForm.Fields
        assert (str(field.FT), str(field.TU), int(field.F) & 0b110) == ("/Sig", f"Certificate {NUMBER}", 0b100)
        assert [float(side) for side in field.Rect] == [-9999] * 4


def test_the_credit_is_attached_for_machines():
    with pikepdf.open(BytesIO(sealed())) as opened:
        found = {
            name: (str(file.obj.AFRelationship), file.get_file().mime_type, file.description)
            for name, file in opened.attachments.items()
        }
        contents = {name: file.get_file().read_bytes().decode() for name, file in opened.attachments.items()}
        associated = sorted(str(each.UF) for each in opened.Root.AF)
    assert found == {each.name: ("/Data", each.type, each.description) for each in ATTACHED}
    assert contents == {each.name: each.content for each in ATTACHED}
    assert associated == sorted(contents)


@pytest.mark.parametrize(
    "name",
    ["Ελευθερία Παπαδοπούλου", "Александра Рождественская", "Nguyễn Thị Hồng", "Zoë Łukaszewska-Ñúñez"],
)
def test_names_of_many_scripts_are_sealed_and_read_again(name):
    content = sealed(name)
    assert status(content).bottom_line is True
    assert name in text_of(content)


@pytest.mark.parametrize("sample", range(SAMPLES))
def test_a_flipped_byte_anywhere_is_found(sample):
    changed = flipped_somewhere(sealed(), sample)
    assert trusted_by_pyhanko(changed) is False
    assert reading.seal_of(changed, known) in {Seal.BROKEN, Seal.NONE}


def trusted_by_pyhanko(content: bytes) -> bool:
    """Whether pyHanko finds the one seal of ``content`` valid and over the whole file; it may fail to read it."""
    try:
        found = status(content)
    except Exception:  # noqa: BLE001 - pyHanko raises many
        return False
    return found.bottom_line and found.coverage == SignatureCoverageLevel.ENTIRE_FILE


def test_the_site_reads_its_own_seals():
    assert reading.seal_of(sealed(), known) is Seal.WHOLE
    assert reading.seal_of(sealed() + b"\n%%EOF", known) is Seal.PART
    assert reading.seal_of(sealed()[:-1], known) is Seal.BROKEN
    assert reading.seal_of(drawn(), known) is Seal.NONE


def test_a_seal_of_somebody_else_is_none_of_ours():
    private = ec.generate_private_key(ec.SECP256R1())
    other = keys.SealingKey(private, keys.self_signed(private, "Society of Oncology", NOW))
    forged = signing.sealed(drawn(), key=other, reason="Certificate", now=NOW)
    assert reading.seal_of(forged, known) is Seal.NONE


def test_the_certificate_of_the_site_does_not_make_a_seal_without_its_key():
    forged_key = keys.SealingKey(ec.generate_private_key(ec.SECP256R1()), key().certificate)
    forged = signing.sealed(drawn("Somebody Else"), key=forged_key, reason="Certificate", now=NOW)
    assert reading.seal_of(forged, known) is Seal.BROKEN


def test_a_key_of_rsa_with_a_chain_seals_too():
    private = rsa.generate_private_key(65537, 2048)
    own = keys.x509.load_pem_x509_certificate(certificate_of(private))
    chained = keys.SealingKey(private, own, (key().certificate,))
    content = signing.sealed(drawn(), key=chained, reason="Certificate", now=NOW)
    found = status(content, own)
    assert (found.intact, found.valid, found.coverage) == (True, True, SignatureCoverageLevel.ENTIRE_FILE)
    assert reading.seal_of(content, lambda _: {"": own}) is Seal.WHOLE


@pytest.mark.django_db
def test_after_a_new_key_the_seals_of_the_former_one_stay_valid(settings, tmp_path):
    passed = Passed()
    first = passed.claim()
    settings.SEAL_KEY, settings.SEAL_KEY_PASSWORD = str(key_file(tmp_path / "first.pem")), ""
    old = services.certificate_pdf(certificate=first, now=NOW)
    (tmp_path / "first.pem").unlink()
    settings.SEAL_KEY = str(key_file(tmp_path / "second.p12", form="pkcs12"))
    new = services.certificate_pdf(certificate=passed.correct(first, "Ada Beispiel", NOW), now=NOW)
    certificates = [row.sealed_with for row in CertificateFile.objects.order_by("pk")]
    assert len({row.fingerprint for row in certificates}) == SealingCertificate.objects.count() == 2
    for content, row in zip((old, new), certificates, strict=True):
        certificate = keys.x509.load_pem_x509_certificate(row.pem.encode())
        assert status(content, certificate).bottom_line is True
        assert reading.seal_of(content, lambda _, own=certificate: {"": own}) is Seal.WHOLE
    assert services.certificate_pdf(certificate=first, now=NOW) == old
