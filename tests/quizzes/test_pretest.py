"""The pre-test: how it is read, scored by objective, stored once, and kept out of the CME test."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain.reasons import Code, Refused
from courses.models import Start
from elearning.audit.models import Entry
from quizzes import access, services
from quizzes.domain.pretest import Part, Question, by_objective, may_sit
from quizzes.domain.testfile import Known, TestContent
from quizzes.models import Attempt, Item, PretestSitting
from tests.quizzes.factories import NOW, REFERENCE, Sitting, item, learner, minutes, option
from tests.quizzes.kinds.samples import HEAD, entry
from tests.quizzes.kinds.samples import KNOWN as SAMPLES
from tests.quizzes.test_flaws import warnings
from tests.quizzes.test_testfile import GOOD, read

ENOUGH = settings(max_examples=200, deadline=None)

# Rules


def question(objective, right, slides=(), count=4):
    options = [option(str(place), correct=place == right) for place in range(count)]
    return Question("single-best-answer", {"options": options}, objective, slides)


QUESTIONS = {
    "a": question("standards", 0, ("one", "two")),
    "b": question("novel", 2, ("three",)),
    "c": question("standards", 1, ("two", "four")),
}


@pytest.mark.parametrize(
    ("chosen", "parts"),
    [
        ({"a": 0, "b": 2, "c": 1}, [Part("standards", 2, 2, ()), Part("novel", 1, 1, ())]),
        ({"a": 1, "b": 2, "c": 0}, [Part("standards", 0, 2, ("one", "two", "four")), Part("novel", 1, 1, ())]),
        ({"a": 0}, [Part("standards", 1, 2, ("two", "four")), Part("novel", 0, 1, ("three",))]),
        ({"a": None, "b": 0, "c": 1}, [Part("standards", 1, 2, ("one", "two")), Part("novel", 0, 1, ("three",))]),
        ({}, [Part("standards", 0, 2, ("one", "two", "four")), Part("novel", 0, 1, ("three",))]),
    ],
)
def test_the_result_is_told_by_objective_with_the_slides_of_what_was_missed(chosen, parts):
    assert by_objective(QUESTIONS, chosen) == parts


@ENOUGH
@given(
    st.dictionaries(
        st.text("abcdefgh", min_size=1, max_size=2),
        st.builds(question, st.sampled_from("xyz"), st.integers(0, 3), st.lists(st.sampled_from("1234")).map(tuple)),
    ),
    st.data(),
)
def test_the_parts_add_up_and_name_slides_exactly_where_something_was_missed(questions, data):
    chosen = {key: data.draw(st.none() | st.integers(0, 3)) for key in questions}
    parts = by_objective(questions, chosen)
    assert sum(part.total for part in parts) == len(questions)
    assert sum(part.correct for part in parts) == sum(each.is_right(chosen[key]) for key, each in questions.items())
    assert len({part.objective for part in parts}) == len(parts)
    for part in parts:
        assert len(set(part.slides)) == len(part.slides)
        assert part.correct < part.total or part.slides == ()


@ENOUGH
@given(st.integers(1, 10**6), st.text("abc-", min_size=1), st.integers(2, 8))
def test_a_learner_always_sees_the_options_in_the_same_order(number, key, count):
    order = question("standards", 0, (), count).order_for(number, key)
    assert sorted(order) == list(range(count))
    assert order == question("standards", 0, (), count).order_for(number, key)


def test_learners_see_the_options_in_different_orders():
    assert len({tuple(QUESTIONS["a"].order_for(number, "first-line")) for number in range(200)}) == 24


def test_the_pretest_closes_when_an_attempt_was_begun():
    assert may_sit(attempted=False) is None
    assert may_sit(attempted=True).code is Code.PRETEST_CLOSED


# Reading

KNOWN = Known(frozenset({"standards", "novel"}), {"cleopatra": "current", "tdxd": "future"}, {"swain2020": REFERENCE})
ENTRY = GOOD[GOOD.index("  - key") :]
OTHER = ENTRY.replace("first-line", "second-line").replace("[standards]", "[novel]")
EARLY = ENTRY.replace("- key: first-line", "- key: early\n    matches: first-line")
RIGHT = f"{GOOD}{OTHER}pretest:\n{EARLY}"


def test_items_of_the_pretest_are_read_apart_from_the_bank():
    content, problems = read(RIGHT, KNOWN)
    assert problems == []
    assert [each.key for each in content.items] == ["first-line", "second-line"]
    assert [(each.key, each.matches, each.section) for each in content.pretest] == [("early", "first-line", "current")]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("    matches: first-line\n", "", "test.yaml:39: 'matches' is missing"),
        ("matches: first-line", "matches: third-line", "test.yaml:40: 'matches': 'items' holds no item 'third-line'"),
        ("matches: first-line", "matches: early", "test.yaml:40: 'matches': 'items' holds no item 'early'"),
        (
            "matches: first-line",
            "matches: second-line",
            "test.yaml:50: the first objective is 'standards', but 'second-line' serves ['novel'] first",
        ),
        ("- key: early", "- key: second-line", "test.yaml:39: the key 'second-line' is used by an earlier item"),
        (EARLY, "  []\n", "test.yaml:38: write at least one item, or leave the pre-test out"),
        (EARLY, "  a: b\n", "test.yaml:38: write a list here"),
        (EARLY, EARLY.replace("        correct: true\n", ""), "test.yaml:43: no option is correct"),
    ],
)
def test_a_fault_of_the_pretest_is_reported_with_its_line(old, new, problem):
    assert old in RIGHT
    head, tail = RIGHT.split("pretest:\n")
    content, problems = read(f"{head}pretest:\n{tail.replace(old, new)}", KNOWN)
    assert content is None
    assert [line for line in problems if line.startswith(problem)] != [], problems


def test_an_item_of_the_bank_matches_nothing():
    _, problems = read(GOOD.replace("- key: first-line", "- key: first-line\n    matches: first-line"))
    assert [line for line in problems if line.startswith("test.yaml:13: unknown key 'matches'")] != []


def test_items_of_the_pretest_serve_no_objective_of_the_bank():
    _, problems = read(f"{GOOD}pretest:\n{EARLY}", KNOWN)
    assert problems == ["test.yaml:11: no item serves the objective 'novel'"]


def test_items_of_the_pretest_are_warned_of_like_the_others():
    text = f"{GOOD}pretest:\n{EARLY}".replace("    lead_in: Which treatment?", "    lead_in: Which is not right?")
    lines = [line for line in warnings(text) if "negative-lead-in" in line]
    assert [line.split(": ")[0] for line in lines] == ["test.yaml:14", "test.yaml:29"]


# Storing

pytestmark = pytest.mark.django_db


def test_the_pretest_is_stored_beside_the_bank_with_what_it_matches():
    sitting = Sitting(items=2, pretest=2)
    rows = Item.objects.filter(test=sitting.test)
    assert list(rows.values_list("key", "position", "matches__key")) == [
        ("item-1", 0, None),
        ("item-2", 1, None),
        ("early-1", 2, "item-1"),
        ("early-2", 3, "item-2"),
    ]
    assert [each.key for each in rows.bank()] == ["item-1", "item-2"]
    assert [each.key for each in access.pretest_items(sitting.edition)] == ["early-1", "early-2"]


def test_no_item_of_the_pretest_is_drawn_or_counted():
    sitting = Sitting(items=3, pretest=3)
    summary = access.test_summary(
        learner=sitting.learner, module=sitting.module, edition=sitting.edition, term=sitting.term, now=NOW
    )
    assert (summary.bank, summary.item_count, summary.pretest, summary.pretested) == (3, 3, 3, False)
    assert sorted(place["item"] for place in sitting.begin().paper) == ["item-1", "item-2", "item-3"]


def test_a_new_rendering_reaches_the_pretest_too():
    from dataclasses import replace

    sitting = Sitting(items=1, pretest=1)
    content = TestContent(
        "CME test",
        sitting.policy,
        (item("item-1"),),
        pretest=(replace(item("early-1", matches="item-1"), stem_html="<p>New</p>"),),
    )
    services.store_rendering(edition=sitting.edition, content=content)
    assert Item.objects.get(key="early-1").stem_html == "<p>New</p>"


def test_a_pretest_has_no_cases():
    case = {**entry("case"), "key": "early", "matches": "about-ordering"}
    text = json.dumps({**HEAD, "items": [entry("ordering")], "pretest": [case]})
    content, problems = read(text, SAMPLES)
    assert content is None
    assert [line.partition(": ")[2] for line in problems] == [
        "a pre-test has no cases: all its items are on one page, nothing is disclosed step by step"
    ]


# Submitting


def test_a_sitting_is_scored_and_stored_whole_with_its_audit_row():
    sitting = Sitting(pretest=3)
    row = sitting.sit_pretest(right=1)
    assert row.answers == {"early-1": 0, "early-2": 1, "early-3": None}
    assert (row.correct, row.total, row.submitted_at, row.edition) == (1, 3, NOW, sitting.edition)
    entry = Entry.objects.get(action="pretest.submitted")
    assert (entry.actor_id, entry.subject_id, entry.after) == (
        sitting.learner.pk,
        str(row.pk),
        {"correct": 1, "total": 3},
    )


def test_a_second_submit_returns_the_first_result_and_changes_nothing():
    sitting = Sitting(pretest=3)
    first = sitting.sit_pretest(right=1)
    assert sitting.sit_pretest(right=3, now=NOW + minutes(5)) == first
    row = PretestSitting.objects.get()
    assert (row.correct, row.submitted_at) == (1, NOW)
    assert Entry.objects.filter(action="pretest.submitted").count() == 1


def test_answers_to_items_that_the_pretest_does_not_have_are_left_out():
    sitting = Sitting(pretest=1)
    row = sitting.sit_pretest(answers={"early-1": 2, "item-1": 0, "nothing": 0})
    assert (row.answers, row.correct) == ({"early-1": 2}, 0)


@pytest.mark.parametrize("finished", [False, True])
def test_after_an_attempt_was_begun_nothing_is_stored(finished):
    sitting = Sitting(pretest=2)
    attempt = sitting.begin()
    if finished:
        sitting.submit(attempt)
    with pytest.raises(Refused) as refused:
        sitting.sit_pretest()
    assert refused.value.reason.code is Code.PRETEST_CLOSED
    assert PretestSitting.objects.count() == 0


def test_a_result_from_before_the_attempt_stays():
    sitting = Sitting(pretest=2)
    first = sitting.sit_pretest()
    sitting.begin()
    assert sitting.sit_pretest(right=0) == first


def test_an_attempt_in_another_module_closes_nothing():
    other, sitting = Sitting(), Sitting(pretest=2)
    other.learner = sitting.learner
    other.begin()
    assert sitting.sit_pretest().correct == 2


def test_a_pretest_earns_nothing_and_begins_no_attempt():
    sitting = Sitting(pretest=2)
    sitting.sit_pretest()
    summary = access.test_summary(
        learner=sitting.learner, module=sitting.module, edition=sitting.edition, term=sitting.term, now=NOW
    )
    assert (Attempt.objects.count(), summary.passed_attempt, summary.attempts_left) == (0, None, 3)
    assert summary.begin_refusal(0, NOW) is None
    assert Start.objects.count() == 0


def test_a_learner_sees_the_own_sitting_and_no_other():
    sitting = Sitting(pretest=2)
    row, other = sitting.sit_pretest(), learner()
    assert access.sitting_of(sitting.learner, sitting.module) == row
    assert access.sitting_of(other, sitting.module) is None
    seen = access.test_summary(
        learner=other, module=sitting.module, edition=sitting.edition, term=sitting.term, now=NOW
    )
    assert seen.pretested is False


def test_a_visitor_is_not_taken_for_a_learner_whose_account_was_erased():
    sitting = Sitting(pretest=2)
    sitting.sit_pretest()
    sitting.learner.delete()
    seen = access.test_summary(learner=None, module=sitting.module, edition=sitting.edition, term=sitting.term, now=NOW)
    assert (seen.pretest, seen.pretested) == (2, False)
