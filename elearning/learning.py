"""“My learning”: what one learner has begun, achieved and earned."""

from datetime import datetime
from typing import Any

import courses.access
import quizzes.access
from courses import texts
from courses.domain.terms import Validity
from courses.languages import Reading
from elearning.accounts.models import User
from elearning.certificates import access as certificates
from elearning.evaluation import access as evaluations
from elearning.pages import minutes_of
from elearning.reports import access as reports
from quizzes.models import Attempt


def context(learner: User, now: datetime) -> dict[str, Any]:
    """Return a learner's modules with progress, results, certificates and reports, in a fixed number of statements."""
    marks = courses.access.progress_by_module(learner)
    begun = courses.access.editions_begun(learner, now)
    attempts = [attempt for attempt in quizzes.access.attempts_of(learner) if attempt.submitted_at]
    held = certificates.certificates_of(learner)
    earned = _earned(attempts, {row.completion.term_id for row in held}, set(evaluations.evaluations_of(learner)), now)
    nothing = {"passed": False, "claimable": False, "evaluable": False}
    return {
        "modules": [
            {**_card(edition, marks.get(edition.module_id, {}), now), **earned.get(edition.module_id, nothing)}
            for edition in begun
        ],
        "attempts": attempts,
        "certificates": held,
        "reports": reports.reports_of(learner),
    }


def _earned(attempts: list[Attempt], certified: set[int], evaluated: set[int], now: datetime) -> dict[int, dict]:
    """Return by module what its latest pass still lets the learner do; ``certified``, ``evaluated``: ids of terms."""
    found = {}
    for attempt in attempts:  # the newest first
        if attempt.earns_credit and attempt.module_id not in found:
            open_ = evaluations.why_not_evaluate(attempt, now) is None
            found[attempt.module_id] = {
                "passed": True,
                "claimable": open_ and attempt.term_id not in certified,
                "evaluable": open_ and attempt.term_id not in evaluated,
            }
    return found


def _card(edition: courses.access.Edition, marks: dict, now: datetime) -> dict[str, Any]:
    window = courses.access.window_of(edition)
    progress = courses.access.summary(edition, marks)
    reading = Reading.last(edition, marks[progress.resume].language if progress.resume in marks else "")
    return {
        "module": edition.module,
        "reading": reading,
        "title": reading.title,
        "minutes": minutes_of(edition),
        "progress": progress,
        "expired": window is not None and window.validity(now) is Validity.EXPIRED,
        "expires": texts.moment(window.expires_at, edition.module.time_zone) if window else "",
        "withdrawn": edition.module.withdrawn_at is not None,
    }
