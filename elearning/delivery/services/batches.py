"""Making reports and noting what became of them. Nobody is reported without consent: the rows are read under a lock."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from elearning.accounts.models import User
from elearning.audit.services import record
from elearning.certificates.models import Certificate
from elearning.certificates.records import completion_record
from elearning.delivery import access, activities
from elearning.delivery.access import Row
from elearning.delivery.domain.bodies import Body, body_of
from elearning.delivery.domain.standing import State, may_become
from elearning.delivery.models import Batch, DeliveredIdentity, Delivery
from elearning.interop import pars
from elearning.interop.formats import FORMATS
from elearning.interop.reported import Action, Reported, Sender


@transaction.atomic
def make_batch(*, format_key: str, period: tuple[date, date], actor: User, now: datetime) -> Batch:
    """Put every row without problems into a report. Raises ValidationError where there is none."""
    body, written = body_of(format_key), FORMATS[format_key]
    made_at, numbers = now.astimezone(UTC), access.sender_numbers()
    _lock(access.due_rows(format_key, body, period, now))
    rows = [row for row in access.due_rows(format_key, body, period, now) if not row.problems]
    if not rows:
        raise ValidationError(_("There is nothing to report."))
    content = written.write([row.reported for row in rows], Sender(made_at, **numbers))
    batch = Batch.objects.create(
        format=format_key,
        body=body.key,
        made_at=made_at,
        by_id=actor.pk,
        first_day=period[0],
        last_day=period[1],
        sender=numbers,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    _write_lines(batch, rows, now)
    after = {"body": body.key, "format": format_key, "lines": len(rows), "sha256": batch.sha256}
    record(now=now, actor=actor, action="reporting.batch-made", subject=batch, after=after)
    return batch


@transaction.atomic
def batch_file(*, batch: Batch, actor: User, now: datetime) -> bytes:
    """Return the file, the same at every download. Raises ValidationError where it cannot be made again.

    Nor is it given out where it holds somebody who allows it no longer and of whom the body may not know yet.
    """
    lines = access.lines_of(batch)
    if not all(hasattr(line, "named") for line in lines):
        raise ValidationError(_("Somebody in this report has erased their account: its file can no longer be made."))
    if withdrawn := access.withdrawn_since(batch):
        said = _(
            "The consent for %(numbers)s was withdrawn since. "
            "Note all waiting lines as rejected, then make a new report."
        )
        raise ValidationError(said % {"numbers": ", ".join(withdrawn)})
    rows = [Reported(completion_record(line.certificate), line.named.identity, Action(line.action)) for line in lines]
    content = FORMATS[batch.format].write(rows, Sender(batch.made_at, **batch.sender))
    if hashlib.sha256(content).hexdigest() != batch.sha256:
        raise ValidationError(_("The file would differ from the one that was made: the site writes it in a new way."))
    record(now=now, actor=actor, action="reporting.batch-downloaded", subject=batch)
    return content


@transaction.atomic
def set_outcomes(*, batch: Batch, outcomes: Mapping[int, tuple[State, str]], actor: User, now: datetime) -> int:
    """Note what became of lines (by primary key: state and message); return how many changed.

    Raises ValidationError for a step that cannot be, and changes nothing then. A rejected line stays rejected.
    """
    changed: dict[str, str] = {}
    for line in Delivery.objects.select_for_update(no_key=True).filter(batch=batch, pk__in=outcomes):
        state, message = outcomes[line.pk]
        if (line.state, line.message) == (state.value, message):
            continue
        if not may_become(State(line.state), state):
            raise ValidationError(_("A line that was rejected or accepted cannot go back to an earlier state."))
        line.at = now if line.state != state.value else line.at
        line.state, line.message = state.value, message
        line.full_clean(exclude=["certificate", "batch"], validate_unique=False, validate_constraints=False)
        line.save(update_fields=["state", "message", "at"])
        changed[str(line.pk)] = state.value
    if changed:
        record(now=now, actor=actor, action="reporting.outcomes-noted", subject=batch, after={"lines": changed})
    return len(changed)


@transaction.atomic
def take_back_by_hand(*, certificate: Certificate, body: Body, actor: User, now: datetime) -> Delivery | None:
    """Note that a person took a report back at the body; done already, or nothing to take back: None."""
    _lock_certificates([certificate.pk])
    told = Delivery.objects.filter(certificate=certificate, body=body.key).exclude(state=State.REJECTED)
    reported = told.filter(action=Action.ADD).first()
    if reported is None or told.filter(action=Action.DELETE).exists():
        return None
    delivery = Delivery.objects.create(
        certificate=certificate,
        body=body.key,
        action=Action.DELETE,
        consent_given_at=reported.consent_given_at,
        state=State.ACCEPTED,
        at=now,
    )
    record(now=now, actor=actor, action="reporting.taken-back", subject=delivery, after={"body": body.key})
    return delivery


@transaction.atomic
def list_completions(*, format_key: str, period: tuple[date, date], actor: User, now: datetime) -> bytes:
    """Return the provider's own list of its completions; nobody is told anything, so it needs no consent."""
    rows = access.own_list(period)
    after = {"first_day": period[0], "last_day": period[1], "format": format_key, "rows": len(rows)}
    record(now=now, actor=actor, action="reporting.listed", subject=actor, after=after)
    return FORMATS[format_key].write(rows, Sender(now.astimezone(UTC)))


@transaction.atomic
def list_activities(*, period: tuple[date, date], actor: User, now: datetime) -> bytes:
    """Return the modules with AMA credit as PARS lists activities (a draft, as the learner records are)."""
    rows = activities.activities(period, now)
    content = pars.write_activities(rows)
    after = {"first_day": period[0], "last_day": period[1], "format": "pars-activities", "rows": len(rows)}
    record(now=now, actor=actor, action="reporting.listed", subject=actor, after=after)
    return content


def _lock(rows: Iterable[Row]) -> None:
    """Hold back changes of consent and other reports until this one is written."""
    certificates = [row.certificate for row in rows]
    learners = {each.completion.learner_id for each in certificates if each.completion.learner_id}
    list(User.objects.select_for_update(no_key=True).filter(pk__in=learners).order_by("pk").values_list("pk"))
    _lock_certificates([each.pk for each in certificates])


def _lock_certificates(keys: list[int]) -> None:
    list(Certificate.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def _write_lines(batch: Batch, rows: list[Row], now: datetime) -> None:
    lines = Delivery.objects.bulk_create(
        Delivery(
            batch=batch,
            certificate=row.certificate,
            body=batch.body,
            action=row.reported.action.value,
            consent_given_at=row.consent_given_at,
            at=now,
        )
        for row in rows
    )
    DeliveredIdentity.objects.bulk_create(
        DeliveredIdentity(
            delivery=line, learner_id=row.certificate.completion.learner_id, values=asdict(row.reported.identity)
        )
        for line, row in zip(lines, rows, strict=True)
    )
