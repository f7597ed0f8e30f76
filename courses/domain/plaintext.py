"""The plain text of HTML, for where there is no markup: labels, titles, files for other systems, what is counted."""

import re
from html import unescape

PICTURE = re.compile(r'<img\b(?:[^>]*?\balt="([^"]*)")?[^>]*>')
BREAK = re.compile(r"</?(?:p|br|hr|h\d|ul|ol|li|table|thead|tbody|tr|td|th|blockquote|div|pre)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")


def words(html: str, *, pictures: bool = True) -> str:
    """Return the text of ``html`` in one line, with the alternative text of each picture in its place.

    Without ``pictures`` these are left out: then it is what an author wrote as running text.
    """
    shown = PICTURE.sub(r" \1 " if pictures else " ", html)
    return " ".join(unescape(TAG.sub("", BREAK.sub(" ", shown))).split())
