"""Writes: a learner adds, corrects and removes external credits of their own."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from elearning.accounts.models import User
from elearning.audit.services import record
from elearning.transcript import texts
from elearning.transcript.domain.documents import Document, room_for
from elearning.transcript.models import ExternalCredit, ExternalFile

MAX_CREDITS = 500


@transaction.atomic
def add_credit(
    *, learner: User, values: dict[str, Any], document: Document | None, today: date, now: datetime
) -> ExternalCredit:
    """Add an external credit, with ``document`` where there is one.

    ``values`` are its columns as the learner gave them; ``today`` is the day in the site's time zone. Raises
    ValidationError for what the credit or its file cannot be.
    """
    _lock(learner.pk)
    if ExternalCredit.objects.filter(learner=learner).count() >= MAX_CREDITS:
        most = {"most": MAX_CREDITS}
        raise ValidationError(_("You have %(most)s external credits here; there is no room for more.") % most)
    credit = ExternalCredit(learner=learner, created_at=now)
    _store(credit, values, today)
    _keep(credit, document)
    record(now=now, actor=learner, action="external-credit.added", subject=credit)
    return credit


@transaction.atomic
def change_credit(
    *,
    credit: ExternalCredit,
    values: dict[str, Any],
    document: Document | None,
    drop_file: bool,
    today: date,
    now: datetime,
) -> None:
    """Correct an external credit. ``document`` replaces its file; ``drop_file`` removes it. Raises ValidationError.

    One that was removed meanwhile stays removed.
    """
    learner = _lock(credit.learner_id)
    if not ExternalCredit.objects.filter(pk=credit.pk).exists():
        return
    _store(credit, values, today)
    if drop_file or document is not None:
        ExternalFile.objects.filter(credit=credit).delete()
    _keep(credit, document)
    record(now=now, actor=learner, action="external-credit.changed", subject=credit)


@transaction.atomic
def remove_credit(*, credit: ExternalCredit, now: datetime) -> None:
    """Remove an external credit and its file. A second removal changes nothing."""
    learner = _lock(credit.learner_id)
    removed, _by_model = ExternalCredit.objects.filter(pk=credit.pk).delete()
    if removed:
        record(now=now, actor=learner, action="external-credit.removed", subject=credit)


def _lock(learner_id: int) -> User:
    """Let the writes of one learner happen one after the other: together they could exceed the limits."""
    return User.objects.select_for_update(no_key=True).get(pk=learner_id)


def _store(credit: ExternalCredit, values: dict[str, Any], today: date) -> None:
    for name, value in values.items():
        setattr(credit, name, value)
    credit.full_clean()
    if credit.completed_on > today:
        raise ValidationError({"completed_on": _("This day is still to come. Add the activity when it is completed.")})
    credit.save()


def _keep(credit: ExternalCredit, document: Document | None) -> None:
    """Store ``document``; its learner's row is locked. Raises ValidationError where there is no room for it."""
    if document is None:
        return
    size = len(document.content)
    others = ExternalFile.objects.filter(credit__learner=credit.learner_id)
    kept = others.aggregate(files=Count("pk"), total=Sum("size"))
    if fault := room_for(size, files=kept["files"], total=kept["total"] or 0):
        raise ValidationError({"file": texts.fault(fault)})
    ExternalFile.objects.create(
        credit=credit, kind=document.kind, name=document.name, size=size, content=document.content
    )
