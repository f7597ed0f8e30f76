"""The mail that asks what became of a commitment. It says neither who committed nor to what."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from elearning.addresses import absolute
from elearning.evaluation.models import Evaluation
from elearning.notices.compose import body, one_line
from elearning.notices.services import queue


def queue_reminder(evaluation: Evaluation, day: date, now: datetime) -> bool:
    """Queue the one mail that was due on ``day``; return whether it is new."""
    context = {"title": one_line(evaluation.module.title), "address": absolute("commitments", evaluation.pk)}
    return queue(
        kind="commitments",
        key=f"{evaluation.pk}:{day.isoformat()}",
        to=evaluation.learner.email,
        subject=_("What became of your plans after “%(title)s”?") % context,
        body=body("evaluation/mail/commitments.txt", **context),
        now=now,
    )
