"""What ``manage.py check`` says of badges."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from elearning.badges import keys


@register()
def badge_key_can_sign(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a BADGE_KEY that no badge could be signed with; without the setting a key is made when it is needed."""
    if not settings.BADGE_KEY:
        return []
    try:
        keys.signing_key()
    except ImproperlyConfigured as error:
        return [Error(f"BADGE_KEY: {error}", id="badges.E001")]
    return []
