"""HTML from elsewhere -> safe HTML of the few elements that items have, and from there to plain text or Markdown."""

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any

import nh3
from markdownify import MarkdownConverter

from courses.domain.options import BLOCK, as_phrase
from courses.domain.safehtml import ALLOWED_ATTRIBUTES, ALLOWED_TAGS
from courses.domain.yamlfile import UNUSABLE

BLOCKS = frozenset(["p", "ul", "ol", "h3", "h4", "h5", "h6", "blockquote", "table", "hr"])
RENAMED = {"b": "strong", "i": "em", "tt": "code", "samp": "code", "kbd": "code", "h1": "h3", "h2": "h3", "pre": "p",
           "div": "p", "section": "p", "figure": "p", "figcaption": "p", "dl": "p", "dt": "p", "dd": "p"}  # fmt: skip
UNSHOWN = frozenset(
    ["img", "object", "audio", "video", "math", "svg", "iframe", "embed", "picture", "canvas", "input", "select"]
)
"""What a text cannot lose without losing its meaning, and an item's text cannot hold."""
TAG = re.compile(r"<(/?)([a-z0-9]+)([^<>]*)>")
ATTRIBUTES = r'((?:[^<>"]|"[^"]*")*)'
FOUND = re.compile(rf"<({'|'.join(sorted(UNSHOWN))})\b{ATTRIBUTES}>")
SHOWN = re.compile(rf"<img\b{ATTRIBUTES}>|<object\b{ATTRIBUTES}>(.*?)</object>", re.DOTALL)
KIND_OF_OBJECT = re.compile(r'\btype="(?!image/)')
SAID = re.compile(r'\balt="([^"]*)"')
MARKED = re.compile("\ue000([0-9]+)\ue001")
ONLY_MARKED = re.compile(r"<(strong|em|code|a)\b[^<>]*>\s*(\ue000[0-9]+\ue001)\s*</\1>")
SOURCE = re.compile(r'\b(?:src|data)="([^"]*)"')
ALTERNATIVE = re.compile(r'<img [^<>]*?alt="([^"]*)"')
SHIFTED = re.compile(r"<(sub|sup)>([^<>]*)</\1>")
LOOKS_LIKE_HTML = re.compile(
    r"</?(?:p|br|hr|b|i|strong|em|ul|ol|li|div|span|sub|sup|table|h[1-6]|a|code|img|blockquote)\b[^<>]*>",
    re.IGNORECASE,
)
RAISED = str.maketrans("0123456789+-−=()niabcde", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉ")
LOWERED = str.maketrans("0123456789+-−=()aehklmnopst", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕₖₗₘₙₒₚₛₜ")
EMPTY = re.compile(r"<(p|strong|em|code|h[3-6])>\s*</\1>")
BETWEEN = re.compile(r" ?(<(?:/?(?:ul|ol|li|table|thead|tbody|tr|td|th|blockquote|p|h[3-6])\b[^<>]*|hr|br)>) ?")
ENDS = re.compile(r"^(?:\s*<br>)+\s*|\s*(?:<br>\s*)+$")
UNDERLINE = re.compile(r"(?<=\s)(_+)(?=[\s.,;:!?]|$)|_+")  # the first is a gap in a sentence, not emphasis
LINE_START = re.compile(r"^([-+#]|\d+(?=\.))", re.MULTILINE)
MARKDOWN = {
    "](": "]&#40;",
    "[@": "&#91;@",
    "]:": "]&#58;",
    "![": "&#33;[",
    "~~~": "&#126;~~",
    "|": "&#124;",
    "==": "&#61;=",
}


Show = Callable[[str, str], str]
"""Takes the address and the alternative text of a picture; returns its path in media/, "" where it is left out."""


def clean(html: str) -> tuple[str, list[str]]:
    """Return ``html`` as safe HTML (blocks or a phrase, as it was), and what in it cannot be shown, in words."""
    return _cleaned(_known(html))


def illustrated(html: str, show: Show) -> tuple[str, list[str]]:
    """Return ``html`` as safe blocks, each picture in a paragraph of its own, and what in it cannot be shown."""
    images: list[str] = []

    def mark(match: re.Match[str]) -> str:
        attributes, inside = match[1] or match[2] or "", match[3] or ""
        source, said = SOURCE.search(attributes), SAID.search(attributes)
        if source is None or KIND_OF_OBJECT.search(attributes):
            return match[0]
        alternative = " ".join(unescape(said[1] if said else TAG.sub(" ", inside)).split())
        path = show(unescape(source[1]), alternative)
        images.append(f'<img src="{escape(path)}" alt="{escape(alternative)}">' if path else "")
        return f"\ue000{len(images) - 1}\ue001"

    safe, lost = _cleaned(SHOWN.sub(mark, _known(html)))
    text = "\n".join(part for block in blocks(safe).split("\n") for part in _apart(block, lost))
    text = MARKED.sub(lambda match: images[int(match[1])], text)
    return text.replace("<p></p>\n", "").removesuffix("<p></p>").strip(), lost


def _apart(block: str, lost: list[str]) -> list[str]:
    """Return a block with its pictures' marks in paragraphs of their own; in a list or a table they are lost."""
    if not MARKED.search(block):
        return [block]
    while block != (bare := ONLY_MARKED.sub(r"\2", block)):
        block = bare
    inside = block.removeprefix("<p>").removesuffix("</p>")
    parts = re.split("(\ue000[0-9]+\ue001)", inside)
    if not block.startswith("<p>") or any(part.count("</") != _opened(part) for part in parts):
        lost.append("a picture in a list, a table, a heading or a link")
        return [MARKED.sub("", block)]
    found = [f"<p>{part}</p>" if MARKED.fullmatch(part) else _paragraph(part) for part in parts]
    return [part for part in found if part]


def _opened(text: str) -> int:
    return sum(not match[1] and match[2] != "br" for match in TAG.finditer(text))


def _known(html: str) -> str:
    """Return ``html`` with the elements that can be shown or named, every attribute in double quotes."""
    html = UNUSABLE.sub("", html)
    tags = ALLOWED_TAGS | UNSHOWN | RENAMED.keys() | {"sub", "sup"}
    attributes = ALLOWED_ATTRIBUTES | {name: {"src", "data", "alt", "type"} for name in UNSHOWN}
    # Relative addresses pass the first time, so that a picture can be named; the second time nothing of it is left.
    schemes = {"https", "mailto", "http", "data", "file"}
    return UNUSABLE.sub("", nh3.clean(html, tags=tags, attributes=attributes, url_schemes=schemes))


def _cleaned(seen: str) -> tuple[str, list[str]]:
    lost = [_unshown(match) for match in FOUND.finditer(seen)]
    seen = SHIFTED.sub(lambda match: _shifted(match, lost), seen)
    lost += [f"<{name}>" for name in ("sub", "sup") if f"<{name}>" in seen]
    renamed = TAG.sub(lambda match: f"<{match[1]}{RENAMED.get(match[2], match[2])}{match[3]}>", seen)
    safe = nh3.clean(
        renamed,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes={"https", "mailto"},
        url_relative="deny",
        link_rel=None,
    )
    return _tidied(safe), lost


def _unshown(match: re.Match[str]) -> str:
    name = SOURCE.search(match[2])
    return f"<{match[1]}> {unescape(name[1])[:80]}".strip() if name else f"<{match[1]}>"


def _shifted(match: re.Match[str], lost: list[str]) -> str:
    """Return a super- or subscript as characters of its own: 10<sup>6</sup> must never become 106."""
    text = unescape(match[2])
    table = RAISED if match[1] == "sup" else LOWERED
    if any(ord(sign) not in table for sign in text.strip()):
        lost.append(f"<{match[1]}> {text[:40]}")
    return escape(text.strip().translate(table), quote=False)


def _tidied(html: str) -> str:
    """Return safe HTML without empty elements and without the spaces that no reader sees."""
    html = BETWEEN.sub(r"\1", re.sub(r"[\t\n\r\f ]+", " ", html))
    for _ in range(4):  # deeper nests of nothing are harmless
        html = EMPTY.sub("", html)
    return html.strip()


def blocks(html: str) -> str:
    """Return safe HTML as block elements: what stands outside of any becomes paragraphs."""
    parts: list[str] = []
    depth = start = 0
    for match in TAG.finditer(html):
        if match[2] not in BLOCKS:
            continue
        if match[2] == "hr":
            if not depth:
                parts += [_paragraph(html[start : match.start()]), match[0]]
                start = match.end()
        elif not match[1]:
            if not depth:
                parts.append(_paragraph(html[start : match.start()]))
                start = match.start()
            depth += 1
        else:
            depth -= 1
            if not depth:
                parts.append(html[start : match.end()])
                start = match.end()
    parts.append(_paragraph(html[start:]))
    return "\n".join(part for part in parts if part)


def _paragraph(text: str) -> str:
    text = re.sub(r"^(?:\s|<br>)+", "", text.strip())
    while text.endswith("<br>"):
        text = text[:-4].rstrip()
    return f"<p>{text}</p>" if text else ""


def phrase(html: str) -> str | None:
    """Return safe HTML as one run of text, as options have it; None where it has lists, tables or headings."""
    found = ENDS.sub("", as_phrase(blocks(html)))
    return None if BLOCK.search(found) else found


def split_question(html: str) -> tuple[str, str]:
    """Return stem and lead-in of one text in blocks: its last words, with what follows them, ask the question."""
    at = max((match.start() for match in re.finditer(r"(?:^|\n)<p>(?!<img )", html)), default=0)
    return html[:at].strip(), html[at:].strip()


def from_plain(text: str) -> str:
    """Return plain text as blocks: an empty line between paragraphs, a line break elsewhere."""
    text = UNUSABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    paragraphs = [part.strip() for part in re.split(r"\n[ \t]*\n", text)]
    return "\n".join(_paragraph("<br>".join(escape(line.strip(), quote=False) for line in part.split("\n")))
                     for part in paragraphs if part)  # fmt: skip


def alternative_of(picture: str) -> str:
    """Return the alternative text of a picture's HTML."""
    found = ALTERNATIVE.search(picture)
    return unescape(found[1]) if found else ""


def to_plain(html: str) -> tuple[str, bool]:
    """Return safe HTML as plain text with line breaks, and whether anything but paragraphs was lost on the way."""
    text = html.replace("\n", " ").replace("</p> <p>", "\n\n").replace("<p>", "").replace("</p>", "")
    text = text.replace("<br>", "\n")
    bare = TAG.sub(" ", text) if "<" in text else text
    return unescape(bare).strip(), bare != text


def one_line(html: str) -> tuple[str, bool]:
    """As ``to_plain``, on one line."""
    text, formatted = to_plain(html)
    line = " ".join(text.split(None))
    return line, formatted or "\n" in text


class _Markdown(MarkdownConverter):
    """Markdown in which this project's renderer finds the same HTML again."""

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"![{el['alt']}]({el['src']})"

    def escape(self, text: str, parent_tags: set[str]) -> str:
        if not text or "code" in parent_tags:
            return text or ""
        text = text.replace("&", "&amp;").replace("\\", "&#92;").replace("`", "&#96;").replace("*", "\\*")
        text = UNDERLINE.sub(lambda match: match[0].replace("_", "\\_") if match[0] != match[1] else match[0], text)
        text = text.replace("<", "&lt;").replace(">", "&gt;")
        for sign, instead in MARKDOWN.items():
            text = text.replace(sign, instead)
        return LINE_START.sub(lambda match: f"{match[1]}\\" if match[1].isdigit() else f"\\{match[1]}", text)


def to_markdown(html: str) -> str:
    """Return safe HTML as Markdown for test.yaml; a line break is two spaces at the end of a line."""
    if not html:
        return ""
    text = _Markdown(bullets="-", strong_em_symbol="*", heading_style="atx").convert(html)
    lines = [line.rstrip() + ("  " if line.endswith("  ") else "") for line in text.strip().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
