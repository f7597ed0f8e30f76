"""Everything that the site stores of one person, as plain values.

It follows the foreign keys that lead to the account, and from there on to whatever refers to those rows (the responses
of an attempt, the certificates of a completion), so that a table added tomorrow is part of it without being named here.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from elearning.accounts.models import User
from elearning.audit.models import Entry

KEPT_SECRET = {"accounts.user": {"password"}, "mfa.authenticator": {"data"}}
"""What proves who somebody is: a copy of it in a file would be a risk and tells nothing about the person."""

Rows = dict[type[models.Model], set[Any]]
Names = dict[tuple[type[models.Model], Any], str]


def data_of(user: User, now: datetime) -> dict[str, Any]:
    """Return all that is stored of ``user``, for ``DjangoJSONEncoder``. Instants are in UTC.

    ``stored`` has an entry for each kind of row; where a row refers to another, ``is`` says what that one is called.
    """
    names: Names = {}
    return {
        "site": settings.SITE_URL,
        "made_at": now,
        "stored": [
            {"kind": model._meta.label_lower, "name": str(model._meta.verbose_name_plural), "rows": rows}
            for model, keys in _rows_of(user).items()
            if (rows := list(_written(model, keys, names)))
        ],
        "audit": list(
            Entry.objects.filter(actor_id=user.pk).order_by("pk").values("at", "action", "subject_type", "subject_id")
        ),
    }


def _rows_of(user: User) -> Rows:
    """Return the keys of all rows that refer to ``user``, at once or by way of others, by model; the account first."""
    found: Rows = {User: {user.pk}}
    waiting = [(User, {user.pk})]
    while waiting:
        parent, keys = waiting.pop(0)
        for relation in parent._meta.related_objects:
            if relation.many_to_many:
                continue
            child = relation.related_model
            rows = child._base_manager.filter(**{f"{relation.field.name}__in": keys})
            new = set(rows.values_list("pk", flat=True)) - found.get(child, set())
            if new:
                found.setdefault(child, set()).update(new)
                waiting.append((child, new))
    return found


def _written(model: type[models.Model], keys: set[Any], names: Names) -> Iterator[dict[str, Any]]:
    fields = [field for field in model._meta.concrete_fields if field.name not in _secret(model)]
    for row in model._base_manager.filter(pk__in=keys).order_by("pk").iterator():
        yield {field.name: _value(field, row, names) for field in fields}


def _secret(model: type[models.Model]) -> set[str]:
    return KEPT_SECRET.get(model._meta.label_lower, set())


def _value(field: models.Field, row: models.Model, names: Names) -> Any:
    value = field.value_from_object(row)
    if isinstance(field, models.ForeignKey) and value is not None:
        target = (field.related_model, value)
        if target not in names:
            names[target] = str(getattr(row, field.name))
        return {"id": value, "is": names[target]}
    if isinstance(field, models.BinaryField):
        return {"bytes": len(value)}  # documents are downloaded as such
    return value.name if isinstance(field, models.FileField) else value
