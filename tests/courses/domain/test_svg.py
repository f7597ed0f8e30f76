from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain.svg import WIDTH, Bar, BarRow, Interval, bars, forest, nice_ceiling


def tree(picture):
    return ET.fromstring(picture)  # noqa: S314 this project drew it


def of_class(picture, kind):
    return [element for element in picture.iter() if kind in (element.get("class") or "").split()]


def words(picture, kind):
    return ["".join(element.itertext()) for element in of_class(picture, kind)]


positive = st.floats(0.05, 20)
labels = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=120)
bar = st.builds(Bar, st.none() | st.floats(0, 1e6, allow_subnormal=False), labels)


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
@given(st.data(), st.integers(0, 4), labels, st.sampled_from(["", "%", "months"]))
def test_bars_stay_inside_the_picture_and_every_label_is_escaped(data, groups, title, unit):
    size = max(groups, 1)
    row = st.builds(BarRow, labels, st.lists(bar, min_size=size, max_size=size).map(tuple))
    rows = data.draw(st.lists(row, min_size=1, max_size=5))
    picture = tree(
        bars(title, rows, unit, data.draw(st.lists(labels.filter(str.strip), min_size=groups, max_size=groups)))
    )
    filled = [(float(rect.get("x")), float(rect.get("width"))) for rect in of_class(picture, "chart__bar")]
    assert all(0 <= x <= x + width <= WIDTH - 90 + 90 * (x > 0) for x, width in filled)
    assert len(filled) == groups + sum(bar.value is not None for row in rows for bar in row.bars)


GROUPED = [
    BarRow("Nausea", (Bar(50, "50"), Bar(25, "25"))),
    BarRow("Alopecia", (Bar(None, "not reported"), Bar(5, "5.0"))),
]


def test_bars_of_groups_are_told_apart_by_their_filling_and_named_in_a_legend():
    picture = tree(bars("Adverse events", GROUPED, "%", ["T-DXd", "T-DM1"]))
    assert words(picture, "chart__legend") == ["T-DXd", "T-DM1"]
    assert [len(of_class(picture, f"chart__bar--{number}")) for number in (1, 2, 3)] == [2, 3, 0]
    assert words(picture, "chart__value") == [
        "50\N{NO-BREAK SPACE}%",
        "25\N{NO-BREAK SPACE}%",
        "5.0\N{NO-BREAK SPACE}%",
    ]
    assert words(picture, "chart__missing") == ["not reported"]
    assert picture.get("aria-label") == (
        "Adverse events. Nausea: T-DXd 50\xa0%, T-DM1 25\xa0%; Alopecia: T-DXd not reported, T-DM1 5.0\xa0%"
    )


def test_the_third_and_fourth_group_are_striped():
    row = BarRow("a", tuple(Bar(value, str(value)) for value in (1, 2, 3, 4)))
    picture = tree(bars("T", [row], "", ["a", "b", "c", "d"]))
    assert len(of_class(picture, "chart__stripes")) == 4  # in the legend and in the row


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(labels, positive, positive, positive), min_size=1, max_size=5), st.booleans(), st.booleans())
def test_a_forest_plot_keeps_the_order_of_limits_inside_the_picture(rows, has_sides, has_groups):
    sorted_rows = [(label, *sorted(numbers)) for label, *numbers in rows]
    intervals = [Interval(label, point, low, high, "x") for label, low, point, high in sorted_rows]
    sections = {"First": intervals[:1], "Second": intervals[1:]} if has_groups else {"": intervals}
    picture = tree(forest("T", sections, ["a", "b"] if has_sides else []))
    whiskers = [(float(line.get("x1")), float(line.get("x2"))) for line in of_class(picture, "chart__ci")]
    assert all(0 <= left <= right <= WIDTH for left, right in whiskers)
    assert len(whiskers) == 3 * len(rows)
    assert len(of_class(picture, "chart__null")) == 1


@settings(max_examples=200, deadline=None)
@given(positive, positive, positive)
def test_the_numbers_of_an_axis_never_touch_and_one_is_always_there(one, two, three):
    low, point, high = sorted([one, two, three])
    picture = tree(forest("T", {"": [Interval("a", point, low, high, "x")]}, []))
    places = {text.text: float(text.get("x")) for text in of_class(picture, "chart__axis")}
    ordered = sorted(places.values())
    assert "1" in places
    assert all(right - left >= 44 for left, right in pairwise(ordered))


@settings(max_examples=200, deadline=None)
@given(
    st.text("abc ", min_size=1, max_size=60).filter(str.strip),
    st.text("abc ", min_size=1, max_size=60).filter(str.strip),
    positive,
)
def test_what_lies_on_either_side_begins_and_ends_inside_the_picture(left, right, value):
    picture = tree(forest("T", {"": [Interval("a", value, value, value, "x")]}, [left, right]))
    for text in of_class(picture, "chart__favours"):
        x, width = float(text.get("x")), 8 * len(text.text)
        assert x - width >= 0 if text.get("text-anchor") == "end" else x + width <= WIDTH


@pytest.mark.parametrize(("unit", "said"), [("%", "5.0\N{NO-BREAK SPACE}%"), ("months", "5.0 months"), ("", "5.0")])
def test_a_bar_says_its_value_with_its_unit(unit, said):
    picture = tree(bars("T", [BarRow("a", (Bar(5, "5.0"),))], unit))
    assert words(picture, "chart__value") == [said]


def test_a_label_is_not_broken_at_a_hyphen():
    picture = tree(bars("T", [BarRow(f"{'x' * 45} T-DXd", (Bar(5, "5.0"),))], ""))
    assert words(picture, "chart__label") == ["x" * 45, "T-DXd"]


def test_a_footnote_mark_is_raised_in_a_label_and_spoken_in_brackets():
    picture = tree(bars("T^b", [BarRow("Nausea^a of T-DXd", (Bar(5, "5.0"),))], ""))
    (label,) = of_class(picture, "chart__label")
    assert [(part.text, part.get("dy")) for part in label] == [("a", "-5"), (" of T-DXd", "5")]
    assert picture.get("aria-label") == "T (b). Nausea (a) of T-DXd: 5.0"


def test_a_high_picture_is_not_shrunk_to_the_window():
    few, many = (tree(bars("T", [BarRow("a", (Bar(5, "5"),))] * rows, "")) for rows in (3, 30))
    assert [of_class(picture, "chart--tall") != [] for picture in (few, many)] == [False, True]
