"""How many reports a learner may send: ten within an hour, twenty within a day."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain.reasons import Code, Reason
from elearning.reports.domain.rules import LIMITS, counts_since, may_report
from tests.factories import NOW

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def refused(until: datetime) -> Reason:
    return Reason(Code.TOO_MANY_REPORTS, {"until": until})


@pytest.mark.parametrize(
    ("ages", "reason"),
    [
        ([], None),
        ([SECOND] * 9, None),
        ([SECOND] * 10, refused(NOW + HOUR - SECOND)),
        ([HOUR] + [SECOND] * 9, None),
        ([HOUR - SECOND] + [SECOND] * 9, refused(NOW + SECOND)),
        ([2 * HOUR] * 19, None),
        ([2 * HOUR] * 20, refused(NOW + DAY - 2 * HOUR)),
        ([DAY] + [2 * HOUR] * 19, None),
        ([DAY - SECOND] + [2 * HOUR] * 19, refused(NOW + SECOND)),
        ([DAY - SECOND] + [2 * HOUR] * 9 + [SECOND] * 10, refused(NOW + HOUR - SECOND)),
    ],
)
def test_so_many_reports_are_enough(ages, reason):
    assert may_report([NOW - age for age in ages], NOW) == reason


AGES = st.lists(st.integers(0, 90_000).map(lambda seconds: timedelta(seconds=seconds)), max_size=30)


@settings(max_examples=200)
@given(AGES)
def test_a_report_is_allowed_exactly_while_no_window_is_full(ages):
    full = any(sum(age < window for age in ages) >= most for most, window in LIMITS)
    assert (may_report([NOW - age for age in ages], NOW) is not None) == full


@settings(max_examples=200)
@given(AGES)
def test_the_instant_that_a_refusal_names_is_the_first_one_at_which_it_is_allowed(ages):
    sent = [NOW - age for age in ages]
    reason = may_report(sent, NOW)
    if reason is not None:
        until = reason.facts["until"]
        assert may_report(sent, until) is None
        assert may_report(sent, until - timedelta(microseconds=1)) is not None


@settings(max_examples=200)
@given(AGES)
def test_reports_that_no_longer_count_decide_nothing(ages):
    sent = [NOW - age for age in ages]
    assert may_report([at for at in sent if at > counts_since(NOW)], NOW) == may_report(sent, NOW)
