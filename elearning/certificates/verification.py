"""What a file that a stranger shows is: a certificate as it was issued, an altered one, or none of this site's.

The file is read as bytes, never as a document, and not kept. One number at most is looked up for one file, so that
a file tells no more than a number typed by hand.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import islice

from cryptography import x509

from elearning.certificates import access
from elearning.certificates.domain import numbers
from elearning.certificates.models import Certificate, CertificateFile, SealingCertificate
from elearning.certificates.seal.reading import Seal, seal_of

MAX_BYTES = 2 * 1024 * 1024
MOST_INFLATED = 8 * 1024 * 1024
"""Bytes that are read of a file's compressed parts, all together: a small file may claim to hold gigabytes."""
CHUNK = 64 * 1024
MOST_STREAMS = 500
"""Compressed parts that are looked at in one file; one that breaks off costs a chunk and counts for nothing else."""
MOST_NUMBERS = 1000
"""Words like a number that are looked at in one file; the first without a typing error is taken."""
HEADER_WITHIN = 1024
"""Bytes within which a PDF says that it is one."""

_CHARACTER = f"[{numbers.ALPHABET}]".encode()
NUMBER = re.compile(rb"(?<![0-9A-Za-z-])" + rb"-".join([_CHARACTER + rb"{4}"] * 3) + rb"(?![0-9A-Za-z-])")
STREAM = re.compile(rb"stream\r?\n")


class Finding(StrEnum):
    ORIGINAL = "original"
    EXTENDED = "extended"
    ALTERED = "altered"
    UNKNOWN = "unknown"
    ENCRYPTED = "encrypted"


@dataclass(frozen=True)
class Answer:
    """``certificate`` is the one whose document the file is, or whose number an altered file carries, if any."""

    finding: Finding
    certificate: Certificate | None = None


def is_pdf(head: bytes) -> bool:
    """Whether a file that begins like this (its first HEADER_WITHIN bytes) says that it is a PDF."""
    return b"%PDF-" in head[:HEADER_WITHIN]


def examine(content: bytes) -> Answer:
    """Return what ``content`` (at most MAX_BYTES) is. Never raises, whatever it holds."""
    kept = CertificateFile.objects.filter(sha256=sha256(content).hexdigest()).values_list("certificate__number").first()
    if kept:
        return Answer(Finding.ORIGINAL, access.by_number_for_verification(*kept))
    seal, number = seal_of(content, _known), number_in(content)
    certificate = access.by_number_for_verification(number) if number else None
    if seal is Seal.NONE and certificate is None:
        return Answer(Finding.ENCRYPTED if b"/Encrypt" in content else Finding.UNKNOWN)
    return Answer(Finding.EXTENDED if seal is Seal.PART else Finding.ALTERED, certificate)


def number_in(content: bytes) -> str | None:
    """Return the first certificate number without a typing error that the file carries as text."""
    found = (match[0].decode("ascii") for text in _texts(content) for match in NUMBER.finditer(text))
    return next(filter(None, map(numbers.parse, islice(found, MOST_NUMBERS))), None)


def _texts(content: bytes) -> Iterator[bytes]:
    """Yield what may hold text: the file, the same without the zeros of UTF-16, and its compressed parts."""
    yield content
    yield content.replace(b"\0", b"")
    left, place = MOST_INFLATED, 0
    for _ in range(MOST_STREAMS):
        begin = STREAM.search(content, place)
        if left <= 0 or begin is None:
            break
        end = content.find(b"endstream", begin.end())
        packed = content[begin.end() : end if end >= 0 else len(content)]
        place = begin.end() + len(packed) + len(b"endstream")
        text = _inflated(packed, left)
        left -= len(text)
        yield text


def _inflated(data: bytes, most: int) -> bytes:
    """Return what ``data`` holds up to its first error, at most about ``most`` bytes."""
    engine, text = zlib.decompressobj(), bytearray()
    with suppress(zlib.error):
        while data and len(text) < most:
            text += engine.decompress(data, CHUNK)  # an error costs no more than one chunk
            data = engine.unconsumed_tail
    return bytes(text)


def _known(fingerprints: Iterable[str]) -> Mapping[str, x509.Certificate]:
    found = SealingCertificate.objects.filter(fingerprint__in=list(fingerprints))
    return {row.fingerprint: x509.load_pem_x509_certificate(row.pem.encode()) for row in found}
