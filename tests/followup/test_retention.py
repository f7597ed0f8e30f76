"""What was remembered, in shares."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.followup.domain import retention
from elearning.followup.domain.retention import Change, Outcome, Share

ROWS = [
    Outcome(1, "a", ("know",), 0, right=False),
    Outcome(1, "a", ("know",), 1, right=False),
    Outcome(1, "a", ("know",), 2, right=True),
    Outcome(1, "b", ("know", "judge"), 0, right=True),
    Outcome(1, "b", ("know", "judge"), 1, right=True),
    Outcome(1, "c", ("judge",), 0, right=False),  # never asked again
    Outcome(2, "a", ("know",), 0, right=True),
    Outcome(2, "a", ("know",), 1, right=False),
]


def test_by_repeat_compares_with_the_test_only_what_was_repeated():
    assert retention.by_repeat(ROWS) == {0: Share(2, 3, 2), 1: Share(1, 3, 2), 2: Share(1, 1, 1)}


def test_by_item_takes_the_latest_repeat():
    assert retention.by_item(ROWS) == {
        "a": Change(Share(1, 2, 2), Share(1, 2, 2)),
        "b": Change(Share(1, 1, 1), Share(1, 1, 1)),
    }


def test_by_objective_counts_an_item_for_each():
    assert retention.by_objective(ROWS) == {
        "judge": Change(Share(1, 1, 1), Share(1, 1, 1)),
        "know": Change(Share(2, 3, 2), Share(2, 3, 2)),
    }


@pytest.mark.parametrize(
    ("right", "asked", "percent"), [(0, 0, 0), (0, 3, 0), (1, 3, 33), (2, 3, 67), (1, 8, 13), (3, 3, 100)]
)
def test_per_cent_is_rounded_to_the_nearest(right, asked, percent):
    assert Share(right, asked, 1).percent == percent


@pytest.mark.parametrize(("learners", "told"), [(4, False), (5, True)])
def test_fewer_than_five_learners_are_not_told(learners, told):
    assert Share(9, 9, learners).is_told is told


def asked_again(learners, item, objective="know"):
    return [Outcome(who, item, (objective,), repeat, right=True) for who in range(learners) for repeat in (0, 1)]


def test_what_few_learners_answered_does_not_come_out_by_taking_away():
    many = asked_again(6, "a") + asked_again(5, "b")
    assert retention.told(many) == ({"know"}, {"a", "b"})
    assert retention.told(many + asked_again(1, "c")) == ({"know"}, {"a"})  # else c is the objective without a and b
    assert retention.told(many + asked_again(5, "c")) == ({"know"}, {"a", "b", "c"})
    assert retention.told(many + asked_again(1, "c", "judge")) == (set(), {"a"})
    assert retention.told(asked_again(4, "a")) == (set(), set())


@given(
    st.lists(
        st.builds(
            Outcome,
            learner=st.integers(1, 4),
            item=st.sampled_from("abc"),
            objectives=st.just(("know",)),
            repeat=st.integers(0, 4),
            right=st.booleans(),
        ),
        max_size=40,
        unique_by=lambda row: (row.learner, row.item, row.repeat),
    )
)
@settings(max_examples=200)
def test_shares_never_count_more_than_there_is(rows):
    for each in retention.by_repeat(rows).values():
        assert 0 <= each.right <= each.asked <= len(rows)
        assert each.learners <= each.asked
    for change in retention.by_item(rows).values():
        assert change.after.asked == change.after.learners >= change.before.asked
