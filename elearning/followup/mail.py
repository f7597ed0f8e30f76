"""The mails of the follow-up: one question each, and the one that says that it ended. None names the learner."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from elearning.accounts.models import User
from elearning.followup.models import Enrolment, Review
from elearning.notices.services import queue


def queue_question(review: Review, learner: User, token: str, now: datetime) -> bool:
    """Queue the mail whose link, with ``token``, leads to the one question; another link stops all of them."""
    module = review.card.enrolment.module
    context = {
        "title": _title(module.title),
        "address": _address("followup-link", token),
        "stop": _address("followup-link-stop", token),
        "site_name": settings.SITE_NAME,
    }
    return queue(
        kind="followup-question",
        key=str(review.pk),
        to=learner.email,
        subject=_("One question from “%(title)s”") % context,
        body=render_to_string("followup/mail/question.txt", context),
        now=now,
    )


def queue_end(enrolment: Enrolment, now: datetime) -> bool:
    """Queue the mail that says, once, that no more questions come, because the module is out of date."""
    module, successor = enrolment.module, enrolment.module.successor
    context = {
        "title": _title(module.title),
        "withdrawn": module.withdrawn_at is not None,
        "address": _address("followup", module.slug),
        "successor": successor and _title(successor.title),
        "successor_address": successor and _address("module", successor.slug),
        "site_name": settings.SITE_NAME,
    }
    return queue(
        kind="followup-ended",
        key=f"{enrolment.pk}:{enrolment.resumed_at:%Y%m%d%H%M%S}",
        to=enrolment.learner.email,
        subject=_("No more questions from “%(title)s”") % context,
        body=render_to_string("followup/mail/ended.txt", context),
        now=now,
    )


def _title(title: str) -> str:
    return " ".join(title.split())


def _address(name: str, *arguments: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=arguments)}"
