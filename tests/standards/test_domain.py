"""Angoff and Hofstee as plain arithmetic, beside tables, properties and the values of R (expected/standards.R)."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.standards.domain import angoff, hofstee
from elearning.standards.domain.angoff import CutScore, TooFew, cut_score
from elearning.standards.domain.hofstee import Bounds, Crossing, Miss, crossing

EXPECTED = json.loads((Path(__file__).parent / "expected" / "standards.json").read_text())
ITEMS = ["a", "b", "c"]


def judge(*ratings):
    return dict(zip(ITEMS, ratings, strict=False))


def test_the_cut_score_is_the_mean_of_the_judges_sums():
    found = cut_score(ITEMS, [judge(50, 60, 70), judge(70, 80, 95)])
    assert found.judges == (Fraction(9, 5), Fraction(49, 20))
    assert (found.cut, found.percent, found.pass_percent) == (Fraction(17, 8), Fraction(425, 6), 71)


@pytest.mark.parametrize("case", EXPECTED["angoff"], ids=lambda case: f"{len(case['ratings'])} judges")
def test_spread_and_error_are_those_of_r(case):
    items = [f"item-{number}" for number in range(len(case["ratings"][0]))]
    found = cut_score(items, [dict(zip(items, ratings, strict=True)) for ratings in case["ratings"]])
    assert float(found.cut) == pytest.approx(case["cut"], rel=1e-12)
    assert (found.sd, found.standard_error) == pytest.approx((case["sd"], case["error"]), rel=1e-12)
    assert [item.sd for item in found.items] == pytest.approx(case["spread"], rel=1e-12)


def test_a_whole_cut_score_is_not_rounded_and_nobody_passes_with_nothing():
    assert cut_score(["a"], [{"a": 70}, {"a": 70}]).pass_percent == 70
    assert cut_score(["a"], [{"a": 0}, {"a": 0}]).pass_percent == 1


@pytest.mark.parametrize(("judges", "count"), [([], 0), ([judge(1, 2, 3)], 1), ([judge(1, 2, 3), judge(1, 2)], 1)])
def test_fewer_than_two_complete_judges_give_no_result(judges, count):
    assert cut_score(ITEMS, judges) == TooFew(count)


def test_of_no_items_there_is_no_cut_score():
    assert cut_score([], [{}, {}]) == TooFew(0)


def test_the_items_to_discuss_are_those_with_the_largest_spread():
    found = cut_score(ITEMS, [judge(50, 60, 70), judge(50, 90, 75)])
    assert [(item.item, item.least, item.most) for item in found.to_discuss] == [("b", 60, 90), ("c", 70, 75)]


def test_a_spread_is_told_of_items_that_only_some_have_rated():
    found = angoff.spreads(ITEMS, [judge(40, 50), judge(60)])
    assert {key: (each.ratings, each.mean) for key, each in found.items()} == {"a": ((40, 60), 50), "b": ((50,), 50)}


panels = st.integers(1, 6).flatmap(
    lambda items: st.lists(
        st.lists(st.integers(0, 100), min_size=items, max_size=items).map(lambda given: dict(enumerate(given))),
        min_size=2,
        max_size=6,
    )
)


@settings(max_examples=200)
@given(panels, st.randoms(use_true_random=False))
def test_the_cut_lies_between_the_judges_whatever_their_order(judges, random):
    items = list(judges[0])
    found = cut_score(items, judges)
    assert isinstance(found, CutScore)
    assert min(found.judges) <= found.cut <= max(found.judges)
    assert found.cut == sum(item.mean for item in found.items) / 100
    assert found.pass_percent - 1 < max(found.percent, 1) <= found.pass_percent
    assert (found.sd == 0) == (len(set(found.judges)) == 1)
    mixed = random.sample(judges, len(judges))
    again = cut_score(items, mixed)
    assert (again.cut, again.sd, [item.sd for item in again.items]) == (
        found.cut, found.sd, [item.sd for item in found.items],
    )  # fmt: skip


def bounds(*values):
    return Bounds(*(Fraction(value) for value in values))


TEN = [Fraction(score) for score in (30, 40, 50, 55, 60, 65, 70, 80, 90, 100)]
CASES = {
    "on a level": (bounds(50, 80, 0, 60), TEN, Crossing(Fraction(60), Fraction(40))),
    "on an upright": (bounds(60, 80, 0, 45), TEN, Crossing(Fraction(60), Fraction(45))),
    "at the lowest mark": (bounds(50, 80, 0, 20), TEN, Crossing(Fraction(50), Fraction(20))),
    "at the highest mark": (bounds(50, 80, 75, 100), TEN, Crossing(Fraction(80), Fraction(75))),
    "no room for the mark": (bounds(60, 60, 0, 100), TEN, Crossing(Fraction(60), Fraction(40))),
    "no room for failures": (bounds(50, 80, 45, 45), TEN, Crossing(Fraction(60), Fraction(45))),
    "too many fail": (bounds(70, 80, 0, 10), TEN, Miss.TOO_MANY_FAIL),
    "too few fail": (bounds(50, 60, 55, 90), TEN, Miss.TOO_FEW_FAIL),
    "nobody sat": (bounds(50, 60, 0, 10), [], Miss.NOBODY_SAT),
    "one candidate": (bounds(50, 60, 0, 10), [Fraction(55)], Crossing(Fraction(55), Fraction(5))),
}


@pytest.mark.parametrize("name", CASES)
def test_the_crossing_of_curve_and_diagonal(name):
    asked, scores, expected = CASES[name]
    assert crossing(asked, scores) == expected


def test_crossings_are_those_that_r_finds_segment_by_segment():
    for case in EXPECTED["hofstee"]:
        scores = [Fraction(100 * int(right), case["items"]) for right in case["right"]]
        found = crossing(bounds(*map(int, case["bounds"])), scores)
        expected = case["crossing"]
        assert isinstance(found, Crossing) == (expected is not None)
        if expected:
            assert (float(found.mark), float(found.failing)) == pytest.approx(tuple(expected), abs=1e-9)


percents = st.integers(0, 100)
some_bounds = st.builds(
    lambda marks, fails: bounds(*sorted(marks), *sorted(fails)),
    st.tuples(percents, percents),
    st.tuples(percents, percents),
)
some_scores = st.lists(st.integers(0, 14).map(lambda right: Fraction(100 * right, 14)), min_size=1, max_size=12)


@settings(max_examples=200)
@given(some_bounds, some_scores)
def test_a_crossing_lies_within_the_bounds_and_on_the_curve(asked, scores):
    found = crossing(asked, scores)
    scores = sorted(scores)
    below, above = hofstee.failing(scores, asked.min_pass), hofstee.failing(scores, asked.max_pass)
    if found is Miss.TOO_MANY_FAIL:
        assert below > asked.max_fail
    elif found is Miss.TOO_FEW_FAIL:
        assert above < asked.min_fail
    else:
        assert asked.min_pass <= found.mark <= asked.max_pass
        assert asked.min_fail <= found.failing <= asked.max_fail
        assert hofstee.failing(scores, found.mark) <= found.failing <= hofstee.reached(scores, found.mark)
        assert hofstee.failing(scores, found.mark) == Fraction(100 * sum(s < found.mark for s in scores), len(scores))


def test_the_curve_rises_upright_at_each_score():
    assert hofstee.curve([Fraction(50), Fraction(20)]) == [(0, 0), (20, 0), (20, 50), (50, 50), (50, 100), (100, 100)]


def test_means_and_medians_of_the_judges_are_both_tried():
    judges = [bounds(50, 80, 0, 60), bounds(50, 80, 0, 60), bounds(56, 98, 6, 90)]
    found = hofstee.check(judges, TEN)
    assert found.means == bounds(52, 86, 2, 70)
    assert found.medians == bounds(50, 80, 0, 60)
    assert found.by_medians == Crossing(Fraction(60), Fraction(40))
    assert found.by_means == crossing(found.means, TEN)


def test_one_judge_gives_no_check():
    found = hofstee.check([bounds(50, 80, 0, 60)], TEN)
    assert (found.by_means, found.by_medians, found.means) == (Miss.TOO_FEW_JUDGES, Miss.TOO_FEW_JUDGES, None)
