"""Reminders of expiry, queued once for each occasion.

An occasion is a term with its last valid day (a term that is extended has new ones) and a number of days before it.
Whoever begins a module after its occasion was gone through is not written to for that one any more.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from courses.models import Term
from elearning.accounts.models import User
from elearning.audit.services import record
from elearning.lifecycle import access, texts
from elearning.lifecycle.domain import reminders
from elearning.lifecycle.domain.reminders import BEFORE_ADMINISTRATORS, BEFORE_LEARNERS
from elearning.lifecycle.models import Audience, ExpiryReminder, NoReminders
from elearning.notices.services import queue_many

BEFORE = {Audience.RESPONSIBLE: BEFORE_ADMINISTRATORS, Audience.LEARNERS: BEFORE_LEARNERS}


def remind(*, now: datetime) -> int:
    """Queue the reminders that are due and return how many mails that were.

    Safe to be killed: an occasion that was not gone through to its end is gone through again, and whoever has a mail
    for it gets no second one.
    """
    terms = access.ending_terms(now)
    gone_through = set(
        ExpiryReminder.objects.filter(term__in=terms).values_list("term", "last_valid_day", "audience", "days_before")
    )
    queued = 0
    for term in terms:
        for audience, before in BEFORE.items():
            days = _due(term, before, now)
            if days is not None and (term.pk, term.last_valid_day, audience, days) not in gone_through:
                queued += _go_through(term, audience, days, now)
    return queued


def _due(term: Term, before: tuple[int, ...], now: datetime) -> int | None:
    today = now.astimezone(ZoneInfo(term.module.time_zone)).date()
    return reminders.due(term.last_valid_day, today, before)


def _go_through(term: Term, audience: Audience, days: int, now: datetime) -> int:
    occasion = f"{term.pk}:{term.last_valid_day}:{days}"
    count = 0
    if audience is Audience.RESPONSIBLE:
        people = access.addresses_for(term.module)
        queue_many([texts.remind_responsible(term, to, f"{occasion}:{key}") for key, to in people], now=now)
        count = len(people)
    else:
        for chunk in access.chunks(access.in_progress(term)):
            queue_many([texts.remind_learner(term, to, f"{occasion}:{pk}", pk) for pk, to in chunk], now=now)
            count += len(chunk)
    key = {"term": term, "last_valid_day": term.last_valid_day, "audience": audience, "days_before": days}
    _, is_new = ExpiryReminder.objects.get_or_create(**key, defaults={"queued_at": now, "count": count})
    return count if is_new else 0


@transaction.atomic
def set_reminders(*, learner: User, wanted: bool, now: datetime) -> None:
    """Note whether ``learner`` wants to be reminded that a module expires; what waits in the outbox is still sent."""
    if wanted:
        changed = NoReminders.objects.filter(learner=learner).delete()[0] > 0
    else:
        _, changed = NoReminders.objects.get_or_create(learner=learner, defaults={"since": now})
    if changed:
        record(now=now, actor=learner, action="account.reminders-changed", subject=learner, after={"wanted": wanted})
