"""The accounts of a demonstration; never created in production."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from elearning.accounts.models import User

PASSWORD = "demo-elearning"  # noqa: S105 printed for everybody to use
ACCOUNTS = {
    "learner@example.org": {"name": "Dana Demonstration"},
    "author@example.org": {"name": "Alex Demonstration"},
    "admin@example.org": {"name": "Robin Demonstration", "is_staff": True, "is_superuser": True},
}


@transaction.atomic
def create_accounts() -> None:
    """Create the demonstration accounts that do not exist yet, their e-mail addresses verified."""
    if not settings.DEMO:
        raise ImproperlyConfigured("Demonstration accounts are never created with DEMO=0.")
    existing = set(User.objects.filter(email__in=ACCOUNTS).values_list("email", flat=True))
    for email, fields in ACCOUNTS.items():
        if email not in existing:
            user = User.objects.create_user(email, PASSWORD, **fields)
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)


def describe_accounts() -> str:
    """Return the lines that tell how to sign in."""
    names = ", ".join(ACCOUNTS)
    return f"Sign in at {settings.SITE_URL}/accounts/login/ as {names} with the password {PASSWORD}"
