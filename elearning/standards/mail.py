"""The mail that asks judges for their ratings. It says nothing of any item."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from elearning.notices.services import Message, queue_many
from elearning.standards.models import Panel


def queue_round(panel: Panel, now: datetime) -> None:
    """Queue one mail to each judge who was not asked yet: the panel's open round waits for the ratings."""
    context = {
        "panel": panel,
        "title": " ".join(panel.test.edition.module.title.split()),
        "address": f"{settings.SITE_URL}{reverse('panel', args=[panel.pk])}",
        "site_name": settings.SITE_NAME,
    }
    first = panel.round == 1
    subject = _("Your judgement is asked for: %s") if first else _("The second round is open: %s")
    body = render_to_string(f"standards/mail/{'first' if first else 'second'}.txt", context)
    judges = panel.judges.filter(user__isnull=False).select_related("user").order_by("pk")
    queue_many(
        [
            Message("panel", f"{panel.pk}:{panel.round}:{judge.pk}", judge.user.email, subject % panel.title, body)
            for judge in judges
        ],
        now=now,
    )
