"""When an item comes again: FSRS as this site uses it."""

from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Rating
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.followup.domain import recall

AT = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
ratings = st.sampled_from(list(Rating))
answers = st.lists(st.tuples(ratings, st.integers(0, 90)), min_size=1, max_size=12)


def steps(given_ratings, wait=0):
    """The steps of answers given each when the item was due, or ``wait`` days later."""
    memory, at, found = None, AT, []
    for rating in given_ratings:
        step = recall.after(memory, rating, at)
        found.append(step)
        memory, at = step.memory, step.due_at + timedelta(days=wait)
    return found


@pytest.mark.parametrize(
    ("right", "confidence", "rating"),
    [
        (False, "sure", Rating.Again),
        (False, "guess", Rating.Again),
        (False, "", Rating.Again),
        (True, "guess", Rating.Hard),
        (True, "unsure", Rating.Good),
        (True, "", Rating.Good),
        (True, "sure", Rating.Easy),
    ],
)
def test_rating_of_an_answer(right, confidence, rating):
    assert recall.rating_of(right=right, confidence=confidence) == rating


def test_a_confidence_that_is_not_known_is_refused():
    with pytest.raises(ValueError, match="certain"):
        recall.rating_of(right=True, confidence="certain")


@pytest.mark.parametrize(
    ("given_ratings", "days"),
    [
        ([Rating.Again], [1]),
        ([Rating.Hard], [1]),
        ([Rating.Good], [2]),
        ([Rating.Easy], [8]),
        ([Rating.Good, Rating.Good, Rating.Good], [2, 11, 46]),
        ([Rating.Again, Rating.Good, Rating.Good, Rating.Good], [1, 2, 6, 17]),
        ([Rating.Easy, Rating.Again, Rating.Good], [8, 1, 4]),
    ],
)
def test_days_until_an_item_comes_again(given_ratings, days):
    assert [step.days for step in steps(given_ratings)] == days


def test_to_desire_more_recall_would_ask_more_often():
    memory = steps([Rating.Good, Rating.Good, Rating.Good])[-1].memory
    days = {recalled: next(n for n in range(400) if _recalled(memory, n) <= recalled) for recalled in (0.95, 0.9)}
    assert (days[0.95], days[0.9]) == (19, 47)


def _recalled(memory, days):
    return recall.recall(memory, memory.reviewed_at + timedelta(days=days))


def test_an_item_comes_again_when_its_estimated_recall_is_what_is_desired():
    step = steps([Rating.Good, Rating.Good, Rating.Good])[-1]
    assert recall.recall(step.memory, step.due_at) == pytest.approx(recall.DESIRED_RETENTION, abs=0.005)


@given(answers)
@settings(max_examples=200)
def test_the_same_answers_always_give_the_same_days(given_answers):
    def play():
        memory, at, found = None, AT, []
        for rating, wait in given_answers:
            step = recall.after(memory, rating, at)
            found.append(step)
            memory, at = step.memory, at + timedelta(days=wait)
        return found

    assert play() == play()


@given(answers)
@settings(max_examples=200)
def test_an_item_rests_from_a_day_to_a_year(given_answers):
    memory, at = None, AT
    for rating, wait in given_answers:
        step = recall.after(memory, rating, at)
        assert timedelta(days=1) <= step.due_at - at <= timedelta(days=365)
        assert 1 <= step.memory.difficulty <= 10
        memory, at = step.memory, at + timedelta(days=wait)


@given(answers, st.integers(0, 400), st.integers(0, 400))
@settings(max_examples=200)
def test_recall_fades_and_stays_a_probability(given_answers, early, late):
    memory = steps([rating for rating, _ in given_answers])[-1].memory
    sooner, later = (recall.recall(memory, memory.reviewed_at + timedelta(days=days)) for days in sorted((early, late)))
    assert 0 < later <= sooner <= 1


@given(answers)
@settings(max_examples=200)
def test_two_repeats_at_least_and_eight_at_most(given_answers):
    first, *repeats = steps([rating for rating, _ in given_answers])
    assert not recall.retires(first, repeats=0, right=True)
    retired = [
        number
        for number, (step, (rating, _)) in enumerate(zip(repeats, given_answers[1:], strict=True), start=1)
        if recall.retires(step, repeats=number, right=rating is not Rating.Again)
    ]
    assert all(number >= recall.FEWEST_REPEATS for number in retired)
    assert len(repeats) < recall.MOST_REPEATS or recall.MOST_REPEATS in retired


def test_what_was_missed_does_not_retire_before_the_last_repeat():
    step = steps([Rating.Easy] * 4)[-1]
    assert recall.retires(step, repeats=3, right=True)
    assert not recall.retires(step, repeats=3, right=False)
    assert recall.retires(step, repeats=8, right=False)
