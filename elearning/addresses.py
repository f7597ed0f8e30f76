"""Addresses of the site's pages as they stand outside of it: in mails, documents and reports."""

from django.conf import settings
from django.urls import reverse


def absolute(name: str, *arguments: object) -> str:
    """Return the whole address of the page ``name`` (of a route) with these arguments."""
    return f"{settings.SITE_URL}{reverse(name, args=arguments)}"
