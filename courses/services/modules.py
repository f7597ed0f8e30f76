"""What administrators change of a module: its terms, access, grace, successor and withdrawal."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from courses.domain import terms
from courses.models import Module, Term
from elearning.audit.services import record


@transaction.atomic
def add_term(
    *,
    module: Module,
    release: date,
    last_review: date,
    last_valid_day: date,
    actor: Model | None,
    reason: str,
    now: datetime,
) -> Term:
    """Add a period of validity: the first one, or a renewal. Earlier terms stay as they were.

    Terms begin in the order of their numbers, so that the one that opened last rules. Raises ValueError.
    """
    Module.objects.select_for_update(no_key=True).get(pk=module.pk)
    before = module.terms.order_by("-number").first()
    if before is not None and release <= before.release:
        raise ValueError(f"The term before was released on {before.release}; a new one begins after that day.")
    number = before.number + 1 if before else 1
    term = Term(module=module, number=number, release=release, last_review=last_review, last_valid_day=last_valid_day)
    _set_instants(term)
    term.save()
    days = {"release": release, "last_review": last_review, "last_valid_day": last_valid_day}
    record(now=now, actor=actor, action="term.added", subject=term, after=days, reason=reason)
    return term


@transaction.atomic
def change_term(*, term: Term, days: Mapping[str, date], actor: Model | None, reason: str, now: datetime) -> Term:
    """Correct or extend a term: ``days`` holds any of release, last_review, last_valid_day (in the module's zone)."""
    term = Term.objects.select_for_update(no_key=True).select_related("module").get(pk=term.pk)
    before = {name: getattr(term, name) for name in days}
    for name, value in days.items():
        setattr(term, name, value)
    _set_instants(term)
    term.save(update_fields=[*days, "opens_at", "expires_at"])
    record(now=now, actor=actor, action="term.changed", subject=term, before=before, after=dict(days), reason=reason)
    return term


def _set_instants(term: Term) -> None:
    term.opens_at = terms.opens_at(term.release, term.module.time_zone)
    term.expires_at = terms.expires_at(term.last_valid_day, term.module.time_zone)


@transaction.atomic
def change_module(
    *, module: Module, values: Mapping[str, Any], actor: Model | None, reason: str, now: datetime
) -> Module:
    """Change access, claim days, grace, predecessor or withdrawal; ``values`` maps names of fields of Module."""
    module = Module.objects.select_for_update(no_key=True).get(pk=module.pk)
    before = {name: _plain(getattr(module, name)) for name in values}
    for name, value in values.items():
        setattr(module, name, value)
    module.save(update_fields=list(values))
    after = {name: _plain(value) for name, value in values.items()}
    record(now=now, actor=actor, action="module.changed", subject=module, before=before, after=after, reason=reason)
    return module


def _plain(value: object) -> object:
    return value.pk if isinstance(value, Model) else value
