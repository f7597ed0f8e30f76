from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain.reading import (
    VISIT_CAP_SECONDS,
    Mark,
    Summary,
    reading_minutes,
    slides_of,
    summarise,
    visit_seconds,
)

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def entry(key, since=1, required=True):
    return {"key": key, "since": since, "required": required}


OUTLINE = [{"slides": [entry("a"), entry("b", since=2)]}, {"slides": [entry("c", required=False), entry("d")]}]


def mark(edition=1, seconds=10, after=0):
    return Mark(edition, edition, "hash", NOW + timedelta(minutes=after), seconds)


@pytest.mark.parametrize(
    ("marks", "summary"),
    [
        ({}, Summary(4, frozenset(), 3, 0, "a")),
        ({"a": mark()}, Summary(4, frozenset("a"), 2, 10, "a")),
        ({"a": mark(), "d": mark(after=1)}, Summary(4, frozenset("ad"), 1, 20, "d")),
        ({"b": mark(edition=1)}, Summary(4, frozenset(), 3, 10, "b")),  # changed in substance since
        ({"b": mark(edition=2)}, Summary(4, frozenset("b"), 2, 10, "b")),
        ({"c": mark()}, Summary(4, frozenset("c"), 3, 10, "c")),  # not required: the test does not wait for it
        ({"gone": mark(after=9), "a": mark()}, Summary(4, frozenset("a"), 2, 10, "a")),  # a slide of an older edition
    ],
)
def test_progress_is_summed_up_from_the_marks(marks, summary):
    assert summarise(OUTLINE, marks) == summary


ASKING = [
    {
        "slides": [
            {**entry("a"), "questions": ["q", "r"]},
            {**entry("b", since=2), "questions": ["s"]},
            {**entry("c", required=False), "questions": ["t"]},
            entry("d"),
        ]
    }
]


def answered(edition=1, **keys):
    """A slide seen in ``edition``, its questions answered in the editions that the keywords name."""
    answers = {key: {"option": 0, "first": 0, "question": "hash", "edition": number} for key, number in keys.items()}
    return Mark(edition, edition, "hash", NOW, 10, answers=answers)


@pytest.mark.parametrize(
    ("marks", "finished", "asking", "counts"),
    [  # counts: unseen, unanswered, answered
        ({}, "", "", (3, 0, 0)),
        ({"a": answered()}, "", "a", (3, 1, 0)),
        ({"a": answered(q=1)}, "", "a", (3, 1, 1)),
        ({"a": answered(q=1, r=1)}, "a", "", (2, 0, 2)),
        ({"a": answered(q=1, r=1, gone=1)}, "a", "", (2, 0, 2)),  # a question of an older edition
        ({"b": answered(2, s=1)}, "", "b", (3, 1, 0)),  # answered before the change of substance
        ({"b": answered(2, s=2)}, "b", "", (2, 0, 1)),
        ({"b": answered(1, s=1)}, "", "", (3, 0, 0)),  # neither seen nor answered since
        ({"c": answered()}, "", "c", (3, 0, 0)),  # not required: the test does not wait for its answer
        ({"d": answered()}, "d", "", (2, 0, 0)),
    ],
)
def test_a_slide_is_finished_when_it_was_seen_and_its_questions_are_answered(marks, finished, asking, counts):
    summary = summarise(ASKING, marks)
    assert (summary.finished, summary.asking, summary.questions) == (frozenset(finished), frozenset(asking), 4)
    assert (summary.unseen, summary.unanswered, summary.answered) == counts
    assert summary.percent == 25 * len(finished)


def test_an_edition_without_slides_has_nothing_to_resume():
    assert summarise([], {}) == Summary(0, frozenset(), 0, 0, None)
    assert summarise([], {}).percent == 0


def test_percent_is_of_all_slides_and_rounded_down():
    assert summarise(OUTLINE, {"a": mark()}).percent == 25
    assert Summary(3, frozenset("ab"), 0, 0, None).percent == 66


@pytest.mark.parametrize(
    ("elapsed", "seconds"), [(-5, 0), (0, 0), (0.9, 0), (59.9, 59), (300, 300), (301, 300), (86_400, 300)]
)
def test_a_visit_counts_whole_seconds_up_to_the_cap(elapsed, seconds):
    assert visit_seconds(NOW, NOW + timedelta(seconds=elapsed)) == seconds


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 1), (29, 1), (60, 1), (89, 1), (91, 2), (2940, 49)])
def test_reading_time_is_at_least_one_minute(seconds, minutes):
    assert reading_minutes(seconds) == minutes


slides = st.lists(
    st.builds(entry, st.sampled_from("abcdefgh"), st.integers(1, 5), st.booleans()),
    max_size=8,
    unique_by=lambda slide: slide["key"],
)
marks = st.dictionaries(
    st.sampled_from("abcdefghxyz"), st.builds(mark, st.integers(1, 5), st.integers(0, 10_000), st.integers(0, 10_000))
)


@settings(max_examples=200, deadline=None)
@given(slides, st.integers(0, 8), marks)
def test_seen_and_unseen_never_contradict_each_other(entries, cut, recorded):
    outline = [{"slides": entries[:cut]}, {"slides": entries[cut:]}]
    summary = summarise(outline, recorded)
    required = {slide["key"] for slide in entries if slide["required"]}
    assert summary.seen <= {slide["key"] for slide in slides_of(outline)} & recorded.keys()
    assert summary.unseen == len(required - summary.seen)
    assert summary.total == len(entries)
    assert (summary.resume is None) == (not entries)
    assert summary.resume in {slide["key"] for slide in entries} | {None}
    assert 0 <= summary.percent <= 100


def asking_slides(of):
    return of.flatmap(
        lambda entries: st.tuples(*[st.lists(st.sampled_from("qrs"), unique=True, max_size=2) for _ in entries]).map(
            lambda asked: [{**each, "questions": keys} for each, keys in zip(entries, asked, strict=True)]
        )
    )


answers = st.dictionaries(st.sampled_from("qrsx"), st.integers(1, 5))
answered_marks = st.dictionaries(
    st.sampled_from("abcdefghxyz"),
    st.builds(lambda edition, given: answered(edition, **given), st.integers(1, 5), answers),
)


@settings(max_examples=200, deadline=None)
@given(asking_slides(slides), answered_marks)
def test_finished_asking_and_unseen_never_contradict_each_other(entries, recorded):
    summary = summarise([{"slides": entries}], recorded)
    required = {slide["key"] for slide in entries if slide["required"]}
    assert summary.finished | summary.asking == summary.seen
    assert summary.finished & summary.asking == frozenset()
    assert summary.unseen == len(required - summary.finished)
    assert summary.unanswered == len(required & summary.asking)
    assert summary.questions == sum(len(slide["questions"]) for slide in entries)
    assert 0 <= summary.answered <= summary.questions
    assert (summary.answered < summary.questions) >= bool(summary.asking)


@settings(max_examples=200, deadline=None)
@given(asking_slides(slides), answered_marks, st.sampled_from("abcdefgh"), st.sampled_from("qrs"), st.integers(5, 9))
def test_answering_one_more_question_never_loses_progress(entries, recorded, key, question, edition):
    before = summarise([{"slides": entries}], recorded)
    mark = recorded.get(key, answered(edition))
    given_answer = {"option": 0, "first": 0, "question": "hash", "edition": edition}
    more = replace(mark, edition=edition, answers={**mark.answers, question: given_answer})
    after = summarise([{"slides": entries}], {**recorded, key: more})
    assert before.finished <= after.finished
    assert after.unseen <= before.unseen
    assert before.answered <= after.answered


@settings(max_examples=200, deadline=None)
@given(slides, marks, st.sampled_from("abcdefgh"), st.integers(5, 9))
def test_seeing_one_more_slide_never_loses_progress(entries, recorded, key, edition):
    before = summarise([{"slides": entries}], recorded)
    after = summarise([{"slides": entries}], {**recorded, key: mark(edition)})
    assert before.seen <= after.seen
    assert after.unseen <= before.unseen


@settings(max_examples=200, deadline=None)
@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_a_visit_is_never_negative_nor_longer_than_the_cap(began, now):
    assert 0 <= visit_seconds(began, now) <= VISIT_CAP_SECONDS
