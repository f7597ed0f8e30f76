"""What the pages of the pre-test and the test show, put together for their templates."""

from quizzes.pages.pretest import asked, pretest_context, pretest_result_context
from quizzes.pages.result import result_context
from quizzes.pages.sitting import (
    all_items_context,
    answered_count,
    closing,
    entry_of,
    item_context,
    next_to_answer,
    shows_all,
    submit_context,
)
from quizzes.pages.test import test_context

__all__ = [
    "all_items_context",
    "answered_count",
    "asked",
    "closing",
    "entry_of",
    "item_context",
    "next_to_answer",
    "pretest_context",
    "pretest_result_context",
    "result_context",
    "shows_all",
    "submit_context",
    "test_context",
]
