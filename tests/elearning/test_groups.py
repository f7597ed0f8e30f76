"""What is told of groups of people."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.groups import percent


@given(of=st.integers(1, 10_000), count=st.integers(0, 10_000))
@settings(max_examples=200)
def test_per_cent_is_rounded_to_the_nearest_and_half_of_one_up(of, count):
    assert percent(count, of) - Fraction(1, 2) <= Fraction(100 * count, of) < percent(count, of) + Fraction(1, 2)


def test_nothing_of_nothing_is_no_per_cent():
    assert percent(0, 0) == 0
