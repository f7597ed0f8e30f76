"""Stored HTML of slides and items -> nodes (nodes.py). The HTML is the site's own: rendered, sanitised, well-formed."""

import re
from collections.abc import Callable, Iterable, Mapping
from html import unescape
from html.parser import HTMLParser
from typing import Any

from elearning.publishing.dossier.nodes import Node, text

SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
LABEL = re.compile(r'\baria-label="([^"]*)"')
VOID = {"br", "hr", "img"}
LEFT_OUT = {"term__meaning"}
INLINE = {"strong", "em", "sup", "sub", "a", "br"}
PARTS_OF_A_FIGURE = {"figure__title", "figure__caution"}
HEADINGS = {"h3": 3, "h4": 4, "h5": 5, "h6": 6}

Picture = Callable[[str], str]
"""Returns the picture at an address of the site as an SVG document."""


class _Tree(HTMLParser):
    """Reads HTML into elements: mappings of ``tag``, ``attributes`` and ``inside`` (elements and strings)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: dict[str, Any] = {"tag": "", "attributes": {}, "inside": []}
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = {"tag": tag, "attributes": {name: value or "" for name, value in attrs}, "inside": []}
        self._open[-1]["inside"].append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or tag not in {element["tag"] for element in self._open}:
            return
        while self._open.pop()["tag"] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self._open[-1]["inside"].append(data)


class Reader:
    """Turns HTML into blocks. ``picture`` finds what an <img> shows, ``style`` is the CSS of drawn charts."""

    def __init__(self, picture: Picture, style: str) -> None:
        self._picture = picture
        self._style = style
        self._charts: list[str] = []
        self._questions: Mapping[str, list[Node]] = {}

    def blocks(self, html: str, questions: Mapping[str, list[Node]] | None = None) -> list[Node]:
        """Return ``html`` as blocks; ``questions`` are put where the HTML keeps a place for them, by key."""
        self._charts, self._questions = [], questions or {}
        tree = _Tree()
        tree.feed(SVG.sub(self._kept, html))
        tree.close()
        return self._blocks(tree.root["inside"])

    def phrase(self, html: str) -> list[Node]:
        """Return ``html`` without blocks as inline nodes: paragraphs become lines, pictures their alternative texts."""
        found: list[Node] = []
        for block in self.blocks(html):
            inside = [block["alt"]] if block["k"] == "image" else block.get("c", [])
            found += [*([{"k": "br"}] if found else []), *inside]
        return found

    def _kept(self, match: re.Match[str]) -> str:
        self._charts.append(match[0])
        return f'<img data-chart="{len(self._charts) - 1}">'

    def _blocks(self, inside: Iterable[Any]) -> list[Node]:
        found: list[Node] = []
        line: list[Node] = []
        for child in inside:
            if isinstance(child, str) or child["tag"] in INLINE or _is_inline(child):
                line += self._inline([child])
                continue
            found += _paragraph(line)
            line = []
            found += self._block(child)
        return found + _paragraph(line)

    def _block(self, element: dict[str, Any]) -> list[Node]:  # noqa: C901, PLR0911 one branch for each kind of block
        tag, inside, attributes = element["tag"], element["inside"], element["attributes"]
        kinds = attributes.get("class", "").split()
        match tag:
            case "p" if "item-picture" in kinds:
                return [self._image(child["attributes"]) for child in _elements(element)]
            case "p" | "figcaption" | "summary" | "dt":
                return [{"k": "strong-p" if tag in {"dt", "summary"} else "p", "c": _trimmed(self._inline(inside))}]
            case "ul" | "ol":
                items = [child for child in inside if not isinstance(child, str)]
                if "timeline" in kinds:
                    return [self._timeline(items)]
                start = int(attributes.get("start") or 1)
                found = [{"k": "li", "c": self._blocks(item["inside"])} for item in items]
                return [{"k": "notes" if "figure__footnotes" in kinds else tag, "start": start, "c": found}]
            case "table":
                return [self._table(element)]
            case "figure":
                return [self._figure(inside)]
            case "img":
                return [self._image(attributes)]
            case "hr":
                return [{"k": "rule"}]
            case "blockquote":
                return [{"k": "note", "c": self._blocks(inside)}]
            case "details":
                return [{"k": "aside", "c": self._blocks(inside)}]
            case "h3" | "h4" | "h5" | "h6":
                return [{"k": "h", "level": HEADINGS[tag], "c": _trimmed(self._inline(inside))}]
        if key := attributes.get("data-question"):
            return self._questions.get(key, [])
        return self._blocks(inside)

    def _inline(self, inside: Iterable[Any]) -> list[Node]:
        found: list[Node] = []
        for child in inside:
            if isinstance(child, str):
                found.append(text(re.sub(r"[ \n\r\t]+", " ", child)))
                continue
            tag, attributes = child["tag"], child["attributes"]
            if LEFT_OUT & set(attributes.get("class", "").split()):
                continue
            content = self._inline(child["inside"])
            if tag == "br":
                found.append({"k": "br"})
            elif tag in {"strong", "em", "sup", "sub"} or "figure__number" in attributes.get("class", ""):
                found.append({"k": tag if tag in INLINE else "strong", "c": content})
            elif tag == "a" and attributes.get("href", "").startswith(("https://", "mailto:")):
                found.append({"k": "a", "href": attributes["href"], "c": content})
            else:
                found += content
        return found

    def _table(self, element: dict[str, Any]) -> Node:
        rows = [row for part in _elements(element) for row in (_elements(part) if part["tag"] != "tr" else [part])]
        head = [cell for part in _elements(element) if part["tag"] == "thead" for row in _elements(part)
                for cell in _elements(row)]  # fmt: skip
        body = [row for part in _elements(element) if part["tag"] == "tbody" for row in _elements(part)]
        columns = max((sum(_span(cell) for cell in _elements(row)) for row in rows), default=1)
        return {
            "k": "table",
            "columns": columns,
            "widths": [],
            "head": [self._cell(cell, header=True) for cell in head],
            "rows": [[self._cell(cell, header=cell["tag"] == "th") for cell in _elements(row)] for row in body],
        }

    def _cell(self, cell: dict[str, Any], *, header: bool) -> Node:
        align = cell["attributes"].get("align", "")
        inside = _trimmed(self._inline(cell["inside"]))
        return {"k": "cell", "header": header, "span": _span(cell), "align": align, "c": inside}

    def _figure(self, inside: list[Any]) -> Node:
        """Return a figure: its title and caution first, the picture, the caption, then what lies behind it."""
        parts: dict[str, list[Node]] = {"above": [], "picture": [], "caption": [], "below": []}
        for child in (child for child in inside if not isinstance(child, str)):
            kinds = set(child["attributes"].get("class", "").split())
            if child["tag"] == "figcaption":
                parts["caption"] += self._blocks(child["inside"])
            elif PARTS_OF_A_FIGURE & kinds:
                place = "warning" if "figure__caution" in kinds else "title"
                parts["above"].append({"k": place, "c": self._blocks(child["inside"])})
            else:
                parts["below" if child["tag"] == "details" else "picture"] += self._block(child)
        return {"k": "figure", **parts}

    def _image(self, attributes: Mapping[str, str]) -> Node:
        if "data-chart" in attributes:
            chart = self._charts[int(attributes["data-chart"])]
            label = LABEL.search(chart)
            drawn = chart.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
            drawn = drawn.replace(">", f"><style>{self._style}</style>", 1)
            return {"k": "image", "svg": drawn, "alt": text(unescape(label[1])) if label else "", "chart": True}
        picture = self._picture(attributes["src"])
        return {"k": "image", "svg": picture, "alt": text(attributes.get("alt", "")), "chart": False}

    def _timeline(self, items: Iterable[dict[str, Any]]) -> Node:
        """Return the events of a timeline as a table without head: day and what happened."""
        rows = []
        for item in items:
            parts = {part["attributes"].get("class", ""): self._inline(part["inside"]) for part in _elements(item)}
            year, day = parts.get("timeline__year", []), parts.get("timeline__date", [])
            rows.append([[*(day or year)], parts.get("timeline__label", [])])
        return {"k": "timeline", "c": rows}


def _is_inline(element: dict[str, Any]) -> bool:
    return element["tag"] in {"span", "data", "time", "abbr", "code"}


def _elements(element: dict[str, Any]) -> list[dict[str, Any]]:
    return [child for child in element["inside"] if not isinstance(child, str)]


def _span(cell: dict[str, Any]) -> int:
    return int(cell["attributes"].get("colspan") or 1)


def _trimmed(line: list[Node]) -> list[Node]:
    """Return inline nodes without white space at either end."""
    line = list(line)
    if line and isinstance(line[0], str):
        line[0] = line[0].lstrip(" ")
    if line and isinstance(line[-1], str):
        line[-1] = line[-1].rstrip(" ")
    return [node for node in line if node != ""]


def _paragraph(line: list[Node]) -> list[Node]:
    line = _trimmed(line)
    return [{"k": "p", "c": line}] if line else []
