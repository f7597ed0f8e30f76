"""The plain text of HTML."""

import pytest

from courses.domain.plaintext import words

CT = '<p class="item-picture"><img src="/media/ct.png" alt="A CT, 5 > 3" width="400" loading="lazy"></p>'


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<p>HR <span class="figure">0.69</span>, for <strong>death</strong>.</p>', "HR 0.69, for death."),
        ("<p>two</p>\n<p>paragraphs &amp; a<br>break\u00a0or so</p>", "two paragraphs & a break or so"),
        ("<table><thead><tr><th>a</th><th>b</th></tr></thead></table><hr><pre>c</pre>d", "a b c d"),
        (f"<p>Which?</p>{CT}<p>Say.</p>", "Which? A CT, 5 > 3 Say."),
        ('a<img src="/media/ct.png">b', "a b"),
        ("", ""),
    ],
)
def test_html_is_read_as_one_line(html, text):
    assert words(html) == text


def test_pictures_are_left_out_where_running_text_is_wanted():
    assert words(f"<p>Which?</p>{CT}<p>Say.</p>", pictures=False) == "Which? Say."
