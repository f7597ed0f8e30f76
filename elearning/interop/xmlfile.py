"""XML for bodies: qualified names, and texts without the characters that XML 1.0 cannot hold."""

import re
from xml.etree import ElementTree as ET

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2, Char


def forbidden_characters(text: str) -> list[str]:
    """Return the characters of ``text`` that no XML document can hold, each once, in order."""
    return list(dict.fromkeys(_FORBIDDEN.findall(text)))


def child(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    """Append an element and return it; what XML cannot hold is left out of its text."""
    element = ET.SubElement(parent, name, {key: _FORBIDDEN.sub("", value) for key, value in attributes.items()})
    element.text = _FORBIDDEN.sub("", text) or None
    return element


def document(root: ET.Element, namespaces: dict[str, str] | None = None) -> bytes:
    """Return the file: UTF-8, indented; ``namespaces`` maps each prefix to its address."""
    for prefix, address in (namespaces or {}).items():
        ET.register_namespace(prefix, address)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
