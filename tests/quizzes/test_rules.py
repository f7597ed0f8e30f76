"""When an attempt may begin, be answered, and count: tables to the second, in two time zones, across a clock change."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain import terms
from courses.domain.reasons import Code, Reason
from quizzes.domain import rules
from quizzes.domain.policy import Policy, Reveal

OPENS = datetime(2027, 1, 1, tzinfo=UTC)
EXPIRES = datetime(2028, 1, 1, tzinfo=UTC)
NOW = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
POLICY = Policy(pass_percent=75, reveal=Reveal.NEVER, max_attempts=2, wait_minutes=60)
FACTS = rules.BeginFacts(policy=POLICY, opens_at=OPENS, expires_at=EXPIRES)
ENOUGH = settings(max_examples=200, deadline=None)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"withdrawn": True}, Reason(Code.WITHDRAWN)),
        ({"policy": None}, Reason(Code.NO_TEST)),
        ({"opens_at": None}, Reason(Code.NOT_RELEASED, {"until": None})),
        ({"opens_at": NOW}, None),
        ({"opens_at": NOW + SECOND}, Reason(Code.NOT_RELEASED, {"until": NOW + SECOND})),
        ({"expires_at": None}, None),
        ({"expires_at": NOW + SECOND}, None),
        ({"expires_at": NOW}, Reason(Code.EXPIRED, {"since": NOW})),
        ({"attempt_open": True}, Reason(Code.ATTEMPT_OPEN)),
        ({"passed": True}, Reason(Code.ALREADY_PASSED)),
        ({"slides_unseen": 3}, Reason(Code.SLIDES_UNSEEN, {"count": 3, "questions": 0})),
        ({"slides_unseen": 3, "slides_unanswered": 2}, Reason(Code.SLIDES_UNSEEN, {"count": 3, "questions": 2})),
        ({"used": 1}, None),
        ({"used": 2}, Reason(Code.NO_ATTEMPTS_LEFT, {"allowed": 2})),
        ({"used": 2, "granted": 1}, None),
        ({"used": 3, "granted": 1}, Reason(Code.NO_ATTEMPTS_LEFT, {"allowed": 3})),
        ({"used": 99, "policy": replace(POLICY, max_attempts=None)}, None),
        ({"last_submitted_at": NOW - timedelta(minutes=60)}, None),
        ({"last_submitted_at": NOW - timedelta(minutes=60) + SECOND}, Reason(Code.WAIT, {"until": NOW + SECOND})),
        ({"last_submitted_at": NOW, "policy": replace(POLICY, wait_minutes=0)}, None),
        # the first reason that the learner cannot change is said before those that they can
        ({"withdrawn": True, "passed": True, "slides_unseen": 1}, Reason(Code.WITHDRAWN)),
        ({"passed": True, "expires_at": NOW}, Reason(Code.ALREADY_PASSED)),
        ({"attempt_open": True, "expires_at": NOW}, Reason(Code.ATTEMPT_OPEN)),
        ({"expires_at": NOW, "slides_unseen": 1, "used": 2}, Reason(Code.EXPIRED, {"since": NOW})),
        ({"slides_unseen": 1, "used": 2}, Reason(Code.SLIDES_UNSEEN, {"count": 1, "questions": 0})),
        ({"used": 2, "last_submitted_at": NOW}, Reason(Code.NO_ATTEMPTS_LEFT, {"allowed": 2})),
    ],
)
def test_beginning_is_refused_with_the_first_reason_that_holds(changes, reason):
    assert rules.may_begin(replace(FACTS, **changes), NOW) == reason


ZONES = ["Europe/Zurich", "America/New_York"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "last_valid_day", [date(2027, 3, 27), date(2027, 3, 28), date(2027, 10, 31), date(2027, 12, 31)]
)
def test_the_last_valid_day_counts_to_its_last_second_wherever_the_clocks_change(zone, last_valid_day):
    expires_at = terms.expires_at(last_valid_day, zone)
    last_second = datetime(
        last_valid_day.year, last_valid_day.month, last_valid_day.day, 23, 59, 59, tzinfo=ZoneInfo(zone)
    )
    facts = replace(FACTS, expires_at=expires_at)
    assert rules.may_begin(facts, last_second) is None
    assert rules.in_time(last_second, rules.credit_ends_at(expires_at, 0)) is True
    assert rules.may_begin(facts, last_second + SECOND) == Reason(Code.EXPIRED, {"since": expires_at})
    assert rules.in_time((last_second.astimezone(UTC) + SECOND), rules.credit_ends_at(expires_at, 0)) is False


@pytest.mark.parametrize(
    ("zone", "grace_minutes", "utc"),
    [
        # 28 March 2027: Zurich goes to summer time at 2:00, three hours after this midnight's grace began
        ("Europe/Zurich", 0, datetime(2027, 3, 27, 23, 0, tzinfo=UTC)),
        ("Europe/Zurich", 180, datetime(2027, 3, 28, 2, 0, tzinfo=UTC)),
        ("America/New_York", 0, datetime(2027, 3, 28, 4, 0, tzinfo=UTC)),
        ("America/New_York", 180, datetime(2027, 3, 28, 7, 0, tzinfo=UTC)),
    ],
)
def test_grace_is_elapsed_time_even_across_the_change_to_summer_time(zone, grace_minutes, utc):
    expires_at = terms.expires_at(date(2027, 3, 27), zone)
    assert rules.credit_ends_at(expires_at, grace_minutes) == utc
    assert rules.in_time(utc - SECOND, rules.credit_ends_at(expires_at, grace_minutes)) is True
    assert rules.in_time(utc, rules.credit_ends_at(expires_at, grace_minutes)) is False


@pytest.mark.parametrize(
    ("deadline", "expires_at", "grace_minutes", "withdrawn_at", "closing"),
    [
        (None, None, 0, None, None),
        (NOW, None, 0, None, NOW),
        (None, NOW, 0, None, NOW),
        (None, NOW, 10, None, NOW + timedelta(minutes=10)),
        (NOW, NOW + SECOND, 0, None, NOW),
        (NOW + SECOND, NOW, 0, None, NOW),
        (NOW + timedelta(minutes=9), NOW, 10, None, NOW + timedelta(minutes=9)),
        (NOW + timedelta(minutes=11), NOW, 10, None, NOW + timedelta(minutes=10)),
        (NOW, EXPIRES, 0, NOW - SECOND, NOW - SECOND),
        (None, None, 0, NOW, NOW),
    ],
)
def test_an_attempt_closes_at_the_earliest_of_its_ends(deadline, expires_at, grace_minutes, withdrawn_at, closing):
    assert rules.closes_at(deadline, expires_at, grace_minutes, withdrawn_at) == closing


@pytest.mark.parametrize(
    ("now", "deadline", "expires_at", "counted", "credit"),
    [
        (NOW, None, EXPIRES, NOW, True),
        (EXPIRES - SECOND, None, EXPIRES, EXPIRES - SECOND, True),
        (EXPIRES, None, EXPIRES, EXPIRES, False),  # the instant of expiry is too late
        (EXPIRES + SECOND, None, EXPIRES, EXPIRES, False),
        (EXPIRES + SECOND, EXPIRES - SECOND, EXPIRES, EXPIRES - SECOND, True),  # its own time limit ended in time
        (EXPIRES + SECOND, EXPIRES, EXPIRES, EXPIRES, False),
        (NOW + SECOND, NOW, None, NOW, True),
        (
            NOW + SECOND,
            None,
            NOW - timedelta(days=9),
            NOW - timedelta(days=1),
            False,
        ),  # expiry moved to before the start
    ],
)
def test_an_attempt_counts_as_submitted_no_later_than_it_closed(now, deadline, expires_at, counted, credit):
    started_at = NOW - timedelta(days=1)
    submitted_at = rules.counted_at(started_at, rules.closes_at(deadline, expires_at, 0), now)
    assert submitted_at == counted
    assert rules.in_time(submitted_at, rules.credit_ends_at(expires_at, 0)) is credit


@pytest.mark.parametrize(
    ("submitted_at", "closing", "refused"),
    [
        (None, None, False),
        (None, NOW + SECOND, False),
        (None, NOW, True),
        (None, NOW - SECOND, True),
        (NOW - SECOND, None, True),
        (NOW - SECOND, NOW + SECOND, True),
    ],
)
def test_answers_are_taken_until_the_attempt_is_submitted_or_closes(submitted_at, closing, refused):
    reason = rules.may_answer(submitted_at, closing, NOW)
    assert reason == (Reason(Code.ATTEMPT_CLOSED) if refused else None)


@pytest.mark.parametrize(
    ("reveal", "shown"),
    # columns: neither, passed, final, both
    [
        (Reveal.NEVER, [False, False, False, False]),
        (Reveal.AFTER_PASS, [False, True, False, True]),
        (Reveal.AFTER_FINAL_ATTEMPT, [False, True, True, True]),
        (Reveal.AFTER_SUBMIT, [True, True, True, True]),
    ],
)
def test_answers_are_revealed_as_the_policy_says(reveal, shown):
    cases = [(False, False), (True, False), (False, True), (True, True)]
    assert [rules.answers_shown(reveal, passed=passed, final=final) for passed, final in cases] == shown


def test_a_refusal_is_final_when_no_attempt_can_follow():
    final = {Code.WITHDRAWN, Code.NO_TEST, Code.ALREADY_PASSED, Code.EXPIRED, Code.NO_ATTEMPTS_LEFT}
    assert {code for code in Code if rules.is_final(Reason(code))} == final
    assert rules.is_final(None) is False


INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
MAYBE = st.none() | INSTANTS
GRACE = st.integers(0, 600)


@ENOUGH
@given(MAYBE, MAYBE, GRACE, MAYBE, INSTANTS, INSTANTS)
def test_credit_is_never_given_from_its_end_on(deadline, expires_at, grace, withdrawn_at, started_at, now):
    ends = rules.credit_ends_at(expires_at, grace, withdrawn_at)
    closing = rules.closes_at(deadline, expires_at, grace, withdrawn_at)
    submitted_at = rules.counted_at(started_at, closing, now)
    assert submitted_at >= started_at
    if rules.in_time(submitted_at, ends):
        assert ends is None or submitted_at < ends
    if not rules.is_due(closing, now) and now >= started_at:
        assert submitted_at == now
        assert rules.in_time(submitted_at, ends) is True


@ENOUGH
@given(MAYBE, MAYBE, GRACE, INSTANTS, INSTANTS)
def test_a_later_submit_never_improves_what_counts(deadline, expires_at, grace, started_at, now):
    closing, ends = rules.closes_at(deadline, expires_at, grace), rules.credit_ends_at(expires_at, grace)
    sooner = rules.counted_at(started_at, closing, now)
    later = rules.counted_at(started_at, closing, now + timedelta(days=1))
    assert later >= sooner
    assert rules.in_time(sooner, ends) or not rules.in_time(later, ends)


@ENOUGH
@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 3), MAYBE, INSTANTS)
def test_whoever_may_begin_has_an_attempt_left_and_has_waited(unseen, used, granted, last, now):
    facts = replace(FACTS, slides_unseen=unseen, used=used, granted=granted, last_submitted_at=last)
    if rules.may_begin(facts, now) is None:
        assert unseen == 0
        assert used < 2 + granted
        assert last is None or now >= last + timedelta(minutes=60)
        assert OPENS <= now < EXPIRES
