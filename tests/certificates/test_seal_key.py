"""The key that seals: made on first run, or the one of the setting; every mistake in it told by a sentence."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from elearning.certificates import checks
from elearning.certificates.seal import keys

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
SINCE = datetime(2026, 1, 2, tzinfo=UTC)
PEM = serialization.Encoding.PEM
PASSWORD = "open sesame"


def key_file(path: Path, private=None, *, certificate=None, password: str = "", form: str = "pem", chain=()) -> Path:
    """Write a key with its certificate, as an administrator gets it from a trust service."""
    private = private or ec.generate_private_key(ec.SECP256R1())
    certificate = certificate or keys.self_signed(private, "A trusted society", SINCE)
    lock = serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
    if form == "pkcs12":
        path.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", private, certificate, list(chain), lock))
    else:
        pem = [private.private_bytes(PEM, serialization.PrivateFormat.PKCS8, lock)]
        path.write_bytes(b"".join([*pem, *(each.public_bytes(PEM) for each in (certificate, *chain))]))
    return path


@pytest.fixture
def own(settings, tmp_path):
    """A site without SEAL_KEY and with an empty VAR_DIR."""
    settings.SEAL_KEY, settings.SEAL_KEY_PASSWORD, settings.VAR_DIR = "", "", tmp_path / "var"
    return tmp_path / "var" / keys.OWN_KEY


def test_without_a_setting_a_key_is_made_once_and_kept_for_its_owner_alone(own, settings):
    settings.SITE_PROVIDER = "Society of Oncology " * 9
    key = keys.sealing_key(NOW)
    assert keys.sealing_key(NOW + timedelta(days=900)) == key
    assert (own.stat().st_mode & 0o777, list(own.parent.iterdir())) == (0o600, [own])
    name = key.certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value
    assert name == ("Society of Oncology " * 9)[:64].strip()
    assert isinstance(key.private.curve, ec.SECP256R1)
    assert key.certificate.not_valid_before_utc <= NOW < key.certificate.not_valid_after_utc


def test_threads_that_start_at_once_make_one_key(own):
    def make(_number: int) -> str:
        keys._make(own, "Society", NOW)
        return keys.read_key.__wrapped__(own, "").fingerprint

    own.parent.mkdir()
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(make, range(8)))) == 1
    assert list(own.parent.iterdir()) == [own]


@pytest.mark.parametrize("password", ["", PASSWORD])
@pytest.mark.parametrize("form", ["pem", "pkcs12"])
def test_a_key_is_read_with_its_chain(settings, tmp_path, form, password):
    root = keys.self_signed(ec.generate_private_key(ec.SECP256R1()), "Root", NOW)
    settings.SEAL_KEY = str(key_file(tmp_path / "seal", password=password, form=form, chain=[root]))
    settings.SEAL_KEY_PASSWORD = password
    key = keys.sealing_key(NOW)
    assert (key.certificate.subject.rfc4514_string(), key.chain) == ("CN=A trusted society", (root,))
    assert x509.load_pem_x509_certificates(key.pem.encode()) == [key.certificate, root]


@pytest.mark.parametrize(
    "private", [ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)], ids=["P-384", "RSA"]
)
def test_what_a_key_signs_is_known_by_its_certificate(private):
    certificate = x509.load_pem_x509_certificate(certificate_of(private))
    key = keys.SealingKey(private, certificate)
    assert keys.has_signed(certificate, key.sign(b"data"), b"data") is True
    assert keys.has_signed(certificate, key.sign(b"data"), b"Data") is False


def certificate_of(private) -> bytes:
    issuer = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Society")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
    builder = builder.serial_number(1).not_valid_before(NOW).not_valid_after(NOW + timedelta(days=1))
    return builder.sign(issuer, keys.hashes.SHA256()).public_bytes(PEM)


def broken(tmp_path: Path, what: str) -> Path:
    path = tmp_path / what
    another = keys.self_signed(ec.generate_private_key(ec.SECP256R1()), "B", NOW)
    match what:
        case "password":
            return key_file(path, password="another one")
        case "pkcs12":
            return key_file(path, password="another one", form="pkcs12")
        case "other":
            return key_file(path, certificate=another, password=PASSWORD)
        case "kind":
            return key_file(path, ed25519.Ed25519PrivateKey.generate(), certificate=another, password=PASSWORD)
        case "text":
            path.write_text("Not a key.")
        case "folder":
            path.mkdir()
    return path


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("missing", "cannot be read (No such file or directory)."),
        ("folder", "cannot be read (Is a directory)."),
        ("text", "cannot be opened; expected: PKCS #12, or PEM"),
        ("password", "cannot be opened; expected: PKCS #12, or PEM"),
        ("pkcs12", "cannot be opened; expected: PKCS #12, or PEM"),
        ("other", "holds no certificate of its private key"),
        ("kind", "holds a key of another kind than elliptic curve"),
    ],
)
def test_a_key_that_cannot_seal_is_refused_by_check(settings, tmp_path, what, sentence):
    settings.SEAL_KEY, settings.SEAL_KEY_PASSWORD = str(broken(tmp_path, what)), PASSWORD
    (found,) = checks.seal_key_can_be_used(None)
    assert (found.id, found.msg.startswith(f"SEAL_KEY cannot be used: {settings.SEAL_KEY} ")) == (
        "certificates.E002",
        True,
    )
    assert sentence in found.msg
    assert PASSWORD not in found.msg


def test_a_certificate_that_is_over_is_told_by_check(settings, tmp_path, clock):
    settings.SEAL_KEY, settings.SEAL_KEY_PASSWORD = str(key_file(tmp_path / "seal.pem")), ""
    assert checks.seal_key_can_be_used(None) == []
    clock.move_to(datetime(2100, 1, 1, tzinfo=UTC))
    (found,) = checks.seal_key_can_be_used(None)
    assert (found.id, found.msg) == (
        "certificates.E003",
        "The certificate of SEAL_KEY is valid from 2026-01-01 to 2099-12-31, not now.",
    )


@pytest.mark.parametrize(("demo", "key", "told"), [(True, "", []), (False, "seal.p12", []), (False, "", ["W001"])])
def test_a_production_site_is_told_that_it_has_no_key_of_its_own(settings, demo, key, told):
    settings.DEMO, settings.SEAL_KEY = demo, key
    assert [found.id for found in checks.production_has_a_seal_key(None)] == [f"certificates.{each}" for each in told]


def test_a_start_of_the_site_does_not_import_what_seals():
    code = "import django, sys; django.setup(); import elearning.urls; print('pyhanko' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert shown.stdout == "False\n"
