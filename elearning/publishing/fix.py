"""Rewriting figures that differ from the evidence."""

import re
from collections.abc import Mapping

from courses.domain.content import read_content
from courses.domain.evidence import Evidence, shown
from courses.domain.markup import BOUND
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
        if not path.endswith(".md") and path not in {"test.yaml", "module.yaml"}:
            continue
        try:
            text = source.decode("utf-8")
        except UnicodeDecodeError:
            continue
        new = BOUND.sub(lambda match: _right(match, content.evidence), text)
        if new != text:
            changed[path] = new.encode("utf-8")
    return changed


def _right(match: re.Match[str], evidence: Evidence) -> str:
    try:
        _, value = evidence.value(match[2])
    except ValueError:
        return match[0]
    return f"[{shown(value)}](ev:{match[2]})"
