"""Publishing a draft at a given instant. Expiry needs no such process: it follows from the clock."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Edition, Module
from elearning.accounts.models import User
from elearning.audit.services import record
from elearning.lifecycle import access, texts
from elearning.lifecycle.models import PublicationState, ScheduledPublication
from elearning.notices.services import queue_many
from elearning.publishing import services as publishing


@transaction.atomic
def schedule_publication(
    *, edition: Edition, at: datetime, substance: Iterable[str], actor: User | None, reason: str, now: datetime
) -> ScheduledPublication:
    """Let ``edition`` be published at ``at``; a time that was set for it before is cancelled.

    Raises publishing.services.Refused for an edition that is no longer a draft and a time that is over.
    """
    _lock_module(edition.module_id)
    edition.refresh_from_db(fields=["published_at"])
    if edition.published_at is not None:
        raise publishing.Refused([_("This edition is already published.")])
    if at <= now:
        raise publishing.Refused([_("This time is over. Give a later one, or publish now.")])
    for before in edition.schedule.filter(state=PublicationState.PENDING):
        _settle(before, PublicationState.CANCELLED, _("Another time was set."), actor, now)
    scheduled = ScheduledPublication.objects.create(
        edition=edition, at=at, substance=sorted(set(substance)), reason=reason, by=actor, created_at=now
    )
    after = {"at": at, "edition": edition.number}
    record(now=now, actor=actor, action="publication.scheduled", subject=scheduled, after=after, reason=reason)
    return scheduled


@transaction.atomic
def cancel_publication(
    *, scheduled: ScheduledPublication, actor: User | None, reason: str, now: datetime
) -> ScheduledPublication:
    """Take back what was scheduled; one that is settled stays as it is."""
    scheduled = _locked(scheduled.pk)
    if scheduled.state == PublicationState.PENDING:
        _settle(scheduled, PublicationState.CANCELLED, reason, actor, now)
    return scheduled


def publish_due(*, now: datetime) -> int:
    """Settle every scheduled publication that is due or out of date; return how many.

    One that meets an error stays pending and holds no other up; the errors are raised together in the end.
    """
    pending = ScheduledPublication.objects.filter(state=PublicationState.PENDING).order_by("at", "pk")
    settled, errors = 0, []
    for pk in pending.values_list("pk", flat=True):
        try:
            settled += _settle_if_due(pk, now)
        except Exception as error:  # noqa: BLE001 the others are published all the same
            errors.append(error)
    if errors:
        raise ExceptionGroup("Scheduled publications failed", errors)
    return settled


@transaction.atomic
def _settle_if_due(pk: int, now: datetime) -> bool:
    """Publish, fail or cancel the row under a lock: whoever comes second finds it settled."""
    scheduled = _locked(pk)
    if scheduled.state != PublicationState.PENDING:
        return False
    if outdated := _outdated(scheduled.edition):
        _settle(scheduled, PublicationState.CANCELLED, outdated, None, now)
    elif scheduled.at > now:
        return False
    else:
        _publish(scheduled, now)
    if scheduled.state != PublicationState.DONE:
        _tell(scheduled, now)
    return True


def _outdated(edition: Edition) -> str:
    """Return why ``edition`` is not to be published any more, or nothing."""
    if edition.published_at is not None:
        return _("This edition was published by hand.")
    newest = edition.module.editions.first()
    if newest.number > edition.number:
        return _("Edition %(number)s was loaded meanwhile. Publish that one, or load this content again.") % {
            "number": newest.number
        }
    return ""


def _publish(scheduled: ScheduledPublication, now: datetime) -> None:
    try:
        with transaction.atomic():
            publishing.publish_edition(
                edition=scheduled.edition, substance=scheduled.substance, actor=scheduled.by, now=now
            )
    except publishing.Refused as refused:
        _settle(scheduled, PublicationState.FAILED, "\n".join(refused.problems), None, now)
    else:
        _settle(scheduled, PublicationState.DONE, "", None, now)


def _settle(
    scheduled: ScheduledPublication, state: PublicationState, outcome: str, actor: User | None, now: datetime
) -> None:
    scheduled.state, scheduled.outcome, scheduled.settled_at = state, outcome, now
    scheduled.save(update_fields=["state", "outcome", "settled_at"])
    action = f"publication.{state.value}"
    record(now=now, actor=actor, action=action, subject=scheduled, after={"state": state}, reason=outcome)


def _tell(scheduled: ScheduledPublication, now: datetime) -> None:
    """Write to the responsible administrators and to whoever scheduled it."""
    module = scheduled.edition.module
    people = dict(access.addresses_for(module))
    if scheduled.by is not None and scheduled.by.is_active:
        people[str(scheduled.by.pk)] = scheduled.by.email
    messages = [texts.publication_failed(scheduled, module, to, f"{scheduled.pk}:{key}") for key, to in people.items()]
    queue_many(messages, now=now)


def _locked(pk: int) -> ScheduledPublication:
    """Return the row as it is once nobody else changes what is scheduled for its module."""
    _lock_module(Module.objects.filter(editions__schedule=pk).values_list("pk", flat=True).get())
    return ScheduledPublication.objects.select_related("edition__module", "by").get(pk=pk)


def _lock_module(pk: int) -> None:
    Module.objects.select_for_update(no_key=True).get(pk=pk)
