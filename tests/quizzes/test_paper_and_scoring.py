"""Drawing papers and scoring them."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.domain.kinds import WHOLE
from quizzes.domain.paper import BankItem, draw_paper
from quizzes.domain.policy import Policy, Reveal
from quizzes.domain.scoring import Part, Scorable, needed, passes, score
from tests.quizzes.factories import option

ENOUGH = settings(max_examples=200, deadline=None)
OBJECTIVES = ["standards", "situations", "novel"]
PLAIN = Policy(pass_percent=75, reveal=Reveal.NEVER, shuffle_items=False, shuffle_options=False)


def bank_item(key, objectives, options, cell=("", "")):
    content = {"options": [option(f"{key} {place}", correct=place == 0) for place in range(options)]}
    return BankItem(key, "single-best-answer", content, objectives, cell)


@st.composite
def banks(draw):
    count = draw(st.integers(1, 25))
    served = st.frozensets(st.sampled_from(OBJECTIVES), min_size=1)
    return [bank_item(f"item-{i}", draw(served), draw(st.integers(2, 8))) for i in range(count)]


@st.composite
def policies(draw):
    return Policy(
        pass_percent=75,
        reveal=Reveal.NEVER,
        draw=draw(st.none() | st.integers(1, 30)),
        shuffle_items=draw(st.booleans()),
        shuffle_options=draw(st.booleans()),
    )


@ENOUGH
@given(banks(), policies(), st.integers(0, 2**62))
def test_a_paper_holds_each_item_once_with_each_option_once(bank, policy, seed):
    paper = draw_paper(bank, policy, Random(seed))
    by_key = {item.key: item for item in bank}
    assert len(paper) == policy.items_of(len(bank))
    assert len({place["item"] for place in paper}) == len(paper)
    for place in paper:
        assert sorted(place["options"]) == list(range(len(by_key[place["item"]].content["options"])))


@ENOUGH
@given(banks(), policies(), st.integers(0, 2**62))
def test_the_same_seed_gives_the_same_paper(bank, policy, seed):
    assert draw_paper(bank, policy, Random(seed)) == draw_paper(bank, policy, Random(seed))


@ENOUGH
@given(banks(), policies(), st.integers(0, 2**62))
def test_a_draw_as_large_as_the_objectives_serves_every_one_of_them(bank, policy, seed):
    objectives = frozenset().union(*(item.objectives for item in bank))
    by_key = {item.key: item for item in bank}
    paper = draw_paper(bank, policy, Random(seed))
    served = frozenset().union(*(by_key[place["item"]].objectives for place in paper))
    if len(paper) >= len(objectives):
        assert served == objectives


@ENOUGH
@given(banks(), st.integers(0, 2**62))
def test_without_shuffling_the_paper_keeps_the_order_of_the_bank(bank, seed):
    paper = draw_paper(bank, PLAIN, Random(seed))
    assert paper == [{"item": item.key, "options": list(range(len(item.content["options"])))} for item in bank]


def test_every_item_of_the_bank_is_drawn_sooner_or_later():
    bank = [bank_item(f"item-{i}", frozenset({OBJECTIVES[i % 3]}), 4) for i in range(12)]
    policy = Policy(pass_percent=75, reveal=Reveal.NEVER, draw=3)
    drawn = {place["item"] for seed in range(100) for place in draw_paper(bank, policy, Random(seed))}
    assert drawn == {item.key for item in bank}


@pytest.mark.parametrize(
    ("correct", "total", "percent", "passed"),
    [
        (0, 12, 75, False),
        (8, 12, 75, False),
        (9, 12, 75, True),
        (12, 12, 75, True),
        (2, 3, 67, False),  # 66.67 is not rounded up
        (2, 3, 66, True),
        (1, 3, 33, True),
        (1, 3, 34, False),
        (6, 7, 86, False),  # 85.71
        (11, 12, 100, False),
        (12, 12, 100, True),
        (0, 5, 1, False),
        (1, 100, 1, True),
        (0, 0, 75, True),  # every item was flawed
    ],
)
def test_a_pass_compares_whole_numbers(correct, total, percent, passed):
    assert passes(correct * WHOLE, total, percent) is passed


@ENOUGH
@given(st.integers(1, 500), st.integers(1, 100), st.data())
def test_passing_is_exactly_reaching_the_percentage(total, percent, data):
    correct = data.draw(st.integers(0, total))
    assert passes(correct * WHOLE, total, percent) is (Fraction(correct, total) >= Fraction(percent, 100))
    assert passes(correct * WHOLE, total, percent) is (correct >= needed(total, percent))


BANK = {
    key: Scorable("single-best-answer", bank_item(key, frozenset(), 3).content, section)
    for key, section in [("a", "basics"), ("b", "practice"), ("c", "practice")]
}
PLAIN_MARKS = {"pass_percent": 50, "section_percents": {}, "partial": False}


@pytest.mark.parametrize(
    ("answers", "correct", "passed"),
    [
        ({}, 0, False),
        ({"a": 0, "b": 0}, 2, True),
        ({"a": 0, "b": 1}, 1, True),
        ({"a": 0, "b": None}, 1, True),
        ({"a": None, "b": None}, 0, False),
        ({"a": 1, "b": 1, "c": 0}, 0, False),  # c is not in the paper
    ],
)
def test_right_answers_are_counted_and_blanks_are_wrong(answers, correct, passed):
    result = score(["a", "b"], BANK, answers, **PLAIN_MARKS)
    assert (result.correct, result.total, result.points, result.passed) == (correct, 2, correct * WHOLE, passed)
    assert sum(result.marks.values()) == sum(part.points for part in result.sections.values()) == result.points


@pytest.mark.parametrize(
    ("answers", "percents", "passed"),
    [
        ({"a": 0, "b": 0}, {"basics": 100, "practice": 50}, True),
        ({"a": 1, "b": 0, "c": 0}, {"basics": 1}, False),
        ({"a": 0, "b": 0}, {"practice": 51}, False),
        ({"a": 1, "b": 0, "c": 0}, {"elsewhere": 100}, True),
    ],
)
def test_a_section_may_have_a_pass_mark_of_its_own(answers, percents, passed):
    given = {**PLAIN_MARKS, "section_percents": percents}
    assert score(["a", "b", "c"], BANK, answers, **given).passed is passed


def test_a_neutralised_item_counts_for_nobody():
    bank = {**BANK, "b": replace(BANK["b"], neutralised=True)}
    result = score(["a", "b"], bank, {"a": 0, "b": 1}, **{**PLAIN_MARKS, "pass_percent": 100})
    assert (result.correct, result.total, result.passed, dict(result.marks)) == (1, 1, True, {"a": WHOLE})
    assert (result.sections["basics"], "practice" in result.sections) == (Part(WHOLE, 1), False)


@ENOUGH
@given(banks(), policies(), st.integers(0, 2**62))
def test_a_later_paper_asks_siblings_before_what_was_seen(bank, policy, seed):
    first = {place["item"] for place in draw_paper(bank, policy, Random(seed))}
    second = {place["item"] for place in draw_paper(bank, policy, Random(seed + 1), (), first)}
    served = [frozenset({objective}) for objective in OBJECTIVES]
    fresh = [item for item in bank if item.key not in first]
    if len(fresh) >= policy.items_of(len(bank)) and all(
        any(objective <= item.objectives for item in fresh) for objective in served
    ):
        assert first & second == set()


def test_a_draw_larger_than_the_bank_takes_all_of_it():
    policy = Policy(pass_percent=75, reveal=Reveal.NEVER, draw=12)
    assert (policy.items_of(5), policy.items_of(12), policy.items_of(20)) == (5, 12, 12)


def test_granted_attempts_add_to_the_limit_and_to_nothing_else():
    limited = Policy(pass_percent=75, reveal=Reveal.NEVER, max_attempts=3)
    unlimited = Policy(pass_percent=75, reveal=Reveal.NEVER)
    assert (limited.allowed(0), limited.allowed(2), unlimited.allowed(2)) == (3, 5, None)
