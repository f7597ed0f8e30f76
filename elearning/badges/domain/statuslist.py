"""Revocation by one bit per credential: the W3C's Bitstring Status List 1.0 (https://www.w3.org/TR/vc-bitstring-status-list/).

A reader fetches the whole list, so nobody learns whose credential it looks at.
"""

import base64
import gzip
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from elearning.badges.domain.addresses import Addresses
from elearning.badges.domain.credential import VC_CONTEXT, instant

BITS = 131_072  # the least that the specification allows, for the privacy of a crowd
CAPACITY = BITS // 2  # so that a place drawn at random is free every second time at least


def encoded(positions: Iterable[int], bits: int = BITS) -> str:
    """Return the list in which ``positions`` are set: "u" (multibase), base64url of gzip; position 0 is leftmost."""
    octets = bytearray(bits // 8)
    for position in positions:
        octets[position // 8] |= 0x80 >> position % 8
    packed = base64.urlsafe_b64encode(gzip.compress(bytes(octets), mtime=0))
    return f"u{packed.decode().rstrip('=')}"


def credential(
    number: int, positions: Iterable[int], at: Addresses, *, since: datetime, until: datetime
) -> dict[str, Any]:
    """Return the BitstringStatusListCredential of list ``number``, to be asked anew after ``until``."""
    address = at.status_list(number)
    return {
        "@context": [VC_CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": at.issuer,
        "validFrom": instant(since),
        "validUntil": instant(until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(positions),
        },
    }
