"""The document of a certificate, and its revocation."""

import hashlib
from datetime import datetime

from django.db import transaction

from courses.domain.reasons import Code, Reason, refuse
from elearning.accounts.models import User
from elearning.audit.services import record
from elearning.certificates import pdf
from elearning.certificates.domain import rules
from elearning.certificates.models import Certificate, CertificateFile, Completion, Revocation


def certificate_pdf(*, certificate: Certificate, now: datetime) -> bytes:
    """Return the document, which is drawn at the first call and kept: the same bytes for ever.

    It is drawn outside the transaction, so that nobody waits for it; of two first calls one is kept. Raises Refused
    when the certificate was revoked.
    """
    if certificate.state is rules.State.REVOKED:
        refuse(Reason(Code.CERTIFICATE_REVOKED))
    kept = CertificateFile.objects.filter(certificate=certificate).first()
    if kept is None:
        drawn = pdf.render(
            number=certificate.number,
            name=certificate.identity.name,
            facts=certificate.facts,
            issued_at=certificate.issued_at,
        )
        kept = _keep(certificate, drawn, now)
    return bytes(kept.content)


@transaction.atomic
def _keep(certificate: Certificate, content: bytes, now: datetime) -> CertificateFile:
    sha256 = hashlib.sha256(content).hexdigest()
    kept, created = CertificateFile.objects.get_or_create(
        certificate=certificate, defaults={"sha256": sha256, "content": content, "made_at": now}
    )
    if created:
        actor = certificate.completion.learner
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
