"""Which items come again, and in which order."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.followup.domain import choice, recall
from elearning.followup.domain.choice import Due, Seen

AT = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
confidences = st.sampled_from(["", "sure", "unsure", "guess"])
papers = st.lists(st.builds(Seen, key=st.uuids().map(str), right=st.booleans(), confidence=confidences), max_size=40)


def test_confidently_wrong_then_missed_then_guessed_then_unsure_then_known():
    seen = [
        Seen("known", right=True, confidence="sure"),
        Seen("right", right=True),
        Seen("unsure", right=True, confidence="unsure"),
        Seen("guessed", right=True, confidence="guess"),
        Seen("blank", right=False),
        Seen("missed", right=False, confidence="guess"),
        Seen("misled", right=False, confidence="sure"),
    ]
    keys = [one.key for one in choice.choose(seen)]
    assert keys == ["misled", "blank", "missed", "guessed", "unsure", "right", "known"]


@given(papers, st.integers(0, 20))
@settings(max_examples=200)
def test_never_more_than_the_limit_and_missed_before_known(seen, limit):
    chosen = choice.choose(seen, limit)
    assert len(chosen) == min(limit, len(seen))
    groups = [choice.group_of(one) for one in chosen]
    assert groups == sorted(groups)
    left_out = [one for one in seen if one not in chosen]
    assert all(choice.group_of(one) >= max(groups, default=0) for one in left_out if chosen)
    assert [one.right for one in chosen] == sorted(one.right for one in chosen)


@given(papers, st.integers(1, 60))
@settings(max_examples=200)
def test_items_never_repeated_are_asked_in_the_order_of_their_groups(seen, days):
    chosen = choice.choose(seen)
    memories = [
        recall.after(None, recall.rating_of(right=one.right, confidence=one.confidence), AT).memory for one in chosen
    ]
    now = AT + timedelta(days=days)
    due = [Due(rank, rank, 0, recall.recall(memory, now)) for rank, memory in enumerate(memories)]
    assert [one.rank for one in choice.in_order(reversed(due))] == list(range(len(chosen)))


def test_what_is_forgotten_most_comes_first_then_by_rank():
    due = [Due(1, 5, 0, 0.8), Due(2, 4, 1, 0.4), Due(3, 0, 0, 0.8)]
    assert [one.key for one in choice.in_order(due)] == [2, 3, 1]


@given(st.lists(st.builds(Due, st.integers(), st.integers(0, 11), st.integers(0, 8), st.floats(0, 1)), max_size=12))
@settings(max_examples=200)
def test_nothing_comes_a_third_time_while_something_due_lacks_its_two_repeats(due):
    had_two = [one.repeats >= recall.FEWEST_REPEATS for one in choice.in_order(due)]
    assert had_two == sorted(had_two)
