"""The mail that asks judges for their ratings. It says nothing of any item."""

from datetime import datetime

from django.utils.translation import gettext as _

from elearning.addresses import absolute
from elearning.notices.compose import body, one_line
from elearning.notices.services import Message, queue_many
from elearning.standards.models import Panel


def queue_round(panel: Panel, now: datetime) -> None:
    """Queue one mail to each judge who was not asked yet: the panel's open round waits for the ratings."""
    context = {
        "panel": panel,
        "title": one_line(panel.test.edition.module.title),
        "address": absolute("panel", panel.pk),
    }
    first = panel.round == 1
    subject = _("Your judgement is asked for: %s") if first else _("The second round is open: %s")
    text = body(f"standards/mail/{'first' if first else 'second'}.txt", **context)
    judges = panel.judges.filter(user__isnull=False).select_related("user").order_by("pk")
    queue_many(
        [
            Message("panel", f"{panel.pk}:{panel.round}:{judge.pk}", judge.user.email, subject % panel.title, text)
            for judge in judges
        ],
        now=now,
    )
