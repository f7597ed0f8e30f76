"""What every template may say about the site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "site_name": settings.SITE_NAME,
        "site_provider": settings.SITE_PROVIDER,
        "site_url": settings.SITE_URL,
        "site_contact": settings.SITE_CONTACT,
        "demo": settings.DEMO,
    }
