"""How often a learner is written to.

Only instants and spans between them count, no calendar days: so neither time zones nor summer time matter, and mail
comes at whatever hour the clock's work runs.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

MOST_A_WEEK = 3
LEAST_A_WEEK = 1
DAY = timedelta(hours=23)
"""Between two mails. An hour less than a day, so that a daily run a little early, or on the short day on which summer
time begins, still finds the learner ready."""
WEEK = timedelta(days=7) - timedelta(hours=1)
"""The span in which at most ``per_week`` mails are sent."""
VALID = timedelta(days=30)
"""How long the link of a mail can be answered."""
MOST_UNANSWERED = 4
"""After so many mails in a row without an answer no more is sent until the learner answers or resumes."""


def may_write(sent: Collection[datetime], *, per_week: int, now: datetime) -> bool:
    """Tell whether a learner who was sent questions at the instants ``sent`` may be sent another one at ``now``."""
    today = any(at > now - DAY for at in sent)
    return not today and sum(at > now - WEEK for at in sent) < per_week


def is_unheard(unanswered: int) -> bool:
    """Tell whether so many mails in a row without an answer mean that the learner is written to no more."""
    return unanswered >= MOST_UNANSWERED


def is_paused(paused_until: date | None, today: date) -> bool:
    """Tell whether a pause holds on ``today``; ``paused_until`` is the first day on which questions come again."""
    return paused_until is not None and today < paused_until
