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
