"""Whatever an author writes, nothing that runs reaches the page."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.courses.domain.build import rendered

PIECES = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](<javascript:alert(1)>)",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x](data:text/html,<script>)",
        "[x]: javascript:alert(1)\n\n[x]",
        "[x](../relative)",
        "[x]:\n//relative\n\n[x]",
        "<javascript:alert(1)>",
        "![x](javascript:alert(1))",
        '[x](https://a" onclick="b)',
        "`",
        "\\`",
        "<",
        ">",
        '"',
        "'",
        "&lt;script&gt;",
        "&#60;script&#62;",
        "&#xe000;0&#xe001;",
        "\ue0000\ue001",
        "\ue0009\ue001",
        "[0.69](ev:cleopatra.os.hr)",
        '[0.69](ev:"onclick=x)',
        "[@swain2020]",
        "[@<script>]",
        "[x](https://a.org/&#xe000;0&#xe001;)",
        "[x](https://a.org/[0.69](ev:cleopatra.os.hr))",
        "![onclick=alert(1)](../media/cell.svg)",
        "Caption: <script>",
        "Abbreviations: onload=x",
        "\n",
        "\n\n",
        "    ",
        "- ",
        "> ",
        "### ",
        "| a | b |\n| - | - |\n",
        "| <script> | onclick=x |",
        "```evidence\n",
        "```\n",
        "<!--",
        "-->",
        "<![CDATA[",
        "<style>",
        "*",
        "_",
        "[",
        "]",
        "(",
        ")",
        "\x02",
        "\x03",
        "\x00",
    ]
)


def harmless(html):
    """Whether every tag of ``html`` is one that the renderer writes, with attributes that cannot run anything."""
    tags = re.findall(r"<[^>]*>?", html)
    known = re.compile(
        r"</?(p|br|hr|h[3-6]|ul|ol|li|strong|em|code|blockquote|a|table|thead|tbody|tr|th|td|div|sup|data|figure|img|figcaption|span|details|summary)"
        r'( (href|rel|start|align|class|value|src|alt|width|height|loading|scope|tabindex|role|aria-label)="[^"<>]*")*>'
    )
    addresses = re.findall(r'(?:href|src)="([^"]*)"', html)
    return all(known.fullmatch(tag) for tag in tags) and all(
        address.startswith(("https://", "mailto:", "#reference-", "/modules/sample/media/")) for address in addresses
    )


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map("".join))
@example("\\![onclick=alert(1)](../media/cell.svg)")
@example("[x]:\n../media/cell.svg\n\n[x]")
def test_whatever_an_author_writes_nothing_that_runs_reaches_the_page(text):
    html, _ = rendered(text)
    assert harmless(html)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_what_is_accepted_without_a_problem_has_no_script_in_it(text):
    html, found = rendered(text)
    if "<script" in text and "`" not in text and "\\" not in text and "evidence" not in text:
        assert found
    assert "<script" not in html
