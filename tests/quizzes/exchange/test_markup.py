"""HTML from elsewhere becomes safe, says the same, and is found again by the project's own renderer."""

import html
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.domain.evidence import Evidence
from courses.domain.markup import Markup
from courses.domain.problems import Problems
from quizzes.domain.exchange.markup import blocks, clean, from_plain, phrase, split_question, to_markdown, to_plain
from tests.quizzes.exchange.questions import Author

EVERY = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize(
    ("given_html", "safe", "lost"),
    [
        ("<p>One</p><p>two</p>", "<p>One</p><p>two</p>", []),
        ("<b>bold</b> <i>x</i>", "<strong>bold</strong> <em>x</em>", []),
        ("<script>alert(1)</script><p onclick=x>Hi</p>", "<p>Hi</p>", []),
        ('<a href="javascript:x">x</a>', "<a>x</a>", []),
        ("10<sup>6</sup> H<sub>2</sub>O", "10⁶ H₂O", []),
        ("x<sup>Q</sup>", "xQ", ["<sup> Q"]),
        ('<p>See <img src="a.png" alt="b"></p>', "<p>See</p>", ["<img> a.png"]),
        ("<math><mi>x</mi></math>", "x", ["<math>"]),
        ("<div>one<p>two</p></div>", "<p>one</p><p>two</p>", []),
        ("<p>a\x00\ue000b</p>", "<p>ab</p>", []),
    ],
)
def test_what_is_kept_and_what_is_named_as_lost(given_html, safe, lost):
    found, named = clean(given_html)
    assert (found.replace("</p>\n<p>", "</p><p>").replace(" </p>", "</p>"), named) == (safe, lost)


def test_blocks_phrases_and_questions():
    assert blocks("one<br>two") == "<p>one<br>two</p>"
    assert blocks("one<ul><li>x</li></ul>two") == "<p>one</p>\n<ul><li>x</li></ul>\n<p>two</p>"
    assert phrase("<p>one</p><p>two</p>") == "one<br><br>two"
    assert phrase("<ul><li>x</li></ul>") is None
    assert split_question("<p>A man.</p>\n<p>Which?</p>") == ("<p>A man.</p>", "<p>Which?</p>")
    assert from_plain("a < b\n\nc\nd") == "<p>a &lt; b</p>\n<p>c<br>d</p>"
    assert to_plain("<p>a &lt; b</p>\n<p>c<br>d</p>") == ("a < b\n\nc\nd", False)


@EVERY
@given(st.integers(0, 2**32))
def test_markdown_for_the_file_is_rendered_to_the_same_words(seed):
    source = Author(seed).blocks()
    problems = Problems()
    markup = Markup(language="en", evidence=Evidence({}), references={}, pictures={}, problems=problems)
    shown = markup.passage("test.yaml", 1, to_markdown(source))
    assert [str(problem) for problem in problems.found] == []
    assert words(blocks(clean(shown)[0])) == words(source)
    assert [shown.count(tag) for tag in ("<li>", "<br>", "<strong>", "<em>")] == [
        source.count(tag) for tag in ("<li>", "<br>", "<strong>", "<em>")
    ]


def words(source):
    return html.unescape(to_plain(source)[0].replace("\n", " ")).replace("\N{NO-BREAK SPACE}", " ").split()


@EVERY
@given(st.text(alphabet='<>/pbrstongimul "=&;\n\xa0', max_size=80))
def test_cleaning_twice_changes_nothing(text):
    once = blocks(clean(text)[0])
    assert blocks(clean(once)[0]) == once


@pytest.mark.parametrize("hostile", ["<p>", "<strong>", "\xa0", "<sup>", "&", "<", "a\n \n", "<br>"])
def test_a_hostile_text_takes_no_more_than_its_share_of_time(hostile):
    began = time.process_time()
    blocks(clean(hostile * (200_000 // len(hostile)))[0])
    assert time.process_time() - began < 3
