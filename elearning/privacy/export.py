"""Everything that the site stores of one person, as plain values.

It follows the foreign keys that lead to the account, and from there on to whatever refers to those rows (the responses
of an attempt, the certificates of a completion), so that a table added tomorrow is part of it without being named here.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from elearning.accounts.models import User
from elearning.audit.models import Entry

KEPT_SECRET = {"accounts.user": {"password"}, "mfa.authenticator": {"data"}, "followup.review": {"token_hash"}}
"""What proves who somebody is: a copy of it in a file would be a risk and tells nothing about the person."""

Rows = dict[type[models.Model], set[Any]]


def data_of(user: User, now: datetime) -> dict[str, Any]:
    """Return all that is stored of ``user``, for ``DjangoJSONEncoder``. Instants are in UTC.

    ``stored`` has an entry for each kind of row; where a row refers to another, ``is`` says what that one is called.
    ``log`` is what the audit knows of the account.
    """
    of_account = Q(actor_id=user.pk) | Q(subject_type=User._meta.label_lower, subject_id=str(user.pk))
    log = Entry.objects.filter(of_account).order_by("pk").values("at", "action", "subject_type", "subject_id")
    return {
        "site": settings.SITE_URL,
        "made_at": now,
        "stored": [
            {"kind": model._meta.label_lower, "name": str(model._meta.verbose_name_plural), "rows": _rows(model, keys)}
            for model, keys in _keys_of(user).items()
        ],
        "log": list(log),
    }


def _keys_of(user: User) -> Rows:
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


def _rows(model: type[models.Model], keys: set[Any]) -> list[dict[str, Any]]:
    """Return the rows with these keys as values by the names of their fields."""
    secret = KEPT_SECRET.get(model._meta.label_lower, set())
    fields = [field for field in model._meta.concrete_fields if field.name not in secret]
    rows = list(model._base_manager.filter(pk__in=keys).order_by("pk"))
    written = [{field.name: _value(field, row) for field in fields} for row in rows]
    for field in fields:
        if isinstance(field, models.ForeignKey):
            names = _names(field.related_model, {row[field.name] for row in written} - {None})
            for row in written:
                key = row[field.name]
                row[field.name] = key and {"id": key, "is": names[key]}
    return written


def _value(field: models.Field, row: models.Model) -> Any:
    value = field.value_from_object(row)
    if isinstance(field, models.BinaryField):
        return {"bytes": len(value)}  # documents are downloaded as such
    return value.name if isinstance(field, models.FileField) else value


def _names(model: type[models.Model], keys: set[Any]) -> dict[Any, str]:
    """Return what the rows with these keys are called; a name may say what the row itself refers to."""
    refers = [field.name for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return {row.pk: str(row) for row in model._base_manager.select_related(*refers).filter(pk__in=keys)}
