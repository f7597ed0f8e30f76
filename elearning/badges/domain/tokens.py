"""Signing credentials as JWTs, after "JSON Web Token Proof Format" of Open Badges 3.0.

RS256 is the one algorithm that it obliges readers to know, so it is the one used.
"""

import json
from datetime import datetime
from typing import Any

from joserfc import jws
from joserfc.jwk import RSAKey

ALGORITHM = "RS256"
LEAST_BITS = 2048


def signed(credential: dict[str, Any], key: RSAKey, kid: str, *, kind: str = "JWT") -> str:
    """Return ``credential`` as a compact JWS.

    ``kid`` is the address of the public key, ``kind`` the header's ``typ``; no other header is allowed. The claims iss,
    jti, nbf, exp and sub repeat what the credential says.
    """
    header = {"alg": ALGORITHM, "kid": kid, "typ": kind}
    payload = json.dumps({**credential, **claims(credential)}, ensure_ascii=False, separators=(",", ":"))
    return jws.serialize_compact(header, payload.encode(), key, algorithms=[ALGORITHM])


def claims(credential: dict[str, Any]) -> dict[str, Any]:
    """Return the registered claims that follow from ``credential``; instants are whole seconds since 1970."""
    issuer = credential["issuer"]
    found = {
        "iss": issuer if isinstance(issuer, str) else issuer["id"],
        "jti": credential["id"],
        "sub": credential["credentialSubject"]["id"],
        "nbf": _seconds(credential["validFrom"]),
    }
    return found | ({"exp": _seconds(credential["validUntil"])} if "validUntil" in credential else {})


def public_key(key: RSAKey) -> dict[str, str]:
    """Return the public half as a JWK, without its name."""
    return {**key.as_dict(private=False), "alg": ALGORITHM, "use": "sig"}


def bits(key: RSAKey) -> int:
    """Return the length of the key's modulus."""
    return key.public_key.key_size


def _seconds(value: str) -> int:
    return int(datetime.fromisoformat(value).timestamp())
