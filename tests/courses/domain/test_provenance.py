"""A reviewer finds every figure that a module shows, where, and from which source."""

from courses.domain.provenance import evidence_table, figures_shown
from elearning.publishing.services import check
from tests.factories import folder, slide

FOREST = """```evidence
chart: forest
title: Survival
rows:
  - datum: cleopatra.os
caption: A caption.
abbreviations: none
```"""


def read(**files):
    module, problems = check({**folder(), **files})
    assert problems == []
    return module.content


def shown(content):
    return [(f"{figure.datum.key}.{figure.name}", figure.slides, figure.items) for figure in figures_shown(content)]


def test_a_figure_is_found_in_texts_charts_and_items_and_what_nobody_shows_is_left_out():
    test = folder()["test.yaml"].replace(b"rationale: Because.", b"rationale: '[57.1](ev:cleopatra.os.ptd)'", 1)
    content = read(**{"1-basics/02-two.md": slide("two", body=FOREST), "test.yaml": test})
    assert shown(content) == [
        ("os.hr", ["one", "two"], []),
        ("os.ci_low", ["two"], []),
        ("os.ci_high", ["two"], []),
        ("os.ptd", [], ["item-1"]),
    ]


def test_a_longer_name_is_not_taken_for_a_shorter_one():
    content = read(**{"1-basics/02-two.md": slide("two", body="In `cleopatra.os.hr_2` [@swain2020].")})
    assert shown(content) == [("os.hr", ["one"], [])]


def test_the_table_names_value_endpoint_slide_source_and_where_it_was_read():
    page = evidence_table(read())
    row = "| `cleopatra.os.hr` | 0.69 | Overall survival (months) | 1 one | – | swain2020 | Table 2 of the paper |"
    assert row in page.split("\n")
    source = "- `swain2020`: Swain SM, et al. End-of-study results. Lancet Oncol 2020."
    assert f"{source} [PMID 32171426](https://pubmed.ncbi.nlm.nih.gov/32171426/)" in page.split("\n")
