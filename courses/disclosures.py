"""What is known of contributors, and the statement that learners are shown before the first slide."""

from dataclasses import dataclass
from datetime import datetime

from courses.domain.disclosures import (
    Declared,
    Person,
    Relationship,
    Statement,
    Support,
    person_of,
    state,
)
from courses.models import (
    CommercialSupport,
    Declaration,
    DisclosureRequest,
    DisclosureStatement,
    Edition,
    Module,
    Source,
    Start,
)
from elearning import linktokens
from elearning.accounts.models import User

COLUMNS = (
    "pk",
    "contributor__key",
    "declared_on",
    "source",
    "refused",
    "disclosures__pk",
    "disclosures__company",
    "disclosures__nature",
    "disclosures__begins",
    "disclosures__ends",
    "disclosures__mitigations__at",
    "disclosures__mitigations__relevant",
    "disclosures__mitigations__step",
    "disclosures__mitigations__mitigated_by",
    "disclosures__mitigations__mitigated_on",
)


@dataclass(frozen=True)
class Stored:
    """The newest declaration of a contributor: its row, where it came from, and what it says."""

    pk: int
    source: Source
    declared: Declared


def current(module: Module, now: datetime) -> Statement:
    """Return the statement that the module page shows at ``now``."""
    return statement_of(module.current_edition, now)


def statement_of(edition: Edition, at: datetime, persons: list[Person] | None = None) -> Statement:
    """Return the statement about the people whom ``edition`` names, from what was recorded until ``at``.

    ``persons`` are those of ``persons_of``, where the caller has them already.
    """
    support = list(
        CommercialSupport.objects.filter(module=edition.module_id, at__lte=at).values_list(
            "company", "nature", "description", "ended_at"
        )
    )
    holding = [Support(*row) for *row, ended_at in support if ended_at is None or ended_at > at]
    written = edition.front_matter.get("commercial_support", "")
    return state(persons_of(edition, at) if persons is None else persons, written, holding if support else None)


def persons_of(edition: Edition, at: datetime) -> list[Person]:
    """Return the people whom ``edition`` names, in its order, with their newest declaration recorded until ``at``."""
    found = newest_declarations(edition.module_id, at)
    return [
        person_of(contributor, found[contributor["key"]].declared if contributor["key"] in found else None)
        for contributor in edition.front_matter.get("contributors", [])
    ]


def newest_declarations(module_id: int, at: datetime) -> dict[str, Stored]:
    """Return the newest declaration of each contributor recorded until ``at``, by key, in one query."""
    rows = Declaration.objects.filter(contributor__module=module_id, at__lte=at)
    rows = rows.order_by("at", "pk", "disclosures__pk", "disclosures__mitigations__pk")
    found: dict[str, Stored] = {}
    for pk, key, declared_on, source, refused, *relationship in rows.values_list(*COLUMNS):
        last = found.get(key)
        if last is None or last.pk != pk:
            last = Stored(pk, Source(source), Declared(declared_on, (), refused))
            parts: dict[int, Relationship] = {}
        _add(parts, relationship, at)
        found[key] = Stored(pk, last.source, Declared(declared_on, tuple(parts.values()), refused))
    return found


def _add(parts: dict[int, Relationship], row: list, at: datetime) -> None:
    """Add what one joined row says of a relationship; the decision recorded last (until ``at``) rules."""
    pk, company, nature, begins, ends, decided_at, *decision = row
    if pk is None:
        return
    if decided_at is None or decided_at > at:
        parts.setdefault(pk, Relationship(company, nature, begins, ends))
    else:
        parts[pk] = Relationship(company, nature, begins, ends, *decision)


def request_of(token: str, now: datetime) -> DisclosureRequest | None:
    """Return the request whose link holds ``token``, until it expires; None for every other token alike."""
    found = DisclosureRequest.objects.select_related("contributor__module")
    return found.filter(token_hash=linktokens.token_hash(token), expires_at__gt=now, closed_at__isnull=True).first()


def answered(request: DisclosureRequest, now: datetime) -> Person:
    """Return the person who answered ``request``, with what they declared there."""
    contributor = request.contributor
    stored = newest_declarations(contributor.module_id, now)[contributor.key]
    source = {name: getattr(contributor, name) for name in ("key", "name", "role", "credentials")}
    return person_of(source, stored.declared)


def shown_to(learner: User, edition: Edition) -> DisclosureStatement | None:
    """Return the statement that the learner was shown last when beginning or resuming ``edition`` (AC-6)."""
    starts = Start.objects.filter(learner=learner, edition=edition).select_related("statement")
    newest = starts.order_by("-at", "-pk").first()
    return newest.statement if newest else None
