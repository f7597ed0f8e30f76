"""How many errors one learner may report: enough for a careful reader, too few to bury the administrators."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from courses.domain.reasons import Code, Reason

LIMITS = ((10, timedelta(hours=1)), (20, timedelta(days=1)))
"""At most so many reports within so long. A report sent exactly that long ago no longer counts."""


def may_report(sent: Iterable[datetime], now: datetime) -> Reason | None:
    """Return why a learner whose reports were ``sent`` at these instants, in any order, may not send one more now."""
    newest = sorted(sent, reverse=True)
    opens = [newest[most - 1] + window for most, window in LIMITS if len(newest) >= most]
    until = max(opens, default=now)
    return Reason(Code.TOO_MANY_REPORTS, {"until": until}) if until > now else None


def counts_since(now: datetime) -> datetime:
    """Return the instant after which a report still counts for some limit at ``now``."""
    return now - max(window for _, window in LIMITS)
