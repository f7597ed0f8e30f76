"""What holds of the figures whatever the rows are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.domain.analysis import analyse, dif, drift, intervals, reliability, scores
from quizzes.domain.analysis.sheets import Sheets
from quizzes.domain.analysis.whole import pooled
from tests.quizzes.analysis.columns import single_choice

many = settings(max_examples=200, deadline=None)
seeds = st.integers(0, 2**32 - 1)


@st.composite
def answered(draw):
    """Sheets of some attempts at some items of four options, perhaps drawn, with everything filled in."""
    random, n, k = np.random.default_rng(draw(seeds)), draw(st.integers(0, 60)), draw(st.integers(1, 6))
    drawn = random.random((n, k)) < draw(st.sampled_from([0.5, 1.0]))
    chosen = random.integers(-1, 4, (n, k))
    marks = np.where(drawn, np.where(chosen == 0, 1.0, 0.0), np.nan)
    seconds = np.where(drawn, random.lognormal(3, 1, (n, k)), np.nan)
    columns = tuple(single_choice(f"i{j}", "ABCD", 0, chosen[:, j], drawn[:, j]) for j in range(k))
    return Sheets(columns, marks, seconds, random.integers(-1, 3, n), ("a", "b", "c"))


def numbers(value):
    """Return all numbers of an analysis, in order."""
    if isinstance(value, (int, float)):
        return [float(value)]
    if isinstance(value, tuple):
        return [number for one in value for number in numbers(one)]
    if hasattr(value, "__dataclass_fields__"):
        return [number for name in value.__dataclass_fields__ for number in numbers(getattr(value, name))]
    return []


@many
@given(answered(), seeds)
def test_the_order_of_attempts_does_not_matter(sheets, seed):
    order = np.random.default_rng(seed).permutation(sheets.attempts)
    one, other = analyse(sheets, least=2), analyse(sheets.where(order), least=2)
    assert numbers(one) == pytest.approx(numbers(other), rel=1e-9, abs=1e-9)


@many
@given(answered())
def test_figures_stay_where_they_must(sheets):
    found = analyse(sheets, least=2)
    assert sum(count for _, count in found.professions) <= sheets.attempts
    for one in (each.figures for each in found.items):
        shares = [choice.share for choice in one.choices]
        assert one.n == 0 or sum(shares) + one.blank == pytest.approx(1)
        assert one.n == 0 or one.interval.low <= one.difficulty <= one.interval.high
        assert all(abs(choice.point_biserial or 0) <= 1 + 1e-12 for choice in one.choices)
        assert abs(one.item_total or 0) <= 1 + 1e-12
        assert (one.item_rest or 0) <= 1
        assert (one.alpha_deleted or 0) <= 1
        assert abs(one.discrimination or 0) <= 1 + 1e-12
        assert sum(group.n for group in one.trace) in (0, one.n, *range(one.n))
        assert all(sum(group.shares) + group.blank == pytest.approx(1) for group in one.trace)
        assert [group.rest for group in one.trace] == sorted(group.rest for group in one.trace)
        if one.times:
            quantiles = [one.times.p5, one.times.p25, one.times.p50, one.times.p75, one.times.p95]
            assert quantiles == sorted(quantiles)


@many
@given(answered())
def test_from_few_learners_only_counts_and_intervals_are_given(sheets):
    found = analyse(sheets, least=61)
    assert [found.test.alpha, found.test.deviation, found.test.error] == [None, None, None]
    for one in (each.figures for each in found.items):
        assert [one.item_rest, one.item_total, one.discrimination, one.alpha_deleted, one.times] == [None] * 5
        assert (one.trace, [choice.point_biserial for choice in one.choices]) == ((), [None] * 4)
        assert (one.difficulty is None) == (one.n == 0)


@many
@given(seeds, st.integers(3, 50), st.integers(2, 8))
def test_alpha_is_kr_20_for_marks_of_0_and_1(seed, n, k):
    marks = np.random.default_rng(seed).integers(0, 2, (n, k)).astype(float)
    if (marks.var(axis=0) == 0).any() or marks.sum(axis=1).var() < 1e-9:
        return
    assert reliability.reliability(marks).alpha == pytest.approx(reliability.kr20(marks), rel=1e-9, abs=1e-9)


@many
@given(seeds, st.integers(3, 50), st.integers(3, 8))
def test_item_rest_is_the_correlation_with_the_rest_where_papers_are_whole(seed, n, k):
    marks = np.random.default_rng(seed).random((n, k))
    found = reliability.reliability(marks).item_rest
    rests = [scores.correlation(marks[:, j], np.delete(marks, j, axis=1).sum(axis=1)) for j in range(k)]
    assert found == pytest.approx(rests, rel=1e-6, abs=1e-6)


@many
@given(seeds, st.integers(3, 50), st.integers(2, 8))
def test_alpha_if_deleted_is_the_alpha_of_the_others(seed, n, k):
    marks = np.random.default_rng(seed).random((n, k))
    without = [reliability.reliability(np.delete(marks, j, axis=1)).alpha for j in range(k)]
    found = reliability.reliability(marks).alpha_deleted
    assert [one is None for one in found] == [one is None for one in without]
    pairs = [(a, b) for a, b in zip(found, without, strict=True) if b is not None]
    assert [a for a, _ in pairs] == pytest.approx([b for _, b in pairs], rel=1e-6, abs=1e-6)


def test_items_that_never_meet_in_a_paper_leave_the_others_their_reliability():
    random = np.random.default_rng(1)
    ability = random.normal(size=(2000, 1))
    marks = (random.random((2000, 9)) < 1 / (1 + np.exp(-ability))).astype(float)
    whole = reliability.reliability(marks[:, :8]).alpha
    first = random.random(2000) < 0.5
    marks[first, 8], marks[~first, 0] = np.nan, np.nan
    assert np.isnan(reliability.covariances(marks)[0, 8])
    assert reliability.reliability(marks).paper_alpha == pytest.approx(whole, abs=0.03)


def test_a_paper_drawn_from_a_bank_is_less_reliable_than_the_bank():
    random = np.random.default_rng(2)
    marks = (random.random((2000, 20)) < 1 / (1 + np.exp(-random.normal(size=(2000, 1))))).astype(float)
    whole = reliability.reliability(marks[:, :10]).alpha
    for row in marks:
        row[random.permutation(20)[:10]] = np.nan
    found = reliability.reliability(marks)
    assert found.paper_alpha < found.alpha
    assert found.paper_alpha == pytest.approx(whole, abs=0.03)


def test_an_item_that_all_get_right_is_left_out_of_alpha_and_has_no_correlation():
    marks = np.random.default_rng(3).integers(0, 2, (40, 4)).astype(float)
    found = reliability.reliability(np.column_stack([marks, np.ones(40)]))
    assert found.alpha == pytest.approx(reliability.reliability(marks).alpha)
    assert (found.item_rest[4], found.alpha_deleted[4]) == (None, None)


@many
@given(st.integers(1, 500), st.data())
def test_an_interval_holds_its_share_and_mirrors(n, data):
    count = data.draw(st.integers(0, n))
    one, other = intervals.wilson(count / n, n), intervals.wilson(1 - count / n, n)
    assert 0 <= one.low <= count / n <= one.high <= 1
    assert (one.low, one.high) == pytest.approx((1 - other.high, 1 - other.low), abs=1e-12)


@many
@given(st.lists(st.floats(0, 1), max_size=12))
def test_corrected_p_values_are_larger_and_keep_their_order(values):
    found = intervals.holm(values)
    assert all(value <= p <= 1 for value, p in zip(values, found, strict=True))
    assert [found[index] for index in np.argsort(values, kind="stable")] == sorted(found)


@many
@given(st.lists(st.floats(0, 1), min_size=4, max_size=60), st.integers(1, 6))
def test_equal_scores_are_never_in_two_groups(values, groups):
    rounded = np.round(np.array(values), 1)
    found = scores.by_rank(rounded, groups)
    assert all(len(set(found[rounded == value])) == 1 for value in rounded)
    assert sorted(set(found)) == list(range(len(set(found))))
    assert len(set(found)) <= groups
    lower, upper = scores.extremes(rounded, 0.27)
    size = int(0.27 * len(values) + 0.5)
    assert (lower.sum(), upper.sum()) == pytest.approx((size, size))


tables = st.lists(st.tuples(*[st.integers(0, 20)] * 4), min_size=1, max_size=8)


@many
@given(tables)
def test_exchanging_the_groups_turns_the_result_round(cells):
    made = np.array(cells, dtype=float).reshape(-1, 2, 2)
    one, other = dif.mantel_haenszel(made), dif.mantel_haenszel(made[:, ::-1])
    if one is None:
        assert other is None
        return
    assert one.odds_ratio * other.odds_ratio == pytest.approx(1)
    assert (one.delta, one.chi_square) == pytest.approx((-other.delta, other.chi_square))
    assert one.interval.low <= one.odds_ratio <= one.interval.high
    assert one.grade == other.grade


@many
@given(st.lists(st.integers(-1, 5), max_size=120))
def test_nobody_can_be_recognised_by_a_rare_profession(professions):
    n, kinds = len(professions), ("a", "b", "c", "d", "e", "f")
    sheets = Sheets((), np.zeros((n, 0)), np.zeros((n, 0)), np.array(professions, dtype=int), kinds)
    found = pooled(sheets)
    counts = np.bincount(found.professions[found.professions >= 0], minlength=len(found.profession_names))
    assert all(count >= 10 for count in counts)
    for index, name in enumerate(found.profession_names):
        if name:
            assert counts[index] == professions.count(kinds.index(name))


def test_drift_is_told_beside_the_latest_edition_with_enough_learners():
    before = [drift.Earlier("2", 29, 0.9, reworded=False), drift.Earlier("1", 200, 0.5, reworded=True)]
    now = {"old": (200, 0.8), "few": (29, 0.8), "new": (200, 0.8)}
    found = drift.drifts(now, {"old": before, "few": before})
    assert list(found) == ["old"]
    assert (found["old"].earlier, round(found["old"].change.value, 9)) == (before[1], 0.3)
    assert found["old"].p < 0.001
