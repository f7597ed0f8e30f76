"""What a certificate may say about credit."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.certificates.domain.statement import (
    AccreditationFacts,
    AccreditationState,
    Verdict,
    is_open,
    statement,
)
from elearning.certificates.texts import sentences

AT = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
ZONE = "Europe/Zurich"


def facts(state="granted", **values):
    given_ = {"maximum_credit": Decimal(1), "opens": date(2027, 1, 1), "closes": date(2027, 12, 31), **values}
    return AccreditationFacts(body="Council", scheme="points", state=AccreditationState(state), **given_)


def decided(*accreditations, demonstration=False, at=AT, time_zone=ZONE):
    return statement(accreditations, demonstration=demonstration, submitted_at=at, time_zone=time_zone)


@pytest.mark.parametrize(
    ("accreditations", "demonstration", "verdict"),
    [
        ([], True, Verdict.DEMONSTRATION),
        ([facts()], True, Verdict.DEMONSTRATION),
        ([], False, Verdict.NOT_GRANTED),
        ([facts("none")], False, Verdict.NOT_GRANTED),
        ([facts("applied")], False, Verdict.NOT_GRANTED),
        ([facts("refused")], False, Verdict.NOT_GRANTED),
        ([facts("withdrawn")], False, Verdict.NOT_GRANTED),
        ([facts("expired")], False, Verdict.NOT_OPEN),
        ([facts(opens=date(2027, 3, 2))], False, Verdict.NOT_OPEN),
        ([facts(closes=date(2027, 2, 28))], False, Verdict.NOT_OPEN),
        ([facts()], False, Verdict.CLAIM_SEPARATELY),
        ([facts("refused"), facts()], False, Verdict.CLAIM_SEPARATELY),
    ],
)
def test_only_granted_and_open_yields_credit(accreditations, demonstration, verdict):
    assert decided(*accreditations, demonstration=demonstration).verdict == verdict


def test_only_the_accreditations_that_are_open_are_named():
    late = AccreditationFacts(
        "Other", "hours", AccreditationState.GRANTED, Decimal(1), date(2028, 1, 1), date(2028, 2, 1)
    )
    assert decided(late, facts()).accreditations == (facts(),)


@pytest.mark.parametrize(
    ("time_zone", "opens", "closes"),
    [
        ("Europe/Zurich", datetime(2026, 12, 31, 23, 0, tzinfo=UTC), datetime(2027, 12, 31, 23, 0, tzinfo=UTC)),
        ("America/New_York", datetime(2027, 1, 1, 5, 0, tzinfo=UTC), datetime(2028, 1, 1, 5, 0, tzinfo=UTC)),
    ],
)
def test_an_accreditation_opens_and_closes_to_the_second(time_zone, opens, closes):
    second = timedelta(seconds=1)
    found = [is_open(facts(), at, time_zone) for at in (opens - second, opens, closes - second, closes)]
    assert found == [False, True, True, False]


@pytest.mark.parametrize("name", ["maximum_credit", "opens", "closes"])
def test_an_accreditation_with_a_gap_is_not_open(name):
    assert is_open(facts(**{name: None}), AT, ZONE) is False


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(list(AccreditationState)),
    st.booleans(),
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
)
def test_nothing_is_said_for_what_is_not_granted_and_open(state, demonstration, opens, closes):
    known = facts(state, opens=opens, closes=closes)
    yields = state == "granted" and not demonstration and opens <= date(2027, 3, 1) <= closes
    said = decided(known, demonstration=demonstration)
    assert said.accreditations == ((known,) if yields else ())
    assert any("Council" in sentence for sentence in sentences(said)) == yields


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (decided(demonstration=True), ["Demonstration, no credit"]),
        (decided(facts()), ["Credit of Council (points) is claimed separately."]),
        (
            decided(facts("expired")),
            ["No credit was awarded: the accreditation was not open when the test was passed."],
        ),
        (decided(), ["No credit was awarded: no accreditation had been granted when the test was passed."]),
    ],
)
def test_the_sentences(decision, expected):
    assert sentences(decision) == expected
