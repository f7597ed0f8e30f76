"""Claiming credit and receiving certificates. They are pulled by their learner; nothing is issued unasked."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.domain.reasons import Code, Reason, refuse
from elearning.accounts import names
from elearning.accounts.models import User
from elearning.accounts.professions import Profession
from elearning.audit.services import record
from elearning.certificates import access, snapshot
from elearning.certificates.access import Earned
from elearning.certificates.domain import numbers, rules
from elearning.certificates.domain.claiming import Award, awards
from elearning.certificates.models import Accreditation, Certificate, Claim, Completion, PrintedIdentity
from quizzes.models import Attempt


@dataclass(frozen=True)
class Wish:
    """What a learner asks for: the printed name, the profession (a key of Profession), and credit by accreditation.

    ``credits`` maps primary keys of accreditations to amounts; 0 or left out claims nothing.
    """

    name: str
    profession: str = ""
    credits: Mapping[int, Decimal] | None = None


@transaction.atomic
def claim_certificates(*, learner: User, attempt: Attempt, wish: Wish, now: datetime) -> list[Certificate]:
    """Record the completion that ``attempt`` earned, and issue a certificate for each credit claimed (or one without).

    Pressed twice, or by two requests at once, it returns the certificates there are. Raises Refused; ValidationError
    for a name that cannot be printed or a profession that is missing; WrongClaim for an amount that is not offered.
    """
    attempt = _locked(attempt, learner)
    earned = access.earned_by(learner, attempt, now)
    refuse(earned.refusal)
    if earned.certificates:
        return earned.certificates
    wish, planned = _planned(earned, wish)
    completion = Completion.objects.create(
        learner=learner,
        module=attempt.module,
        term=attempt.term,
        edition=attempt.edition,
        attempt=attempt,
        completed_at=attempt.submitted_at,
        snapshot=snapshot.completion_snapshot(earned, now),
    )
    record(now=now, actor=learner, action="completion.recorded", subject=completion, after={"attempt": attempt.pk})
    return _issue(completion, 1, wish, planned, earned, actor=learner, now=now)


@transaction.atomic
def correct_certificates(
    *, completion: Completion, generation: int, wish: Wish, actor: User, now: datetime
) -> list[Certificate]:
    """Issue the certificates of ``completion`` anew as its learner now asks; the old numbers are then replaced.

    ``generation`` is the issue that the learner saw; a correction made meanwhile is not overwritten but refused. Where
    the newest certificates say what is asked, they are returned and nothing changes. Raises as ``claim_certificates``.
    """
    learner = completion.learner
    attempt = _locked(completion.attempt, learner)
    Completion.objects.select_for_update(no_key=True).get(pk=completion.pk)  # an administrator may reissue meanwhile
    earned = access.earned_by(learner, attempt, now)
    refuse(earned.correction_refusal)
    newest = earned.certificates
    wish, planned = _planned(earned, wish)
    if _same(newest, wish, planned):
        return newest
    if newest[0].generation != generation:
        refuse(Reason(Code.CORRECTED_MEANWHILE))
    return _issue(completion, generation + 1, wish, planned, earned, actor=actor, now=now)


@transaction.atomic
def reissue_certificates(
    *, completion: Completion, name: str, reason: str, actor: User, now: datetime
) -> list[Certificate]:
    """Issue the certificates anew with another name, as an administrator decides; credit and profession stay.

    The same name again changes nothing. Raises Refused for revoked ones, ValidationError for a name or no reason.
    """
    if not reason.strip():
        raise ValidationError(_("Say why."))
    Completion.objects.select_for_update(no_key=True).get(pk=completion.pk)
    newest = list(Certificate.objects.complete().newest().filter(completion=completion).order_by("pk"))
    if any(certificate.state is rules.State.REVOKED for certificate in newest):
        refuse(Reason(Code.CERTIFICATE_REVOKED))
    if newest[0].identity.name == names.normalised(name):
        return newest
    generation = newest[0].generation + 1
    for old in newest:
        number = _number()
        claim = old.claim and _claim(
            completion, generation, old.claim.accreditation, old.profession, old.claim.credit, now
        )
        values = {"variant": old.variant, "profession": old.profession, "claim": claim}
        facts = {**old.facts, "verify_url": snapshot.verify_url(number)}
        _write(completion, generation, number, name, facts, values, actor=actor, now=now, reason=reason.strip())
    return _newest(completion)


def _locked(attempt: Attempt, learner: User) -> Attempt:
    attempts = Attempt.objects.complete().select_related("edition").select_for_update(of=("self",))
    return attempts.get(pk=attempt.pk, learner=learner)


def _planned(earned: Earned, wish: Wish) -> tuple[Wish, list[Award]]:
    """Return what is to be issued; where no credit was open, the profession decides nothing and is not printed."""
    if not earned.offers:
        wish = replace(wish, profession="")
    elif wish.profession not in Profession.values:
        raise ValidationError({"profession": _("Choose your profession: it decides which credit you can claim.")})
    return wish, awards(earned.offers, wish.profession, wish.credits or {})


def _same(newest: list[Certificate], wish: Wish, planned: list[Award]) -> bool:
    """Whether ``planned`` would print what the newest certificates print."""
    printed = {
        (row.variant, row.claim and row.claim.accreditation_id, row.claim and row.claim.credit) for row in newest
    }
    first = newest[0]
    return (
        first.identity.name == names.normalised(wish.name)
        and first.profession == wish.profession
        and printed == {(award.variant.value, award.key, award.credit) for award in planned}
    )


def _issue(
    completion: Completion,
    generation: int,
    wish: Wish,
    planned: Iterable[Award],
    earned: Earned,
    *,
    actor: User,
    now: datetime,
) -> list[Certificate]:
    rows, verdict = {row.pk: row for row in earned.accreditations}, snapshot.verdict_of(earned.attempt)
    for award in planned:
        number = _number()
        row = rows.get(award.key)
        claim = row and _claim(completion, generation, row, wish.profession, award.credit, now)
        facts = snapshot.printed_facts(earned, verdict, award, wish.profession, number)
        values = {"variant": award.variant.value, "profession": wish.profession, "claim": claim}
        _write(completion, generation, number, wish.name, facts, values, actor=actor, now=now)
    return _newest(completion)


def _claim(
    completion: Completion, generation: int, row: Accreditation, profession: str, credit: Decimal, now: datetime
) -> Claim:
    return Claim.objects.create(
        completion=completion,
        generation=generation,
        accreditation=row,
        profession=profession,
        credit=credit,
        maximum_credit=row.maximum_credit,
        at=now,
    )


def _write(
    completion: Completion,
    generation: int,
    number: str,
    name: str,
    facts: dict[str, Any],
    values: dict[str, Any],
    *,
    actor: User,
    now: datetime,
    reason: str = "",
) -> None:
    identity = PrintedIdentity(name=names.normalised(name))
    identity.full_clean()
    identity.save()
    certificate = Certificate.objects.create(
        number=number,
        completion=completion,
        identity=identity,
        issued_at=now,
        generation=generation,
        facts=facts,
        **values,
    )
    action = "certificate.issued" if generation == 1 else "certificate.corrected"
    claim = values["claim"]
    after = {
        "number": number,
        "issue": generation,
        "variant": values["variant"],
        "credit": str(claim.credit) if claim else None,
    }
    record(now=now, actor=actor, action=action, subject=certificate, after=after, reason=reason)


def _newest(completion: Completion) -> list[Certificate]:
    return list(Certificate.objects.complete().newest().filter(completion=completion).order_by("pk"))


def _number() -> str:
    return numbers.certificate_number(secrets.token_bytes(numbers.ENTROPY_BYTES))
