"""The list of what is done by the clock. Each part may run twice, in parallel, and be killed in the middle."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import courses.due
import elearning.evaluation.due
import elearning.followup.due
import elearning.privacy.due
import quizzes.due
from elearning.lifecycle import services
from elearning.notices.services import send_pending

Part = Callable[[datetime], int]
logger = logging.getLogger(__name__)

PARTS: dict[str, Part] = {
    "overdue attempts closed": quizzes.due.run,
    "scheduled publications settled": lambda now: services.publish_due(now=now),
    "reminders of expiry queued": lambda now: services.remind(now=now),
    "contributors asked to disclose": courses.due.run,
    "evaluations followed up": elearning.evaluation.due.run,
    "questions of the follow-up asked": elearning.followup.due.run,
    "printed names blanked": elearning.privacy.due.run,
    "mails sent": lambda now: send_pending(now=now),  # the last one: it sends what the others queued
}


@dataclass(frozen=True)
class Outcome:
    """What one part did; ``error`` is empty where it came to its end."""

    name: str
    done: int = 0
    error: str = ""


def run(name: str, part: Part, now: datetime) -> Outcome:
    """Run one part. Whatever goes wrong in it is logged and told, and stops no other part."""
    try:
        return Outcome(name, part(now))
    except Exception as error:
        logger.exception("run_due: %s", name)
        return Outcome(name, error=f"{type(error).__name__}: {error}")
