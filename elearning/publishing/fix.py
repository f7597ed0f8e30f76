"""Rewriting figures that differ from the evidence."""

import re
from collections.abc import Mapping
from functools import partial

from courses.domain.content import Content, read_content
from courses.domain.markup import BOUND, Markup
from courses.domain.problems import Problems


def fixed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the text files in which a bound figure differs from its datum, with the figure as the evidence has it.

    A figure whose address is wrong or not confirmed is left alone: only its author can say what was meant.
    """
    content = read_content(files, Problems())
    if content is None:
        return {}
    changed = {}
    for path, source in files.items():
        if not path.endswith((".md", "test.yaml", "module.yaml")):
            continue
        try:
            text = source.decode("utf-8")
        except UnicodeDecodeError:
            continue
        markup = content.markup_of(path)
        new = BOUND.sub(partial(_right, content=content, markup=markup), text)
        if new != text:
            changed[path] = new.encode("utf-8")
    return changed


def _right(match: re.Match[str], content: Content, markup: Markup) -> str:
    try:
        _, value = content.evidence.value(match[2])
    except ValueError:
        return match[0]
    forms = markup.forms(value)
    return match[0] if match[1].strip() in forms else f"[{forms[0]}](ev:{match[2]})"
