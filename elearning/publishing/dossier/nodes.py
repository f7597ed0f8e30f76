"""The parts of a printed document as plain values for JSON, which dossier.typ draws. No text in them is read as markup.

A node is a string or a mapping: ``k`` says what it is, ``c`` holds what is inside. Inline nodes stand in blocks.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from elearning.accounts.names import drawable_code_points

Node = str | dict[str, Any]


def text(words: object) -> str:
    """Return words that the documents' font can draw: what it cannot is written as its code point."""
    known = drawable_code_points()
    said = str(words).replace("\t", " ")
    return "".join(char if ord(char) in known or char == "\n" else f"[U+{ord(char):04X}]" for char in said)


def heading(level: int, words: object) -> Node:
    return {"k": "h", "level": level, "c": [text(words)]}


def paragraph(*inline: Node) -> Node:
    return {"k": "p", "c": [_inline(node) for node in inline]}


def strong(words: object) -> Node:
    return {"k": "strong", "c": [text(words)]}


def link(address: str, words: str = "") -> Node:
    """Return a link; only to where a browser may go."""
    shown = text(words or address)
    return {"k": "a", "href": address, "c": [shown]} if address.startswith(("https://", "mailto:")) else shown


def bullets(items: Iterable[Node | Sequence[Node]]) -> Node:
    return {"k": "ul", "c": [_item(item) for item in items]}


def numbered(items: Iterable[Node | Sequence[Node]]) -> Node:
    return {"k": "ol", "start": 1, "c": [_item(item) for item in items]}


def facts(rows: Iterable[tuple[str, object]]) -> Node:
    """Return labels with their values, one below the other; an empty value is shown as a dash."""
    return {"k": "facts", "c": [[text(label), text("–" if value in (None, "") else value)] for label, value in rows]}


def table(head: Sequence[str], rows: Iterable[Sequence[object]], widths: Sequence[int] = ()) -> Node:
    """Return a table; the first cell of each row is its header. ``widths`` are shares of the line (default: alike)."""
    cells = [[_cell(value, header=index == 0) for index, value in enumerate(row)] for row in rows]
    top = [_cell(words, header=True) for words in head]
    return {"k": "table", "head": top, "rows": cells, "columns": len(head), "widths": list(widths)}


def note(*inside: Node) -> Node:
    """Return blocks set apart from the text around them."""
    return {"k": "note", "c": list(inside)}


def page_break() -> Node:
    return {"k": "page"}


def _cell(value: object, *, header: bool = False) -> Node:
    inside = [_inline(value)] if _is_node(value) else [text(value)]
    return {"k": "cell", "header": header, "span": 1, "align": "", "c": inside}


def _item(item: Node | Sequence[Node]) -> Node:
    inside = [item] if _is_node(item) else list(item)
    return {"k": "li", "c": [_inline(node) for node in inside]}


def _inline(node: Any) -> Node:
    return text(node) if isinstance(node, str) else node


def _is_node(value: object) -> bool:
    return isinstance(value, (str, dict))
