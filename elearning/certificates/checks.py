"""What ``manage.py check`` says of certificates."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - a kind of message
from django.utils import timezone

from elearning.accounts.names import normalised, undrawable
from elearning.certificates.seal.keys import UnusableKeyError, sealing_key


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


@register()
def seal_key_can_be_used(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a SEAL_KEY that cannot seal, or whose certificate is over: readers would mistrust new certificates."""
    if not settings.SEAL_KEY:
        return []
    now = timezone.now()
    try:
        certificate = sealing_key(now).certificate
    except UnusableKeyError as error:
        hint = "Write SEAL_KEY=/safe/place/seal.p12 and its SEAL_KEY_PASSWORD; docs/operating.md shows how."
        return [Error(f"SEAL_KEY cannot be used: {error}", hint=hint, id="certificates.E002")]
    if certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc:
        return []
    days = f"{certificate.not_valid_before_utc:%Y-%m-%d} to {certificate.not_valid_after_utc:%Y-%m-%d}"
    hint = "Let SEAL_KEY name a key with a current certificate; seals of the former one stay valid."
    return [Error(f"The certificate of SEAL_KEY is valid from {days}, not now.", hint=hint, id="certificates.E003")]


@register(Tags.security, deploy=True)
def production_has_a_seal_key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Tell that seals made with a key of the site's own making are trusted by no reader unasked."""
    if settings.DEMO or settings.SEAL_KEY:
        return []
    hint = "Write SEAL_KEY=/safe/place/seal.p12 and SEAL_KEY_PASSWORD=…, with a key that a trust service certified."
    return [Warning("SEAL_KEY is not set: a self-made key seals.", hint=hint, id="certificates.W001")]
