from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain.svg import WIDTH, Bar, Interval, bars, forest, nice_ceiling


def tree(picture):
    return ET.fromstring(picture)  # noqa: S314 this project drew it


positive = st.floats(0.05, 20)
labels = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=120)


@pytest.mark.parametrize(
    ("value", "ceiling"),
    [(0, 1), (-3, 1), (1, 1), (1.1, 2), (2.1, 2.5), (57.1, 100), (40.8, 50), (0.3, 0.5), (100, 100), (101, 200)],
)
def test_an_axis_ends_at_a_round_number(value, ceiling):
    assert nice_ceiling(value) == ceiling


@settings(max_examples=200, deadline=None)
@given(st.floats(1e-6, 1e9))
def test_an_axis_is_never_shorter_than_its_value_nor_ten_times_as_long(value):
    assert value <= nice_ceiling(value) <= 10 * value


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.builds(Bar, labels, st.floats(0, 1e6, allow_subnormal=False), labels), min_size=1, max_size=5),
    labels,
    st.sampled_from(["", "%", "months"]),
)
def test_bars_stay_inside_the_picture_and_every_label_is_escaped(rows, title, unit):
    picture = tree(bars(title, "", rows, unit))
    assert all(0 <= float(rect.get("width")) <= WIDTH - 90 for rect in picture.iter("rect"))
    assert len(list(picture.iter("rect"))) == len(rows)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(labels, positive, positive, positive), min_size=1, max_size=5), st.booleans())
def test_a_forest_plot_keeps_the_order_of_limits_inside_the_picture(rows, has_sides):
    sorted_rows = [(label, *sorted(numbers)) for label, *numbers in rows]
    intervals = [Interval(label, point, low, high, "x") for label, low, point, high in sorted_rows]
    picture = tree(forest("T", "d", intervals, ["a", "b"] if has_sides else []))
    whiskers = [
        (float(line.get("x1")), float(line.get("x2")))
        for line in picture.iter("line")
        if line.get("class") == "chart__ci"
    ]
    assert all(0 <= left <= right <= WIDTH for left, right in whiskers)
    assert len(whiskers) == 3 * len(rows)
    assert sum(line.get("class") == "chart__null" for line in picture.iter("line")) == 1


@pytest.mark.parametrize(("unit", "said"), [("%", "5.0 %"), ("months", "5.0 months"), ("", "5.0")])
def test_a_bar_says_its_value_with_its_unit(unit, said):
    picture = tree(bars("T", "d", [Bar("a", 5, "5.0")], unit))
    assert [text.text for text in picture.iter("text") if text.get("class") == "chart__value"] == [said]
