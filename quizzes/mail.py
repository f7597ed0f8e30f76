"""The mail that tells learners what the correction of an item did to their result. It names neither item nor answer."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from elearning.addresses import absolute
from elearning.notices.compose import body, one_line
from elearning.notices.services import Message, queue_many
from quizzes import texts
from quizzes.models import Attempt, ItemCorrection, Score


def queue_corrections(
    correction: ItemCorrection, concerned: Sequence[tuple[Attempt, Score]], *, passed_before: set[int], now: datetime
) -> None:
    """Queue one mail for each attempt with its new score; ``passed_before`` are the ids of those that had passed."""
    queue_many(
        [
            _message(correction, attempt, score, had_passed=attempt.pk in passed_before)
            for attempt, score in concerned
            if attempt.learner is not None
        ],
        now=now,
    )


def _message(correction: ItemCorrection, attempt: Attempt, score: Score, *, had_passed: bool) -> Message:
    context = {
        "title": one_line(attempt.module.title),
        "reason": correction.reason,
        "result": texts.points(score.points, score.total),
        "score": score,
        "had_passed": had_passed,
        "address": absolute("test-result", attempt.module.slug, attempt.pk),
    }
    return Message(
        kind="item-corrected",
        key=f"{correction.pk}:{attempt.pk}",
        to=attempt.learner.email,
        subject=_("An item of your test was corrected: “%(title)s”") % context,
        body=body("quizzes/mail/corrected.txt", **context),
    )
