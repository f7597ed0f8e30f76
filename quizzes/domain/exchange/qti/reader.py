"""QTI 2.1, 2.2 and 3.0: a package (zip) or a single item (XML) -> questions, in the order of its test."""

import posixpath
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from quizzes.domain.exchange import package, safexml, texts
from quizzes.domain.exchange.opened import reader
from quizzes.domain.exchange.qti.item import Source, read_item
from quizzes.domain.exchange.qti.names import in_second
from quizzes.domain.exchange.question import Reading
from quizzes.domain.exchange.safexml import child, descendants, local, text_of

MANIFEST = "imsmanifest.xml"
ZIP = b"PK"
XML = (".xml", ".qti")
"""Ends of names; the second is what Canvas calls its QTI 1.2."""
ITEMS, TESTS = ("assessmentItem", "qti-assessment-item"), ("assessmentTest", "qti-assessment-test")
FIRST = "questestinterop"
OLD = "this is QTI 1.2; export it as QTI 2.1, 2.2 or 3.0, as Moodle XML or as GIFT"


@reader(bytes)
def read(content: bytes, path: str, reading: Reading) -> None:
    """Read the questions of a package or an item; ``path`` is the file's name in what is reported."""
    if content.startswith(ZIP):
        _Package(package.unpack(content), reading).read()
    else:
        _single(content, path, reading)


def _single(content: bytes, path: str, reading: Reading) -> None:
    root = safexml.parse(content)
    name = local(root)
    if name in ITEMS:
        read_item(root, Source(path, {}), reading)
    elif name == FIRST:
        reading.refuse(path, root.sourceline or 0, OLD)
    else:
        reading.refuse(
            path, root.sourceline or 0, f"the root is <{name}>; a QTI file has an item, or is a package (zip)"
        )


class _Package:
    """Reads a package: the items of its manifest in the order of its tests, then those that are in neither."""

    def __init__(self, files: Mapping[str, bytes], reading: Reading) -> None:
        self.files, self.reading = files, reading
        found = sorted(
            (path for path in files if posixpath.basename(path) == MANIFEST), key=lambda path: path.count("/")
        )
        self.manifest = found[0] if found else ""
        self.keywords: dict[str, tuple[str, ...]] = {}
        self.order: list[str] = []

    def read(self) -> None:
        if not self.manifest:
            self.reading.leave_out("package", 0, f"there is no {MANIFEST}; every item that is found is read")
        else:
            self._read_manifest()
        roots = {path: root for path in self.files if path.lower().endswith(XML) and path != self.manifest
                 and (root := self._parsed(path)) is not None}  # fmt: skip
        for path, root in roots.items():
            if local(root) in TESTS:
                self.order = [*self._items_of(path, in_second(root)), *self.order]
            elif local(root) == FIRST:
                self.reading.refuse(path, 0, OLD)
        items = [path for path in dict.fromkeys([*self.order, *sorted(roots)])
                 if path in roots and local(roots[path]) in ITEMS]  # fmt: skip
        for path in items:
            read_item(roots[path], Source(path, self.files, self.keywords.get(path, ())), self.reading)
        if not items and not self.reading.problems:
            self.reading.refuse("package", 0, "there is no QTI item in it")

    def _read_manifest(self) -> None:
        root = safexml.parse(self.files[self.manifest])
        for resource in descendants(root, "resource"):
            href = "".join(_base(up) for up in reversed([resource, *resource.iterancestors()])) + resource.get(
                "href", ""
            )
            path = self._resolved(self.manifest, href)
            if not resource.get("type", "").startswith("imsqti_item"):
                continue
            self.order.append(path)
            self.keywords[path] = tuple(_keywords(resource))
            if path not in self.files:
                self.reading.refuse(
                    self.manifest, resource.sourceline or 0, f"the item '{href[:100]}' is not in the package"
                )

    def _parsed(self, path: str) -> Any | None:
        try:
            return safexml.parse(self.files[path])
        except texts.Unreadable as error:
            self.reading.refuse(path, error.line, str(error))
            return None

    def _items_of(self, path: str, test: Any) -> list[str]:
        sections = [found.get("title", "") for found in descendants(test, "assessmentSection")]
        if sections:
            names = ", ".join(f"'{name}'" for name in sections if name)[:120]
            self.reading.leave_out(
                path, test.sourceline or 0, f"its {len(sections)} sections ({names}); objectives group items here"
            )
        return [self._resolved(path, found.get("href", "")) for found in descendants(test, "assessmentItemRef")]

    @staticmethod
    def _resolved(base: str, href: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(href).replace("\\", "/")))


def _base(element: Any) -> str:
    return str(element.get("{http://www.w3.org/XML/1998/namespace}base", ""))


def _keywords(resource: Any) -> list[str]:
    metadata = child(resource, "metadata")
    if metadata is None:
        return []
    return [text.strip() for keyword in descendants(metadata, "keyword") if (text := text_of(keyword)).strip()]
