"""Refusals and mails of the life cycle, in words."""

from datetime import date

from django.utils.translation import gettext as _

from courses.models import Module, Term
from courses.texts import day, moment
from elearning.addresses import absolute
from elearning.lifecycle import access
from elearning.lifecycle.domain.renewal import Code, Problem
from elearning.lifecycle.models import ScheduledPublication
from elearning.notices.compose import body
from elearning.notices.services import Message


def describe(problem: Problem) -> str:
    """Return why a renewal or extension is refused, and what would be right."""
    facts = {key: day(value) if isinstance(value, date) else value for key, value in problem.facts.items()}
    return _sentences()[problem.code] % facts


def _sentences() -> dict[Code, str]:
    return {
        Code.WITHDRAWN: _("The module is withdrawn. Take the withdrawal back first, in the module's own page."),
        Code.RELEASE_PAST: _(
            "The release lies in the past: credit is never opened after the fact. Give today or later."
        ),
        Code.RELEASE_NOT_LATER: _("The latest term was released on %(last)s; the new one begins after that."),
        Code.ENDS_BEFORE_IT_BEGINS: _("The last valid day comes before the release."),
        Code.ENDS_NOT_LATER: _("The term already lasts until %(last)s. To shorten it, correct the term itself."),
        Code.ENDS_IN_THE_PAST: _("The new last valid day is already over."),
        Code.TOO_FAR: _("Write a day before the year 2200."),
        Code.REVIEW_IN_THE_FUTURE: _("The last review lies in the future. Renew once it is done."),
        Code.REVIEW_NOT_LATER: _("The module was last reviewed on %(last)s; a renewal needs a review since then."),
        Code.NOT_REVIEWED: _(
            "Nobody affirms the content, and no new edition was published since the last review. "
            "Name at least one reviewer, or publish a new edition first."
        ),
        Code.REVIEWER_UNKNOWN: _("“%(key)s” is no contributor of the edition that learners read."),
        Code.REVIEWER_NOT_DISCLOSED: _(
            "The disclosure of %(name)s is missing, refused, older than twelve months or not mitigated. "
            "Ask for it first, or choose another reviewer."
        ),
        Code.LIFE_TOO_LONG: _(
            "%(scheme)s: a module lives at most %(months)s months without review; the last day is %(last)s or earlier."
        ),
    }


def affirmation() -> str:
    """What a reviewer says of a module."""
    return _("Reviewed and still current.")


def remind_responsible(term: Term, to: str, key: str) -> Message:
    facts = {"module": term.module.title, "day": day(term.last_valid_day)}
    address = absolute("admin:lifecycle_cycle_change", term.module_id)
    return Message(
        kind="expiry-responsible",
        key=key,
        to=to,
        subject=_("“%(module)s” expires: %(day)s is its last valid day") % facts,
        body=body("lifecycle/mail/expiry_responsible.txt", **facts, address=address),
    )


def remind_learner(term: Term, to: str, key: str, learner_id: int) -> Message:
    """Return the reminder; what it says of days stays right when the mail server is late."""
    facts = {"module": term.module.title, "day": day(term.last_valid_day)}
    more = {
        "moment": moment(term.expires_at, term.module.time_zone),
        "address": absolute("module", term.module.slug),
        "stop": absolute("reminders-stop", access.learner_key(learner_id)),
    }
    return Message(
        kind="expiry-learner",
        key=key,
        to=to,
        subject=_("“%(module)s”: the test can be taken until %(day)s") % facts,
        body=body("lifecycle/mail/expiry_learner.txt", **facts, **more),
    )


def publication_failed(scheduled: ScheduledPublication, module: Module, to: str, key: str) -> Message:
    address = absolute("admin:lifecycle_scheduledpublication_change", scheduled.pk)
    facts = {"module": module.title, "edition": scheduled.edition.number, "state": scheduled.get_state_display()}
    return Message(
        kind="publication-not-done",
        key=key,
        to=to,
        subject=_("Edition %(edition)s of “%(module)s” was not published (%(state)s)") % facts,
        body=body("lifecycle/mail/publication_failed.txt", **facts, outcome=scheduled.outcome, address=address),
    )
