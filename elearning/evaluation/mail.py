"""The mail that asks what became of a commitment. It says neither who committed nor to what."""

from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from elearning.evaluation.models import Evaluation
from elearning.notices.services import queue


def queue_reminder(evaluation: Evaluation, day: date, now: datetime) -> bool:
    """Queue the one mail that was due on ``day``; return whether it is new."""
    title = " ".join(evaluation.module.title.split())
    context = {
        "title": title,
        "address": f"{settings.SITE_URL}{reverse('commitments', args=[evaluation.pk])}",
        "site_name": settings.SITE_NAME,
    }
    return queue(
        kind="commitments",
        key=f"{evaluation.pk}:{day.isoformat()}",
        to=evaluation.learner.email,
        subject=_("What became of your plans after “%(title)s”?") % {"title": title},
        body=render_to_string("evaluation/mail/commitments.txt", context),
        now=now,
    )
