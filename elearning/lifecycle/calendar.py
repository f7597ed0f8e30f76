"""What the calendar of modules shows of each, read for all of them together."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.domain.terms import Validity, Window
from courses.models import Edition, Term
from elearning.certificates.domain.statement import AccreditationState
from elearning.certificates.models import Accreditation
from elearning.lifecycle.access import with_responsible
from elearning.lifecycle.domain.reminders import BEFORE_ADMINISTRATORS, BEFORE_LEARNERS, next_day
from elearning.lifecycle.models import Cycle, PublicationState, ScheduledPublication


@dataclass(frozen=True)
class Row:
    """How a module stands at an instant; days are days in its time zone."""

    term: Term | None
    coming: Term | None
    validity: Validity | None
    days_left: int | None
    next_reminder: date | None


def modules(now: datetime) -> QuerySet[Cycle]:
    """Return every module with what ``row_of`` and the other functions here need, in a fixed number of statements."""
    opened = Term.objects.filter(module=OuterRef("pk"), opens_at__lte=now).order_by("-opens_at")
    coming = Term.objects.filter(module=OuterRef("pk")).order_by("opens_at")
    standing = Accreditation.objects.filter(effective_from__lte=now).order_by("effective_from", "pk")
    editions = Edition.objects.only("module_id", "number")
    waiting = ScheduledPublication.objects.filter(state=PublicationState.PENDING)
    found = Cycle.objects.annotate(
        expires_at=Coalesce(Subquery(opened.values("expires_at")[:1]), Subquery(coming.values("expires_at")[:1]))
    )
    return with_responsible(found).prefetch_related(
        Prefetch("terms", Term.objects.order_by("-opens_at"), to_attr="newest_terms"),
        Prefetch("accreditations", standing, to_attr="dated_accreditations"),
        Prefetch("editions", editions),
        Prefetch("editions__schedule", waiting, to_attr="waiting"),
    )


def row_of(module: Cycle, now: datetime) -> Row:
    """Return how ``module`` (from ``modules``) stands at ``now``."""
    begun = [term for term in module.newest_terms if term.opens_at <= now]
    coming = [term for term in reversed(module.newest_terms) if term.opens_at > now]
    term = begun[0] if begun else (coming.pop(0) if coming else None)
    if term is None:
        return Row(None, None, None, None, None)
    validity = Window(term.opens_at, term.expires_at).validity(now)
    today = now.astimezone(ZoneInfo(module.time_zone)).date()
    continued = bool(coming) and coming[0].opens_at <= term.expires_at
    reminded = validity is not Validity.EXPIRED and not continued and module.withdrawn_at is None
    return Row(
        term=term,
        coming=coming[0] if coming else None,
        validity=validity,
        days_left=None if validity is Validity.EXPIRED else (term.last_valid_day - today).days,
        next_reminder=next_day(term.last_valid_day, today, BEFORE_ADMINISTRATORS + BEFORE_LEARNERS)
        if reminded
        else None,
    )


def closing(module: Cycle) -> list[tuple[str, date]]:
    """Return the granted accreditations of ``module`` with their last days, the nearest first."""
    latest = {row.identity: row for row in module.dated_accreditations}
    granted = [row for row in latest.values() if row.state == AccreditationState.GRANTED]
    return sorted(((str(row), row.closes) for row in granted), key=lambda found: found[1])


def scheduled(module: Cycle) -> list[ScheduledPublication]:
    """Return what waits to be published."""
    found = [row for edition in module.editions.all() for row in edition.waiting]
    return sorted(found, key=lambda row: row.at)
