"""Enemies: items of which one gives away another's key are never on one paper."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.domain.blueprint import Row
from quizzes.domain.enemies import peaceful
from quizzes.domain.paper import draw_paper
from quizzes.domain.policy import Policy, Reveal
from quizzes.domain.testfile import Known, TestContent
from quizzes.services import store_test
from tests.quizzes import factories
from tests.quizzes.factories import REFERENCE, Sitting, item
from tests.quizzes.test_paper_and_scoring import OBJECTIVES, bank_item
from tests.quizzes.test_testfile import GOOD, SECOND_ITEM, read

ENOUGH = settings(max_examples=200, deadline=None)
RULES = Policy(pass_percent=75, reveal=Reveal.NEVER)


def hostile(bank, pairs):
    """Return ``bank`` with each pair of places as enemies."""
    keys = [item.key for item in bank]
    for one, other in pairs:
        bank[one] = replace(bank[one], enemies=bank[one].enemies | {keys[other]})
        bank[other] = replace(bank[other], enemies=bank[other].enemies | {keys[one]})
    return bank


def meetings(bank, paper):
    drawn = {place["item"] for place in paper}
    return {(item.key, enemy) for item in bank if item.key in drawn for enemy in item.enemies & drawn}


places = st.integers(0, 11)
pairs_of_enemies = st.lists(st.tuples(places, places).filter(lambda pair: pair[0] != pair[1]), max_size=12)


def peace_in(bank):
    together = peaceful({item.key: item.enemies for item in bank})
    return [item for item in bank if item.key in together]


def rows_with_room(cells, peace):
    """Return a row for each cell that draws as many items as there are of which no two are enemies."""
    drawn = {cell: sum(item.cell == cell for item in peace) for cell in cells}
    return [Row(*cell, number, number, 4) for cell, number in drawn.items() if number]


@ENOUGH
@given(pairs_of_enemies)
def test_no_two_items_at_peace_are_enemies_and_no_other_could_join_them(pairs):
    bank = hostile([bank_item(f"item-{number}", frozenset(OBJECTIVES), 3) for number in range(12)], pairs)
    peace = {item.key for item in peace_in(bank)}
    assert meetings(bank, [{"item": key} for key in peace]) == set()
    assert [item.key for item in bank if item.key not in peace and not item.enemies & peace] == []


def test_of_a_hub_and_its_enemies_the_enemies_stay():
    assert peaceful({"hub": ["a", "b"], "a": ["hub"], "b": ["hub"], "c": []}) == {"a", "b", "c"}
    assert peaceful({"a": ["b"], "b": ["a"]}) == {"a"}


@ENOUGH
@given(pairs_of_enemies, st.integers(0, 2**62), st.sets(places))
def test_no_paper_holds_enemies_where_enough_items_are_at_peace(pairs, seed, seen):
    served = frozenset(OBJECTIVES[:1])
    bank = hostile([bank_item(f"item-{number}", served, 3) for number in range(12)], pairs)
    for draw in range(1, len(peace_in(bank)) + 1):
        paper = draw_paper(bank, replace(RULES, draw=draw), Random(seed), (), {f"item-{place}" for place in seen})
        assert (len(paper), meetings(bank, paper)) == (draw, set())


@ENOUGH
@given(pairs_of_enemies, st.integers(0, 2**62))
def test_no_paper_of_a_blueprint_holds_enemies_where_each_row_has_enough_at_peace(pairs, seed):
    cells = [(objective, "first-section") for objective in OBJECTIVES]
    bank = [bank_item(f"item-{place}", frozenset({cells[place % 3][0]}), 3, cells[place % 3]) for place in range(12)]
    bank = hostile(bank, pairs)
    rows = rows_with_room(cells, peace_in(bank))
    draw = sum(row.draw for row in rows)
    if draw:
        paper = draw_paper(bank, replace(RULES, draw=draw), Random(seed), rows)
        assert (len(paper), meetings(bank, paper)) == (draw, set())


def test_each_of_two_enemies_is_drawn_sooner_or_later_and_both_where_all_items_are_asked():
    bank = hostile([bank_item(f"item-{number}", frozenset(OBJECTIVES[:1]), 3) for number in range(3)], [(0, 1)])
    one = {frozenset(p["item"] for p in draw_paper(bank, replace(RULES, draw=2), Random(seed))) for seed in range(60)}
    assert one == {frozenset({"item-0", "item-2"}), frozenset({"item-1", "item-2"})}
    assert [place["item"] for place in draw_paper(bank, replace(RULES, shuffle_items=False), Random(1))] == [
        "item-0",
        "item-1",
        "item-2",
    ]


# Reading

OTHERS = "".join(SECOND_ITEM.replace("first-line", key) for key in ("second-line", "third-line"))
THREE = GOOD + OTHERS
BOTH = Known(frozenset({"standards", "novel"}), {"cleopatra": "current-standards"}, {"swain2020": REFERENCE})


def with_enemies(text, key, enemies):
    return text.replace(f"  - key: {key}\n", f"  - key: {key}\n    enemies: [{enemies}]\n")


def test_an_author_writes_enemies_on_one_side_and_both_have_them():
    content, problems = read(with_enemies(THREE, "third-line", "first-line"))
    assert problems == []
    assert [item.enemies for item in content.items] == [("third-line",), (), ("first-line",)]


BLUEPRINT = """\
blueprint:
  - {objective: standards, section: current-standards, draw: 3, at_least: 3}
"""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            with_enemies(THREE, "first-line", "fourth-line"),
            "test.yaml:13: 'enemies': 'items' holds no item 'fourth-line'",
        ),
        (with_enemies(THREE, "first-line", "first-line"), "test.yaml:13: 'enemies': 'first-line' is this item itself"),
        (
            with_enemies(THREE, "first-line", "third-line").replace("draw: 1", "draw: 3"),
            (
                "test.yaml:6: 'draw': 3 items are drawn, "
                "and the bank has only 2 of which no two are 'enemies': write more or draw fewer"
            ),
        ),
        (
            with_enemies(THREE, "first-line", "third-line").replace("draw: 1", "draw: 3") + BLUEPRINT,
            (
                "test.yaml:53: 3 items are drawn for 'standards' in 'current-standards', "
                "and the bank has only 2 of which no two are 'enemies': write more or draw fewer"
            ),
        ),
    ],
)
def test_a_fault_of_enemies_is_told_with_its_place(text, problem):
    assert read(text) == (None, [problem])


def test_each_objective_needs_an_item_without_enemies():
    text = with_enemies(THREE, "first-line", "third-line")
    start = text.index("  - key: third-line")
    text = text[:start] + text[start:].replace("[standards]", "[novel]")
    _, problems = read(text, BOTH)
    assert problems == ["test.yaml:11: for the objective 'novel' write an item without 'enemies'"]


# Attempts


@pytest.mark.django_db
def test_no_attempt_holds_two_items_that_are_enemies():
    sitting = Sitting(items=3, draw=2, pretest=0)
    edition = factories.edition(sitting.module, number=2)
    items = [item("item-1", enemies=("item-2",)), item("item-2", enemies=("item-1",)), item("item-3")]
    store_test(edition=edition, content=TestContent("CME test", sitting.policy, tuple(items)))
    drawn = {
        frozenset(
            place["item"] for place in sitting.begin(edition=edition, learner=factories.learner(), seed=seed).paper
        )
        for seed in range(20)
    }
    assert drawn == {frozenset({"item-1", "item-3"}), frozenset({"item-2", "item-3"})}
