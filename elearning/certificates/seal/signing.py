"""Sealing a document: a certifying PAdES signature in an invisible field, after which no change is allowed.

Importing this takes 0.6 s (pyHanko), so it is imported where a document is sealed and nowhere else. The parts of
pyHanko used are those without an event loop, because a thread that serves requests may have one.
"""

from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property
from io import BytesIO
from typing import Any

from asn1crypto import cms
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.signers import pdf_byterange
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from elearning.certificates.seal.keys import SealingKey

FIELD = "Seal"
DIGEST = "sha256"
SPARE_BYTES = 8
NOTHING = bytes(range(0xA0, 0xC0))
"""Stands for a digest where there is none yet."""
SIGNED_DATA = cms.ContentType("signed_data").dump()
SHORT_LENGTH = 0x80


def sealed(content: bytes, *, key: SealingKey, reason: str, now: datetime) -> bytes:
    """Return the document ``content`` with the seal of ``key`` appended; ``reason`` is what readers show beside it."""
    output = BytesIO(content)
    field = fields.SigFieldSpec(
        FIELD,
        # outside the page, but printable: PDF/A asks for the one, PDF/UA for the other
        invis_sig_settings=fields.InvisSigSettings(set_print_flag=True, box_out_of_bounds=True),
        readable_field_name=reason,
    )
    signatures = _signatures(key)
    steps = PdfCMSEmbedder(new_field_spec=field).write_cms(FIELD, _Writer(output))
    next(steps)
    steps.send(
        SigObjSetup(
            pdf_byterange.SignatureObject(
                timestamp=now.astimezone(UTC),
                subfilter=fields.SigSeedSubFilter.PADES,
                reason=reason,
                bytes_reserved=2 * signatures.most_bytes,
            ),
            mdp_setup=SigMDPSetup(DIGEST, certify=True, docmdp_perms=fields.MDPPerm.NO_CHANGES),
        )
    )
    prepared, _output = steps.send(SigIOSetup(DIGEST, in_place=True))
    steps.send(signatures.of(prepared.document_digest))
    return output.getvalue()


class _Writer(IncrementalPdfFileWriter):
    """Appends to a document and leaves its metadata as they were drawn: they hold no instant of their own."""

    def _update_meta(self) -> None:
        pass


@dataclass(frozen=True)
class _Signatures:
    """The CMS signatures of one key.

    They differ in the digest of the document and in what the key made of it, so pyHanko makes one for NOTHING, and the
    parts of all others are taken from it, which is many times faster. The parts are in DER, in the order of RFC 5652:
    ``before`` are those of SignedData before its signer, ``signer`` those of SignerInfo before its ``attributes`` (the
    content of the signed ones), ``algorithm`` what stands between these and the signature.
    """

    key: SealingKey
    before: bytes
    signer: bytes
    attributes: bytes
    algorithm: bytes

    def of(self, digest: bytes) -> bytes:
        """Return the signature of a document with the SHA-256 ``digest``, in DER."""
        attributes = self.attributes.replace(NOTHING, digest)
        signed = _der(0x04, self.key.sign(_der(0x31, attributes)))
        signer = _der(0x30, self.signer + _der(0xA0, attributes) + self.algorithm + signed)
        data = _der(0x30, self.before + _der(0x31, signer))
        return _der(0x30, SIGNED_DATA + _der(0xA0, data))

    @cached_property
    def most_bytes(self) -> int:
        """The size of the largest one: a signature of an elliptic curve is a few bytes shorter or longer each time."""
        return len(self.of(NOTHING)) + SPARE_BYTES


@cache
def _signatures(key: SealingKey) -> _Signatures:
    made = _Signer(key).pattern()["content"]
    signer = made["signer_infos"][0]
    parts = ("version", "digest_algorithms", "encap_content_info", "certificates")
    return _Signatures(
        key=key,
        before=b"".join(made[part].dump() for part in parts),
        signer=b"".join(signer[part].dump() for part in ("version", "sid", "digest_algorithm")),
        attributes=signer["signed_attrs"].contents,
        algorithm=signer["signature_algorithm"].dump(),
    )


class _Signer(Signer):
    """Signs with a key that is loaded once."""

    def __init__(self, key: SealingKey) -> None:
        own, *chain = (Certificate.load(each.public_bytes(Encoding.DER)) for each in (key.certificate, *key.chain))
        super().__init__(signing_cert=own, cert_registry=SimpleCertificateStore.from_certs(chain))
        self._key = key

    def pattern(self) -> cms.ContentInfo:
        """Return the signature of a document with the digest NOTHING, with the attributes of PAdES B-B."""
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "data"),
                simple_cms_attribute("message_digest", NOTHING),
                simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self.signing_cert)),
            ]
        )
        return cms.ContentInfo.load(_result(self.async_sign_prescribed_attributes(DIGEST, attributes)).dump())

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - pyHanko's signature
        return self._key.sign(data)

    async def unsigned_attrs(self, *args: Any, **kwargs: Any) -> None:
        """Add none: they would come from a time stamping service."""


def _der(tag: int, content: bytes) -> bytes:
    """Return a value in DER (X.690, 8.1)."""
    size = len(content)
    if size < SHORT_LENGTH:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, SHORT_LENGTH | len(length)]) + length + content


def _result(coroutine: Coroutine[None, None, Any]) -> Any:
    """Return what ``coroutine`` returns, which never waits for anything."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    raise RuntimeError("A signature waited for something.")
