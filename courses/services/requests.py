"""Asking contributors to disclose, by a link that opens a form, and taking their answers."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from courses import texts
from courses.domain.disclosures import LINK_LIFE, Declared
from courses.models import Contributor, Declaration, DisclosureRequest, Source
from courses.services.disclosures import declare, today_of
from elearning import linktokens
from elearning.accounts.models import User
from elearning.addresses import absolute
from elearning.audit.services import record
from elearning.notices.compose import body
from elearning.notices.services import queue


@transaction.atomic
def request_disclosure(*, contributor: Contributor, actor: User | None, now: datetime) -> DisclosureRequest | None:
    """Ask ``contributor`` to disclose, by e-mail; None where there is no address. A link sent before opens no more.

    The link holds a random token, of which only the hash is kept; the outbox forgets the mail once it is sent.
    """
    contributor = (
        Contributor.objects.select_related("module").select_for_update(of=("self",), no_key=True).get(pk=contributor.pk)
    )
    if not contributor.email:
        return None
    contributor.requests.filter(answered_at__isnull=True, closed_at__isnull=True).update(closed_at=now)
    token = linktokens.new_token()
    request = DisclosureRequest.objects.create(
        contributor=contributor,
        token_hash=linktokens.token_hash(token),
        asked_at=now,
        expires_at=now + LINK_LIFE,
        asked_by_id=getattr(actor, "pk", None),
    )
    record(now=now, actor=actor, action="disclosure.asked", subject=contributor, after={"request": request.pk})
    _mail_request(request, token, now)
    return request


@transaction.atomic
def answer_request(*, request: DisclosureRequest, declared: Declared, now: datetime) -> Declaration | None:
    """Store what a contributor declared through the form, and tell the site's contact.

    A request that is answered, closed or expired by now stays as it is (None): of two answers at once the first counts.
    ``declared`` says what the person said; the day from which it counts is today in the module's time zone.
    """
    open_now = DisclosureRequest.objects.filter(
        pk=request.pk, answered_at__isnull=True, closed_at__isnull=True, expires_at__gt=now
    )
    if not open_now.update(answered_at=now):
        return None
    contributor = request.contributor
    today = Declared(today_of(contributor.module, now), declared.relationships, declared.refused)
    declaration = declare(contributor, today, Source.FORM, None, now, request)
    _mail_answer(declaration, now)
    return declaration


def _mail_request(request: DisclosureRequest, token: str, now: datetime) -> None:
    contributor = request.contributor
    context = {
        "contributor": contributor,
        "address": absolute("disclosure-form", token),
        "until": texts.moment(request.expires_at, contributor.module.time_zone),
        "contact": settings.SITE_CONTACT,
    }
    queue(
        kind="disclosure-request",
        key=str(request.pk),
        to=contributor.email,
        subject=_("Your financial disclosure for “%(module)s”") % {"module": contributor.module.title},
        body=body("courses/mail/disclosure_request.txt", **context),
        now=now,
    )


def _mail_answer(declaration: Declaration, now: datetime) -> None:
    """Tell the contact that an answer came and where it is decided about; not what it says."""
    contributor = declaration.contributor
    context = {
        "contributor": contributor,
        "declaration": declaration,
        "count": declaration.disclosures.count(),
        "address": absolute("admin:courses_contributor_change", contributor.pk),
    }
    queue(
        kind="disclosure-answered",
        key=str(declaration.pk),
        to=settings.SITE_CONTACT,
        subject=_("Disclosure received for “%(module)s”") % {"module": contributor.module.title},
        body=body("courses/mail/disclosure_answered.txt", **context),
        now=now,
    )
