import re

import pytest

from courses.domain.problems import Problems
from tests.courses.domain.build import lines, markup, rendered

NOT_ALLOWED = "raw HTML (or script) is not allowed; write Markdown, and a plain < with a space after it"


def cited(*numbers):
    return f'<sup class="citation">{", ".join(f"""<a href="#reference-{n}">{n}</a>""" for n in numbers)}</sup>'


def kept(text):
    return f'<span class="text-nowrap">{text}</span>'


def test_citations_are_numbered_in_order_of_appearance_and_reused():
    html, found = rendered("One [@modi2022]. Two [@swain2020; @modi2022].\n\nThree [@swain2020].")
    assert html == f"<p>One{cited(1)}. Two{cited(1, 2)}.</p>\n<p>Three{cited(2)}.</p>"
    assert found == []


def test_the_notes_continue_the_numbers_of_the_body():
    reader = markup(Problems())
    body = reader.slide("slide.md", 1, "One [@modi2022].")
    notes = reader.slide("slide.md", 5, "Two [@swain2020], one [@modi2022].", after=body)
    assert notes.html == f"<p>Two{cited(2)}, one{cited(1)}.</p>"
    assert (body.references, notes.references) == (["modi2022"], ["modi2022", "swain2020"])


def test_each_slide_counts_from_one():
    reader = markup(Problems())
    reader.slide("a.md", 1, "[@modi2022]")
    assert reader.slide("b.md", 1, "[@swain2020]").html == f"<p>{cited(1)}</p>"


def test_a_citation_on_a_line_of_its_own_stands_close_to_the_word_before_it():
    html, problems = rendered("Said here\n[@modi2022].\nAnd\n[0.69](ev:cleopatra.os.hr) there.")
    assert problems == []
    assert html.startswith(f"<p>Said here{cited(1)}.\nAnd\n<data")


def test_an_unknown_citation_is_reported_at_its_line():
    html, found = rendered("One.\n\nTwo [@nobody; @swain2020].")
    assert found == ["slide.md:3: references.yaml has no 'nobody'"]
    assert html == f"<p>One.</p>\n<p>Two{cited(1)}.</p>"


def datum(address, text):
    return f'<data class="datum" value="{address}">{text}</data>'


def test_a_bound_figure_is_shown_as_the_evidence_has_it():
    reader = markup(Problems())
    html = reader.slide("slide.md", 3, "HR **[0.69](ev:cleopatra.os.hr)** (p [<0.001](ev:destiny.os.p)).").html
    assert (
        html
        == f"<p>HR <strong>{datum('cleopatra.os.hr', '0.69')}</strong> (p {datum('destiny.os.p', '&lt;0.001')}).</p>"
    )
    assert reader.bindings == [("slide.md", 3, "cleopatra.os.hr"), ("slide.md", 3, "destiny.os.p")]


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("en", "[0.69](ev:cleopatra.os.hr)", "0.69"),
        ("de", "[0.69](ev:cleopatra.os.hr)", "0,69"),
        ("de", "[0,69](ev:cleopatra.os.hr)", "0,69"),
        ("de-CH", "[<0.001](ev:destiny.os.p)", "&lt;0,001"),
        ("en", "[5 August 2022](ev:destiny.os.approved)", "5 August 2022"),
    ],
)
def test_the_decimal_sign_is_that_of_the_language(language, text, shown):
    html, found = rendered(text, language)
    assert found == []
    assert f">{shown}</data>" in html


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "[0.7](ev:cleopatra.os.hr)",
            "the text says '0.7', but cleopatra.os.hr is '0.69' (check_module --fix rewrites it)",
        ),
        (
            "[0,69](ev:cleopatra.os.hr)",
            "the text says '0,69', but cleopatra.os.hr is '0.69' (check_module --fix rewrites it)",
        ),
        (
            "[2022-08-05](ev:destiny.os.approved)",
            "the text says '2022-08-05', but destiny.os.approved is '5 August 2022' (check_module --fix rewrites it)",
        ),
        ("[0.62](ev:cleopatra.pfs.hr)", "'cleopatra.pfs' is not confirmed (confirmed: partly), so it cannot be shown"),
        ("[1](ev:nothing.at.all)", "the evidence has no 'nothing.at'"),
        ("[1](ev:)", "the evidence has no ''"),
        (
            "[x](https://a.org/[0.69](ev:cleopatra.os.hr))",
            "a figure or a citation cannot stand in the address of a link",
        ),
        ("[x](https://a.org/[@swain2020])", "a figure or a citation cannot stand in the address of a link"),
        ("<script>alert(1)</script>", NOT_ALLOWED),
        ("An <b onclick='x'>attribute</b>", NOT_ALLOWED),
        ("<!-- a remark -->", NOT_ALLOWED),
        ("    <script>in an indented block</script>", NOT_ALLOWED),
        (
            "[x](javascript:alert(1))",
            "the link 'javascript:alert(1' is not allowed; use an address that begins with https://",
        ),
        (
            "[x [y]](javascript:alert(1))",
            "the link 'javascript:alert(1' is not allowed; use an address that begins with https://",
        ),
        (
            "[x](data:text/html,x)",
            "the link 'data:text/html,x' is not allowed; use an address that begins with https://",
        ),
        ("[x](http://a.org)", "the link 'http://a.org' is not allowed; use an address that begins with https://"),
        ("[x](/profile/)", "the link '/profile/' is not allowed; use an address that begins with https://"),
        (
            "[x]: javascript:alert(1)",
            "the link 'javascript:alert(1)' is not allowed; use an address that begins with https://",
        ),
        ("# Heading", "headings in a slide begin at ###; the slide's title stands in its front matter"),
        ("## Heading", "headings in a slide begin at ###; the slide's title stands in its front matter"),
        (
            "Text ![a](../media/cell.svg)",
            "a picture begins a paragraph of its own, with its caption on the lines after it",
        ),
        ("A \ue0000\ue001 mark", "the character U+E000 cannot be shown; remove it"),
        ("A &#xe000;9&#xe001; mark", "the character U+E000 cannot be shown; remove it"),
        ("A \x00 mark", "the character U+0000 cannot be shown; remove it"),
        ("```python", "the block that opens here with ``` is never closed"),
        ("```python\nx\n```", "a block named 'python' is not known; write 'evidence', 'check' or 'case'"),
        ("```\nx\n```", "a block named '' is not known; write 'evidence', 'check' or 'case'"),
    ],
)
def test_what_a_slide_cannot_hold_is_refused_at_its_line(text, problem):
    _, found = rendered(f"First.\n\n{text}")
    assert found == [f"slide.md:3: {problem}"]


def test_a_link_whose_text_goes_over_two_lines_is_refused_too():
    _, found = rendered("[a\nb](javascript:alert(1))")
    assert found == [
        "slide.md:2: the link 'javascript:alert(1' is not allowed; use an address that begins with https://"
    ]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[a](https://a.org/?x=1&y=2)", '<p><a href="https://a.org/?x=1&amp;y=2" rel="noopener noreferrer">a</a></p>'),
        ("<https://a.org>", '<p><a href="https://a.org" rel="noopener noreferrer">https://a.org</a></p>'),
        ("5 < 6 & 7 > 6", "<p>5 &lt; 6 &amp; 7 &gt; 6</p>"),
        ("`<script>`", "<p><code>&lt;script&gt;</code></p>"),
        ("### Third\n\n#### Fourth", "<h3>Third</h3>\n<h4>Fourth</h4>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("&lt;script&gt;", "<p>&lt;script&gt;</p>"),
    ],
)
def test_plain_markdown_is_rendered(text, html):
    assert rendered(text) == (html, [])


def test_a_table_scrolls_by_keyboard_and_its_headers_have_a_scope():
    html, found = rendered("| a | b |\n| --- | ---: |\n| 1 | 2 |")
    assert found == []
    assert html == (
        '<div class="table-scroll" tabindex="0" role="group" aria-label="Table"><table class="data-table">'
        "\n<thead>\n<tr>\n"
        '<th scope="col">a</th>\n<th scope="col" align="right">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n'
        '<td>1</td>\n<td align="right">2</td>\n</tr>\n</tbody>\n</table></div>'
    )


FIGURE = """![Four receptors](../media/cell.svg)
Caption: HER2 has no ligand
of its own, HR [0.69](ev:cleopatra.os.hr) [@swain2020].
Abbreviations: HER, human epidermal growth factor receptor
Description: From left & right."""


def test_a_picture_has_its_caption_abbreviations_and_description():
    html, found = rendered(FIGURE)
    assert found == []
    assert html == (
        '<figure class="figure figure--picture"><img src="/modules/sample/media/abc/cell.svg" alt="Four receptors" '
        'width="480" height="270"><figcaption class="figure__caption">'
        '<span class="figure__number">Figure 1.</span> HER2 has no ligand of its own, HR '
        f'{datum("cleopatra.os.hr", "0.69")}{cited(1)}. <span class="figure__abbreviations">Abbreviations: '
        "HER, human epidermal growth factor receptor</span></figcaption>"
        '<details class="figure__description"><summary>Description</summary><p>From left &amp; right.</p></details>'
        "</figure>"
    )


def test_tables_and_figures_are_called_in_the_language_of_the_module():
    assert 'aria-label="Tabelle"' in rendered("| a |\n| --- |\n| 1 |", "de")[0]


def test_figures_are_numbered_and_labelled_in_the_language_of_the_module():
    html, _ = rendered(f"{FIGURE}\n\nText.\n\n{FIGURE}", "de")
    assert [f"Abbildung {number}." in html for number in (1, 2, 3)] == [True, True, False]
    assert "0,69" in html


def labels(html):
    return re.findall(r'<span class="figure__number">([^<]*)</span>', html)


TABLE = """```evidence
chart: table
title: T
columns: ["", HR]
rows: [[OS, "{cleopatra.os.hr}"]]
caption: c
abbreviations: none
```"""


def test_figures_and_declared_tables_are_numbered_through_the_module_each_on_their_own():
    reader = markup(Problems())
    shown = [reader.slide("slide.md", 1, text) for text in (FIGURE, "No figure.", f"{TABLE}\n\n{FIGURE}", TABLE)]
    assert [labels(passage.html) for passage in shown] == [["Figure 1."], [], ["Table 1.", "Figure 2."], ["Table 2."]]
    assert [(passage.first_figure, passage.first_table) for passage in shown] == [(1, 1), (2, 1), (2, 1), (3, 2)]


def test_a_slide_can_be_numbered_as_another_one_is():
    reader = markup(Problems(), "de")
    html = reader.slide("slide.md", 1, f"{FIGURE}\n\n{TABLE}", first_figure=7, first_table=3).html
    assert labels(html) == ["Abbildung 7.", "Tabelle 3."]


def test_a_picture_has_footnotes_that_may_cite_and_bind_figures():
    html, found = rendered(
        f"{FIGURE}\nFootnotes: First < second [@modi2022; @swain2020]; HR [0.69](ev:cleopatra.os.hr)."
    )
    assert found == []
    assert (
        f'<ol class="figure__footnotes"><li>First &lt; second{cited(1, 2)}</li>'
        f"<li>HR {datum('cleopatra.os.hr', '0.69')}.</li></ol></figcaption>"
    ) in html


def test_what_a_chart_shows_counts_as_bound():
    reader = markup(Problems())
    reader.slide("slide.md", 3, TABLE)
    assert reader.bindings == [("slide.md", 3, "cleopatra.os.hr")]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("T-DXd or T-DM1.", f"{kept('T-DXd')} or {kept('T-DM1')}."),
        ("**HER2-low**", f"<strong>{kept('HER2-low')}</strong>"),
        ("[PD-L1](https://a.org/a-b)", f'<a href="https://a.org/a-b" rel="noopener noreferrer">{kept("PD-L1")}</a>'),
        ("[x](https://a.org/?q=>T-DXd)", '<a href="https://a.org/?q=&gt;T-DXd" rel="noopener noreferrer">x</a>'),
        ("T-DXd-Therapie", f"{kept('T-DXd')}-Therapie"),
        ("trastuzumab-dkst, first-line", "trastuzumab-dkst, first-line"),
    ],
)
def test_a_short_name_with_a_hyphen_is_kept_on_one_line(text, html):
    assert rendered(text) == (f"<p>{html}</p>", [])


def test_abbreviations_that_are_none_are_not_shown():
    html, found = rendered("![A cell](../media/cell.svg)\nCaption: A cell.\nAbbreviations: None.\nDescription: Round.")
    assert found == []
    assert "figure__abbreviations" not in html


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "![A](../media/none.svg)\nCaption: c\nAbbreviations: none\nDescription: d",
            ["1: the picture 'media/none.svg' is missing or unusable; it should be a file in media/"],
        ),
        (
            "![](../media/cell.svg)\nCaption: c\nAbbreviations: none\nDescription: d",
            ["1: the picture has no alternative text; write it between the brackets"],
        ),
        (
            "![A](../media/cell.svg)\nAbbreviations: none\nDescription: d",
            ["1: the picture has no 'Caption:' line after it"],
        ),
        (
            "![A](../media/cell.svg)\nCaption: c\nDescription: d",
            ["1: the picture has no 'Abbreviations:' line after it"],
        ),
        (
            "![A](../media/cell.svg)\nCaption:\nAbbreviations: none\nDescription: d",
            ["1: the picture has no 'Caption:' line after it"],
        ),
        (
            "![A](../media/cell.svg)\nCaption: c\nAbbreviations: none",
            ["1: the picture has no 'Description:' line after it"],
        ),
        (
            "![A](https://a.org/x.svg)\nCaption: c\nAbbreviations: none\nDescription: d",
            ["1: the picture 'https://a.org/x.svg' is missing or unusable; it should be a file in media/"],
        ),
        (
            "![A](../media/cell.svg) text",
            ["1: write the picture alone on its line: ![alternative text](../media/file.svg)"],
        ),
        (
            "![A](../media/cell.svg)\nA stray line\nCaption: c\nAbbreviations: none\nDescription: d",
            ["2: after a picture write lines that begin with Caption, Abbreviations, Description, Footnotes, Source"],
        ),
        (
            "![](../media/none.svg)",
            [
                "1: the picture 'media/none.svg' is missing or unusable; it should be a file in media/",
                "1: the picture has no 'Abbreviations:' line after it",
                "1: the picture has no 'Caption:' line after it",
                "1: the picture has no 'Description:' line after it",
                "1: the picture has no alternative text; write it between the brackets",
            ],
        ),
    ],
)
def test_an_incomplete_picture_is_refused_with_all_that_is_missing(text, problems):
    html, found = rendered(text)
    assert found == [f"slide.md:{problem}" for problem in problems]
    assert "<img" not in html or "stray" in text


CELL = (
    '<p class="item-picture"><img src="/modules/sample/media/abc/cell.svg" alt="A cell" width="480" height="270" '
    'loading="lazy"></p>'
)
ALONE = "write the picture alone on its line: ![alternative text](media/file.svg)"


@pytest.mark.parametrize(
    ("text", "html", "found"),
    [
        ("A man.\n![A cell](media/cell.svg)\nWhich?", f"<p>A man.</p>\n{CELL}\n<p>Which?</p>", []),
        ("- A\n![A cell](media/cell.svg)", f"<ul>\n<li>A</li>\n</ul>\n{CELL}", []),
        ('![A "cell" <b>](media/cell.svg)', CELL.replace("A cell", "A &quot;cell&quot; &lt;b&gt;"), []),
        ("![ ](media/cell.svg)", "", ["4: the picture has no alternative text; write it between the brackets"]),
        ("A.\n\n![x](media/no.svg)", "<p>A.</p>",
         ["6: the picture 'media/no.svg' is missing or unusable; it should be a file in media/"]),
        ("![A cell](media/cell.svg) and text", "", [f"4: {ALONE}"]),
        ("Text ![A cell](media/cell.svg)", None, [f"4: {ALONE}"]),
        ("> ![A cell](media/cell.svg)", None, [f"4: {ALONE}"]),
        ("Cited [@swain2020]", "",
         ["4: citations and charts belong on slides; here write text, pictures and bound figures"]),
    ],
)  # fmt: skip
def test_a_picture_of_an_item_stands_alone_on_its_line(text, html, found):
    problems = Problems()
    shown = markup(problems).illustrated("test.yaml", 4, text)
    assert html is None or shown == html
    assert lines(problems) == [f"test.yaml:{problem}" for problem in found]


def test_a_passage_holds_text_and_figures_only():
    problems = Problems()
    reader = markup(problems)
    assert (
        reader.passage("test.yaml", 4, "HR [0.69](ev:cleopatra.os.hr)")
        == f"<p>HR {datum('cleopatra.os.hr', '0.69')}</p>"
    )
    assert reader.passage("test.yaml", 5, "Cited [@swain2020]") == ""
    assert reader.passage("test.yaml", 6, "![A](../media/cell.svg)") == ""
    assert lines(problems) == [
        f"test.yaml:{line}: citations, pictures and charts belong on slides; here write text and bound figures"
        for line in (5, 6)
    ]


@pytest.mark.parametrize("line", ["---", "====", "-"])
def test_a_heading_by_underlining_is_refused_at_its_line(line):
    _, found = rendered(f"Text.\n\nA heading\n{line}")
    assert found == ["slide.md:4: a line of --- or === under text makes a heading; write ### before a heading"]


def test_links_that_never_close_are_read_at_once():
    """A pattern that goes back over them at each one would take minutes."""
    _, found = rendered("[x](" * 1000)
    assert found == []
