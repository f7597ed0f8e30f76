"""When a certificate may be claimed: to the second, in two time zones."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain import terms
from courses.domain.reasons import Code, Reason
from elearning.certificates.domain.rules import ClaimFacts, State, may_claim, state

SECOND = timedelta(seconds=1)


def facts(last_valid_day=date(2027, 6, 30), time_zone="Europe/Zurich", **values):
    given_ = {"passed": True, "in_time": True, "claim_days": 90, **values}
    return ClaimFacts(
        expires_at=terms.expires_at(last_valid_day, time_zone),
        last_valid_day=last_valid_day,
        time_zone=time_zone,
        **given_,
    )


CLOSINGS = [
    # last valid day, claim days, zone, the first instant (UTC) at which it is too late
    (date(2027, 6, 30), 90, "Europe/Zurich", datetime(2027, 9, 28, 22, 0, tzinfo=UTC)),
    (date(2027, 6, 30), 90, "America/New_York", datetime(2027, 9, 29, 4, 0, tzinfo=UTC)),
    (date(2027, 6, 30), 0, "Europe/Zurich", datetime(2027, 6, 30, 22, 0, tzinfo=UTC)),
    # The change from summer time lies between expiry and the end of the claim.
    (date(2027, 10, 1), 60, "Europe/Zurich", datetime(2027, 11, 30, 23, 0, tzinfo=UTC)),
    (date(2027, 10, 1), 60, "America/New_York", datetime(2027, 12, 1, 5, 0, tzinfo=UTC)),
    # The claim ends with the very day of the change to summer time (28 March 2027 in Zurich).
    (date(2027, 3, 21), 7, "Europe/Zurich", datetime(2027, 3, 28, 22, 0, tzinfo=UTC)),
]


@pytest.mark.parametrize(("last_valid_day", "claim_days", "time_zone", "closes"), CLOSINGS)
def test_the_claim_closes_at_midnight_after_the_claim_days(last_valid_day, claim_days, time_zone, closes):
    known = facts(last_valid_day, time_zone, claim_days=claim_days)
    assert known.closes_at == closes
    assert may_claim(known, closes - SECOND) is None
    assert may_claim(known, closes) == Reason(Code.CLAIM_CLOSED, {"since": closes})
    assert may_claim(known, closes + SECOND) == Reason(Code.CLAIM_CLOSED, {"since": closes})


BEFORE, AFTER = datetime(2027, 6, 1, tzinfo=UTC), datetime(2028, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "now", "code"),
    [
        ({}, BEFORE, None),
        ({"passed": False, "in_time": False}, BEFORE, Code.NOT_PASSED),
        ({"passed": False}, BEFORE, Code.NOT_PASSED),
        ({"in_time": False}, BEFORE, Code.EXPIRED),
        ({"in_time": False}, AFTER, Code.EXPIRED),
        ({}, AFTER, Code.CLAIM_CLOSED),
        ({"claimed": True}, AFTER, None),
        ({"claimed": True, "revoked": True}, BEFORE, Code.CERTIFICATE_REVOKED),
        ({"claimed": True, "revoked": True}, AFTER, Code.CERTIFICATE_REVOKED),
    ],
)
def test_who_may_have_a_certificate(values, now, code):
    reason = may_claim(facts(**values), now)
    assert (reason and reason.code) == code


@settings(max_examples=200, deadline=None)
@given(
    st.dates(date(2024, 1, 1), date(2040, 1, 1)),
    st.integers(0, 1000),
    st.sampled_from(["Europe/Zurich", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "America/Santiago"]),
    st.datetimes(datetime(2024, 1, 1), datetime(2043, 1, 1), timezones=st.just(UTC)),
)
def test_a_claim_is_open_exactly_until_its_closing_instant(last_valid_day, claim_days, time_zone, now):
    known = facts(last_valid_day, time_zone, claim_days=claim_days)
    assert (may_claim(known, now) is None) == (now < known.closes_at)
    assert known.closes_at >= known.expires_at


@pytest.mark.parametrize(
    ("replaced", "revoked", "expected"),
    [
        (False, False, State.VALID),
        (True, False, State.REPLACED),
        (False, True, State.REVOKED),
        (True, True, State.REVOKED),
    ],
)
def test_the_state_follows_from_the_rows(replaced, revoked, expected):
    assert state(replaced=replaced, revoked=revoked) == expected
