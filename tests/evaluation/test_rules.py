"""When a module may be evaluated, and when its learner is asked again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from courses.domain.reasons import Code, Reason
from elearning.evaluation.domain.rules import may_evaluate, next_reminder

CLOSES = datetime(2027, 3, 31, tzinfo=UTC)
SENT = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)


def test_it_opens_with_the_pass_and_closes_with_the_claim():
    before = CLOSES - timedelta(microseconds=1)
    assert may_evaluate(passed=False, closes_at=None, now=before) == Reason(Code.EVALUATION_NOT_OPEN)
    assert may_evaluate(passed=True, closes_at=CLOSES, now=before) is None
    assert may_evaluate(passed=True, closes_at=CLOSES, now=CLOSES) == Reason(Code.EVALUATION_CLOSED, {"since": CLOSES})


@pytest.mark.parametrize(
    ("days", "after", "expected"),
    [
        ([], None, None),
        ([30], None, date(2027, 3, 31)),
        ([90, 30], None, date(2027, 3, 31)),
        ([30, 90], date(2027, 3, 31), date(2027, 5, 30)),
        ([30, 90], date(2027, 5, 29), date(2027, 5, 30)),
        ([30, 90], date(2027, 5, 30), None),
    ],
)
def test_the_next_reminder_is_the_first_day_still_to_come(days, after, expected):
    assert next_reminder(SENT, days, after) == expected
