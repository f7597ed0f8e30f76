"""Everything that is written about credit. A certificate is pulled by its learner; nothing is issued unasked."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from courses.domain.reasons import Code, Reason, refuse
from courses.models import Module
from elearning.accounts import names
from elearning.accounts.models import User
from elearning.audit.services import record
from elearning.certificates import access, documents, snapshot
from elearning.certificates.domain import numbers, rules
from elearning.certificates.domain.statement import AccreditationState
from elearning.certificates.models import (
    Accreditation,
    Certificate,
    Completion,
    PrintedIdentity,
    Revocation,
)
from quizzes.models import Attempt


@transaction.atomic
def claim_certificate(*, learner: User, attempt: Attempt, name: str, now: datetime) -> Certificate:
    """Record the completion that ``attempt`` earned and issue its certificate with ``name`` as printed.

    Pressed twice, or by two requests at once, it returns the one certificate. Raises Refused, and ValidationError for a
    name that cannot be printed.
    """
    attempts = Attempt.objects.complete().select_related("edition").select_for_update(of=("self",))
    attempt = attempts.get(pk=attempt.pk, learner=learner)
    existing = access.certificate_for(learner, attempt.term)
    refuse(rules.may_claim(access.claim_facts(attempt, existing), now))
    if existing is not None:
        return existing
    accreditations = access.accreditations_at(attempt.module, attempt.submitted_at)
    completion = Completion.objects.create(
        learner=learner,
        module=attempt.module,
        term=attempt.term,
        edition=attempt.edition,
        attempt=attempt,
        completed_at=attempt.submitted_at,
        snapshot=snapshot.completion_snapshot(attempt, accreditations),
    )
    record(now=now, actor=learner, action="completion.recorded", subject=completion, after={"attempt": attempt.pk})
    number = numbers.certificate_number(secrets.token_bytes(numbers.ENTROPY_BYTES))
    facts = snapshot.printed_facts(attempt, accreditations, number)
    return _issue(completion, number, name, facts, replaces=None, actor=learner, now=now)


@transaction.atomic
def correct_name(*, certificate: Certificate, name: str, actor: User, now: datetime) -> Certificate:
    """Issue ``certificate`` anew with ``name``; the old number then stands for a replaced certificate.

    Where that was done already, or the name is the one printed, the newest certificate is returned and nothing changes.
    """
    Completion.objects.select_for_update().get(pk=certificate.completion_id)
    newest = Certificate.objects.complete().newest().get(completion=certificate.completion_id)
    if newest.state is rules.State.REVOKED:
        refuse(Reason(Code.CERTIFICATE_REVOKED))
    if newest.pk != certificate.pk or newest.identity.name == names.normalised(name):
        return newest
    number = numbers.certificate_number(secrets.token_bytes(numbers.ENTROPY_BYTES))
    facts = {**newest.facts, "verify_url": snapshot.verify_url(number)}
    return _issue(newest.completion, number, name, facts, replaces=newest, actor=actor, now=now)


def _issue(
    completion: Completion,
    number: str,
    name: str,
    facts: dict[str, Any],
    *,
    replaces: Certificate | None,
    actor: User,
    now: datetime,
) -> Certificate:
    identity = PrintedIdentity(name=names.normalised(name))
    identity.full_clean()
    identity.save()
    certificate = Certificate.objects.create(
        number=number,
        completion=completion,
        identity=identity,
        issued_at=now,
        replaces=replaces,
        facts=facts,
    )
    replaced = {"replaces": replaces.number} if replaces else {}
    action = "certificate.corrected" if replaces else "certificate.issued"
    record(now=now, actor=actor, action=action, subject=certificate, after={"number": number, **replaced})
    return Certificate.objects.complete().get(pk=certificate.pk)


def certificate_pdf(*, certificate: Certificate, now: datetime) -> bytes:
    """Return the document, which is drawn and sealed at the first call and kept: the same bytes for ever.

    Raises Refused when the certificate was revoked.
    """
    if certificate.state is rules.State.REVOKED:
        refuse(Reason(Code.CERTIFICATE_REVOKED))
    actor = certificate.completion.learner
    return bytes(documents.document(certificate=certificate, actor=actor, now=now).content)


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, actor: User | None, now: datetime) -> Revocation:
    """Withdraw a certificate and with it every number of its completion. A second revocation changes nothing."""
    Completion.objects.select_for_update().get(pk=certificate.completion_id)
    existing = Revocation.objects.filter(certificate__completion=certificate.completion_id).first()
    if existing is not None:
        return existing
    revocation = Revocation.objects.create(
        certificate=certificate, at=now, by_id=getattr(actor, "pk", None), reason=reason.strip()
    )
    record(now=now, actor=actor, action="certificate.revoked", subject=certificate, reason=reason.strip())
    return revocation


@transaction.atomic
def set_accreditation(
    *,
    module: Module,
    body: str,
    scheme: str,
    state: AccreditationState,
    reason: str,
    actor: User | None,
    now: datetime,
    reference_number: str = "",
    maximum_credit: Decimal | None = None,
    opens: date | None = None,
    closes: date | None = None,
) -> Accreditation:
    """Record how a body's accreditation of ``module`` stands from ``now`` on. Raises ValidationError."""
    module = Module.objects.select_for_update().get(pk=module.pk)
    current = access.accreditations_at(module, now)
    before = next((row for row in current if (row.body, row.scheme) == (body, scheme)), None)
    row = Accreditation(
        module=module,
        body=body,
        scheme=scheme,
        state=state,
        reference_number=reference_number,
        maximum_credit=maximum_credit,
        opens=opens,
        closes=closes,
        demonstration=module.demonstration,
        effective_from=now,
        reason=reason,
    )
    row.full_clean()
    row.save(force_insert=True)
    record(
        now=now,
        actor=actor,
        action="accreditation.recorded",
        subject=row,
        before=snapshot.accreditation(before) if before else {},
        after=snapshot.accreditation(row),
        reason=reason,
    )
    return row


@transaction.atomic
def first_accreditations(
    *, module: Module, rows: Iterable[Mapping[str, str]], now: datetime, actor: User | None = None
) -> None:
    """Store those of a new module's folder: rows of ``body``, ``scheme`` and ``state`` (none or applied)."""
    for row in rows:
        set_accreditation(
            module=module,
            body=row["body"],
            scheme=row["scheme"],
            state=AccreditationState(row["state"]),
            reason="First load of the module folder.",
            actor=actor,
            now=now,
        )
