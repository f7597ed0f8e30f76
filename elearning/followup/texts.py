"""What the pages of the follow-up say, in the language in force."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.texts import day_of
from elearning.followup.models import Review, State
from elearning.followup.services import Fault


def next_time(review: Review) -> str:
    """Return when the item of an answered ``review`` (from its door) comes again, in words."""
    enrolment = review.card.enrolment
    if review.next_due_at is None:
        return _("You have kept this. We do not ask it again.")
    if enrolment.state != State.ACTIVE:
        return _("No more questions come, because this follow-up is stopped or over.")
    days = (review.next_due_at - review.answered_at).days
    when = ngettext("in about one day", "in about %(days)s days", days) % {"days": days}
    told = {"when": when, "day": day_of(review.next_due_at, enrolment.module.time_zone)}
    return _("We ask you this again %(when)s, not before %(day)s.") % told


def repeat(number: int) -> str:
    """Return what the ``number``-th answer to an item was; 0 is the test."""
    return _("Repeat %(number)s") % {"number": number} if number else _("In the test")


def fault(found: Fault) -> str:
    """Return what to do about an answer that was not taken."""
    return {
        Fault.BLANK: _("Please choose or enter an answer to every part of the question."),
        Fault.REVISED: _("The question was revised while you read it. Please answer it as it is now."),
        Fault.OVER: _("This question can no longer be answered."),
    }[found]
