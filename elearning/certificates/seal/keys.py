"""The key that seals the site's documents: the one that SEAL_KEY names, else one that the site made for itself."""

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

OWN_KEY = "seal-key.pem"
LAST_DAY = datetime(2099, 12, 31, tzinfo=UTC)
"""Of a self-made certificate: a document is sealed for good. NSS (pdfsig, LibreOffice) takes the year 9999 for past."""
LONGEST_NAME = 64
"""Characters of a common name (RFC 5280, ub-common-name)."""


class UnusableKeyError(ValueError):
    """SEAL_KEY names nothing that can seal; the sentence says why and holds no secret."""


@dataclass(frozen=True)
class SealingKey:
    """A private key, its certificate, and the certificates of those who vouch for that one (none when self-signed)."""

    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, as 64 hexadecimal digits."""
        return fingerprint(self.certificate)

    @property
    def pem(self) -> str:
        """The certificate and then its chain, as PEM."""
        return "".join(_pem(each) for each in (self.certificate, *self.chain))

    def sign(self, data: bytes) -> bytes:
        """Return the signature of ``data`` over SHA-256: ECDSA, or RSA with the padding of PKCS #1 v1.5."""
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.private.sign(data, ec.ECDSA(hashes.SHA256()))


def has_signed(certificate: x509.Certificate, signature: bytes, data: bytes) -> bool:
    """Whether ``signature`` is what ``SealingKey.sign`` of the key of ``certificate`` returned for ``data``."""
    public = certificate.public_key()
    with suppress(InvalidSignature):
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        else:
            public.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        return True
    return False


def fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


def sealing_key(now: datetime) -> SealingKey:
    """Return the key in use; without SEAL_KEY it is made at the first call. Raises UnusableKeyError.

    It is read once by a process: a new key counts from the next start.
    """
    if settings.SEAL_KEY:
        return read_key(Path(settings.SEAL_KEY), settings.SEAL_KEY_PASSWORD)
    path = Path(settings.VAR_DIR) / OWN_KEY
    if not path.exists():
        _make(path, settings.SITE_PROVIDER, now)
    return read_key(path, "")


@cache
def read_key(path: Path, password: str) -> SealingKey:
    """Return the key in ``path``: PKCS #12, or PEM with the key and its certificate. Raises UnusableKeyError."""
    secret = password.encode() or None
    try:
        content = path.read_bytes()
        if b"-----BEGIN" in content:
            private = serialization.load_pem_private_key(content, secret)
            certificates = x509.load_pem_x509_certificates(content)
        else:
            private, own, others = pkcs12.load_key_and_certificates(content, secret)
            certificates = [each for each in (own, *others) if each]
    except OSError as error:
        raise UnusableKeyError(f"{path} cannot be read ({error.strerror}).") from None
    except (ValueError, TypeError):
        what = "PKCS #12, or PEM with a private key and its certificate"
        raise UnusableKeyError(
            f"{path} cannot be opened; expected: {what}. SEAL_KEY_PASSWORD is its password, empty where it has none."
        ) from None
    if not isinstance(private, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise UnusableKeyError(f"{path} holds a key of another kind than elliptic curve (P-256 is best) or RSA.")
    return _with_its_certificate(path, private, certificates)


def _with_its_certificate(
    path: Path,
    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    certificates: Iterable[x509.Certificate],
) -> SealingKey:
    known = list(certificates)
    own = next((each for each in known if each.public_key() == private.public_key()), None)
    if own is None:
        raise UnusableKeyError(f"{path} holds no certificate of its private key; write it into the same file.")
    return SealingKey(private, own, tuple(each for each in known if each != own))


def _make(path: Path, owner: str, now: datetime) -> None:
    """Write a new key with a certificate that it signed itself. Of two processes at once one writes."""
    private = ec.generate_private_key(ec.SECP256R1())
    encoded = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    content = encoded + _pem(self_signed(private, owner, now)).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # readable by its owner only
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(name, path)  # unlike a rename, it never takes the place of another process's key
    finally:
        Path(name).unlink()


def self_signed(private: ec.EllipticCurvePrivateKey, owner: str, now: datetime) -> x509.Certificate:
    """Return a certificate of ``owner`` that is good for signing documents and nothing else."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, owner[:LONGEST_NAME].strip())])
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"), False
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # clocks of readers differ
        .not_valid_after(LAST_DAY)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, content_commitment=True, encipher_only=False, decipher_only=False, **usage
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
    )
    return builder.sign(private, hashes.SHA256())


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
