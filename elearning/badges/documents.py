"""The public documents that a reader of badges fetches. None of them holds anything about a person."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from courses.models import Edition
from elearning.badges import access, services, texts
from elearning.badges.domain import credential, statuslist
from elearning.badges.domain.addresses import Addresses
from elearning.badges.models import PublicKey, StatusList

STATUS_HOLDS_FOR = timedelta(days=1)  # after that a reader must not rely on a copy of the list


def issuer() -> dict[str, Any]:
    """Return the issuer's profile."""
    profile = credential.profile(credential.Issuer(settings.SITE_PROVIDER, settings.SITE_CONTACT), services.addresses())
    return {"@context": credential.CONTEXTS[:2], **profile}


def achievement(edition: Edition) -> dict[str, Any]:
    """Return what a badge for ``edition`` is given for, without the credit, which differs between bodies."""
    at = services.addresses()
    described = credential.achievement(texts.achieved_in(edition), at)
    return {"@context": credential.CONTEXTS[:2], **described, "creator": issuer_in_short(at)}


def issuer_in_short(at: Addresses) -> dict[str, Any]:
    return {"id": at.issuer, "type": ["Profile"], "name": settings.SITE_PROVIDER}


def key(row: PublicKey) -> dict[str, Any]:
    """Return a public key as a JWK under the name that signatures call it by."""
    return {**row.jwk, "kid": services.addresses().key(row.thumbprint)}


def key_set(rows: list[PublicKey]) -> dict[str, Any]:
    return {"keys": [key(row) for row in rows]}


def status_list(row: StatusList, now: datetime) -> str:
    """Return the signed list, as it stands, as a JWT."""
    document = statuslist.credential(
        row.number,
        access.revoked_positions(row),
        services.addresses(),
        since=row.created_at,
        until=now + STATUS_HOLDS_FOR,
    )
    return services.signer(now=now).sign(document, kind="vc+jwt")
