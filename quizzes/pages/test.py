"""What the page of a test shows: its rules in words, and what the learner may do now."""

from datetime import datetime
from typing import Any

from courses.domain.reading import Summary
from courses.domain.reasons import Code, Reason
from courses.models import Edition
from courses.texts import describe
from elearning.accounts.models import User
from quizzes import access, texts
from quizzes.access import TestSummary
from quizzes.domain.blueprint import by_section
from quizzes.domain.policy import Policy
from quizzes.pages.sitting import closing, next_to_answer


def test_context(
    summary: TestSummary, learner: User, edition: Edition, progress: Summary, now: datetime
) -> dict[str, Any]:
    """Return the context of the test page: the rules in words, and what the learner may do now."""
    module, policy, attempt = summary.module, summary.policy, summary.open_attempt
    reason = None if attempt else summary.begin_refusal(progress.unseen, now, slides_unanswered=progress.unanswered)
    rules = []
    if policy:
        extra_percent = _extra_percent(summary, learner)
        rules = texts.rules_of(summary, _parts(summary, edition), _marks(policy, edition), extra_percent)
    return {
        "module": module,
        "summary": summary,
        "rules": rules,
        "credit": texts.credit(module, summary.term) if policy and summary.term else "",
        "open_attempt": attempt,
        "resume_at": next_to_answer(attempt, access.responses_of(attempt)) if attempt else None,
        "closing": closing(attempt, now) if attempt else None,
        "pause_left": texts.pause_left(attempt.clock.resumed(now).pause_left) if attempt else "",
        "paused": describe(Reason(Code.ATTEMPT_PAUSED)) if attempt and attempt.clock.is_paused(now) else "",
        "refusal": describe(reason, module.time_zone) if reason else "",
        "may_begin": attempt is None and reason is None,
        "slides_unseen": reason is not None and reason.code in (Code.SLIDES_UNSEEN, Code.SLIDES_AGAIN),
    }


def _extra_percent(summary: TestSummary, learner: User) -> int:
    """Return how much more time the learner has in the open attempt, or will have in the next; 0 without a limit."""
    if summary.policy is None or summary.policy.time_limit_minutes is None:
        return 0
    if summary.open_attempt is not None:
        return summary.open_attempt.extra_percent
    return access.extra_percent_of(learner, summary.module)


def _parts(summary: TestSummary, edition: Edition) -> list[tuple[str, int]]:
    """Return the sections (by title, in order) from which the blueprint draws, with the number of items from each."""
    numbers = by_section(summary.item_count, summary.blueprint)
    return [(section["title"], numbers[section["key"]]) for section in edition.outline if section["key"] in numbers]


def _marks(policy: Policy, edition: Edition) -> list[tuple[str, int]]:
    """Return the sections (by title, in order) that have a pass mark of their own, in per cent."""
    percents = policy.section_percents
    return [(section["title"], percents[section["key"]]) for section in edition.outline if section["key"] in percents]
