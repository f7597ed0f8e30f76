"""The blueprint: its rows, what is refused in them, and the papers drawn by them."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.domain.blueprint import Row, allocate, by_section
from quizzes.domain.paper import draw_paper
from quizzes.domain.policy import Policy, Reveal
from quizzes.domain.testfile import Known
from quizzes.models import Item
from tests.quizzes.factories import NOW, REFERENCE, Sitting, policy
from tests.quizzes.test_paper_and_scoring import bank_item
from tests.quizzes.test_testfile import GOOD, read

ENOUGH = settings(max_examples=200, deadline=None)
ROWS = (Row("standards", "basics", 3, 4, 6), Row("standards", "practice", 1, 2, 2), Row("novel", "practice", 2, 2, 5))


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, [0, 0, 0]),
        (1, [1, 0, 0]),
        (3, [2, 0, 1]),  # 1.5, 0.5 and 1: of equal remainders the first row's counts
        (6, [3, 1, 2]),
        (9, [5, 1, 3]),
        (12, [6, 2, 4]),
        (13, [6, 2, 5]),
        (99, [6, 2, 5]),
    ],
)
def test_items_are_allocated_by_largest_remainder_within_what_rows_hold(count, expected):
    assert allocate(count, ROWS) == expected


def test_no_rows_give_nothing():
    assert allocate(5, []) == []


def test_a_section_gives_what_its_rows_give():
    assert by_section(6, ROWS) == {"basics": 3, "practice": 3}


@st.composite
def blueprints(draw):
    cells = draw(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), min_size=1, unique=True))
    numbers = st.integers(1, 12)
    rows = [Row(*cell, draw(numbers), 0) for cell in cells]
    return [replace(row, at_least=row.draw, holds=row.draw + draw(st.integers(0, 8))) for row in rows]


@ENOUGH
@given(blueprints(), st.integers(0, 250))
def test_an_allocation_is_exact_within_bounds_and_always_the_same(rows, count):
    given_out = allocate(count, rows)
    assert sum(given_out) == min(count, sum(row.holds for row in rows))
    assert all(0 <= number <= row.holds for number, row in zip(given_out, rows, strict=True))
    assert given_out == allocate(count, rows)


@ENOUGH
@given(blueprints())
def test_the_sum_of_the_rows_is_drawn_as_they_say(rows):
    assert allocate(sum(row.draw for row in rows), rows) == [row.draw for row in rows]


@ENOUGH
@given(blueprints(), st.integers(0, 250))
def test_a_share_differs_from_its_proportion_by_less_than_one_where_every_row_holds_enough(rows, count):
    plenty = [replace(row, holds=1000) for row in rows]
    total = sum(row.draw for row in rows)
    for row, number in zip(plenty, allocate(count, plenty), strict=True):
        assert abs(number - count * row.draw / total) < 1


def bank_of(rows):
    return [
        bank_item(f"{row.objective}-{row.section}-{number}", frozenset({row.objective}), 4, row.cell)
        for row in rows
        for number in range(row.holds)
    ]


@ENOUGH
@given(blueprints(), st.none() | st.integers(1, 250), st.booleans(), st.integers(0, 2**62))
def test_a_paper_takes_from_each_row_its_part_and_no_item_twice(rows, count, shuffle, seed):
    rules = Policy(pass_percent=75, reveal=Reveal.NEVER, draw=count, shuffle_items=shuffle)
    bank = bank_of(rows)
    paper = draw_paper(bank, rules, Random(seed), rows)
    keys = [place["item"] for place in paper]
    assert len(keys) == len(set(keys)) == rules.items_of(len(bank))
    drawn = Counter(item.cell for item in bank if item.key in keys)
    assert [drawn[row.cell] for row in rows] == allocate(len(keys), rows)
    assert paper == draw_paper(bank, rules, Random(seed), rows)
    if not shuffle:
        assert keys == [item.key for item in bank if item.key in keys]


def test_every_item_of_a_row_is_drawn_sooner_or_later():
    bank, rules = bank_of(ROWS), Policy(pass_percent=75, reveal=Reveal.NEVER, draw=6)
    drawn = {place["item"] for seed in range(100) for place in draw_paper(bank, rules, Random(seed), ROWS)}
    assert drawn == {item.key for item in bank}


# Reading

KNOWN = Known(frozenset({"standards", "novel"}), {"cleopatra": "current", "tdxd": "future"}, {"swain2020": REFERENCE})
ENTRY = GOOD[GOOD.index("  - key") :]


def entry(key, objectives="[standards]", slides="[cleopatra]"):
    return ENTRY.replace("first-line", key).replace("[standards]", objectives).replace("[cleopatra]", slides)


RIGHT = (
    GOOD[: GOOD.index("items:\n  -")].replace("draw: 1", "draw: 3")
    + "blueprint:\n"
    + "  - {objective: standards, section: current, draw: 2, at_least: 2}\n"
    + "  - {objective: novel, section: future, draw: 1, at_least: 1}\n"
    + "items:\n"
    + entry("one")
    + entry("two", objectives="[standards, novel]", slides="[cleopatra, tdxd]")
    + entry("three", objectives="[novel]", slides="[tdxd, cleopatra]")
)
SECOND = "  - {objective: novel, section: future, draw: 1, at_least: 1}\n"


def test_an_item_lies_in_the_cell_of_its_first_objective_and_its_first_slide():
    content, problems = read(RIGHT, KNOWN)
    assert problems == []
    assert [item.cell for item in content.items] == [("standards", "current")] * 2 + [("novel", "future")]
    assert content.blueprint == (Row("standards", "current", 2, 2, 2), Row("novel", "future", 1, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("{objective: novel", "{objective: old", "test.yaml:13: 'objective': 'old' does not exist in this module"),
        ("section: future", "section: past", "test.yaml:13: 'section': 'past' does not exist in this module"),
        ("{objective: novel, ", "{", "test.yaml:13: 'objective' is missing"),
        ("future, draw: 1", "future, draw: 0", "test.yaml:13: 'draw': write a whole number from 1 to 500"),
        (SECOND, f"{SECOND}{SECOND}", "test.yaml:14: a second row for 'novel' in 'future'; write one for each"),
        (
            "future, draw: 1, at_least: 1",
            "future, draw: 2, at_least: 1",
            "test.yaml:13: 'at_least': 2 items cannot be drawn from 1; write at least 2",
        ),
        (
            "at_least: 1}",
            "at_least: 15}",
            "test.yaml:13: the bank has 1 items for 'novel' in 'future' and needs 15",
        ),
        (
            SECOND,
            "",
            "test.yaml:40: the item lies in no row of the blueprint: its first objective is 'novel', its first",
        ),
        ("draw: 3", "draw: 2", "test.yaml:6: 'draw': the rows of the blueprint draw 3 in all; write 3"),
        ("draw: 3", "draw: null", "test.yaml:6: 'draw': the rows of the blueprint draw 3 in all; write 3"),
        ("  draw: 3\n", "", "test.yaml:2: 'draw': the rows of the blueprint draw 3 in all; write 3"),
        ("blueprint:\n", "blueprint: none\nrows:\n", "test.yaml:11: write a list"),
        ("  - {objective: standards, section: current, draw: 2, at_least: 2}\n" + SECOND, "  {a: 1}\n",
         "test.yaml:11: write a list here"),
    ],
)  # fmt: skip
def test_a_fault_of_a_blueprint_is_reported_with_its_line(old, new, problem):
    assert old in RIGHT
    content, problems = read(RIGHT.replace(old, new, 1), KNOWN)
    assert content is None
    assert [line for line in problems if line.startswith(problem)] != [], problems


def test_an_empty_blueprint_is_refused():
    text = RIGHT.replace("  - {objective: standards, section: current, draw: 2, at_least: 2}\n" + SECOND, "  []\n")
    _, problems = read(text, KNOWN)
    assert problems == ["test.yaml:11: write at least one row, or leave the blueprint out"]


# Attempts

ATTEMPT_ROWS = (Row("standards", "basics", 1, 2, 3), Row("standards", "practice", 2, 3, 3))


@pytest.mark.django_db
@pytest.mark.parametrize(("draw", "basics"), [(3, 1), (2, 1), (6, 3), (None, 3)])
def test_an_attempt_is_drawn_by_the_blueprint_scaled_to_the_policy_in_force(draw, basics):
    attempt = Sitting(items=6, blueprint=ATTEMPT_ROWS, draw=draw).begin()
    keys = [place["item"] for place in attempt.paper]
    assert len(keys) == (draw or 6)
    assert Item.objects.filter(key__in=keys, section="basics").count() == basics


@pytest.mark.django_db
def test_an_administrators_number_scales_the_rows_of_attempts_that_begin_from_then_on():
    from quizzes import services

    sitting = Sitting(items=6, blueprint=ATTEMPT_ROWS, draw=3, wait_minutes=0)
    before = sitting.sit(right=0)
    changed = policy(draw=6, wait_minutes=0)
    services.change_policy(module=sitting.module, policy=changed, reason="More items.", now=NOW, actor=None)
    assert (len(before.paper), len(sitting.begin().paper)) == (3, 6)


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_attempt():
    papers = [Sitting(items=6, blueprint=ATTEMPT_ROWS, draw=3).begin(seed=11).paper for _ in range(2)]
    assert papers[0] == papers[1]
