from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain.terms import Validity, Window, claim_closes_at, expires_at, opens_at


@pytest.mark.parametrize(
    ("last_valid_day", "time_zone", "instant"),
    [
        (date(2027, 6, 30), "Europe/Zurich", "2027-06-30T22:00:00"),  # summer time
        (date(2027, 12, 31), "Europe/Zurich", "2027-12-31T23:00:00"),  # winter time
        (date(2027, 3, 27), "Europe/Zurich", "2027-03-27T23:00:00"),  # the night before summer time begins at 02:00
        (date(2027, 3, 28), "Europe/Zurich", "2027-03-28T22:00:00"),  # the day of the change has 23 hours
        (date(2027, 10, 31), "Europe/Zurich", "2027-10-31T23:00:00"),  # the day of the change back has 25
        (date(2027, 3, 14), "America/New_York", "2027-03-15T04:00:00"),
        (date(2027, 11, 7), "America/New_York", "2027-11-08T05:00:00"),
        (date(2027, 6, 30), "Asia/Kolkata", "2027-06-30T18:30:00"),
        (date(2027, 12, 31), "Asia/Kolkata", "2027-12-31T18:30:00"),
        (date(2027, 3, 13), "America/Havana", "2027-03-14T05:00:00"),  # midnight is skipped: the day begins at 01:00
        (date(2027, 3, 14), "America/Havana", "2027-03-15T04:00:00"),
        (date(2027, 11, 6), "America/Havana", "2027-11-07T04:00:00"),  # midnight comes twice: the first one counts
        (date(2027, 6, 30), "UTC", "2027-07-01T00:00:00"),
    ],
)
def test_expiry_is_the_first_instant_after_the_last_valid_day(last_valid_day, time_zone, instant):
    assert expires_at(last_valid_day, time_zone) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


def test_a_release_day_begins_at_midnight_of_the_module_and_is_given_in_utc():
    opened = opens_at(date(2027, 1, 1), "Europe/Zurich")
    assert (opened, opened.tzinfo) == (datetime(2026, 12, 31, 23, tzinfo=UTC), UTC)


def test_claims_close_whole_calendar_days_after_expiry_across_a_change_to_summer_time():
    assert claim_closes_at(date(2027, 3, 1), 90, "Europe/Zurich") == datetime(2027, 5, 30, 22, tzinfo=UTC)
    assert claim_closes_at(date(2027, 3, 1), 0, "Europe/Zurich") == expires_at(date(2027, 3, 1), "Europe/Zurich")


@pytest.mark.parametrize("time_zone", ["Europe/Zurich", "America/New_York", "Asia/Kolkata", "America/Havana"])
@pytest.mark.parametrize(("seconds", "validity"), [(-1, Validity.VALID), (0, Validity.EXPIRED), (1, Validity.EXPIRED)])
@pytest.mark.parametrize("last_valid_day", [date(2027, 3, 13), date(2027, 3, 27), date(2027, 3, 28), date(2027, 11, 6)])
def test_the_boundary_holds_to_the_second(time_zone, seconds, validity, last_valid_day):
    window = Window(opens_at(date(2027, 1, 1), time_zone), expires_at(last_valid_day, time_zone))
    assert window.validity(window.expires_at + timedelta(seconds=seconds)) is validity


def test_the_last_microsecond_of_the_last_day_is_valid():
    window = Window(opens_at(date(2027, 1, 1), "Europe/Zurich"), expires_at(date(2027, 6, 30), "Europe/Zurich"))
    assert window.validity(window.expires_at - timedelta(microseconds=1)) is Validity.VALID
    assert window.validity(window.opens_at) is Validity.VALID
    assert window.validity(window.opens_at - timedelta(microseconds=1)) is Validity.NOT_RELEASED


@pytest.mark.parametrize(
    ("now", "days"),
    [
        ("2027-06-30T21:59:59", 0),  # 23:59:59 of the last valid day
        ("2027-06-29T22:00:00", 0),
        ("2027-06-29T21:59:59", 1),
        ("2027-06-01T12:00:00", 29),
        ("2027-06-30T22:00:00", -1),
    ],
)
def test_days_left_are_calendar_days_of_the_module(now, days):
    window = Window(opens_at(date(2027, 1, 1), "Europe/Zurich"), expires_at(date(2027, 6, 30), "Europe/Zurich"))
    assert window.days_left(datetime.fromisoformat(now).replace(tzinfo=UTC), "Europe/Zurich") == days


@settings(max_examples=200, deadline=None)
@given(
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.sampled_from(
        ["Europe/Zurich", "America/New_York", "Asia/Kolkata", "America/Havana", "Pacific/Auckland", "Africa/Cairo"]
    ),
)
def test_one_term_ends_exactly_where_the_next_day_s_begins(day, time_zone):
    ends = expires_at(day, time_zone)
    assert ends == opens_at(day + timedelta(days=1), time_zone)
    assert timedelta(hours=22) <= ends - opens_at(day, time_zone) <= timedelta(hours=26)
