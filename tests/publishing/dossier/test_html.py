"""Stored HTML as nodes: every kind of block that slides hold, and nothing of the text is lost or read as markup."""

import re
from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.publishing.dossier import nodes
from elearning.publishing.dossier.html import Reader
from elearning.publishing.dossier.nodes import text


def read(html, questions=None):
    return Reader(lambda address: f"<svg>{address}</svg>", "text{fill:red}").blocks(html, questions)


def words(node):
    """All text of a node, in order."""
    if isinstance(node, str):
        return node
    if isinstance(node, list):
        return "".join(words(each) for each in node)
    parts = ("above", "picture", "c", "head", "rows", "caption", "below")
    return "".join(words(node[part]) for part in parts if part in node)


def test_paragraphs_keep_their_inline_parts():
    html = (
        '<p>A <strong>b</strong>\nand <data class="datum" value="x">0.69</data>'
        '<sup class="citation"><a href="#reference-1">1</a></sup> <a href="https://doi.org/1">c</a></p>'
    )
    assert read(html) == [
        {
            "k": "p",
            "c": [
                "A ",
                {"k": "strong", "c": ["b"]},
                " and ",
                "0.69",
                {"k": "sup", "c": ["1"]},
                " ",
                {"k": "a", "href": "https://doi.org/1", "c": ["c"]},
            ],
        }
    ]


def test_the_meaning_of_an_abbreviation_is_left_to_the_list_of_abbreviations():
    html = '<p><span class="term"><abbr>OS</abbr><span class="term__meaning">overall survival</span></span></p>'
    assert read(html) == [{"k": "p", "c": ["OS"]}]


def test_lists_quotations_and_headings_become_blocks():
    html = (
        "<h3>A</h3><ul><li>b</li><li><p>c</p></li></ul><ol start='3'><li>d</li></ol><blockquote><p>e</p></blockquote>"
    )
    assert read(html) == [
        {"k": "h", "level": 3, "c": ["A"]},
        {"k": "ul", "start": 1, "c": [{"k": "li", "c": [{"k": "p", "c": [each]}]} for each in ("b", "c")]},
        {"k": "ol", "start": 3, "c": [{"k": "li", "c": [{"k": "p", "c": ["d"]}]}]},
        {"k": "note", "c": [{"k": "p", "c": ["e"]}]},
    ]  # fmt: skip


def test_a_table_has_its_head_its_row_headers_and_its_spans():
    html = (
        "<table><thead><tr><td></td><th>HR</th></tr></thead><tbody>"
        '<tr><th colspan="2">Group</th></tr><tr><th>OS</th><td align="right">0.69</td></tr></tbody></table>'
    )
    (table,) = read(html)
    assert (table["k"], table["columns"]) == ("table", 2)
    assert [(cell["header"], cell["c"]) for cell in table["head"]] == [(True, []), (True, ["HR"])]
    assert [[(cell["header"], cell["span"], cell["align"], cell["c"]) for cell in row] for row in table["rows"]] == [
        [(True, 2, "", ["Group"])],
        [(True, 1, "", ["OS"]), (False, 1, "right", ["0.69"])],
    ]


def test_a_chart_keeps_its_drawing_its_label_and_its_colours():
    html = (
        '<figure class="figure"><p class="figure__title">T</p><p class="figure__caution"><strong>Caution:</strong> c'
        '</p><svg class="chart" viewBox="0 0 9 9" aria-label="A &amp; b"><linearGradient id="x"/></svg>'
        '<figcaption><span class="figure__number">Figure 1.</span> Said.</figcaption>'
        '<details class="figure__data"><summary>Data</summary><p>d</p></details></figure>'
    )
    (figure,) = read(html)
    assert [block["k"] for block in figure["above"]] == ["title", "warning"]
    (image,) = figure["picture"]
    assert (image["alt"], image["chart"]) == ("A & b", True)
    assert image["svg"] == (
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 9 9" aria-label="A &amp; b">'
        '<style>text{fill:red}</style><linearGradient id="x"/></svg>'
    )
    assert figure["caption"] == [{"k": "p", "c": [{"k": "strong", "c": ["Figure 1."]}, " Said."]}]
    assert words(figure["below"]) == "Datad"


def test_a_picture_is_found_by_its_address():
    (figure,) = read('<figure><img src="/media/x/a.svg" alt="What it shows"><figcaption>c</figcaption></figure>')
    assert figure["picture"] == [
        {"k": "image", "svg": "<svg>/media/x/a.svg</svg>", "alt": "What it shows", "chart": False}
    ]


def test_a_picture_of_an_item_is_shown_among_blocks_and_said_in_a_phrase():
    html = '<p>A</p>\n<p class="item-picture"><img src="/m/ct.png" alt="A CT" width="4" height="3" loading="lazy"></p>'
    picture = {"k": "image", "svg": "<svg>/m/ct.png</svg>", "alt": "A CT", "chart": False}
    assert read(html) == [{"k": "p", "c": ["A"]}, picture]
    assert Reader(lambda address: address, "").phrase(html) == ["A", {"k": "br"}, "A CT"]


def test_a_question_stands_where_the_slide_keeps_its_place():
    html = '<p>Before.</p><div class="question" data-question="q"></div><p>After.</p>'
    assert words(read(html, {"q": [{"k": "p", "c": ["Asked."]}]})) == "Before.Asked.After."
    assert words(read(html)) == "Before.After."


def test_a_timeline_says_day_and_event():
    html = (
        '<dl><div class="lane"><dt>FDA</dt><dd><ol class="timeline"><li class="timeline__event">'
        '<span class="timeline__year">1998</span><time class="timeline__date">25 September 1998</time>'
        '<span class="timeline__label">Trastuzumab</span></li></ol></dd></div></dl>'
    )
    assert read(html) == [
        {"k": "strong-p", "c": ["FDA"]},
        {"k": "timeline", "c": [[["25 September 1998"], ["Trastuzumab"]]]},
    ]


def test_what_the_font_cannot_draw_is_written_as_its_code_point():
    assert text("a 山 b\tc") == "a [U+5C71] b c"
    assert nodes.paragraph("x 🙂") == {"k": "p", "c": ["x [U+1F642]"]}


def test_only_addresses_a_browser_may_follow_become_links():
    assert nodes.link("javascript:alert(1)") == "javascript:alert(1)"
    assert nodes.link("https://doi.org/1", "1") == {"k": "a", "href": "https://doi.org/1", "c": ["1"]}


@settings(max_examples=200)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60))
def test_text_comes_through_as_it_was_but_for_white_space(said):
    (paragraph,) = read(f"<p>{escape(said)}</p>")
    assert words(paragraph) == text(re.sub(r"[ \n\r\t]+", " ", said)).strip(" ")
