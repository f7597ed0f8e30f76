import re
from xml.etree import ElementTree as ET

import pytest

from courses.domain.problems import Problems
from tests.courses.domain.build import markup, rendered

FOREST = """chart: forest
title: Overall survival
rows:
  - {datum: cleopatra.os, label: With pertuzumab}
favours: [Favours a, Favours b]
caption: End of study.
abbreviations: CI, confidence interval"""
BARS = """chart: bars
title: Median survival
unit: months
rows:
  - {label: With, value: cleopatra.os.ptd}
  - {label: Without & less, value: cleopatra.os.td}
caption: End of study.
abbreviations: none"""
TABLE = """chart: table
title: At a glance
columns: ["", "HR (95 % CI)"]
rows:
  - ["<Survival>", "{cleopatra.os.hr} ({cleopatra.os.ci_low} to {cleopatra.os.ci_high})"]
caption: End of study.
abbreviations: none"""
GROUPED = """chart: bars
title: Median survival
unit: months
groups: [Pertuzumab, Placebo]
rows:
  - {label: CLEOPATRA, values: [cleopatra.os.ptd, cleopatra.os.td]}
  - {label: Another, values: [–, cleopatra.os.td]}
caption: End of study.
abbreviations: none"""
TIMELINE = """chart: timeline
title: Approvals
rows:
  - {label: First & only, date: destiny.os.approved}
caption: Approvals.
abbreviations: none"""


def chart(source, language="en"):
    return rendered(f"```evidence\n{source}\n```", language)


def drawn(html):
    """The picture of a chart as an XML tree: so it is well-formed."""
    return ET.fromstring(re.search(r"<svg.*?</svg>", html)[0])  # noqa: S314 this project drew it


def texts(html):
    return ["".join(text.itertext()) for text in drawn(html).iter("text")]


def cells(html):
    """The texts of all cells, no-break spaces as plain ones."""
    found = re.findall(r"<t[hd](?: [^>]*)?>(.*?)</t[hd]>", html)
    return [re.sub(r"</?(span|sup)[^>]*>", "", cell).replace("\N{NO-BREAK SPACE}", " ") for cell in found]


def test_a_forest_plot_shows_label_ratio_and_sides_and_has_its_data_as_a_table():
    html, found = chart(FOREST)
    assert found == []
    assert texts(html) == [
        "0.5",
        "0.75",
        "1",
        "1.5",
        "← Favours a",
        "Favours b →",
        "With pertuzumab",
        "0.69 (0.58–0.82)",
    ]
    assert cells(html) == [
        "",
        "Endpoint",
        "Hazard ratio",
        "95 % CI",
        "With pertuzumab",
        "Overall survival",
        "0.69",
        "0.58–0.82",
    ]
    assert drawn(html).attrib["aria-label"] == (
        "Overall survival. Hazard ratio (95\N{NO-BREAK SPACE}% CI). With pertuzumab: 0.69 (0.58–0.82)"
    )
    assert drawn(html).attrib["role"] == "img"


def test_a_ratio_below_one_is_drawn_left_of_the_line_of_no_difference():
    picture = drawn(chart(FOREST)[0])
    null = next(float(line.get("x1")) for line in picture.iter("line") if line.get("class") == "chart__null")
    low, high = next(
        (float(line.get("x1")), float(line.get("x2")))
        for line in picture.iter("line")
        if line.get("class") == "chart__ci"
    )
    point = next(float(rect.get("x")) for rect in picture.iter("rect")) + 5.5
    assert low < point < high < null


def test_a_forest_row_without_a_label_is_called_by_its_trial():
    html, _ = chart(FOREST.replace(", label: With pertuzumab", ""))
    assert "CLEOPATRA" in texts(html)


def test_a_chart_cites_the_references_of_its_data_and_says_its_title():
    html, _ = chart(FOREST)
    assert '<p class="figure__title">Overall survival</p>' in html
    assert 'End of study.<sup class="citation"><a href="#reference-1">1</a></sup>' in html
    assert "Abbreviations: CI, confidence interval" in html


def test_bars_begin_at_zero_and_are_as_long_as_their_values():
    html, found = chart(BARS)
    assert found == []
    widths = [float(rect.get("width")) for rect in drawn(html).iter("rect")]
    assert round(widths[0] / widths[1], 2) == round(57.1 / 40.8, 2)
    assert [rect.get("x") for rect in drawn(html).iter("rect")] == ["0", "0"]
    assert texts(html) == ["With", "57.1 months", "Without & less", "40.8 months"]
    assert cells(html) == ["", "Median survival (months)", "With", "57.1", "Without &amp; less", "40.8"]


def test_a_german_chart_has_decimal_commas_in_picture_and_table():
    html, found = chart(BARS, "de")
    assert found == []
    assert "57,1 months" in texts(html)
    assert "40,8" in cells(html)
    assert "Daten als Tabelle" in html


def test_a_table_fills_its_cells_from_the_evidence_and_escapes_the_rest():
    html, found = chart(TABLE)
    assert found == []
    assert cells(html) == ["", "HR (95 % CI)", "&lt;Survival&gt;", "0.69 (0.58 to 0.82)"]
    assert '<th scope="row">' in html
    assert "figure__data" not in html
    assert '<span class="figure__number">Table 1.</span>' in html


def test_a_german_chart_speaks_german():
    html, found = chart(FOREST, "de")
    assert found == []
    assert texts(html)[:4] == ["0,5", "0,75", "1", "1,5"]
    assert cells(html)[:4] == ["", "Endpunkt", "Hazard Ratio", "95-%-KI"]
    assert 'aria-label="Tabelle"' in html
    assert drawn(html).attrib["aria-label"].startswith("Overall survival. Hazard Ratio (95-%-KI). ")
    assert "nicht berichtet" in texts(chart(GROUPED, "de")[0])
    assert '<span class="figure__number">Tabelle 1.</span>' in chart(TABLE, "de")[0]


def test_a_forest_plot_may_be_of_another_ratio_and_another_interval():
    html, found = chart(f"{FOREST}\nmeasure: Odds ratio\ninterval: 97.5 % CI")
    assert found == []
    assert cells(html)[1:4] == ["Endpoint", "Odds ratio", "97.5 % CI"]
    assert drawn(html).attrib["aria-label"].startswith("Overall survival. Odds ratio (97.5\N{NO-BREAK SPACE}% CI). ")


SCENARIOS = FOREST.replace(
    "  - {datum: cleopatra.os, label: With pertuzumab}",
    """  - {datum: cleopatra.os, label: First, group: Scenario 1}
  - {datum: cleopatra.os, label: Second, group: Scenario 2}
  - {datum: cleopatra.os, label: Third, group: Scenario 1}""",
)


def test_the_rows_of_a_forest_plot_stand_together_under_the_heading_of_their_group():
    html, found = chart(SCENARIOS)
    assert found == []
    headed = [text for text in texts(html) if text in {"Scenario 1", "First", "Third", "Scenario 2", "Second"}]
    assert headed == ["Scenario 1", "First", "Third", "Scenario 2", "Second"]
    assert [cell for cell in cells(html) if cell in headed] == headed
    assert '<th scope="rowgroup" colspan="4">Scenario 1</th>' in html
    assert "Scenario 1: First: 0.69 (0.58–0.82); Third: 0.69 (0.58–0.82). Scenario 2: Second" in html


def test_bars_of_groups_have_a_column_each_and_say_what_nobody_reported():
    html, found = chart(GROUPED)
    assert found == []
    assert cells(html) == [
        *["", "Pertuzumab (months)", "Placebo (months)"],
        *["CLEOPATRA", "57.1", "40.8"],
        *["Another", "not reported", "40.8"],
    ]
    assert texts(html) == [
        *["Pertuzumab", "Placebo"],
        *["CLEOPATRA", "57.1 months", "40.8 months"],
        *["Another", "not reported", "40.8 months"],
    ]


FOOTNOTES = """footnotes:
  - Not of < [@swain2020].
  - Descriptive, [0.69](ev:cleopatra.os.hr)."""


def test_footnotes_stand_under_the_caption_and_are_marked_where_they_belong():
    html, found = chart(BARS.replace("label: With,", "label: With^a,").replace("study.", f"study^b.\n{FOOTNOTES}"))
    assert found == []
    assert '<ol class="figure__footnotes"><li>Not of &lt;<sup' in html
    assert '<li>Descriptive, <data class="datum" value="cleopatra.os.hr">0.69</data>.</li></ol></figcaption>' in html
    assert 'End of study<sup class="figure__mark">b</sup>.' in html
    assert '<th scope="row">With<sup class="figure__mark">a</sup></th>' in html
    assert texts(html)[0] == "Witha"
    assert "With (a): 57.1 months" in drawn(html).attrib["aria-label"]


def test_a_footnote_that_nothing_refers_to_is_advised_against():
    problems = Problems()
    markup(problems).slide("slide.md", 1, f"```evidence\n{BARS}\n{FOOTNOTES}\n```")
    assert problems.found == []
    assert [str(warning) for warning in problems.warnings] == [
        f"slide.md:10: warning, footnote-without-mark: no text of the chart refers to footnote {mark}; "
        f"write ^{mark} where it belongs"
        for mark in "ab"
    ]


def test_a_chart_may_have_a_description_besides_its_data():
    html, found = chart(f"{BARS}\ndescription: Pertuzumab lengthened survival, T-DXd & all.")
    assert found == []
    assert (
        '<details class="figure__description"><summary>Description</summary><p>Pertuzumab lengthened survival, '
        '<span class="text-nowrap">T-DXd</span> &amp; all.</p></details><details class="figure__data">'
    ) in html


def test_a_timeline_says_each_year_once():
    row = "  - {label: First & only, date: destiny.os.approved}"
    html, _ = chart(TIMELINE.replace(row, f"{row}\n{row}"))
    assert re.findall(r'<span class="timeline__year" aria-hidden="true">([^<]*)</span>', html) == ["2022", ""]


def test_a_timeline_with_lanes_is_a_list_for_each_lane():
    row = "  - {label: First & only, date: destiny.os.approved%s}"
    rows = [row % more for more in (", lane: FDA", ", lane: EU & more", ", lane: FDA")]
    html, found = chart(TIMELINE.replace(row % "", "\n".join(rows)))
    assert found == []
    lanes = re.findall(r'<dt class="lane__name">([^<]*)</dt><dd><ol class="timeline">(.*?)</ol></dd>', html)
    assert [(name, events.count("<li ")) for name, events in lanes] == [("FDA", 2), ("EU &amp; more", 1)]


def test_a_timeline_is_a_list_in_order_of_date():
    rows = "  - {label: First & only, date: destiny.os.approved}"
    html, found = chart(TIMELINE.replace(rows, f"{rows}\n{rows.replace('First & only', 'Another')}"))
    assert found == []
    assert re.findall(r'datetime="([^"]*)">([^<]*)</time> <span class="timeline__label">([^<]*)</span>', html) == [
        ("2022-08-05", "5 August 2022", "Another"),
        ("2022-08-05", "5 August 2022", "First &amp; only"),
    ]


TWO_TRIALS = FOREST.replace("favours:", "  - {datum: destiny.os}\nfavours:")


def test_rows_from_two_trials_need_a_caution_which_is_shown():
    _, found = chart(TWO_TRIALS)
    assert found == ["slide.md:4: the rows come from more than one trial: write a 'caution' that says so"]
    html, found = chart(f"{TWO_TRIALS}\ncaution: Different <populations>.")
    assert found == []
    assert "<strong>Caution:</strong> Different &lt;populations&gt;." in html


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (
            FOREST.replace("cleopatra.os", "cleopatra.pfs"),
            "5: 'cleopatra.pfs' is not confirmed (confirmed: partly), so it cannot be shown",
        ),
        (
            FOREST.replace("cleopatra.os", "cleopatra.dfs"),
            "5: the evidence has no 'cleopatra.dfs'; that trial has cleopatra.os, cleopatra.pfs",
        ),
        (FOREST.replace("[Favours a, Favours b]", "[Favours a]"), "6: 'favours': write two sides, the left one first"),
        (FOREST.replace("caption: End of study.\n", ""), "2: 'caption' is missing"),
        (FOREST.replace("title: Overall survival\n", ""), "2: 'title' is missing"),
        (FOREST.replace("\nabbreviations: CI, confidence interval", ""), "2: 'abbreviations' is missing"),
        (FOREST.replace("forest", "pie"), "2: 'chart': 'pie' is not one of forest, bars, table, timeline"),
        (
            FOREST.replace("{datum: cleopatra.os, label: With pertuzumab}", "text"),
            "5: 0: write a mapping with the keys datum, label, group",
        ),
        ("chart: bars\ntitle: T\nrows: []\ncaption: c\nabbreviations: none", "4: 'rows': write at least 1"),
        (BARS.replace("os.td", "os.xx"), "7: 'cleopatra.os' has no value 'xx'; it has hr, ci_low, ci_high, ptd, td"),
        (
            BARS.replace("cleopatra.os.ptd", "destiny.os.words").replace("cleopatra.os.td", "destiny.os.hr"),
            "6: destiny.os.words is 'not reached', which is no number to draw",
        ),
        (TABLE.replace('columns: ["", "HR (95 % CI)"]\n', ""), "2: a table needs 'columns'"),
        (TABLE.replace('"<Survival>", ', ""), "6: write a list of 2 cells, one for each column"),
        (
            TABLE.replace("cleopatra.os.hr}", "cleopatra.os.hx}"),
            "6: 'cleopatra.os' has no value 'hx'; it has hr, ci_low, ci_high, ptd, td",
        ),
        (TIMELINE.replace("os.approved", "os.hr"), "5: destiny.os.hr is '0.64', not a date as \"2025-12-15\""),
        (GROUPED.replace("groups: [Pertuzumab, Placebo]", "groups: [One]"), "5: 'groups': write two to four groups"),
        (GROUPED.replace("groups: [Pertuzumab, Placebo]\n", ""), "6: 'value' is missing"),
        (
            GROUPED.replace("[–, cleopatra.os.td]", "[cleopatra.os.td]"),
            "8: 'values': write 2, one for each group, – where nothing was reported",
        ),
        (
            GROUPED.replace("[cleopatra.os.ptd, cleopatra.os.td]", "[]").replace("[–, cleopatra.os.td]", "[]"),
            "7: 'values': write 2, one for each group, – where nothing was reported",
        ),
        (BARS.replace("cleopatra.os.ptd", "–"), "6: the evidence has no ''"),
        (SCENARIOS.replace(", group: Scenario 2", ""), "4: write 'group' in every row or in none"),
        (
            TIMELINE.replace("approved}", "approved}\n  - {label: Two, date: destiny.os.approved, lane: EU}"),
            "4: write 'lane' in every row or in none",
        ),
        (f"{BARS}\nfootnotes: [One^a.]\ncaution: See^b.", "10: '^b' refers to a footnote that is not there"),
        (BARS.replace("With,", "With^a,"), "2: '^a' refers to a footnote that is not there"),
        ("chart: [", "2: not valid YAML: expected the node content, but found '<stream end>'"),
        (
            "- a list",
            (
                "2: slide.md: write a mapping with the keys chart, title, unit, groups, measure, interval, columns, "
                "rows, favours, caption, abbreviations, footnotes, caution, description"
            ),
        ),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_refused_at_its_line(source, problem):
    html, found = chart(source)
    assert f"slide.md:{problem}" in found
    assert "<figure" not in html


def test_a_forest_plot_refuses_what_a_logarithmic_axis_cannot_show(monkeypatch):
    from tests.courses.domain import build

    monkeypatch.setattr(build, "EVIDENCE", build.EVIDENCE.replace('ci_low: "0.58"', 'ci_low: "0"'))
    _, found = chart(FOREST)
    assert found == [
        "slide.md:5: 'cleopatra.os': ci_low, hr and ci_high of a forest plot are above zero and in this order"
    ]


def test_every_problem_of_a_chart_is_named_at_once():
    _, found = chart(BARS.replace("os.ptd", "os.a").replace("os.td", "os.b"))
    assert [problem.split(":")[1] for problem in found] == ["6", "7"]
