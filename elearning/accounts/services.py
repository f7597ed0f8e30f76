"""Changes to accounts."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import Permission
from django.db import transaction

from elearning.accounts.models import User
from elearning.audit.services import record


@transaction.atomic
def change_name(*, user: User, name: str, now: datetime) -> None:
    """Store the name that later certificates print; those already issued keep theirs. The form checked ``name``."""
    user.name = name
    user.save(update_fields=["name"])
    record(now=now, actor=user, action="account.name-changed", subject=user)


@transaction.atomic
def set_permissions(*, user: User, permissions: Iterable[Permission], actor: User, now: datetime) -> None:
    """Replace what ``user`` may do in the administration beyond entering it."""
    before = sorted(user.user_permissions.values_list("codename", flat=True))
    user.user_permissions.set(permissions)
    after = sorted(user.user_permissions.values_list("codename", flat=True))
    given = {"before": {"permissions": before}, "after": {"permissions": after}}
    record(now=now, actor=actor, action="account.permissions-changed", subject=user, **given)


@transaction.atomic
def set_rights(*, user: User, rights: dict[str, bool], actor: User, now: datetime) -> None:
    """Change ``is_member``, ``is_staff``, ``is_active`` or ``is_superuser`` as ``rights`` says."""
    before = {name: getattr(user, name) for name in rights}
    for name, value in rights.items():
        setattr(user, name, value)
    user.save(update_fields=list(rights))
    record(now=now, actor=actor, action="account.rights-changed", subject=user, before=before, after=rights)
