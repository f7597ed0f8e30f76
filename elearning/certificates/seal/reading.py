"""Reading the seal of a file that a stranger shows.

The file may be hostile, so nothing here interprets it as a document: the places that a signature names are found as
text, and only seals of this site's own keys are of interest. What is done grows with the file's size and no faster.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from hashlib import sha256
from itertools import islice

from asn1crypto import cms
from cryptography import x509

from elearning.certificates.seal.keys import has_signed

BYTE_RANGE = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}0\s{1,9}(\d{1,9})\s{1,9}(\d{1,9})\s{1,9}(\d{1,9})\s{0,9}\]")
MOST_SEALS = 4
MOST_HEX = 64 * 1024
"""Characters of a signature; those of this site have about two thousand."""
MOST_CERTIFICATES = 8
NOT_A_SIGNATURE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)

Known = Callable[[Iterable[str]], Mapping[str, x509.Certificate]]
"""Gives those certificates, by their fingerprints, that ever sealed for this site."""


class Seal(StrEnum):
    """What the file's seal says, if it is this site's: it fits the whole file, a part of it, or nothing of it."""

    NONE = "none"
    BROKEN = "broken"
    PART = "part"
    WHOLE = "whole"


def seal_of(content: bytes, known: Known) -> Seal:
    """Return the state of the first seal in ``content`` that is by a key of this site."""
    for place in islice(BYTE_RANGE.finditer(content), MOST_SEALS):
        first, second, rest = (int(number) for number in place.groups())
        try:
            seal = _seal(content, first, second, rest, known)
        except NOT_A_SIGNATURE:
            continue
        if seal is not Seal.NONE:
            return seal
    return Seal.NONE


def _seal(content: bytes, first: int, second: int, rest: int, known: Known) -> Seal:
    """Judge the signature that stands between ``first`` and ``second`` and covers all but itself up to an end."""
    if not 0 <= second - first - 2 <= MOST_HEX:
        return Seal.NONE
    signed = cms.ContentInfo.load(bytes.fromhex(content[first + 1 : second - 1].decode("ascii")))["content"]
    own = known(sha256(each.chosen.dump()).hexdigest() for each in islice(signed["certificates"], MOST_CERTIFICATES))
    if not own:
        return Seal.NONE
    end = second + rest
    between = content[first : first + 1] + content[second - 1 : second]
    covered = content[:first] + content[second:end]
    if between != b"<>" or end > len(content) or not _fits(signed["signer_infos"][0], covered, own.values()):
        return Seal.BROKEN
    return Seal.WHOLE if end == len(content) else Seal.PART


def _fits(signer: cms.SignerInfo, covered: bytes, certificates: Iterable[x509.Certificate]) -> bool:
    attributes = signer["signed_attrs"]
    digests = [each["values"][0].native for each in attributes if each["type"].native == "message_digest"]
    if digests != [sha256(covered).digest()]:
        return False
    data, signature = attributes.untag().dump(), signer["signature"].native
    return any(has_signed(certificate, signature, data) for certificate in certificates)
