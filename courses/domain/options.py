"""What the options of a question on a slide and of an item of a test have in common."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from courses.domain.yamlfile import Where, YamlFile

BLOCK = re.compile(r"<(?:p|ul|ol|dl|table|h\d|blockquote|pre|figure|div|hr)\b")


def as_phrase(html: str) -> str:
    """Return rendered paragraphs as one run of text with line breaks: a label or a legend may hold no paragraphs."""
    return html.strip().removeprefix("<p>").removesuffix("</p>").replace("</p>\n<p>", "<br><br>")


def is_phrase(html: str) -> bool:
    """Tell whether ``html`` is free of block elements, so that it may stand in a label or a legend."""
    return BLOCK.search(html) is None


def refuse_repeated(
    file: YamlFile, places: Sequence[Where], options: Sequence[Mapping[str, Any]], name: str = "text"
) -> None:
    """Report each option whose text, in its field ``name``, an earlier one has, but for case and spaces."""
    seen: set[str] = set()
    for place, option in zip(places, options, strict=True):
        text = " ".join(option[name].casefold().split())
        if text and text in seen:
            file.problem((*place, name), "the same text as an earlier option")
        seen.add(text)
