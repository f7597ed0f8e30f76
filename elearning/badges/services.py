"""Everything that is written about badges. One is made when its learner first asks for it."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from joserfc.jwk import RSAKey

from courses.domain.reasons import Code, Reason, refuse
from courses.models import Start
from elearning.audit.services import record
from elearning.badges import keys, texts
from elearning.badges.domain import credential as documents
from elearning.badges.domain import statuslist, tokens
from elearning.badges.domain.addresses import Addresses
from elearning.badges.models import Badge, PublicKey, StatusList
from elearning.certificates.domain.rules import State
from elearning.certificates.models import Certificate
from elearning.certificates.records import completion_record

SALT_BYTES = 16
REFUSALS = {State.REVOKED: Code.CERTIFICATE_REVOKED, State.REPLACED: Code.CERTIFICATE_REPLACED}


@dataclass(frozen=True)
class Signer:
    """The key in use, under the address at which its public half can be had."""

    key: RSAKey
    kid: str

    def sign(self, credential: dict[str, Any], kind: str = "JWT") -> str:
        return tokens.signed(credential, self.key, self.kid, kind=kind)


def badge_of(*, certificate: Certificate, now: datetime) -> Badge:
    """Return the badge of ``certificate`` (one that came through its door), made at the first call.

    Raises Refused where the certificate was revoked or replaced.
    """
    if certificate.state in REFUSALS:
        refuse(Reason(REFUSALS[certificate.state]))
    return Badge.objects.filter(certificate=certificate).first() or _issue(certificate, now)


@transaction.atomic
def _issue(certificate: Certificate, now: datetime) -> Badge:
    Certificate.objects.select_for_update().get(pk=certificate.pk)
    existing = Badge.objects.filter(certificate=certificate).first()
    if existing is not None:
        return existing
    status_list = _open_list(now)
    place = documents.Place(status_list.number, _free_position(status_list))
    badge = Badge.objects.create(
        certificate=certificate,
        status_list=status_list,
        position=place.position,
        issued_at=now,
        jwt=signer(now=now).sign(credential(certificate, place)),
    )
    learner = certificate.completion.learner
    record(now=now, actor=learner, action="badge.issued", subject=badge, after={"number": certificate.number})
    return badge


def credential(certificate: Certificate, place: documents.Place) -> dict[str, Any]:
    """Return the Open Badges 3.0 credential of ``certificate``, unsigned, with a new salt and a new subject."""
    facts = completion_record(certificate)
    completion = certificate.completion
    started = Start.objects.filter(learner=completion.learner, edition=completion.edition_id).first()
    recipient = documents.Recipient(
        subject=uuid.uuid4().urn,
        email=completion.learner.email.lower(),
        salt=secrets.token_hex(SALT_BYTES),
        started_at=started and started.at,
    )
    return documents.credential(
        facts,
        texts.achieved(facts),
        documents.Issuer(facts.activity.provider, settings.SITE_CONTACT),
        recipient,
        place,
        addresses(),
    )


def signer(*, now: datetime) -> Signer:
    """Return the key in use, its public half published before anything is signed with it."""
    key = keys.signing_key()
    thumbprint = key.thumbprint()
    PublicKey.objects.get_or_create(thumbprint=thumbprint, defaults={"jwk": tokens.public_key(key), "since": now})
    return Signer(key, addresses().key(thumbprint))


def addresses() -> Addresses:
    return Addresses(settings.SITE_URL)


def forget(*, certificates: QuerySet[Certificate]) -> int:
    """Blank the credentials of ``certificates``, as the printed names are blanked; return how many there were.

    The place in the status list stays: copies in the learner's hands can still be checked.
    """
    return Badge.objects.filter(certificate__in=certificates).exclude(jwt="").update(jwt="")


def _open_list(now: datetime) -> StatusList:
    """Return the newest list that has room, locked; a new one where there is none."""
    newest = StatusList.objects.select_for_update().last()
    if newest is not None and newest.badges.count() < statuslist.CAPACITY:
        return newest
    number = newest.number + 1 if newest else 1
    return StatusList.objects.select_for_update().get_or_create(number=number, defaults={"created_at": now})[0]


def _free_position(status_list: StatusList) -> int:
    """Draw a free position of a locked list at random, so that it tells neither who has the badge nor since when."""
    while True:
        position = secrets.randbelow(statuslist.BITS)
        if not status_list.badges.filter(position=position).exists():
            return position
