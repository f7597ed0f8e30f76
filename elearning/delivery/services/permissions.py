"""What a learner enters and allows. The audit tells that it was done, never the number or the name."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from elearning.accounts.models import User
from elearning.audit.services import record
from elearning.delivery.domain.bodies import Body
from elearning.delivery.models import BodyIdentity, Consent, Delivery, Licence
from elearning.delivery.texts import describe
from elearning.interop.identifiers import LICENCE, normalised, problem
from elearning.interop.pars import NO_YEAR
from elearning.interop.problems import ProblemCode


@transaction.atomic
def save_identity(
    *,
    learner: User,
    given_name: str,
    family_name: str,
    birth_day: int | None,
    birth_month: int | None,
    country: str,
    now: datetime,
) -> BodyIdentity:
    """Store how bodies know ``learner``. Raises ValidationError, also for a day that no year has."""
    _lock(learner)
    identity = BodyIdentity.objects.filter(learner=learner).first() or BodyIdentity(learner=learner)
    identity.given_name, identity.family_name = " ".join(given_name.split()), " ".join(family_name.split())
    identity.birth_day, identity.birth_month, identity.country = birth_day, birth_month, country.upper()
    identity.full_clean()
    if birth_day is not None and not _is_birthday(birth_day, birth_month):
        raise ValidationError({"birth_day": _("This month has no such day.")})
    identity.save()
    record(now=now, actor=learner, action="reporting.identity-saved", subject=identity)
    return identity


@transaction.atomic
def add_licence(*, learner: User, kind: str, value: str, state: str, profession: str, now: datetime) -> Licence:
    """Store a number of ``learner``. Raises ValidationError where it shows an error or there is one of its kind."""
    _lock(learner)
    if kind != LICENCE:
        state = profession = ""
    code = "".join(profession.upper().split())
    licence = Licence(learner=learner, kind=kind, value=normalised(kind, value), state=state, profession=code)
    licence.clean_fields()
    if wrong := problem(licence.identifier):
        where = "state" if wrong.code is ProblemCode.STATE_UNKNOWN else "value"
        where = "profession" if wrong.facts.get("kind") == "profession" else where
        raise ValidationError({where: describe(wrong)})
    licence.full_clean()
    licence.save()
    record(now=now, actor=learner, action="reporting.number-added", subject=licence, after={"kind": kind})
    return licence


@transaction.atomic
def remove_licence(*, licence: Licence, now: datetime) -> None:
    """Forget a number of its learner; reports already made keep theirs until the account is erased."""
    removed, _rows = Licence.objects.filter(pk=licence.pk).delete()
    if removed:
        before = {"kind": licence.kind}
        record(now=now, actor=licence.learner, action="reporting.number-removed", subject=licence, before=before)


@transaction.atomic
def give_consent(*, learner: User, body: Body, now: datetime) -> Consent:
    """Let ``body`` be told of the learner's credits; given already, the consent in force is returned."""
    _lock(learner)
    existing = Consent.objects.filter(learner=learner, body=body.key, withdrawn_at__isnull=True).first()
    if existing is not None:
        return existing
    consent = Consent.objects.create(learner=learner, body=body.key, given_at=now)
    record(now=now, actor=learner, action="reporting.consent-given", subject=consent, after={"body": body.key})
    return consent


@transaction.atomic
def withdraw_consent(*, learner: User, body: Body, now: datetime) -> None:
    """End the consent in force, if there is one. What was reported under it was reported rightly."""
    _lock(learner)
    for consent in Consent.objects.filter(learner=learner, body=body.key, withdrawn_at__isnull=True):
        consent.withdrawn_at = now
        consent.save(update_fields=["withdrawn_at"])
        record(now=now, actor=learner, action="reporting.consent-withdrawn", subject=consent, after={"body": body.key})


def forget_learner(*, learner: User) -> None:
    """Empty what bodies answered about ``learner``, whose account is being erased: it may quote a name or a number.

    Numbers, names and consents go with the account by themselves; that something was reported stays.
    """
    Delivery.objects.filter(certificate__completion__learner=learner).update(message="")


def _lock(learner: User) -> None:
    """One change at a time for each learner; a report that is being made waits for it too, or it for the report."""
    User.objects.select_for_update(no_key=True).get(pk=learner.pk)


def _is_birthday(day: int, month: int) -> bool:
    try:
        date(NO_YEAR, month, day)
    except ValueError:
        return False
    return True
