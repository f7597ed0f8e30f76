"""Changes to accounts."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Exists, OuterRef

from elearning.accounts.models import User
from elearning.audit.services import record


@transaction.atomic
def change_name(*, user: User, name: str, now: datetime) -> None:
    """Store the name that later certificates print; those already issued keep theirs. The form checked ``name``."""
    user.name = name
    user.save(update_fields=["name"])
    record(now=now, actor=user, action="account.name-changed", subject=user)


@transaction.atomic
def change_profile(*, user: User, name: str, profession: str, now: datetime) -> None:
    """Store printed name and profession as the form checked them."""
    stored = User.objects.get(pk=user.pk)
    if stored.profession != profession:
        User.objects.filter(pk=user.pk).update(profession=profession)
        after = {"profession": profession}
        record(now=now, actor=user, action="account.profession-changed", subject=user, after=after)
    if stored.name != name:
        change_name(user=user, name=name, now=now)


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


@transaction.atomic
def release_address(*, email: str, owner: User, now: datetime) -> bool:
    """Remove other accounts on ``email``, which ``owner`` has just proved; return whether nobody else holds it then.

    Only those go that nobody ever used: no address of theirs was proved, nobody signed in, no administrator gave them
    a right.
    """
    others = User.objects.filter(email__iexact=email).exclude(pk=owner.pk)
    proved = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    unused = others.filter(
        ~Exists(proved), last_login__isnull=True, is_staff=False, is_superuser=False, is_member=False
    )
    for account in unused:
        record(now=now, actor=owner, action="account.removed", subject=account)
        account.delete()
    return not others.exists()
