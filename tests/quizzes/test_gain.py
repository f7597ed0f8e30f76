"""Learning gain: which questions are compared, and what the differences say. Intervals are compared with R's."""

import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.groups import FEWEST
from quizzes.domain import moore
from quizzes.domain.gain import Early, Pair, gain, pairs_of, siblings
from quizzes.domain.student import paired_interval, t_distribution, t_quantile

EXPECTED = json.loads((Path(__file__).parent / "expected" / "gain.json").read_text())
"""Made by gain.R beside it."""


def test_quantiles_of_the_t_distribution_are_those_of_r():
    found = [t_quantile(probability, freedom) for probability, freedom, _ in EXPECTED["quantiles"]]
    assert found == pytest.approx([expected for *_, expected in EXPECTED["quantiles"]], rel=1e-9)


@pytest.mark.parametrize("case", EXPECTED["intervals"], ids=lambda case: case["name"])
def test_paired_intervals_are_those_of_r(case):
    assert paired_interval(case["differences"]) == pytest.approx(tuple(case["interval"]), rel=1e-9, abs=1e-12)


@settings(max_examples=200)
@given(st.integers(1, 500), st.lists(st.floats(0, 50), min_size=2, max_size=8))
def test_the_distribution_rises_from_a_half_and_stays_below_one(freedom, values):
    shares = [t_distribution(value, freedom) for value in sorted(values)]
    assert all(low <= high + 1e-12 for low, high in pairwise([0.5, *shares, 1.0]))


def early(key, objective="know", matches="", level="3"):
    return Early(key, objective, matches or f"item-{key}", level)


QUESTIONS = [early("a"), early("b"), early("c", "do")]


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        (["item-a", "item-b", "item-c"], {"a": "item-a", "b": "item-b", "c": "item-c"}),
        (["other", "item-b"], {"a": "other", "b": "item-b"}),
        (["item-b"], {"b": "item-b"}),
        (["other", "another"], {"a": "other", "b": "another"}),
        (["item-c"], {"c": "item-c"}),
        ([], {}),
    ],
)
def test_a_question_is_compared_with_what_it_matches_or_else_with_a_free_item_of_its_objective(drawn, expected):
    assert siblings(QUESTIONS, {key: "do" if key == "item-c" else "know" for key in drawn}) == expected


objectives = st.sampled_from(["know", "do"])
banks = st.dictionaries(st.sampled_from([f"item-{letter}" for letter in "abcdefgh"]), objectives)


@settings(max_examples=200)
@given(st.lists(objectives, max_size=6), banks)
def test_each_item_serves_once_and_shares_the_objective_or_is_the_match(served, drawn):
    questions = [early(letter, objective) for letter, objective in zip("abcdef", served, strict=False)]
    questions += [early("x", "know", "item-a"), early("y", "do", "item-h")]  # the first matches as another one does
    found = siblings(questions, drawn)
    assert len(set(found.values())) == len(found)
    for question in questions:
        if question.key in found:
            item = found[question.key]
            assert item == question.matches or drawn[item] == question.objective


def pair(before, after, objective="know", level="3"):
    return Pair(objective, level, Fraction(before), Fraction(after))


def test_the_gain_is_the_mean_of_the_learners_differences():
    learners = [[pair(0, 1), pair(1, 1)], [pair(0, 0), pair(0, 1)], [pair(1, 1)], [pair(0, 1)], [pair(1, 0)]]
    found = gain(learners).overall
    assert (found.learners, found.pairs, found.right_before, found.right_after) == (5, 7, 3, 5)
    assert (found.before, found.after, found.mean) == (Fraction(1, 2), Fraction(7, 10), Fraction(1, 5))
    assert found.interval == pytest.approx(paired_interval([0.5, 0.5, 0.0, 1.0, -1.0]))
    assert (found.enough, found.rough) == (True, True)


def test_with_fewer_than_five_learners_there_is_no_interval():
    found = gain([[pair(0, 1)]] * (FEWEST - 1)).overall
    assert (found.interval, found.enough) == (None, False)


def test_where_nobody_has_a_pair_there_is_no_gain():
    found = gain([[], []])
    assert (found.overall, found.objectives, found.levels) == (None, {}, {})


def test_objectives_and_levels_have_their_own_changes_over_the_learners_that_have_them():
    both = [pair(0, 1), pair(0, 1, "do", "4")]
    found = gain([both] * 4 + [[pair(1, 1)]])
    assert {key: (one.learners, one.mean) for key, one in found.objectives.items()} == {
        "know": (5, Fraction(4, 5)),
        "do": (4, Fraction(1)),
    }
    assert list(found.levels) == ["3", "4"]


def test_pairs_hold_the_marks_of_both_sides():
    marks = {"a": Fraction(1), "b": Fraction(0), "c": Fraction(0)}
    drawn = {"item-a": "know", "item-c": "do"}
    after = {"item-a": Fraction(1, 2), "item-c": Fraction(1)}
    assert pairs_of(QUESTIONS, drawn, marks, after) == [pair(1, Fraction(1, 2)), pair(0, 1, "do")]


shares = st.sampled_from([Fraction(n, 4) for n in range(5)])
groups = st.lists(st.lists(st.builds(pair, shares, shares, objectives), min_size=1, max_size=3), min_size=5, max_size=7)


@settings(max_examples=200)
@given(groups)
def test_the_mean_lies_within_its_interval_and_between_minus_one_and_one(learners):
    found = gain(learners).overall
    low, high = found.interval
    assert low - 1e-9 <= found.mean <= high + 1e-9
    assert -1 <= found.mean <= 1
    assert gain(learners[::-1]).overall.mean == found.mean


@pytest.mark.parametrize(
    ("stem", "kind", "stated", "expected"),
    [
        ("A woman of 52 years has liver metastases two years after the end of adjuvant treatment with trastuzumab.",
         "single-best-answer", "", "4"),
        ("Short.", "single-best-answer", "", "3"),
        ("", "case", "", "4"),
        ("", "extended-matching", "", "4"),
        ("", "case", "3b", "3b"),
    ],
)  # fmt: skip
def test_the_level_is_the_objectives_own_or_that_of_a_case(stem, kind, stated, expected):
    assert moore.level(stem, kind, stated) == expected
