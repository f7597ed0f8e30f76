"""Entries are put into test.yaml as text: what stood there stays, and what is read again is what was meant."""

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.domain.evidence import Evidence
from courses.domain.markup import Markup
from courses.domain.media import Picture
from courses.domain.problems import Problems
from elearning.publishing.bank.entries import Unplaceable, entry_of, insert
from elearning.publishing.bank.plan import same
from quizzes.domain.exchange.question import (
    HOTSPOT,
    MATCHING,
    MULTIPLE,
    NUMERIC,
    ORDERING,
    SINGLE,
    TRUE_FALSE,
    Question,
)
from quizzes.domain.testfile import Known, read_test
from tests.factories import POLICY, item
from tests.quizzes.exchange.questions import Author

KINDS = (SINGLE, MULTIPLE, TRUE_FALSE, MATCHING, ORDERING, NUMERIC, HOTSPOT)
TEXT = """# A comment
title: "Test"   # another
items:
  # of the first
  - key: one
    lead_in: >-
      Folded
      text

    references: [a,
      b]   # cited

# before the pre-test
pretest:
  - key: early
"""


def test_an_entry_stands_behind_the_last_item_and_nothing_else_changes():
    written, starts = insert(TEXT, [{"key": "two", "stem": "A\n\nB"}, {"key": "three"}])
    assert written == TEXT.replace(
        "      b]   # cited\n",
        "      b]   # cited\n\n  - key: two\n    stem: |-\n      A\n\n      B\n\n  - key: three\n",
    )
    assert [written.split("\n")[start - 1].strip() for start in starts] == ["- key: two", "- key: three"]


@pytest.mark.parametrize(
    "text",
    [
        "items:\n- key: one\n",
        "items:\n  - {key: one}\n",
        "items:\n  - key: one\n    stem: |\n      # no comment\n\n\n",
        "a: 1\nitems:\n    -   key: one",
    ],
)
def test_other_ways_to_write_the_list_are_kept(text):
    written, _ = insert(text, [{"key": "two", "flag": True}])
    assert yaml.safe_load(written)["items"] == [*yaml.safe_load(text)["items"], {"key": "two", "flag": True}]
    assert written.startswith(text.rstrip("\n"))


@pytest.mark.parametrize("text", ["items: [{key: one}]\n", "items: []\n", "title: x\n", "- a\n"])
def test_a_list_in_brackets_is_refused(text):
    with pytest.raises(Unplaceable):
        insert(text, [{"key": "two"}])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.sampled_from(KINDS))
def test_every_kind_is_read_from_the_file_as_it_was_meant(seed, kind):
    question = complete(Author(seed).question(kind, 1))
    base = yaml.safe_dump({"title": "Test", "policy": POLICY, "items": [item("first")]}, sort_keys=False)
    written, _ = insert(base, [entry_of(question)])
    problems = Problems()
    pictures = {"media/axilla.svg": Picture("/media/axilla.svg", "image/svg+xml", 40, 30)}
    markup = Markup(language="en", evidence=Evidence({}), references={}, pictures=pictures, problems=problems)
    known = Known(frozenset(["know"]), {"one": "basics"}, {"swain2020": {"key": "swain2020"}}, pictures)
    found = read_test("test.yaml", written, known=known, passage=markup.passage, problems=problems)
    assert [str(problem) for problem in problems.found] == []
    read = found.items[1]
    assert (read.kind, read.key, read.calculator) == (question.kind, question.key, question.calculator)
    assert same(question, Question(read.kind, plain(read.content), read.key, "", *texts(read)))


def plain(content):
    from elearning.publishing.bank.services import _plain

    return _plain(content)


def texts(read):
    from elearning.publishing.bank.services import _block

    return [_block(html) for html in (read.stem_html, read.lead_in_html, read.rationale_html)]


def complete(question):
    """The question with all that test.yaml demands, and areas inside of the picture."""
    values = vars(question) | {
        "rationale_html": "<p>Because.</p>",
        "objectives": ("know",),
        "slides": ("one",),
        "references": ("swain2020",),
    }
    made = Question(**values)
    for part in made.parts:
        part["comment_html"] = part["comment_html"] or "<p>So.</p>"
        if part.get("shape"):
            part |= {"shape": "circle", "coords": [10, 12.5, 3]}
    return made
