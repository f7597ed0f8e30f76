"""What the mails of all apps are put together from."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string


def body(template: str, **context: Any) -> str:
    """Return the text of a mail, signed with the site's name; addresses in ``context`` are absolute."""
    return render_to_string(template, {**context, "site_name": settings.SITE_NAME})


def one_line(title: str) -> str:
    """Return ``title`` without the line breaks that a module's folder may give it: a subject must not have any."""
    return " ".join(title.split())
