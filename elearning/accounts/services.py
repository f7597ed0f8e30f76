"""Changes to accounts."""

from datetime import datetime

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
def set_rights(*, user: User, rights: dict[str, bool], actor: User, now: datetime) -> None:
    """Change ``is_member``, ``is_staff``, ``is_active`` or ``is_superuser`` as ``rights`` says."""
    before = {name: getattr(user, name) for name in rights}
    for name, value in rights.items():
        setattr(user, name, value)
    user.save(update_fields=list(rights))
    record(now=now, actor=actor, action="account.rights-changed", subject=user, before=before, after=rights)
