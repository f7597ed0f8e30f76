"""The figures beside those of R (psych::alpha, mantelhaen.test, prop.test, quantile, p.adjust), to 1e-9.

``expected/make.R`` made the expected values; R is not needed to run this. Where definitions differ:

- ``paper_alpha``, ``error``: psych knows no papers drawn from a bank; the script steps psych's alpha down to the
  paper's length by the formula of Spearman and Brown.
- ``discrimination``: psych has no 27 % groups; the script has an implementation of its own.
- psych's ``r.cor`` and ``std.r`` (corrected by communalities) are not given here.
- In ``partial`` marks are shares; prop.test takes them as they are and so gives the same, too wide, interval.
- mantelhaen.test refuses strata of one learner, which are left out here: they change neither sum.
"""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from quizzes.domain.analysis import analyse, dif, intervals, reliability
from quizzes.domain.analysis.scores import Sums
from quizzes.domain.analysis.sheets import Column, Sheets
from tests.quizzes.analysis.columns import single_choice

HERE = Path(__file__).parent


def expected(name):
    return json.loads((HERE / "expected" / f"{name}.json").read_text())


def table(name):
    """Return the data set as an array by column name; NaN where a field is empty."""
    with (HERE / "data" / f"{name}.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([float(row[key] or "nan") for row in rows]) for key in rows[0] if key != "department"}


def close(value):
    return pytest.approx(value, rel=0, abs=1e-9)


def marks_of(name):
    if name == "lsat6":
        columns = table(name)
        patterns = np.column_stack([columns[f"item{place}"] for place in range(1, 6)])
        return np.repeat(patterns, columns["count"].astype(int), axis=0)
    if name == "complete":
        return (complete_choices() == 0).astype(float)
    marks = np.column_stack(list(table(name).values()))
    return marks / 840 if name == "partial" else marks


def complete_choices():
    columns = table("complete")
    return np.column_stack([columns[f"item{place}"] for place in range(1, 13)]).astype(int)


def bare(marks):
    """Return sheets that know marks alone."""
    nothing = np.zeros((len(marks), 0), dtype=bool)
    columns = tuple(Column(f"i{place}", (), nothing, np.zeros(len(marks), bool)) for place in range(marks.shape[1]))
    return Sheets(columns, marks, np.full(marks.shape, np.nan), np.full(len(marks), -1))


def complete_sheets():
    columns, chosen = table("complete"), complete_choices()
    marks = (chosen == 0).astype(float)
    seconds = np.column_stack([columns[f"seconds{place}"] for place in range(1, 13)])
    drawn = np.ones(len(marks), dtype=bool)
    made = tuple(single_choice(f"i{place}", "ABCD", 0, chosen[:, place], drawn) for place in range(12))
    return Sheets(made, marks, seconds, columns["profession"].astype(int), ("doctor", "nurse"))


@pytest.mark.parametrize("name", ["lsat6", "complete", "drawn", "partial"])
def test_the_figures_of_test_and_items_are_those_of_psych(name):
    told, found = expected(name), analyse(bare(marks_of(name)))
    each = [one.figures for one in found.items]
    assert [found.test.alpha, found.test.paper_alpha] == close([told["alpha"], told["paper_alpha"]])
    assert [found.test.mean, found.test.deviation, found.test.error] == close([told["mean"], told["sd"], told["sem"]])
    assert [one.n for one in each] == told["n"]
    assert [one.difficulty for one in each] == close(told["difficulty"])
    assert [one.alpha_deleted for one in each] == close(told["alpha_drop"])
    assert [one.item_rest for one in each] == close(told["r_drop"])
    assert [one.item_total for one in each] == close(told["raw_r"])
    assert [one.interval.low for one in each] == close(told["wilson_low"])
    assert [one.interval.high for one in each] == close(told["wilson_high"])
    assert [one.discrimination for one in each] == close(told["discrimination"])


@pytest.mark.parametrize(("name", "named"), [("lsat6", True), ("complete", True), ("drawn", False), ("partial", False)])
def test_alpha_is_called_kr_20_where_every_paper_is_whole_and_marks_are_0_or_1(name, named):
    found = reliability.reliability(marks_of(name))
    assert found.kr20 == (found.alpha if named else None)
    if named:
        assert reliability.kr20(marks_of(name)) == close(found.alpha)


def test_options_have_the_shares_and_correlations_of_r():
    for one, told in zip(analyse(complete_sheets()).items, expected("complete")["options"], strict=True):
        assert [choice.share for choice in one.figures.choices] == close(told["share"])
        for choice, value in zip(one.figures.choices, told["point_biserial"], strict=True):
            assert choice.point_biserial == (None if value is None else close(value))


def test_the_keys_own_correlation_is_the_corrected_one_where_papers_are_whole():
    for one in analyse(complete_sheets()).items:
        assert one.figures.choices[0].point_biserial == close(one.figures.item_rest)


def test_trace_lines_are_those_of_r():
    for one, told in zip(analyse(complete_sheets()).items, expected("complete")["traces"], strict=True):
        assert [group.n for group in one.figures.trace] == told["n"]
        assert [group.shares[0] for group in one.figures.trace] == close(told["key"])


def test_times_are_those_of_r():
    for one, told in zip(analyse(complete_sheets()).items, expected("complete")["times"], strict=True):
        times = one.figures.times
        assert [times.p5, times.p25, times.p50, times.p75, times.p95] == close(told)


def test_professions_differ_as_in_mantelhaen_test():
    sheets, told = complete_sheets(), expected("complete")["dif"]
    found = [dif.by_profession(sheets, place, dif.levels(Sums.of(sheets.marks)))[0] for place in range(12)]
    assert {(one.reference, one.focal) for one in found} == {("doctor", "nurse")}
    for one, value in zip(found, told, strict=True):
        assert result(one.result) == close(value)
    assert [place for place, one in enumerate(found) if one.result.grade is dif.Grade.C] == [3]


def test_a_published_table_of_six_departments_gives_the_result_of_mantelhaen_test():
    rows = table("admissions")
    men = np.column_stack([rows["men_admitted"], rows["men_rejected"]])
    women = np.column_stack([rows["women_admitted"], rows["women_rejected"]])
    found = dif.mantel_haenszel(np.stack([men, women], axis=1))
    assert result(found) == close(expected("admissions"))
    assert round(found.odds_ratio, 4) == 0.9047


def result(found):
    interval = {"low": found.interval.low, "high": found.interval.high}
    return {"odds_ratio": found.odds_ratio, **interval, "chi_square": found.chi_square, "p": found.p}


def test_intervals_of_shares_are_those_of_prop_test_and_as_published():
    rows, told = table("shares"), expected("shares")
    found = [intervals.wilson(r / n, int(n)) for r, n in zip(rows["count"], rows["n"], strict=True)]
    assert [one.low for one in found] == close(told["low"])
    assert [one.high for one in found] == close(told["high"])
    assert [round(one.low, 4) for one in found] == list(rows["low"])
    assert [round(one.high, 4) for one in found] == list(rows["high"])


def test_differences_of_shares_are_tested_as_by_prop_test_and_p_adjust():
    rows, told = table("shares"), expected("shares")
    pairs = [(int(a), int(b)) for a, b in zip(told["first"], told["second"], strict=True)]
    share = rows["count"] / rows["n"]
    found = [intervals.difference(share[a], rows["n"][a], share[b], rows["n"][b]) for a, b in pairs]
    assert [one.z**2 for one in found] == close(told["chi_square"])
    assert [one.p for one in found] == close(told["p"])
    assert intervals.holm([one.p for one in found]) == close(told["holm"])


def test_the_interval_of_a_difference_is_the_published_one():
    """Newcombe, Stat Med 1998;17:873-890, table II, method 10: 56/70 beside 48/80."""
    found = intervals.difference(48 / 80, 80, 56 / 70, 70)
    assert [round(value, 4) for value in (found.value, found.interval.low, found.interval.high)] == [
        0.2,
        0.0524,
        0.3339,
    ]
