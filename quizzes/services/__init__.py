"""The writes of the test, each of them one transaction."""

from quizzes.services.attempts import (
    begin_attempt,
    close_if_due,
    close_overdue,
    forget_learner,
    leave_item,
    pause_attempt,
    resume_attempt,
    save_answer,
    show_item,
    submit_attempt,
)
from quizzes.services.bank import store_rendering, store_test
from quizzes.services.policies import accommodate, change_policy, first_policy, grant_attempt
from quizzes.services.pretest import submit_pretest
from quizzes.services.scoring import correct_item

__all__ = [
    "accommodate",
    "begin_attempt",
    "change_policy",
    "close_if_due",
    "close_overdue",
    "correct_item",
    "first_policy",
    "forget_learner",
    "grant_attempt",
    "leave_item",
    "pause_attempt",
    "resume_attempt",
    "save_answer",
    "show_item",
    "store_rendering",
    "store_test",
    "submit_attempt",
    "submit_pretest",
]
