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
from elearning.pages import minutes_of
from elearning.reports import access as reports


def context(learner: User, now: datetime) -> dict[str, Any]:
    """Return a learner's modules with progress, results, certificates and reports, in a fixed number of statements."""
    marks = courses.access.progress_by_module(learner)
    begun = courses.access.editions_begun(learner, now)
    attempts = [attempt for attempt in quizzes.access.attempts_of(learner) if attempt.submitted_at]
    passed = {attempt.module_id for attempt in attempts if attempt.earns_credit}
    return {
        "modules": [
            {**_card(edition, marks.get(edition.module_id, {}), now), "passed": edition.module_id in passed}
            for edition in begun
        ],
        "attempts": attempts,
        "certificates": certificates.certificates_of(learner),
        "reports": reports.reports_of(learner),
    }


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
