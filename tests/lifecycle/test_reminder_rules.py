"""When a reminder is due: the nearest whose day has come."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.lifecycle.domain.reminders import BEFORE_ADMINISTRATORS, BEFORE_LEARNERS, due, next_day

LAST = date(2027, 12, 31)


@pytest.mark.parametrize(
    ("left", "administrators", "learners"),
    [
        (91, None, None),
        (90, 90, None),
        (31, 90, None),
        (30, 30, 30),
        (8, 30, 30),
        (7, 7, 7),
        (2, 7, 7),
        (1, 7, 1),
        (0, 7, 1),
        (-1, None, None),
    ],
)
def test_the_nearest_reminder_whose_day_has_come_is_due(left, administrators, learners):
    today = LAST - timedelta(days=left)
    assert (due(LAST, today, BEFORE_ADMINISTRATORS), due(LAST, today, BEFORE_LEARNERS)) == (administrators, learners)


@settings(max_examples=200)
@given(left=st.integers(-400, 400), before=st.sampled_from([BEFORE_ADMINISTRATORS, BEFORE_LEARNERS]))
def test_a_reminder_changes_exactly_on_the_day_that_was_announced(left, before):
    today = LAST - timedelta(days=left)
    following = next_day(LAST, today, before)
    if following is None:
        assert left <= min(before)
        return
    assert following > today
    assert (LAST - following).days in before
    assert due(LAST, following, before) == (LAST - following).days
    assert due(LAST, following - timedelta(days=1), before) == due(LAST, today, before)
