"""The mails of the follow-up: one question each, and the one that says that it ended. None names the learner."""

from datetime import datetime

from django.utils.translation import gettext as _

from elearning.accounts.models import User
from elearning.addresses import absolute
from elearning.followup.models import Enrolment, Review
from elearning.notices.compose import body, one_line
from elearning.notices.services import queue


def queue_question(review: Review, learner: User, token: str, now: datetime) -> bool:
    """Queue the mail whose link, with ``token``, leads to the one question; another link stops all of them."""
    module = review.card.enrolment.module
    context = {
        "title": one_line(module.title),
        "address": absolute("followup-link", token),
        "stop": absolute("followup-link-stop", token),
    }
    return queue(
        kind="followup-question",
        key=str(review.pk),
        to=learner.email,
        subject=_("One question from “%(title)s”") % context,
        body=body("followup/mail/question.txt", **context),
        now=now,
    )


def queue_end(enrolment: Enrolment, now: datetime) -> bool:
    """Queue the mail that says, once, that no more questions come, because the module is out of date."""
    module, successor = enrolment.module, enrolment.module.successor
    context = {
        "title": one_line(module.title),
        "withdrawn": module.withdrawn_at is not None,
        "address": absolute("followup", module.slug),
        "successor": successor and one_line(successor.title),
        "successor_address": successor and absolute("module", successor.slug),
    }
    return queue(
        kind="followup-ended",
        key=f"{enrolment.pk}:{enrolment.resumed_at:%Y%m%d%H%M%S}",
        to=enrolment.learner.email,
        subject=_("No more questions from “%(title)s”") % context,
        body=body("followup/mail/ended.txt", **context),
        now=now,
    )
