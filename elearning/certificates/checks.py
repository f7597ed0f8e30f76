"""What ``manage.py check`` says of certificates."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from elearning.accounts.names import normalised, undrawable


@register()
def provider_can_be_printed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a provider that no certificate could be drawn with: found out later, it would stop every claim."""
    missing = undrawable(normalised(settings.SITE_PROVIDER))
    if not missing:
        return []
    hint = "Write SITE_PROVIDER in Latin, Greek or Cyrillic letters."
    return [
        Error(f"Certificates cannot print {', '.join(missing)} of SITE_PROVIDER.", hint=hint, id="certificates.E001")
    ]
