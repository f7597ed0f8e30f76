"""The certificate number: every typing error is found before anything is looked up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.certificates.domain.numbers import (
    ALPHABET,
    ENTROPY_BYTES,
    LENGTH,
    certificate_number,
    check_character,
    parse,
)

numbers = st.binary(min_size=ENTROPY_BYTES, max_size=ENTROPY_BYTES).map(certificate_number)
places = st.integers(0, LENGTH - 1)
two_hundred = settings(max_examples=200, deadline=None)


def bare(number: str) -> str:
    return number.replace("-", "")


@pytest.mark.parametrize(
    ("body", "check"),
    [
        ("G123498654321", "H"),  # the donation number of the ISBT 128 specification, which uses the same standard
        ("12CD", "6"),
        ("K7QD4M2X9T3", "F"),
        ("00000000000", "1"),
    ],
)
def test_the_check_character_is_that_of_iso_7064_mod_37_2(body, check):
    assert check_character(body) == check


@two_hundred
@given(numbers)
def test_a_number_is_three_groups_of_four_unambiguous_characters(number):
    assert [len(group) for group in number.split("-")] == [4, 4, 4]
    assert set(bare(number)) <= set(ALPHABET)
    assert parse(number) == number


@two_hundred
@given(numbers, places, st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(number, place, wrong):
    text = bare(number)
    mistyped = text[:place] + wrong + text[place + 1 :]
    assert parse(mistyped) == (number if wrong == text[place] else None)


@two_hundred
@given(numbers, places, places)
def test_every_exchange_of_two_characters_is_found(number, one, other):
    text = list(bare(number))
    text[one], text[other] = text[other], text[one]
    same = "".join(text) == bare(number)
    assert parse("".join(text)) == (number if same else None)


@two_hundred
@given(numbers, places)
def test_a_character_too_few_or_too_many_is_found(number, place):
    text = bare(number)
    assert parse(text[:place] + text[place + 1 :]) is None
    assert parse(text[:place] + text[place] + text[place:]) is None


@pytest.mark.parametrize(
    "text",
    [
        "K7QD-4M2X-9T3F",
        "k7qd4m2x9t3f",
        " K7QD 4M2X 9T3F ",
        "K7QD\u20114M2X\u20139T3F",
        "K7-QD4M2X-9T3F\n",
    ],
)
def test_case_spaces_and_hyphens_do_not_matter(text):
    assert parse(text) == "K7QD-4M2X-9T3F"


def test_letters_that_look_like_digits_are_read_as_such():
    number = next(n for n in map(certificate_number, _seeds()) if "0" in n and "1" in n)
    assert parse(number.replace("0", "o").replace("1", "l")) == number
    assert parse(number.replace("0", "O").replace("1", "I")) == number


@pytest.mark.parametrize(
    "text", ["", "-", "U7QD-4M2X-9T3F", "K7QD-4M2X-9T3*", "Κ7QD-4M2X-9T3F", "x" * 10_000, "１" * 12]
)
def test_what_no_certificate_can_have_is_refused(text):
    assert parse(text) is None


def test_neighbouring_entropy_gives_no_sequence_of_whole_numbers():
    found = [certificate_number(bytes([seed]) * ENTROPY_BYTES) for seed in range(256)]
    assert len(set(found)) == 256


def test_too_little_entropy_is_refused():
    with pytest.raises(ValueError, match="10 random bytes"):
        certificate_number(b"123456789")


def _seeds():
    return (seed.to_bytes(ENTROPY_BYTES) for seed in range(0, 2**79, 2**68 + 12345))
