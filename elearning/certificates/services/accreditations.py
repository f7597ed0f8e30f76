"""How a body's accreditation of a module stands: rows are added, never changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from courses.models import Module
from elearning.accounts.models import User
from elearning.audit.services import record
from elearning.certificates import access, snapshot, statements
from elearning.certificates.domain.schemes import SCHEMES
from elearning.certificates.domain.statement import AccreditationState, faults
from elearning.certificates.models import Accreditation


@transaction.atomic
def set_accreditation(
    *,
    module: Module,
    body: str,
    scheme: str,
    state: AccreditationState,
    reason: str,
    actor: User | None,
    now: datetime,
    **values: Any,
) -> Accreditation:
    """Record how a body's accreditation of ``module`` stands from ``now`` on.

    ``scheme`` is a key of SCHEMES, ``values`` are further fields of Accreditation. Raises ValidationError, also where
    the row contradicts the rules of its scheme.
    """
    module = Module.objects.select_for_update(no_key=True).get(pk=module.pk)
    current = access.accreditations_at(module, now)
    row = Accreditation(
        module=module,
        body=body,
        scheme=scheme,
        state=state,
        demonstration=module.demonstration,
        effective_from=now,
        reason=reason,
        **values,
    )
    row.full_clean()
    refuse_faults(row)
    before = next((other for other in current if other.identity == row.identity), None)
    row.save(force_insert=True)
    record(
        now=now,
        actor=actor,
        action="accreditation.recorded",
        subject=row,
        before=snapshot.accreditation(before) if before else {},
        after=snapshot.accreditation(row),
        reason=reason,
    )
    return row


@transaction.atomic
def first_accreditations(
    *, module: Module, rows: Iterable[Mapping[str, str]], now: datetime, actor: User | None = None
) -> None:
    """Store those of a new module's folder: ``body``, ``scheme``, ``credit_name`` and ``state`` (none or applied)."""
    for row in rows:
        set_accreditation(
            module=module,
            body=row["body"],
            scheme=row["scheme"],
            credit_name=row["credit_name"],
            step=SCHEMES[row["scheme"]].step,
            state=AccreditationState(row["state"]),
            reason="First load of the module folder.",
            actor=actor,
            now=now,
        )


def refuse_faults(row: Accreditation) -> None:
    """Raise ValidationError with everything in which ``row`` contradicts the rules of its scheme."""
    if found := faults(row.facts):
        raise ValidationError([statements.fault(fault, row.facts) for fault in found])
