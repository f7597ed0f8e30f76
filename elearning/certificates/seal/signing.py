"""Sealing a document: a certifying PAdES signature in an invisible field, after which no change is allowed.

Importing this takes 0.6 s (pyHanko), so it is imported where a document is sealed and nowhere else. The parts of
pyHanko used are those without an event loop, because a thread that serves requests may have one.
"""

from collections.abc import Coroutine
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from io import BytesIO
from threading import Lock
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
"""A signature of an elliptic curve is a few bytes shorter or longer each time."""

_one_at_a_time = Lock()
"""Values of asn1crypto parse themselves when they are read, which two threads must not do to the same one."""


def sealed(content: bytes, *, key: SealingKey, reason: str, now: datetime) -> bytes:
    """Return the document ``content`` with the seal of ``key`` appended; ``reason`` is what readers show beside it."""
    output = BytesIO(content)
    field = fields.SigFieldSpec(
        FIELD,
        # outside the page, but printable: PDF/A asks for the one, PDF/UA for the other
        invis_sig_settings=fields.InvisSigSettings(set_print_flag=True, box_out_of_bounds=True),
        readable_field_name=reason,
    )
    with _one_at_a_time:
        signer, size = _signer(key)
        steps = PdfCMSEmbedder(new_field_spec=field).write_cms(FIELD, _Writer(output))
        next(steps)
        steps.send(
            SigObjSetup(
                pdf_byterange.SignatureObject(
                    timestamp=now.astimezone(UTC),
                    subfilter=fields.SigSeedSubFilter.PADES,
                    reason=reason,
                    bytes_reserved=2 * size,
                ),
                mdp_setup=SigMDPSetup(DIGEST, certify=True, docmdp_perms=fields.MDPPerm.NO_CHANGES),
            )
        )
        prepared, _output = steps.send(SigIOSetup(DIGEST, in_place=True))
        steps.send(signer.signature(prepared.document_digest))
    return output.getvalue()


class _Writer(IncrementalPdfFileWriter):
    """Appends to a document and leaves its metadata as they were drawn: they hold no instant of their own."""

    def _update_meta(self) -> None:
        pass


class _Signer(Signer):
    """Signs with a key that is loaded once."""

    def __init__(self, key: SealingKey) -> None:
        own, *chain = (Certificate.load(each.public_bytes(Encoding.DER)) for each in (key.certificate, *key.chain))
        super().__init__(signing_cert=own, cert_registry=SimpleCertificateStore.from_certs(chain))
        self._key = key

    def signature(self, digest: bytes) -> bytes:
        """Return the CMS signature of a document with the SHA-256 ``digest``, with the attributes of PAdES B-B."""
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "data"),
                simple_cms_attribute("message_digest", digest),
                simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self.signing_cert)),
            ]
        )
        return _result(self.async_sign_prescribed_attributes(DIGEST, attributes)).dump()

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - pyHanko's signature
        return self._key.sign(data)

    async def unsigned_attrs(self, *args: Any, **kwargs: Any) -> None:
        """Add none: they would come from a time stamping service."""


@cache
def _signer(key: SealingKey) -> tuple[_Signer, int]:
    """Return the signer of ``key`` and the bytes that one of its signatures takes at most."""
    signer = _Signer(key)
    return signer, len(signer.signature(sha256().digest())) + SPARE_BYTES


def _result(coroutine: Coroutine[None, None, Any]) -> Any:
    """Return what ``coroutine`` returns, which never waits for anything."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    raise RuntimeError("A seal waited for something.")
