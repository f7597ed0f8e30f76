"""Why something is refused: one vocabulary for rules, services and pages.

A rule returns a ``Reason`` or None; a service raises ``Refused`` with it; ``courses.texts.describe`` says it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Code(StrEnum):
    WITHDRAWN = "withdrawn"
    NOT_RELEASED = "not-released"  # until: datetime
    EXPIRED = "expired"  # since: datetime
    ANSWERS_NEVER_SHOWN = "answers-never-shown"
    SIGN_IN = "sign-in"
    MEMBERS_ONLY = "members-only"
    NOT_STARTED = "not-started"
    DISCLOSURES_CHANGED = "disclosures-changed"
    SLIDES_UNSEEN = "slides-unseen"  # count: int, questions: int (how many of them only lack an answer)
    NO_TEST = "no-test"
    PRETEST_CLOSED = "pretest-closed"
    ATTEMPT_OPEN = "attempt-open"
    ATTEMPT_CLOSED = "attempt-closed"
    ATTEMPT_PAUSED = "attempt-paused"
    NO_PAUSE_LEFT = "no-pause-left"
    ITEM_LEFT = "item-left"
    ANSWER_NEWER = "answer-newer"
    ANSWER_SETTLED = "answer-settled"
    SLIDES_AGAIN = "slides-again"  # slides: tuple[str, ...] (their keys)
    WAIT = "wait"  # until: datetime
    NO_ATTEMPTS_LEFT = "no-attempts-left"  # allowed: int
    ALREADY_PASSED = "already-passed"
    NOT_PASSED = "not-passed"
    CLAIM_CLOSED = "claim-closed"  # since: datetime
    CERTIFICATE_REVOKED = "certificate-revoked"
    CERTIFICATE_REPLACED = "certificate-replaced"
    GATE_SLIDES = "gate-slides"  # percent: int, seen: int, total: int
    GATE_TIME = "gate-time"  # minutes: int (asked for), missing: int
    GATE_SCORE = "gate-score"  # percent: int, correct: int, total: int
    GATE_EVALUATION = "gate-evaluation"
    CORRECTED_MEANWHILE = "corrected-meanwhile"
    CORRECTION_CLOSED = "correction-closed"  # since: datetime
    TOO_MANY_CORRECTIONS = "too-many-corrections"  # count: int
    EVALUATION_NOT_OPEN = "evaluation-not-open"
    EVALUATION_CLOSED = "evaluation-closed"  # since: datetime
    TOO_MANY_REPORTS = "too-many-reports"  # until: datetime


@dataclass(frozen=True)
class Reason:
    """A refusal as a value; ``facts`` holds what its sentence needs (named beside each code)."""

    code: Code
    facts: dict[str, Any] = field(default_factory=dict)


class Refused(Exception):
    """Raised by services: nothing was changed, and ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason.code))
        self.reason = reason


def refuse(reason: Reason | None) -> None:
    """Raise Refused when there is a reason."""
    if reason is not None:
        raise Refused(reason)
