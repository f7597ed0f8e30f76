"""What a line of an author's Markdown may not hold. Each finding says what would be right."""

import re
from collections.abc import Iterator
from html import unescape

from courses.domain.passage import MARK
from courses.domain.pictureparagraph import ALONE, IMAGE
from courses.domain.yamlfile import UNUSABLE

LINK = re.compile(r"\]\(\s*+<?([^)\s>]*+)>?[^)]*+\)|^\s*\[[^\]]+\]:\s*(\S+)|<([a-z][a-z0-9+.-]*:[^>]*)>", re.IGNORECASE)
RAW_HTML = re.compile(r"<[a-zA-Z/!?]")
AUTOLINK = re.compile(r"<https://[^\s<>]+>")
IMAGE_ANYWHERE = re.compile(r"!\[[^\]]*\]")
HIGH_HEADING = re.compile(r"^#{1,2}\s")
UNDERLINE = re.compile(r"\s{0,3}(=+|-+)\s*")
CODE_SPAN = re.compile(r"(`+).+?\1")
ADDRESSES = ("https://", "mailto:")


def unusable(text: str) -> str | None:
    """Return what is wrong where ``text`` has a character that no page can show; None where it has none."""
    wrong = UNUSABLE.search(unescape(text))
    return f"the character U+{ord(wrong[0]):04X} cannot be shown; remove it" if wrong else None


def underlines(text: str, above: list[str]) -> str | None:
    """Return what is wrong where ``text`` would make a heading of the last of the lines ``above`` it."""
    if UNDERLINE.fullmatch(text) and above and above[-1].strip():
        return "a line of --- or === under text makes a heading; write ### before a heading"
    return None


def refused(text: str, *, illustrated: bool) -> Iterator[str]:
    """Yield what is wrong with a line as written; ``illustrated``: of an item, whose pictures have no caption."""
    plain = CODE_SPAN.sub("", text)
    if RAW_HTML.search(AUTOLINK.sub("", plain)):
        yield "raw HTML (or script) is not allowed; write Markdown, and a plain < with a space after it"
    if IMAGE_ANYWHERE.search(plain):
        captioned = "a picture begins a paragraph of its own, with its caption on the lines after it"
        yield ALONE if illustrated else captioned
    if HIGH_HEADING.match(text):
        yield "headings in a slide begin at ###; the slide's title stands in its front matter"


def refused_links(text: str) -> Iterator[str]:
    """Yield what is wrong with the links of a line in which marks stand for citations and bound figures."""
    for match in LINK.finditer(IMAGE.sub("", CODE_SPAN.sub("", text))):
        target = next(group for group in match.groups() if group is not None)
        if MARK.search(target):
            yield "a figure or a citation cannot stand in the address of a link"
        elif not target.startswith(ADDRESSES):
            yield f"the link '{target}' is not allowed; use an address that begins with https://"
