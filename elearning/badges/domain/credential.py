"""A certificate as an Open Badges 3.0 credential (https://www.imsglobal.org/spec/ob/v3p0): plain values in, JSON out.

Terms are those of its JSON-LD context 3.0.3 and of the W3C's Verifiable Credentials Data Model 2.0.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from elearning.badges.domain.addresses import Addresses
from elearning.interop.record import CompletionRecord, Credit

Json = dict[str, Any]

VC_CONTEXT = "https://www.w3.org/ns/credentials/v2"
OB_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CONTEXTS = [
    VC_CONTEXT,
    OB_CONTEXT,
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",  # the type of the schema below
]
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"


@dataclass(frozen=True)
class Issuer:
    """Who awards the badge; ``email`` is the site's address for questions."""

    name: str
    email: str


@dataclass(frozen=True)
class Achieved:
    """What the badge is for: one edition of a module. ``description`` and ``criteria`` are in ``language``."""

    slug: str
    edition: int
    title: str
    provider: str
    language: str
    demonstration: bool
    description: str
    criteria: str
    picture_text: str


@dataclass(frozen=True)
class Recipient:
    """``subject`` is a URI made for this badge alone, so that two badges of a person cannot be joined by it."""

    subject: str
    email: str
    salt: str
    started_at: datetime | None = None


@dataclass(frozen=True)
class Place:
    """Where the credential's state can be asked: the list's number, and the position in it."""

    status_list: int
    position: int


def profile(issuer: Issuer, at: Addresses) -> Json:
    """Return the issuer's Profile as it stands in a credential."""
    return {
        "id": at.issuer,
        "type": ["Profile"],
        "name": issuer.name,
        "url": f"{at.site}/",
        "email": issuer.email,
    }


def achievement(achieved: Achieved, at: Addresses, credit: Credit | None = None) -> Json:
    """Return the Achievement; with ``credit`` it is the one of that scheme, which is told apart by a fragment."""
    base = at.achievement(achieved.slug, achieved.edition)
    described: Json = {
        "id": f"{base}#{credit.scheme}" if credit else base,
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": achieved.title,
        "description": achieved.description,
        "criteria": {"id": at.module(achieved.slug), "narrative": achieved.criteria},
        "image": {
            "id": at.picture(achieved.slug, achieved.edition),
            "type": "Image",
            "caption": achieved.picture_text,
        },
        "inLanguage": achieved.language,
        "version": str(achieved.edition),
    }
    if credit is None:
        return described
    described["creditsAvailable"] = float(credit.maximum)
    described["resultDescription"] = [
        {
            "id": f"{base}#{credit.scheme}-credit",
            "type": ["ResultDescription"],
            "name": credit.name,
            "resultType": "Result",
            "valueMin": "0",
            "valueMax": decimal(credit.maximum),
        }
    ]
    if credit.reference_number:
        described["otherIdentifier"] = [
            {"type": "IdentifierEntry", "identifier": credit.reference_number, "identifierType": "identifier"}
        ]
    return described


def credential(
    record: CompletionRecord, achieved: Achieved, issuer: Issuer, recipient: Recipient, place: Place, at: Addresses
) -> Json:
    """Return the OpenBadgeCredential of one certificate. It is valid from the instant the certificate was issued."""
    return {
        "@context": CONTEXTS,
        "id": record.verify_url,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": record.activity.title,
        "description": achieved.description,
        "issuer": profile(issuer, at),
        "validFrom": instant(record.issued_at),
        "awardedDate": instant(record.completed_at),
        "credentialSubject": _subject(record, achieved, recipient, at),
        "evidence": [{"id": record.verify_url, "type": ["Evidence"], "name": record.number}],
        "credentialStatus": status_entry(place, at),
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def status_entry(place: Place, at: Addresses) -> Json:
    """Return where the state is asked, after the W3C's Bitstring Status List 1.0."""
    address = at.status_list(place.status_list)
    return {
        "id": f"{address}#{place.position}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place.position),
        "statusListCredential": address,
    }


def identity_hash(identity: str, salt: str) -> str:
    """Return the specification's IdentityHash: SHA-256 over the identity with the salt behind it, in hexadecimal."""
    return f"sha256${hashlib.sha256(f'{identity}{salt}'.encode()).hexdigest()}"


def instant(value: datetime) -> str:
    """Return an instant as "2027-03-01T12:00:00Z", in whole seconds, which is all that a JWT's claims can say."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def decimal(value: Decimal) -> str:
    """Return credit without idle zeros: "0.75", "1", "10"."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _subject(record: CompletionRecord, achieved: Achieved, recipient: Recipient, at: Addresses) -> Json:
    subject: Json = {
        "id": recipient.subject,
        "type": ["AchievementSubject"],
        "identifier": _identifiers(record.name, recipient),
        "achievement": achievement(achieved, at, record.credit),
        "activityEndDate": instant(record.completed_at),
        "narrative": "\n\n".join(record.statement),
    }
    if recipient.started_at is not None:
        subject["activityStartDate"] = instant(recipient.started_at)
    if record.credit is not None:
        (described,) = subject["achievement"]["resultDescription"]
        subject["creditsEarned"] = float(record.credit.amount)
        subject["result"] = [
            {"type": ["Result"], "resultDescription": described["id"], "value": decimal(record.credit.amount)}
        ]
    return subject


def _identifiers(name: str, recipient: Recipient) -> list[Json]:
    """Return the name as printed, and the e-mail address as a hash: who knows the address can check it."""
    hashed = {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": identity_hash(recipient.email, recipient.salt),
        "identityType": "emailAddress",
        "salt": recipient.salt,
    }
    printed = {"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"}
    return [hashed, printed] if name else [hashed]
