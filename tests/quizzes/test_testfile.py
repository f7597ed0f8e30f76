"""Reading test.yaml: its values, and every fault with its place."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain.options import as_phrase
from courses.domain.problems import Problems
from quizzes.domain.policy import Policy, Reveal
from quizzes.domain.testfile import Known, read_test
from tests.quizzes.factories import REFERENCE, option

KNOWN = Known(frozenset({"standards"}), {"cleopatra": "current-standards"}, {"swain2020": REFERENCE})
GOOD = """\
title: CME test
policy:
  pass_percent: 75
  max_attempts: 3
  wait_minutes: 60
  draw: 1
  shuffle_items: true
  shuffle_options: false
  time_limit_minutes: 45
  reveal: after_submit
items:
  - key: first-line
    stem: A 52-year-old woman
    lead_in: Which treatment?
    options:
      - text: Dual blockade
        correct: true
        comment: Right
      - text: Lapatinib
        comment: Later
    rationale: CLEOPATRA
    objectives: [standards]
    slides: [cleopatra]
    references: [swain2020]
"""


def read(text, known=KNOWN):
    problems = Problems()
    content = read_test(
        "test.yaml", text, known=known, passage=lambda _p, _l, source: f"<p>{source}</p>", problems=problems
    )
    return content, [str(problem) for problem in problems.sorted()]


def test_a_right_file_becomes_values():
    content, problems = read(GOOD)
    assert problems == []
    assert content.title == "CME test"
    assert content.policy == Policy(
        pass_percent=75,
        reveal=Reveal.AFTER_SUBMIT,
        max_attempts=3,
        wait_minutes=60,
        draw=1,
        shuffle_items=True,
        shuffle_options=False,
        time_limit_minutes=45,
    )
    (item,) = content.items
    assert (item.key, item.stem_html, item.lead_in_html) == (
        "first-line",
        "<p>A 52-year-old woman</p>",
        "<p>Which treatment?</p>",
    )
    assert item.kind == "single-best-answer"
    assert item.content["options"] == [
        option("Dual blockade", "<p>Right</p>", correct=True),
        option("Lapatinib", "<p>Later</p>"),
    ]
    assert (item.rationale_html, item.objectives, item.slides) == ("<p>CLEOPATRA</p>", ("standards",), ("cleopatra",))
    assert item.references == (REFERENCE,)


def test_limits_may_be_null_and_the_stem_left_out():
    text = GOOD.replace("max_attempts: 3", "max_attempts: null").replace("draw: 1\n", "draw: null\n")
    text = text.replace("time_limit_minutes: 45", "time_limit_minutes: null").replace(
        "    stem: A 52-year-old woman\n", ""
    )
    content, problems = read(text)
    assert problems == []
    assert (content.policy.max_attempts, content.policy.draw, content.policy.time_limit_minutes) == (None, None, None)
    assert content.items[0].stem_html == ""


SECOND_ITEM = GOOD[GOOD.index("  - key") :]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("title: CME test\n", "", "test.yaml:1: 'title' is missing"),
        (
            "title: CME test",
            "titel: CME test",
            "test.yaml:1: unknown key 'titel'; known are title, policy,",
        ),
        ("pass_percent: 75", "pass_percent: 101", "test.yaml:3: 'pass_percent': write a whole number from 1 to 100"),
        ("pass_percent: 75", "pass_percent: 0", "test.yaml:3: 'pass_percent': write a whole number from 1 to 100"),
        ("pass_percent: 75", "pass_percent: 66.7", "test.yaml:3: 'pass_percent': write a whole number from 1 to 100"),
        ("  pass_percent: 75\n", "", "test.yaml:2: 'pass_percent' is missing"),
        ("draw: 1", "draw: 2", "test.yaml:6: 'draw': 2 items cannot be drawn from 1"),
        ("draw: 1", "draws: 1", "test.yaml:6: unknown key 'draws'"),
        ("shuffle_items: true", "shuffle_items: often", "test.yaml:7: 'shuffle_items': write true or false"),
        ("after_submit", "always", "test.yaml:10: 'reveal': 'always' is not one of never, after_pass"),
        ("key: first-line", "key: First line", "test.yaml:12: 'key': 'First line': use lower-case letters"),
        ("  - key: first-line\n    stem", "  - stem", "test.yaml:12: 'key' is missing"),
        ("    lead_in: Which treatment?\n", "", "test.yaml:12: 'lead_in' is missing"),
        ("    rationale: CLEOPATRA\n", "", "test.yaml:12: 'rationale' is missing"),
        ("        comment: Later\n", "", "test.yaml:19: 'comment' is missing"),
        ("text: Lapatinib\n", "text: ''\n", "test.yaml:19: 'text': write some text"),
        ("text: Lapatinib\n", "text: 0.69\n", "test.yaml:19: 'text': write some text"),
        ("        correct: true\n", "", "test.yaml:15: no option is correct"),
        ("comment: Later", "comment: Later\n        correct: true", "test.yaml:21: a second correct option"),
        ("comment: Later", "comment: Later\n        corect: false", "test.yaml:21: unknown key 'corect'"),
        ("      - text: Lapatinib\n        comment: Later\n", "", "test.yaml:15: 1 options; an item has 2 to 12"),
        ("text: Lapatinib", "text: dual  blockade", "test.yaml:19: the same text as an earlier option"),
        ("objectives: [standards]", "objectives: [standard]", "test.yaml:22: 'objectives': 'standard' does not exist"),
        ("objectives: [standards]", "objectives: []", "test.yaml:22: 'objectives': write at least 1"),
        ("slides: [cleopatra]", "slides: [emilia]", "test.yaml:23: 'slides': 'emilia' does not exist"),
        ("slides: [cleopatra]", "slides: []", "test.yaml:23: 'slides': write at least 1"),
        ("    slides: [cleopatra]\n", "", "test.yaml:12: 'slides' is missing"),
        ("references: [swain2020]", "references: [swain]", "test.yaml:24: 'references': 'swain' does not exist"),
        ("    references: [swain2020]\n", "", "test.yaml:12: 'references' is missing"),
        (SECOND_ITEM, SECOND_ITEM * 2, "test.yaml:25: the key 'first-line' is used by an earlier item"),
        (SECOND_ITEM, "", "test.yaml:11: 'items' is missing"),
        (SECOND_ITEM, "  []\n", "test.yaml:11: write at least one item"),
        ("  - key: first-line", "    key: first-line", "test.yaml:11: write a list here"),
    ],
)
def test_a_fault_is_reported_with_its_line_and_nothing_is_read(old, new, problem):
    assert old in GOOD
    content, problems = read(GOOD.replace(old, new))
    assert content is None
    assert [line for line in problems if line.startswith(problem)] != [], problems


def test_every_fault_is_reported_at_once():
    text = (
        GOOD.replace("pass_percent: 75", "pass_percent: 0")
        .replace("[cleopatra]", "[emilia]")
        .replace("correct: true", "correct: 1")
    )
    _, problems = read(text)
    assert [problem.split(" ")[0] for problem in problems] == [
        "test.yaml:3:",
        "test.yaml:15:",
        "test.yaml:17:",
        "test.yaml:23:",
    ]


def with_options(count):
    more = "".join(f"      - {{text: Option {i}, comment: Wrong}}\n" for i in range(count - 2))
    return read(GOOD.replace("    rationale", more + "    rationale"))


def test_thirteen_options_are_too_many():
    assert with_options(13)[1] == ["test.yaml:15: 13 options; an item has 2 to 12"]


def test_twelve_options_can_be_and_the_flaw_rules_advise_against_them():
    found, problems = with_options(12)
    assert (problems, len(found.items[0].content["options"])) == ([], 12)


def test_an_objective_without_an_item_is_a_fault():
    known = Known(frozenset({"standards", "novel"}), KNOWN.slides, KNOWN.references)
    assert read(GOOD, known) == (None, ["test.yaml:11: no item serves the objective 'novel'"])


def test_an_option_holds_no_lists():
    problems = Problems()
    read_test("test.yaml", GOOD, known=KNOWN, passage=lambda *_: "<ul><li>x</li></ul>", problems=problems)
    assert str(problems.sorted()[0]) == (
        "test.yaml:16: an option is plain paragraphs, without lists, tables or headings"
    )


def test_the_renderer_is_given_the_line_of_each_text():
    asked = []
    read_test("test.yaml", GOOD, known=KNOWN, passage=lambda *given: asked.append(given) or "", problems=Problems())
    assert asked == [
        ("test.yaml", 16, "Dual blockade"),
        ("test.yaml", 18, "Right"),
        ("test.yaml", 19, "Lapatinib"),
        ("test.yaml", 20, "Later"),
        ("test.yaml", 13, "A 52-year-old woman"),
        ("test.yaml", 14, "Which treatment?"),
        ("test.yaml", 21, "CLEOPATRA"),
    ]


@pytest.mark.parametrize(
    ("html", "phrase"),
    [
        ("<p>One</p>", "One"),
        ("<p>One</p>\n<p>Two</p>\n", "One<br><br>Two"),
        ("One", "One"),
        ("", ""),
    ],
)
def test_paragraphs_become_a_phrase_for_a_label(html, phrase):
    assert as_phrase(html) == phrase


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 200)
    | st.text(max_size=8)
    | st.sampled_from(["standards", "cleopatra"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["title", "policy", "items", "key", "options", "text", "correct", "objectives", "pass_percent"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_whatever_yaml_holds_is_read_or_refused_with_a_place(value):
    content, problems = read(yaml.safe_dump(value))
    assert (content is None) is (problems != [])
    assert all(problem.startswith("test.yaml:") for problem in problems)
