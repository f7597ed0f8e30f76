"""How often a learner is written to."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.followup.domain import pace

NOW = datetime(2027, 3, 27, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("hours_ago", "per_week", "may"),
    [
        ([], 3, True),
        ([0], 3, False),
        ([22], 3, False),
        ([23], 3, True),
        ([23], 1, False),
        ([30, 60, 90], 3, False),
        ([30, 60, 166], 3, False),
        ([30, 60, 167], 3, True),
    ],
)
def test_when_another_mail_may_be_sent(hours_ago, per_week, may):
    assert pace.may_write([NOW - hours * HOUR for hours in hours_ago], per_week=per_week, now=NOW) is may


@given(st.lists(st.integers(0, 400), max_size=300), st.integers(1, 3))
@settings(max_examples=200)
def test_never_two_within_a_day_nor_more_than_wished_within_a_week(runs, per_week):
    sent = []
    for minutes in sorted(runs):
        now = NOW + (minutes + len(sent)) * HOUR
        if pace.may_write(sent, per_week=per_week, now=now):
            sent.append(now)
    assert all(later - sooner >= pace.DAY for sooner, later in pairwise(sent))
    assert all(sum(at <= other < at + pace.WEEK for other in sent) <= per_week for at in sent)


def test_a_daily_run_at_the_same_local_hour_writes_on_the_day_summer_time_begins():
    assert pace.may_write([NOW - 23 * HOUR], per_week=3, now=NOW)


@pytest.mark.parametrize(("unanswered", "unheard"), [(0, False), (3, False), (4, True), (9, True)])
def test_four_mails_without_an_answer_are_enough(unanswered, unheard):
    assert pace.is_unheard(unanswered) is unheard


@pytest.mark.parametrize(
    ("until", "paused"),
    [(None, False), (date(2027, 3, 28), True), (date(2027, 3, 27), False), (date(2027, 3, 1), False)],
)
def test_a_pause_ends_on_its_day(until, paused):
    assert pace.is_paused(until, date(2027, 3, 27)) is paused
