"""When a module may be renewed or its term extended."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.lifecycle.domain.renewal import (
    Candidate,
    Code,
    Days,
    Limit,
    Standing,
    suggested,
    why_not_extend,
    why_not_renew,
)

TODAY = date(2027, 12, 1)
ANN = Candidate("ann", "Ann Author", "MD", "author", date(2027, 6, 1), disclosed=True)
BO = Candidate("bo", "Bo Old", "MD", "reviewer", date(2026, 1, 1), disclosed=False)
ACCME, EACCME = Limit("AMA PRA Category 1 Credit", 36), Limit("ECMEC", 24)
STANDING = Standing(
    latest=Days(date(2026, 1, 1), date(2026, 1, 1), date(2027, 12, 31)),
    limits=(ACCME,),
    candidates=(ANN, BO),
    revised=False,
    withdrawn=False,
    today=TODAY,
)
FUTURE = Days(date(2028, 1, 1), date(2026, 1, 1), date(2028, 12, 31))
RENEWED = Days(date(2028, 1, 1), TODAY, date(2029, 12, 31))


def codes(problems):
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("standing", "days", "reviewers", "found"),
    [
        ({}, {}, ["ann"], []),
        ({}, {}, [], [Code.NOT_REVIEWED]),
        ({"revised": True}, {}, [], []),
        ({}, {}, ["bo"], [Code.REVIEWER_NOT_DISCLOSED]),
        ({}, {}, ["ann", "zoe"], [Code.REVIEWER_UNKNOWN]),
        ({"withdrawn": True}, {}, ["ann"], [Code.WITHDRAWN]),
        ({}, {"release": date(2027, 11, 30)}, ["ann"], [Code.RELEASE_PAST]),
        ({}, {"release": TODAY}, ["ann"], []),
        ({}, {"last_review": date(2027, 12, 2)}, ["ann"], [Code.REVIEW_IN_THE_FUTURE]),
        ({}, {"last_review": date(2026, 1, 1)}, ["ann"], [Code.REVIEW_NOT_LATER, Code.LIFE_TOO_LONG]),
        ({}, {"last_valid_day": date(2027, 12, 31)}, ["ann"], [Code.ENDS_BEFORE_IT_BEGINS]),
        ({}, {"last_valid_day": date(2030, 11, 30)}, ["ann"], []),
        ({}, {"last_valid_day": date(2030, 12, 1)}, ["ann"], [Code.LIFE_TOO_LONG]),
        ({"limits": (ACCME, EACCME)}, {"last_valid_day": date(2029, 12, 1)}, ["ann"], [Code.LIFE_TOO_LONG]),
        ({"limits": ()}, {"last_valid_day": date(2199, 12, 31)}, ["ann"], []),
        ({"limits": ()}, {"last_valid_day": date(2200, 1, 1)}, ["ann"], [Code.TOO_FAR]),
        ({"latest": FUTURE}, {}, ["ann"], [Code.RELEASE_NOT_LATER]),
    ],
)  # fmt: skip
def test_a_renewal_is_refused_for_every_rule_that_it_breaks(standing, days, reviewers, found):
    assert codes(why_not_renew(replace(STANDING, **standing), replace(RENEWED, **days), reviewers)) == found


@pytest.mark.parametrize(
    ("standing", "last_valid_day", "found"),
    [
        ({}, date(2028, 12, 31), []),
        ({}, date(2029, 1, 1), [Code.LIFE_TOO_LONG]),
        ({}, date(2027, 12, 31), [Code.ENDS_NOT_LATER]),
        ({"today": date(2028, 3, 1)}, date(2028, 2, 29), [Code.ENDS_IN_THE_PAST]),
        ({"today": date(2028, 3, 1)}, date(2028, 3, 1), []),
        ({"withdrawn": True}, date(2028, 12, 31), [Code.WITHDRAWN]),
        ({"limits": (ACCME, EACCME)}, date(2028, 1, 1), [Code.LIFE_TOO_LONG]),
    ],
)
def test_an_extension_is_refused_for_every_rule_that_it_breaks(standing, last_valid_day, found):
    assert codes(why_not_extend(replace(STANDING, **standing), last_valid_day)) == found


def test_a_life_that_is_too_long_names_scheme_months_and_the_last_day_that_is_right():
    (problem,) = why_not_extend(STANDING, date(2029, 6, 30))
    assert problem.facts == {"scheme": "AMA PRA Category 1 Credit", "months": 36, "last": date(2028, 12, 31)}


DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@settings(max_examples=200)
@given(release=DAYS, review=DAYS, last=DAYS, today=DAYS, limits=st.sets(st.sampled_from([ACCME, EACCME])))
def test_no_renewal_outlives_a_scheme_or_opens_too_early(release, review, last, today, limits):
    standing = replace(STANDING, today=today, limits=tuple(limits))
    if why_not_renew(standing, Days(release, review, last), ["ann"]):
        return
    assert standing.latest.release < release >= today
    assert release <= last
    assert standing.latest.last_review < review <= today
    assert all((last.year - review.year) * 12 + last.month - review.month <= limit.months for limit in limits)


@settings(max_examples=200)
@given(days_from_now=st.integers(-900, 900), limits=st.sets(st.sampled_from([ACCME, EACCME])))
def test_the_days_that_are_suggested_are_accepted_where_reviewed(days_from_now, limits):
    """Whatever the day, unless the old term goes on for longer than a review today lets the new one live."""
    last = TODAY + timedelta(days=days_from_now)
    latest = Days(last - timedelta(days=700), last - timedelta(days=700), last)
    standing = replace(STANDING, latest=latest, limits=tuple(limits))
    allowed = {Code.ENDS_BEFORE_IT_BEGINS, Code.REVIEW_NOT_LATER, Code.RELEASE_NOT_LATER}
    found = set(codes(why_not_renew(standing, suggested(standing), ["ann"])))
    assert found == set() if days_from_now < 690 else found <= allowed
