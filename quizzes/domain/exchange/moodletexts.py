"""What every type of question in Moodle XML is made of: texts in their formats, files, numbers."""

from decimal import Decimal
from typing import Any
from urllib.parse import unquote

import markdown

from quizzes.domain.exchange.draft import Refused
from quizzes.domain.exchange.markup import LOOKS_LIKE_HTML, from_plain
from quizzes.domain.exchange.numbers import decimal
from quizzes.domain.exchange.pictures import decoded
from quizzes.domain.exchange.safexml import child, children, text_of

Content = tuple[str, dict[str, Any]]
PLACE = "@@PLUGINFILE@@"
FULL = Decimal(100)


def words_of(element: Any, name: str) -> str:
    """Return the bare text of a child, "" for none."""
    return text_of(child(element, name)).strip()


def is_false(element: Any, name: str) -> bool:
    return words_of(element, name).lower() in {"false", "0"}


def html_of(element: Any | None) -> str:
    """Return a text of Moodle's as HTML, by its format. Not yet safe."""
    if element is None:
        return ""
    body = child(element, "text")
    text = text_of(body if body is not None else element)
    style = element.get("format", "html")
    if style == "markdown":
        return markdown.markdown(text)
    if style == "plain_text" or (style == "moodle_auto_format" and not LOOKS_LIKE_HTML.search(text)):
        return from_plain(text)
    return text


def file_of(element: Any | None, address: str) -> tuple[str, bytes] | None:
    """Return the file that came with a text under an address such as @@PLUGINFILE@@/ct.png."""
    wanted = unquote(address.partition("?")[0]).removeprefix(PLACE).lstrip("/")
    for file in children(element, "file") if element is not None and address.startswith(PLACE) else []:
        name = file.get("name", "")
        if f"{file.get('path', '/')}{name}".lstrip("/") == wanted and file.get("encoding") == "base64":
            return name, decoded(text_of(file))
    return None


def fraction(answer: Any) -> Decimal:
    return number(answer.get("fraction") or "0")


def number(text: str) -> Decimal:
    try:
        return decimal(text)
    except ValueError as error:
        raise Refused(error) from None
