"""Numbers of persons and events: right ones pass, every typing error of one digit is found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.interop.identifiers import (
    Identifier,
    is_accme_activity,
    is_accme_provider,
    luhn,
    normalised,
    problem,
    vnr_problem,
)
from elearning.interop.problems import Problem, ProblemCode
from tests.interop.records import EFN, VNR

NPI = "1234567893"  # the example of the standard


def code(kind: str, value: str, **fields: str) -> ProblemCode | None:
    found = problem(Identifier(kind, value, **fields))
    return found.code if found else None


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("npi", NPI, None),
        ("npi", "1234567890", ProblemCode.CHECK_DIGIT),
        ("npi", "123456789", ProblemCode.DIGITS),
        ("npi", "12345678933", ProblemCode.DIGITS),
        ("npi", "123456789X", ProblemCode.DIGITS),
        ("npi", "١٢٣٤٥٦٧٨٩٣", ProblemCode.DIGITS),
        ("npi", "3234567893", ProblemCode.BEGINNING),
        ("npi", "", ProblemCode.DIGITS),
        ("efn", EFN, None),
        ("efn", EFN[:-1] + "5", ProblemCode.CHECK_DIGIT),
        ("efn", EFN[:-1], ProblemCode.DIGITS),
        ("efn", "800400901234566", ProblemCode.BEGINNING),
        ("esmo", "123456", None),
        ("esmo", "12", ProblemCode.PATTERN),
        ("esmo", "=1+1", ProblemCode.PATTERN),
    ],
)
def test_a_number_is(kind: str, value: str, expected: ProblemCode | None):
    assert code(kind, value) == expected


@pytest.mark.parametrize(
    ("value", "state", "profession", "expected"),
    [
        ("ME123456", "FL", "ME", None),
        ("RN-12.3/4", "DC", "RN", None),
        ("ME123456", "", "ME", ProblemCode.STATE_UNKNOWN),
        ("ME123456", "ZZ", "ME", ProblemCode.STATE_UNKNOWN),
        ("ME123456", "FL", "", ProblemCode.PATTERN),
        ("ME123456", "FL", "a nurse", ProblemCode.PATTERN),
        ("NODIGIT", "FL", "ME", ProblemCode.PATTERN),
        ("=1+1", "FL", "ME", ProblemCode.PATTERN),
        ("1" * 31, "FL", "ME", ProblemCode.PATTERN),
    ],
)
def test_a_licence_is(value: str, state: str, profession: str, expected: ProblemCode | None):
    assert code("licence", value, state=state, profession=profession) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (VNR, None),
        (VNR[:-1] + "3", ProblemCode.CHECK_DIGIT),
        (VNR[:-1], ProblemCode.DIGITS),
        ("1" + VNR[1:], ProblemCode.BEGINNING),
    ],
)
def test_the_number_of_an_event_is(value: str, expected: ProblemCode | None):
    found = vnr_problem(value)
    assert (found and found.code) == expected


def test_a_problem_says_what_would_be_right():
    assert problem(Identifier("npi", "12")) == Problem(ProblemCode.DIGITS, {"kind": "npi", "count": 10})
    assert problem(Identifier("efn", "8" * 15)) == Problem(ProblemCode.BEGINNING, {"kind": "efn", "expected": "…276"})


def test_numbers_are_read_as_people_write_them():
    assert normalised("npi", " 1234-567 893 ") == NPI
    assert normalised("licence", " me 12-34 ") == "ME12-34"


def test_the_numbers_of_accme_have_seven_and_nine_digits():
    assert [is_accme_provider(each) for each in ("0001234", "1234", "000123x")] == [True, False, False]
    assert [is_accme_activity(each) for each in ("201234567", "20123456")] == [True, False]


@settings(max_examples=200)
@given(st.text("0123456789", min_size=1, max_size=30), st.data())
def test_luhn_finds_every_single_wrong_digit(body: str, data: st.DataObject):
    number = next(body + check for check in "0123456789" if luhn(body + check))
    place = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[place]]))
    assert not luhn(number[:place] + other + number[place + 1 :])
