"""Writing audit rows. Services of every app call ``record`` inside their own transaction."""

from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from elearning.audit.models import Entry


def record(
    *,
    now: datetime,
    actor: models.Model | None,
    action: str,
    subject: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> Entry:
    """Append one row; it becomes permanent with the change it describes or not at all.

    ``actor`` is the user, or None for a command on the server. Raises TransactionManagementError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An audit row is written inside the transaction of its change.")
    return Entry.objects.create(
        at=now,
        actor_id=getattr(actor, "pk", None),
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        before=_plain(before or {}),
        after=_plain(after or {}),
        reason=reason,
    )


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    encode = DjangoJSONEncoder().default
    return {
        key: value if isinstance(value, str | int | bool | list | dict | None) else encode(value)
        for key, value in values.items()
    }
