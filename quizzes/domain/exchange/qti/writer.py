"""Questions -> a QTI package: one file an item, the pictures, and a manifest with keys, titles and tags."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lxml import etree

from quizzes.domain.exchange import package
from quizzes.domain.exchange.pictures import paths_of
from quizzes.domain.exchange.qti.itemwriter import KINDS, add, identifier_of, item_of
from quizzes.domain.exchange.qti.names import VERSIONS, XSI, Version, in_version
from quizzes.domain.exchange.question import CASE, Question, Writing
from quizzes.domain.exchange.tags import tags_of

LOM = "http://ltsc.ieee.org/xsd/LOM"
Writer = Callable[..., Writing]


def writer(name: str) -> Writer:
    """Return the function that writes packages of a version of QTI."""

    def write(questions: Iterable[Question], pictures: Mapping[str, bytes] | None = None) -> Writing:
        return _write(questions, pictures or {}, VERSIONS[name])

    return write


def _write(questions: Iterable[Question], pictures: Mapping[str, bytes], version: Version) -> Writing:
    writing = Writing()
    files: dict[str, bytes] = {}
    entries: list[tuple[Question, str, list[str]]] = []
    for number, question in enumerate(questions, start=1):
        if question.kind not in KINDS:
            waits = " whose next part waits for an answer" if question.kind == CASE else ""
            writing.leave_out(question, f"the question: QTI has no {question.kind}{waits}")
            continue
        used = paths_of(question)
        if any(picture not in pictures for picture in used):
            writing.leave_out(question, "the question: its picture is missing")
            continue
        path = f"items/{question.key or f'item-{number}'}.xml"
        root = in_version(item_of(question, {name: f"../{name}" for name in used}, writing), version)
        files[path] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
        files |= {name: pictures[name] for name in used}
        entries.append((question, path, used))
    manifest = etree.tostring(_manifest(entries, version), encoding="UTF-8", xml_declaration=True, pretty_print=True)
    writing.content = package.pack({"imsmanifest.xml": manifest, **files})
    return writing


def _manifest(entries: list[tuple[Question, str, list[str]]], version: Version) -> Any:
    space = f"{{{version.manifest}}}"
    root = etree.Element(
        f"{space}manifest", nsmap={None: version.manifest, "imsmd": LOM, "xsi": XSI}, identifier="MANIFEST"
    )
    root.set(f"{{{XSI}}}schemaLocation", f"{version.manifest} {version.manifest_schema}")
    metadata = add(root, f"{space}metadata")
    add(metadata, f"{space}schema", version.schema)
    add(metadata, f"{space}schemaversion", version.schema_version)
    add(root, f"{space}organizations")
    resources = add(root, f"{space}resources")
    for number, (question, path, pictures) in enumerate(entries, start=1):
        name = f"{identifier_of(question.key or 'item')}-{number}"
        resource = add(resources, f"{space}resource", identifier=name, type=version.resource, href=path)
        _describe(add(resource, f"{space}metadata"), question)
        for used in (path, *pictures):
            add(resource, f"{space}file", href=used)
    return root


def _describe(metadata: Any, question: Question) -> None:
    """Write title and tags as learning object metadata."""
    general = add(add(metadata, f"{{{LOM}}}lom"), f"{{{LOM}}}general")
    add(add(general, f"{{{LOM}}}title"), f"{{{LOM}}}string", question.name or "Item")
    for tag in tags_of(question):
        add(add(general, f"{{{LOM}}}keyword"), f"{{{LOM}}}string", tag)
