"""XML from strangers: no entities of its own, no network, no huge trees."""

import re
from typing import Any

from lxml import etree

from quizzes.domain.exchange.texts import MAX_BYTES, Unreadable

PARSER = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "attribute_defaults": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
    "strip_cdata": True,
}
MAX_DEPTH = 100
BARE = re.compile(rb"<!DOCTYPE\s+[A-Za-z_][\w.-]*\s*>")


def parse(content: bytes) -> Any:
    """Return the root element (of lxml). Raises Unreadable with the line where the XML is broken or hostile."""
    if len(content) > MAX_BYTES:
        raise Unreadable(f"the file has {len(content) / 1e6:.1f} MB; an XML file may have {MAX_BYTES // 10**6} MB")
    try:
        root = etree.fromstring(content.lstrip(b"\r\n\t "), etree.XMLParser(**PARSER))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        message = str(getattr(error, "msg", None) or error)
        if _has_doctype(content):
            raise Unreadable("the XML has a DOCTYPE; remove it, entities are never expanded") from None
        line = (getattr(error, "position", None) or (0, 0))[0]
        raise Unreadable(f"not well-formed XML: {message.partition(', line')[0]}", line) from None
    info = root.getroottree().docinfo
    if (info.internalDTD is not None or info.externalDTD is not None or info.doctype) and not _is_bare(content):
        raise Unreadable("the XML has a DOCTYPE; remove it, entities are never expanded")
    _check_depth(root)
    return root


def _is_bare(content: bytes) -> bool:
    """Tell whether every DOCTYPE only names the root, as some programs write it: no entities, no other file."""
    text = content.replace(b"\x00", b"")
    bare = len(BARE.findall(text))
    return bare > 0 and bare == text.count(b"<!DOCTYPE")


def _has_doctype(content: bytes) -> bool:
    return b"<!DOCTYPE" in content[:100_000].replace(b"\x00", b"")


def _check_depth(root: Any) -> None:
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise Unreadable(f"elements are nested more than {MAX_DEPTH} deep", element.sourceline or 0)


def local(element: Any) -> str:
    """Return an element's name without its namespace; "" for an entity or another node that is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Any, *names: str) -> list[Any]:
    return [child for child in element if local(child) in names]


def child(element: Any, name: str) -> Any | None:
    return next(iter(children(element, name)), None)


def descendants(element: Any, *names: str) -> list[Any]:
    return [found for found in element.iter() if found is not element and local(found) in names]


def text_of(element: Any | None) -> str:
    """Return the text in an element and its children, "" for none."""
    return "" if element is None else "".join(element.itertext())


def inner(element: Any | None) -> str:
    """Return what stands between an element's tags as HTML source, without namespaces. Not yet safe."""
    if element is None:
        return ""
    whole = etree.tostring(element, encoding="unicode", with_tail=False)
    whole = re.sub(r'\sxmlns(?::[\w.-]+)?="[^"]*"', "", whole)
    start, end = whole.find(">") + 1, whole.rfind("</")
    body = whole[start:end] if end >= start else ""
    # HTML knows no <br></br> and takes <p/> for an opened paragraph.
    body = re.sub(r"<([\w.:-]+)((?:\s[^<>]*)?)/>", _opened, body)
    return re.sub(r"<(/?)[\w.-]+:([\w.-]+)", r"<\1\2", body)


def _opened(match: re.Match[str]) -> str:
    name, attributes = match[1].rpartition(":")[2], match[2].rstrip()
    return f"<{name}{attributes}>" if name in {"br", "hr", "img"} else f"<{name}{attributes}></{name}>"


def remove(element: Any, instead: str = "") -> None:
    """Take an element out of its tree and put a text in its place; the text behind it stays."""
    parent, text = element.getparent(), instead + (element.tail or "")
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)
