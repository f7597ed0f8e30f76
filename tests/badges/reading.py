"""Reading badges as a stranger would: with other libraries than those that made them."""

import base64
import gzip
import json
from io import BytesIO

import jwt as pyjwt
from lxml import etree
from PIL import Image

SVG_CREDENTIAL = "{https://purl.imsglobal.org/ob/v3p0}credential"


def verified(client, token: str) -> dict:
    """The payload of ``token``, its signature checked by PyJWT with the key that its header's address gives."""
    kid = pyjwt.get_unverified_header(token)["kid"]
    jwk = client.get(kid.removeprefix("http://testserver")).json()
    options = {"verify_nbf": False, "verify_exp": False}  # the tests' clock stands still
    return pyjwt.decode(token, pyjwt.PyJWK(jwk), algorithms=["RS256"], options=options)


def header_and_payload(token: str) -> tuple[dict, dict]:
    """Both parts of ``token``, unverified."""
    header, payload, _ = token.split(".")
    return tuple(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in (header, payload))


def in_png(content: bytes) -> str:
    with Image.open(BytesIO(content)) as image:
        image.load()
        return str(image.text["openbadgecredential"])


def in_svg(content: bytes) -> str:
    (element,) = etree.fromstring(content).iter(SVG_CREDENTIAL)
    return element.get("verify")


def bit(encoded: str, position: int) -> int:
    """The bit at ``position``, counted from the left, of a list in multibase base64url of gzip."""
    body = encoded[1:]
    octets = gzip.decompress(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return int(f"{octets[position // 8]:08b}"[position % 8])
