"""What a certificate may say about credit."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.certificates.domain.claiming import Award, Gates, Variant
from elearning.certificates.domain.statement import (
    AccreditationFacts,
    AccreditationState,
    Fault,
    Verdict,
    faults,
    is_open,
    last_day_allowed,
    statement,
)
from elearning.certificates.statements import of_certificate, of_module

AT = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
ZONE = "Europe/Zurich"


def facts(state="granted", **values):
    given_ = {"body": "Council", "scheme": "own", "credit_name": "point", "professions": ("physician",)}
    given_ |= {"maximum_credit": Decimal(1), "opens": date(2027, 1, 1), "closes": date(2027, 12, 31), **values}
    return AccreditationFacts(state=AccreditationState(state), **given_)


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
        ([facts()], False, Verdict.CREDIT),
        ([facts("refused"), facts()], False, Verdict.CREDIT),
    ],
)
def test_only_granted_and_open_yields_credit(accreditations, demonstration, verdict):
    assert decided(*accreditations, demonstration=demonstration).verdict == verdict


def test_only_the_accreditations_that_are_open_are_named():
    late = facts(opens=date(2028, 1, 1), closes=date(2028, 2, 1))
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
    for row in said.accreditations or [None]:
        award = Award(Variant.PHYSICIAN, 1, Decimal(1)) if row else Award(Variant.NO_CREDIT)
        assert any("Council" in sentence for sentence in sentences(said, award, row)) == yields


def sentences(decision, award=None, row=None):
    named = {"title": "A module", "provider": "Society"}
    return of_certificate(decision, award or Award(Variant.NO_CREDIT), row, **named)


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (decided(demonstration=True), ["Demonstration, no credit"]),
        (
            decided(facts("expired")),
            ["No credit was awarded: the accreditation was not open when the test was passed."],
        ),
        (decided(), ["No credit was awarded: no accreditation had been granted when the test was passed."]),
    ],
)
def test_what_is_said_where_there_is_no_credit(decision, expected):
    assert sentences(decision) == expected


AMA = facts(scheme="ama", credit_name="", step=Decimal("0.25"))
DESIGNATED = (
    "The Society designates this enduring material for a maximum of 1 AMA PRA Category 1 Credit™. Physicians should "
    "claim only the credit commensurate with the extent of their participation in the activity."
)
ACCREDITED = (
    "The e-learning material “A module” has been accredited by the European Accreditation Council for Continuing "
    "Medical Education (EACCME®) with 1.5 European CME credits (ECMEC®s). Each medical specialist should claim only "
    "those hours of credit that he/she actually spent in the educational activity."
)
EACCME = facts(scheme="eaccme", credit_name="", maximum_credit=Decimal("1.5"), reference_number="ELM 1")


@pytest.mark.parametrize(
    ("row", "credit", "expected"),
    [
        (facts(), "1", ["Credit awarded: 1 point.", "Council has accredited this module with a maximum of 1 point."]),
        (
            AMA,
            "0.75",
            [
                "Credit awarded: 0.75 AMA PRA Category 1 Credits™.",
                DESIGNATED,
            ],
        ),
        (
            EACCME,
            "1.50",
            [
                "Credit awarded: 1.5 ECMEC®s.",
                ACCREDITED,
                "Reference of the accreditation: ELM 1.",
            ],
        ),
    ],
)
def test_what_is_said_of_awarded_credit_follows_from_the_scheme(row, credit, expected):
    assert sentences(decided(row), Award(Variant.PHYSICIAN, 1, Decimal(credit)), row) == expected


def test_who_is_not_served_is_told_what_the_module_was_designated_for():
    assert sentences(decided(AMA, EACCME), Award(Variant.PARTICIPATION)) == [
        "Certificate of participation. It awards none of the following credit.",
        "The module was designated for a maximum of 1 AMA PRA Category 1 Credit™.",
        "The module was designated for a maximum of 1.5 ECMEC®s.",
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            facts("applied", scheme="eaccme", credit_name=""),
            "An application has been made to the UEMS-EACCME® for CME accreditation of this event.",
        ),
        (facts("applied"), "An application has been made to Council."),
        (facts("none"), "Council: no accreditation has been applied for."),
        (facts(), "Council: the accreditation is not open today; no credit can be earned."),
        (facts("refused"), "Council: the accreditation was not granted."),
        (facts("expired"), "Council: the accreditation has expired."),
        (facts("withdrawn"), "Council: the accreditation was withdrawn."),
    ],
)
def test_the_module_page_says_no_more_than_the_state_allows(row, sentence):
    assert of_module(row, is_open=False, title="A module", provider="Society") == sentence


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (facts(), []),
        (facts(credit_name=""), [Fault.CREDIT_NAME_MISSING]),
        (facts(scheme="ama", step=Decimal("0.25")), [Fault.CREDIT_NAME_FIXED, Fault.EVALUATION_NEEDED]),
        (facts(scheme="esmo", credit_name="", step=Decimal("0.5")), [Fault.STEP]),
        (facts(maximum_credit=Decimal("1.2")), [Fault.MAXIMUM_NOT_IN_STEPS]),
        (facts(professions=()), [Fault.PROFESSIONS_MISSING]),
        (
            facts(
                scheme="ama", credit_name="", step=Decimal("0.25"), professions=("nurse",), gates=Gates(evaluation=True)
            ),
            [Fault.PROFESSIONS_NOT_SERVED],
        ),
        (facts(scheme="ebap", credit_name="", step=Decimal(1), gates=Gates(score_percent=70)), [Fault.SCORE_TOO_LOW]),
        (facts("applied", scheme="ama", credit_name="", step=Decimal("0.25")), []),
    ],
)
def test_what_contradicts_the_scheme_is_named(row, found):
    assert faults(row) == found


@pytest.mark.parametrize(
    ("scheme", "step", "last"),
    [("ama", "0.25", date(2030, 1, 14)), ("eaccme", "0.5", date(2029, 1, 14))],
)
def test_a_life_ends_the_day_before_its_anniversary(scheme, step, last):
    values = {"scheme": scheme, "credit_name": "", "step": Decimal(step), "gates": Gates(evaluation=True)}
    days = [facts(opens=date(2027, 1, 15), closes=last + timedelta(days=days), **values) for days in (0, 1)]
    assert [faults(row) for row in days] == [[], [Fault.TOO_LONG]]


@pytest.mark.parametrize(
    ("opens", "months", "last"),
    [
        (date(2028, 2, 29), 36, date(2031, 2, 27)),
        (date(2027, 1, 1), 24, date(2028, 12, 31)),
        (date(2027, 12, 31), 2, date(2028, 2, 28)),
    ],
)
def test_the_last_day_of_a_life(opens, months, last):
    assert last_day_allowed(opens, months) == last
