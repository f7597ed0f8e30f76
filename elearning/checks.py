"""What ``manage.py check --deploy`` says of this site beyond Django's own checks."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def production_is_not_a_demonstration(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a public site that runs as a demonstration, or over an address that is not https."""
    if settings.DEMO:
        return [
            Error("DEMO is on: everybody knows the demonstration accounts.", hint="Write DEMO=0.", id="elearning.E001")
        ]
    if not settings.SITE_URL.startswith("https://"):
        hint = "Write SITE_URL=https://…, as learners and the QR codes of certificates reach it."
        return [Error(f"SITE_URL is {settings.SITE_URL}.", hint=hint, id="elearning.E002")]
    return []
