"""The document of a certificate, drawn and sealed once and kept as it was first made; and its revocation."""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from courses.domain.reasons import Code, Reason, refuse
from elearning.accounts.models import User
from elearning.audit.services import record
from elearning.certificates import access, attachments, pdf
from elearning.certificates.domain import rules
from elearning.certificates.models import Certificate, CertificateFile, Completion, Revocation, SealingCertificate
from elearning.certificates.seal import keys

BATCH = 20


def certificate_pdf(*, certificate: Certificate, now: datetime) -> bytes:
    """Return the document, which is drawn and sealed at the first call and kept: the same bytes for ever.

    Raises Refused when the certificate was revoked.
    """
    if certificate.state is rules.State.REVOKED:
        refuse(Reason(Code.CERTIFICATE_REVOKED))
    return bytes(_document(certificate, certificate.completion.learner, now).content)


def draw_missing(*, now: datetime) -> Iterator[tuple[Certificate, Exception | None]]:
    """Make every document that can be downloaded and was not made yet; yield each, with what stopped it if any.

    Two runs at once take turns in an order of their own, so that they mostly make different ones.
    """
    waiting = list(access.undrawn().values_list("pk", flat=True))
    secrets.SystemRandom().shuffle(waiting)
    for start in range(0, len(waiting), BATCH):
        for certificate in access.undrawn().filter(pk__in=waiting[start : start + BATCH]):
            try:
                _document(certificate, None, now)
            except pdf.UNDRAWABLE as error:
                yield certificate, error
            else:
                yield certificate, None


def _document(certificate: Certificate, actor: User | None, now: datetime) -> CertificateFile:
    """Return the document. It is made outside the transaction: nobody waits for it, and of two at once one is kept."""
    kept = CertificateFile.objects.filter(certificate=certificate).first()
    return kept or _made(certificate, actor, now)


def _made(certificate: Certificate, actor: User | None, now: datetime) -> CertificateFile:
    key = keys.sealing_key(now)
    return _keep(certificate, sealed_document(certificate, key, now), key, actor, now)


def sealed_document(certificate: Certificate, key: keys.SealingKey, now: datetime) -> bytes:
    """Return the document, drawn and sealed anew. ``certificate`` is one that came through ``complete()``."""
    from elearning.certificates.seal import signing  # noqa: PLC0415 - takes 0.6 s, which other pages need not wait for

    drawn = pdf.render(
        number=certificate.number,
        name=certificate.identity.name,
        facts=certificate.facts,
        issued_at=certificate.issued_at,
        attachments=attachments.of(certificate),
    )
    with translation.override(certificate.facts["language"]):
        reason = _("Certificate %(number)s") % {"number": certificate.number}
    return signing.sealed(drawn, key=key, reason=reason, now=now)


@transaction.atomic
def _keep(
    certificate: Certificate, content: bytes, key: keys.SealingKey, actor: User | None, now: datetime
) -> CertificateFile:
    sha256 = hashlib.sha256(content).hexdigest()
    used, is_first = SealingCertificate.objects.get_or_create(
        fingerprint=key.fingerprint, defaults={"pem": key.pem, "first_used_at": now}
    )
    kept, created = CertificateFile.objects.get_or_create(
        certificate=certificate, defaults={"sha256": sha256, "content": content, "made_at": now, "sealed_with": used}
    )
    if is_first:
        record(now=now, actor=actor, action="seal.first_used", subject=used, after={"fingerprint": key.fingerprint})
    if created:
        record(now=now, actor=actor, action="certificate.drawn", subject=certificate, after={"sha256": sha256})
    return kept


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, actor: User | None, now: datetime) -> Revocation:
    """Withdraw a certificate and with it every number of its completion. A second revocation changes nothing."""
    Completion.objects.select_for_update(no_key=True).get(pk=certificate.completion_id)
    existing = Revocation.objects.filter(certificate__completion=certificate.completion_id).first()
    if existing is not None:
        return existing
    revocation = Revocation.objects.create(
        certificate=certificate, at=now, by_id=getattr(actor, "pk", None), reason=reason.strip()
    )
    record(now=now, actor=actor, action="certificate.revoked", subject=certificate, reason=reason.strip())
    return revocation
