"""A question -> an entry of test.yaml, put into the file as text: what an author wrote there stays byte for byte."""

from collections.abc import Sequence
from typing import Any

import yaml

from quizzes.domain.exchange.markup import alternative_of, to_markdown
from quizzes.domain.exchange.question import (
    HOTSPOT,
    MATCHING,
    MULTIPLE,
    NUMERIC,
    ORDERING,
    SINGLE,
    TRUE_FALSE,
    Question,
)

WIDTH = 150
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader in C where it is there: ten times as quick, and the same."""
BRACKETS = str.maketrans("[]\n", "() ")


class Unplaceable(ValueError):
    """The list ``items`` of test.yaml is not written so that an entry can be put behind it."""


def entry_of(question: Question) -> dict[str, Any]:
    """Return the question as values of test.yaml, its texts in Markdown; what it has not is left out."""
    entry: dict[str, Any] = {
        "key": question.key,
        "kind": None if question.kind == SINGLE else question.kind,
        "stem": to_markdown(question.stem_html),
        "lead_in": to_markdown(question.lead_in_html),
        **CONTENTS[question.kind](question),
        "rationale": to_markdown(question.rationale_html),
        "objectives": list(question.objectives),
        "slides": list(question.slides),
        "references": list(question.references),
        "calculator": question.calculator,
    }
    return {name: value for name, value in entry.items() if value not in (None, "", [], False)}


def _part(part: dict[str, Any], name: str = "text", **more: Any) -> dict[str, Any]:
    values = {name: to_markdown(part["html"]), **more, "comment": to_markdown(part["comment_html"])}
    return {key: value for key, value in values.items() if value not in (None, "")}


def _options(question: Question) -> dict[str, Any]:
    return {
        "options": [
            _part(part, correct=part["correct"] or None, anchored=part["anchored"] or None) for part in question.parts
        ]
    }


def _statements(question: Question) -> dict[str, Any]:
    return {"statements": [_part(part, holds=part["holds"]) for part in question.parts]}


def _matching(question: Question) -> dict[str, Any]:
    options = question.content["options"]
    keys = [f"option-{number}" for number in range(1, len(options) + 1)]
    return {
        "options": [{"key": key, "text": to_markdown(part["html"])} for key, part in zip(keys, options, strict=True)],
        "vignettes": [_part(part, answer=keys[part["answer"]]) for part in question.parts],
    }


def _steps(question: Question) -> dict[str, Any]:
    return {"steps": [_part(part) for part in question.parts]}


def _number(question: Question) -> dict[str, Any]:
    content = question.content
    values = {name: content[name] for name in ("answer", "tolerance", "unit", "units")}
    return {**values, "comment": to_markdown(content["comment_html"])}


def _picture(question: Question) -> dict[str, Any]:
    alternative = alternative_of(question.content["picture_html"]).translate(BRACKETS)
    areas = [
        _part(part, "label", correct=part["correct"] or None, **{part["shape"]: _corners(part)})
        for part in question.parts
    ]
    return {"picture": f"![{alternative}]({question.content['path']})", "areas": areas}


def _corners(area: dict[str, Any]) -> list[Any]:
    coords = list(area["coords"])
    return (
        [list(pair) for pair in zip(coords[::2], coords[1::2], strict=True)] if area["shape"] == "polygon" else coords
    )


CONTENTS = {
    SINGLE: _options,
    MULTIPLE: _options,
    TRUE_FALSE: _statements,
    MATCHING: _matching,
    ORDERING: _steps,
    NUMERIC: _number,
    HOTSPOT: _picture,
}


class _Dumper(yaml.SafeDumper):
    """Writes entries as the shipped modules have them: long texts as blocks, lists of words on one line."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        """Indent lists in mappings too."""
        return super().increase_indent(flow, False)


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


def _list(dumper: _Dumper, values: list[Any]) -> yaml.Node:
    flat = all(not isinstance(value, dict) for value in values)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=flat)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)


def insert(text: str, entries: Sequence[dict[str, Any]]) -> tuple[str, list[int]]:
    """Return test.yaml with ``entries`` behind its last item, and the line on which each begins.

    Raises Unplaceable where ``items`` is written on one line, or where the file is not what it seems.
    """
    items = _items(text)
    column = items.value[-1].start_mark.column
    indent = " " * text.split("\n")[items.value[-1].start_mark.line].index("-")
    if items.flow_style or not column:
        raise Unplaceable("'items' is written in brackets; write one item after the other, each beginning with '- '")
    end = _last_line(items)
    lines = text.split("\n")
    made: list[str] = []
    starts = []
    for entry in entries:
        dumped = yaml.dump([entry], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)
        starts.append(end + len(made) + 2)
        made += [
            "",
            *(
                (indent + line).rstrip() if not line.strip() else indent + line
                for line in dumped.rstrip("\n").split("\n")
            ),
        ]
    written = "\n".join([*lines[:end], *made, *lines[end:]])
    _verify(text, written, entries)
    return written, starts


def _items(text: str) -> yaml.SequenceNode:
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    found = next((value for key, value in pairs if key.value == "items"), None)
    if not isinstance(found, yaml.SequenceNode) or not found.value or found.flow_style:
        raise Unplaceable("'items' is no list of items, each beginning with '- ' on a line of its own")
    return found


def _last_line(node: yaml.Node) -> int:
    """Return how many lines of the file stand up to the end of what ``node`` holds last."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1])
    return node.end_mark.line + (1 if node.end_mark.column else 0)


def _verify(before: str, after: str, entries: Sequence[dict[str, Any]]) -> None:
    """Make sure that the file holds what it held, and the entries."""
    old, new = (yaml.load(text, Loader=LOADER) for text in (before, after))  # noqa: S506 a safe one
    if new != {**old, "items": [*old["items"], *entries]}:
        raise Unplaceable("the entries cannot be put behind 'items' as text; is the list written unusually?")
