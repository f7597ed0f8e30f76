"""What has to be done about disclosures from day to day: asking for the next one before the last goes stale."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from courses import access, disclosures
from courses.domain.disclosures import ASK_BEFORE, Person
from courses.domain.terms import Validity, opens_at
from courses.models import Contributor, Edition, Module
from courses.services import request_disclosure
from courses.services.disclosures import today_of
from elearning.addresses import absolute
from elearning.notices.compose import body
from elearning.notices.services import queue


def run(now: datetime) -> int:
    """Ask every contributor of a published, valid module whose disclosure goes stale within thirty days, or is missing.

    Once for each declaration; the site's contact is told, once too, of those without an address. Return how many were
    asked or told of. Safe to run twice and in parallel.
    """
    return sum(_ask_for(edition, now) for edition in access.catalogue(now) if _is_valid(edition, now))


def _is_valid(edition: Edition, now: datetime) -> bool:
    window = access.window_of(edition)
    return window is not None and window.validity(now) is Validity.VALID


def _ask_for(edition: Edition, now: datetime) -> int:
    today = today_of(edition.module, now)
    persons = disclosures.persons_of(edition, now)
    due = [each for each in persons if each.declared is None or each.declared.stale_after - ASK_BEFORE <= today]
    return sum(_ask(edition.module, person, now) for person in due)


@transaction.atomic
def _ask(module: Module, person: Person, now: datetime) -> bool:
    """Ask one contributor, or tell the contact; False where that was done since the disclosure was due."""
    contributor = Contributor.objects.select_for_update(no_key=True).get(module=module, key=person.key)
    if not contributor.email:
        return _tell_contact(contributor, module, now)
    asked = contributor.requests.all()
    if person.declared is not None:
        asked = asked.filter(asked_at__gte=opens_at(person.declared.stale_after - ASK_BEFORE, module.time_zone))
    if asked.exists():
        return False
    return request_disclosure(contributor=contributor, actor=None, now=now) is not None


def _tell_contact(contributor: Contributor, module: Module, now: datetime) -> bool:
    last = contributor.declarations.first()
    address = absolute("admin:courses_contributor_change", contributor.pk)
    return queue(
        kind="disclosure-without-address",
        key=f"{contributor.pk}:{last.pk if last else 0}",
        to=settings.SITE_CONTACT,
        subject=_("A contributor to “%(module)s” cannot be asked to disclose") % {"module": module.title},
        body=body("courses/mail/disclosure_without_address.txt", module=module, address=address),
        now=now,
    )
