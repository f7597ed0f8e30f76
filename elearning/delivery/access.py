"""The doors to what is reported: a learner's own, and the rows of the next report to a body."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from elearning.accounts.models import User
from elearning.certificates.domain.rules import State as CertificateState
from elearning.certificates.models import Certificate, CertificateQuerySet
from elearning.certificates.records import completion_record
from elearning.delivery.domain.bodies import BODIES, Body
from elearning.delivery.domain.standing import Line, Standing, State, action_due, standing
from elearning.delivery.models import Batch, BodyIdentity, Consent, Delivery, Licence
from elearning.interop.formats import FORMATS, Format
from elearning.interop.problems import LEARNERS, Problem
from elearning.interop.reported import Action, Identity, Reported, Sender


@dataclass(frozen=True)
class Row:
    """One credit at one body: where it stands, and what keeps it out of the next report.

    ``consent_given_at`` is the consent that a line of a report rests on, None where there is none; ``message`` what
    the body answered last.
    """

    certificate: Certificate
    body: Body
    reported: Reported
    standing: Standing
    problems: list[Problem]
    consent_given_at: datetime | None
    message: str


def sender_numbers() -> dict[str, str]:
    """Return the provider's own numbers at the bodies, from the settings."""
    return {
        "accme": settings.ACCME_PROVIDER_ID,
        "cebroker": settings.CEBROKER_PROVIDER_ID,
        "subject_area": settings.CEBROKER_SUBJECT_AREA,
    }


def body_or_404(key: str) -> Body:
    if key not in BODIES:
        raise Http404
    return BODIES[key]


def stored_identity(learner: User) -> BodyIdentity | None:
    return BodyIdentity.objects.filter(learner=learner).first()


def licence_of(learner: User, pk: int) -> Licence:
    """Return the learner's own number. Raises Http404 for another's."""
    return get_object_or_404(Licence, pk=pk, learner=learner)


def open_consents(learner: User) -> dict[str, Consent]:
    """Return the consents in force, by the body's key."""
    return {row.body: row for row in Consent.objects.filter(learner=learner, withdrawn_at__isnull=True)}


def own_rows(learner: User, identity: Identity, consents: dict[str, Consent], now: datetime) -> list[Row]:
    """Return where each of the learner's credits stands with each body it concerns, the latest first.

    Only what the learner can mend counts as a problem. Replaced certificates appear where a body was told of them.
    """
    certificates = (
        Certificate.objects.complete()
        .filter(completion__learner=learner, claim__isnull=False)
        .prefetch_related(Prefetch("deliveries", Delivery.objects.select_related("named")))
    )
    sender = Sender(now, **sender_numbers())
    found = []
    for certificate in certificates:
        for body in BODIES.values():
            if certificate.claim.accreditation.scheme not in body.schemes:
                continue
            given_at = consents[body.key].given_at if body.key in consents else None
            row = _row(certificate, body, FORMATS[body.formats[0]], identity, given_at, sender, only=LEARNERS)
            if row.standing is not Standing.NOT_REPORTED:
                found.append(row)
    return found


def due_rows(format_key: str, body: Body, period: tuple[date, date], now: datetime) -> list[Row]:
    """Return what the next report in this format says: credits completed in ``period`` (first and last day in the
    site's time zone) whose learners allow it, and whatever the body knows that no longer holds.
    """
    sender = Sender(now, **sender_numbers())
    known = _known_to(body)
    taken_back = Delivery.objects.filter(known, action=Action.DELETE)
    outdated = Q(Exists(Delivery.objects.filter(known, action=Action.ADD)), ~Exists(taken_back)) & (
        Q(is_replaced=True) | Q(revoked_at__isnull=False)
    )
    certificates = (
        _of_body(body)
        .filter(Q(in_period(*period), consent_given_at__isnull=False) | outdated)
        .select_related("completion__learner__body_identity")
        .prefetch_related(
            "completion__learner__licences",
            Prefetch("deliveries", Delivery.objects.filter(body=body.key).select_related("named")),
        )
        .order_by("completion__completed_at", "pk")
    )
    rows = (
        _row(each, body, FORMATS[format_key], identity_of(each.completion.learner), each.consent_given_at, sender)
        for each in certificates
    )
    return [row for row in rows if action_due(row.standing)]


def without_consent(body: Body, period: tuple[date, date]) -> int:
    """Return how many valid credits of ``period`` the body is not told of, because nobody allowed it."""
    valid = _of_body(body).filter(is_replaced=False, revoked_at__isnull=True, consent_given_at__isnull=True)
    unknown = ~Exists(Delivery.objects.filter(_known_to(body), action=Action.ADD))
    return valid.filter(unknown, in_period(*period), completion__learner__isnull=False).count()


def lines_of(batch: Batch) -> list[Delivery]:
    """Return the lines of a report in their order, each with its certificate and, where it still is, who it named."""
    # Not by a prefetch: it names every key, of which SQLite takes no more than a thousand.
    certificates = {row.pk: row for row in Certificate.objects.complete().filter(deliveries__batch=batch)}
    lines = list(batch.lines.select_related("named").order_by("pk"))
    for line in lines:
        line.certificate = certificates[line.certificate_id]
    return lines


def withdrawn_since(batch: Batch) -> list[str]:
    """Return the numbers in a report that no consent covers any more and that were not sent, or were refused."""
    given = Consent.objects.filter(
        learner=OuterRef("certificate__completion__learner"), body=batch.body, withdrawn_at__isnull=True
    )
    unsent = batch.lines.filter(~Exists(given), action=Action.ADD, state__in=[State.EXPORTED, State.REJECTED])
    return list(unsent.order_by("pk").values_list("certificate__number", flat=True))


def own_list(period: tuple[date, date]) -> list[Reported]:
    """Return every certificate of ``period`` for the provider's own list; one that no longer holds is a deletion."""
    certificates = Certificate.objects.complete().filter(in_period(*period)).order_by("completion__completed_at", "pk")
    return [
        Reported(completion_record(each), Identity(), Action.ADD if _is_valid(each) else Action.DELETE)
        for each in certificates.iterator()
    ]


def identity_of(learner: User | None) -> Identity:
    """Return how bodies know ``learner`` (with ``body_identity`` and ``licences`` at hand); nothing where erased."""
    if learner is None:
        return Identity()
    return compose(getattr(learner, "body_identity", None), learner.licences.all())


def compose(stored: BodyIdentity | None, licences: Iterable[Licence]) -> Identity:
    """Return the rows as one plain value."""
    values: dict[str, Any] = {}
    if stored is not None:
        names = ("given_name", "family_name", "birth_day", "birth_month", "country")
        values = {name: getattr(stored, name) for name in names}
    return Identity(**values, identifiers=tuple(row.identifier for row in licences))


def in_period(first_day: date, last_day: date) -> Q:
    """Certificates completed from the first to the last day, on the clock of the site's time zone."""
    begins, ends = (
        timezone.make_aware(datetime.combine(day, time.min)) for day in (first_day, last_day + timedelta(days=1))
    )
    return Q(completion__completed_at__gte=begins, completion__completed_at__lt=ends)


def _of_body(body: Body) -> CertificateQuerySet:
    consents = Consent.objects.filter(learner=OuterRef("completion__learner"), body=body.key, withdrawn_at__isnull=True)
    certificates = Certificate.objects.complete().filter(claim__accreditation__scheme__in=body.schemes)
    return certificates.annotate(consent_given_at=Subquery(consents.values("given_at")[:1]))


def _known_to(body: Body) -> Q:
    return Q(certificate=OuterRef("pk"), body=body.key) & ~Q(state=State.REJECTED)


def _row(
    certificate: Certificate,
    body: Body,
    written: Format,
    identity: Identity,
    given_at: datetime | None,
    sender: Sender,
    only: frozenset | None = None,
) -> Row:
    deliveries = [each for each in certificate.deliveries.all() if each.body == body.key]
    lines = [Line(Action(each.action), State(each.state), each.message) for each in deliveries]
    record, valid = completion_record(certificate), _is_valid(certificate)
    reported = Reported(record, identity)
    if not valid and (told := _last_told(deliveries)) is not None:
        reported = Reported(record, told.named.identity if hasattr(told, "named") else identity, Action.DELETE)
        given_at = told.consent_given_at
    problems = [one for one in written.problems(reported, sender) if only is None or one.code in only]
    where = standing(valid=valid, consent=given_at is not None, problems=problems, lines=lines)
    return Row(certificate, body, reported, where, problems, given_at, lines[-1].message if lines else "")


def _last_told(deliveries: list[Delivery]) -> Delivery | None:
    told = [each for each in deliveries if each.action == Action.ADD and each.state != State.REJECTED]
    return told[-1] if told else None


def _is_valid(certificate: Certificate) -> bool:
    return certificate.state is CertificateState.VALID
