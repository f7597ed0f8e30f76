"""Erasing an account, and blanking what outlived it once the time to be kept is over."""

from collections.abc import Collection
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

import quizzes.services
from elearning.accounts.models import User
from elearning.audit.services import record
from elearning.badges import services as badges
from elearning.certificates.models import Certificate, CertificateFile, Completion, PrintedIdentity
from elearning.delivery import services as delivery
from elearning.evaluation import services as evaluation
from elearning.followup import services as followup
from elearning.notices import compose
from elearning.notices import services as notices
from elearning.privacy.domain import retention
from elearning.reports import services as reports


class OnlyAdministrator(Exception):
    """Nobody could administer the site any more: another superuser must be there first."""


def erase_account(*, user: User, actor: User, now: datetime, reason: str = "") -> None:
    """Remove everything that says who ``user`` is, but the name printed on certificates (``blank_what_is_due``).

    What belongs to the person goes with the account by foreign key (on_delete=CASCADE); what proves credit or is a
    figure without a person stays with its learner emptied (SET_NULL). ``reason`` is an administrator's and names
    nobody. The address gets a last mail. A second erasure changes nothing. Raises OnlyAdministrator.
    """
    sessions = _sessions_of(user)  # read before the transaction: there may be many
    with transaction.atomic():
        stored = _locked(user)
        if stored is None:
            return
        user = stored
        identity, address = user.pk, user.email
        known = {address, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
        reports.forget_reporter(learner=user)
        badges.forget(certificates=Certificate.objects.filter(completion__learner=user))
        evaluation.forget_learner(learner=user)
        quizzes.services.forget_learner(learner=user)
        delivery.forget_learner(learner=user)
        followup.forget_learner(learner=user)
        for each in known:  # after all that could queue another mail was told
            notices.withdraw(to=each)
        Session.objects.filter(pk__in=sessions).delete()
        user.delete()
        record(now=now, actor=actor, action="account.erased", subject=User(pk=identity), reason=reason)
        transaction.on_commit(lambda: _say_goodbye(address), robust=True)


def _locked(user: User) -> User | None:
    """Return the account as it is now, None where it is gone. Raises OnlyAdministrator.

    All administrators are locked with it: the last two could erase themselves at the same moment.
    """
    administrators = Q(is_superuser=True, is_active=True)
    rows = User.objects.select_for_update().filter(administrators | Q(pk=user.pk)).order_by("pk")
    found = {row.pk: row for row in rows}
    stored = found.pop(user.pk, None)
    if stored is not None and stored.is_superuser and not found:
        raise OnlyAdministrator
    return stored


def _sessions_of(user: User) -> list[str]:
    """Return the keys of the sessions that know ``user``: signed in, or on the way (they hold the address then)."""
    known = (str(user.pk), user.email)
    return [
        session.pk
        for session in Session.objects.iterator()
        if (held := session.get_decoded()).get("_auth_user_id") == known[0] or known[1] in str(held)
    ]


def _say_goodbye(address: str) -> None:
    text = compose.body("privacy/mail/erased.txt", years=years())
    send_mail(_("Your account is erased"), text, None, [address])


def years() -> int:
    """Return for how many years after completion a printed name is kept when its account is gone."""
    return settings.RETENTION_YEARS


def blank_what_is_due(*, now: datetime) -> int:
    """Empty the printed names and documents of erased accounts whose time is over; return of how many completions.

    A learner who still has an account keeps name and documents: they are shown to nobody else unless handed on.
    """
    ended = retention.ended_for(now, years())
    due = _not_blank(Completion.objects.filter(learner__isnull=True, completed_at__lte=ended))
    return sum(_blank(pk, now) for pk in list(due.values_list("pk", flat=True)))


def _not_blank(completions: Collection[Completion]) -> Collection[Completion]:
    certificates = Certificate.objects.filter(completion=OuterRef("pk"))
    kept = ~Q(identity__name="") | ~Q(file__content=b"") & Q(file__isnull=False)
    return completions.filter(Exists(certificates.filter(kept)))


@transaction.atomic
def _blank(pk: int, now: datetime) -> bool:
    """Blank one completion, unless another process did so meanwhile; return whether it was this one."""
    completion = Completion.objects.select_for_update(no_key=True).get(pk=pk)
    names = PrintedIdentity.objects.filter(certificates__completion=completion).exclude(name="")
    files = CertificateFile.objects.filter(certificate__completion=completion).exclude(content=b"")
    badges.forget(certificates=Certificate.objects.filter(completion=completion))
    blanked = names.update(name="") + files.update(content=b"")
    if blanked:
        record(now=now, actor=None, action="identity.blanked", subject=completion)
    return bool(blanked)
