"""Writing audit rows. Services of every app call ``record`` inside their own transaction."""

import json
from datetime import datetime
from typing import Any, Never

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from elearning.audit.domain.chain import link_hash
from elearning.audit.models import Entry, Head


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
    """Append one row to the chain; it becomes permanent with the change it describes or not at all.

    ``actor`` is the user, or None for a command on the server. Call it last: from here to the end of the transaction
    every other writer of audit rows waits. Raises TransactionManagementError outside a transaction, and TypeError for a
    value that JSON cannot hold exactly.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An audit row is written inside the transaction of its change.")
    columns = {
        "at": now,
        "actor_id": getattr(actor, "pk", None),
        "action": action,
        "subject_type": subject._meta.label_lower,
        "subject_id": str(subject.pk),
        "before": _plain(before or {}),
        "after": _plain(after or {}),
        "reason": reason,
    }
    # The lock makes numbers without a gap: a transaction that is rolled back gives its number back.
    head, _ = Head.objects.select_for_update(no_key=True).get_or_create(pk=Head.ONLY)
    head.number, head.hash = head.number + 1, link_hash(head.number + 1, head.hash, columns)
    entry = Entry.objects.create(**columns, number=head.number, hash=head.hash)
    head.save(update_fields=["number", "hash"])
    return entry


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return ``values`` as they come back from either database: days and decimals as texts, keys as texts."""
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder), parse_float=_refuse, parse_constant=_refuse)


def _refuse(number: str) -> Never:
    raise TypeError(f"{number} in an audit row: write a Decimal or a text, databases round fractions differently.")
