"""Contributors and their disclosures: stored from the folder, asked for, given, mitigated."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Model

from courses import disclosures
from courses.domain.disclosures import Declared, Relationship, declared_in, is_news
from courses.models import (
    CommercialSupport,
    Contributor,
    Declaration,
    Disclosure,
    DisclosureRequest,
    DisclosureStatement,
    Edition,
    Mitigation,
    Module,
    Source,
)
from elearning.accounts.models import User
from elearning.audit.services import record


@transaction.atomic
def store_contributors(*, edition: Edition, actor: Model | None, now: datetime) -> None:
    """Store the people whom the front matter of ``edition`` names, and what it says they declared where that is news.

    An administrator's e-mail addresses and decisions, and answers by form of the same day or later, stay.
    """
    stored = disclosures.newest_declarations(edition.module_id, now)
    for source in edition.front_matter["contributors"]:
        contributor, _ = Contributor.objects.update_or_create(
            module=edition.module,
            key=source["key"],
            defaults={name: source[name] for name in ("name", "role", "credentials")},
        )
        found, before = declared_in(source), stored.get(source["key"])
        if found is None:
            continue
        from_folder = before is not None and before.source == Source.FOLDER
        if is_news(found, before.declared if before else None, stored_from_folder=from_folder):
            declare(contributor, found, Source.FOLDER, actor, now)
        elif from_folder and found.on == before.declared.on:
            _mitigate_as_folder(before.pk, found.relationships, now)


def _mitigate_as_folder(declaration: int, found: Sequence[Relationship], now: datetime) -> None:
    """Store what a folder says anew of relationships that are already known, unless an administrator decided."""
    rows = Disclosure.objects.filter(declaration=declaration).prefetch_related("mitigations")
    for row, relationship in zip(rows, found, strict=True):
        last = list(row.mitigations.all())[-1:]
        if any(each.decided_by_id for each in last):
            continue
        made = _mitigation_of(row, relationship, now)
        if [(each.relevant, each.step, each.mitigated_by) for each in last] != [
            (made.relevant, made.step, made.mitigated_by)
        ]:
            made.save()


def declare(
    contributor: Contributor,
    declared: Declared,
    source: Source,
    actor: Model | None,
    now: datetime,
    request: DisclosureRequest | None = None,
) -> Declaration:
    """Store a declaration with its relationships and what is decided about them, in the caller's transaction."""
    declaration = Declaration.objects.create(
        contributor=contributor,
        declared_on=declared.on,
        at=now,
        source=source,
        request=request,
        nothing_to_disclose=not declared.refused and not declared.relationships,
        refused=declared.refused,
    )
    rows = Disclosure.objects.bulk_create(
        Disclosure(
            declaration=declaration, company=each.company, nature=each.nature, begins=each.begins, ends=each.ends
        )
        for each in declared.relationships
    )
    Mitigation.objects.bulk_create(
        _mitigation_of(row, each, now)
        for row, each in zip(rows, declared.relationships, strict=True)
        if each.relevant is not None
    )
    after = {
        "declared_on": declared.on,
        "source": source.value,
        "relationships": len(rows),
        "refused": declared.refused,
    }
    record(now=now, actor=actor, action="disclosure.declared", subject=contributor, after=after)
    return declaration


def _mitigation_of(row: Disclosure, relationship: Relationship, now: datetime) -> Mitigation:
    on = relationship.mitigated_on or (row.declaration.declared_on if relationship.mitigation else None)
    return Mitigation(
        disclosure=row,
        relevant=relationship.relevant,
        step=relationship.mitigation,
        mitigated_by=relationship.mitigated_by,
        mitigated_on=on,
        at=now,
    )


@transaction.atomic
def enter_declaration(*, contributor: Contributor, declared: Declared, actor: User, now: datetime) -> Declaration:
    """Store what a contributor declared on paper, entered by an administrator; it counts from ``declared.on``."""
    return declare(contributor, declared, Source.ADMINISTRATOR, actor, now)


@transaction.atomic
def decide_relationship(
    *, disclosure: Disclosure, relevant: bool, step: str, mitigated_by: str, mitigated_on: date | None, actor: User,
    now: datetime,
) -> Mitigation:  # fmt: skip
    """Decide whether a relationship is relevant and note how a relevant one was mitigated. Earlier decisions stay."""
    made = Mitigation.objects.create(
        disclosure=disclosure,
        relevant=relevant,
        step=step,
        mitigated_by=mitigated_by,
        mitigated_on=mitigated_on,
        at=now,
        decided_by_id=actor.pk,
    )
    after = {"relevant": relevant, "mitigated": bool(step)}
    record(now=now, actor=actor, action="disclosure.decided", subject=disclosure, after=after)
    return made


@transaction.atomic
def change_address(*, contributor: Contributor, email: str, actor: User, now: datetime) -> None:
    """Change where requests to a contributor go. An open request stays good; the audit does not hold the address."""
    contributor = Contributor.objects.select_for_update(no_key=True).get(pk=contributor.pk)
    if contributor.email == email:
        return
    contributor.email = email
    contributor.save(update_fields=["email"])
    record(now=now, actor=actor, action="contributor.address", subject=contributor, after={"has_address": bool(email)})


@transaction.atomic
def add_support(*, module: Module, values: Mapping[str, Any], actor: User, now: datetime) -> CommercialSupport:
    """Add commercial support; ``values`` holds company, nature and description."""
    support = CommercialSupport.objects.create(module=module, at=now, **values)
    record(now=now, actor=actor, action="support.added", subject=support, after=dict(values))
    return support


@transaction.atomic
def end_support(*, support: CommercialSupport, actor: User, now: datetime) -> None:
    """Note that a row of commercial support no longer holds; it is kept."""
    if CommercialSupport.objects.filter(pk=support.pk, ended_at__isnull=True).update(ended_at=now):
        record(now=now, actor=actor, action="support.ended", subject=support)


def store_statement(*, edition: Edition, now: datetime) -> DisclosureStatement:
    """Return the statement that the page of ``edition`` shows at ``now`` as a row, made when it is shown first."""
    statement = disclosures.statement_of(edition, now)
    row, _ = DisclosureStatement.objects.get_or_create(
        module_id=edition.module_id,
        sha256=statement.sha256,
        defaults={"content": statement.content, "first_shown_at": now},
    )
    return row


def today_of(module: Module, now: datetime) -> date:
    """Return the day of ``now`` in the module's time zone."""
    return now.astimezone(ZoneInfo(module.time_zone)).date()
