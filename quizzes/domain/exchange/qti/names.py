"""QTI 2.1, 2.2 and 3.0: the same elements under other names. Inside this package they have those of 2.x."""

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

HTML = frozenset(
    ["p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "code", "blockquote", "a", "table",
     "thead", "tbody", "tr", "th", "td", "div", "span", "img", "object"]
)  # fmt: skip
CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")
XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True)
class Version:
    """Where a version of QTI has its namespaces and schemas, and what it calls an item in a manifest."""

    name: str
    item: str
    item_schema: str
    manifest: str
    manifest_schema: str
    resource: str
    schema: str
    schema_version: str

    @property
    def is_third(self) -> bool:
        return self.name == "3.0"


VERSIONS = {
    version.name: version
    for version in (
        Version(
            "2.1",
            "http://www.imsglobal.org/xsd/imsqti_v2p1",
            "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
            "http://www.imsglobal.org/xsd/imscp_v1p1",
            "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd",
            "imsqti_item_xmlv2p1",
            "QTIv2.1 Package",
            "1.0.0",
        ),
        Version(
            "2.2",
            "http://www.imsglobal.org/xsd/imsqti_v2p2",
            "http://www.imsglobal.org/xsd/qti/qtiv2p2/imsqti_v2p2p2.xsd",
            "http://www.imsglobal.org/xsd/imscp_v1p1",
            "http://www.imsglobal.org/xsd/qti/qtiv2p2/qtiv2p2_imscpv1p2_v1p0.xsd",
            "imsqti_item_xmlv2p2",
            "QTIv2.2 Package",
            "1.0.0",
        ),
        Version(
            "3.0",
            "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
            "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
            "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
            "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
            "imsqti_item_xmlv3p0",
            "QTI Package",
            "3.0.0",
        ),
    )
}


def in_second(root: Any) -> Any:
    """Rename a tree of any version, in place, to the names of 2.x without a namespace; return it."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        element.tag = _camel(name.removeprefix("qti-")) if name.startswith("qti-") else name
        for attribute, value in list(element.attrib.items()):
            bare = attribute.rpartition("}")[2]
            wanted = bare if bare.startswith(("data-", "aria-")) else _camel(bare)
            if wanted != attribute:
                del element.attrib[attribute]
                element.set(wanted, value)
    etree.cleanup_namespaces(root)
    return root


def in_version(root: Any, version: Version) -> Any:
    """Return a tree with the names of 2.x as one of ``version``, in its namespace."""
    made = etree.Element(_name(root.tag, version), nsmap={None: version.item, "xsi": XSI})
    made.set(f"{{{XSI}}}schemaLocation", f"{version.item} {version.item_schema}")
    _fill(made, root, version)
    return made


def _fill(made: Any, source: Any, version: Version) -> None:
    for attribute, value in source.attrib.items():
        kept = not version.is_third or source.tag in HTML
        made.set(attribute if kept else CAPITAL.sub(r"-\1", attribute).lower(), value)
    made.text, made.tail = source.text, source.tail
    target = made
    if version.is_third and source.tag in {"modalFeedback", "rubricBlock"}:
        target = etree.SubElement(made, _name("contentBody", version))
        target.text, made.text = source.text, None
    for child in source:
        _fill(etree.SubElement(target, _name(child.tag, version)), child, version)


def _name(tag: str, version: Version) -> str:
    if version.is_third and tag not in HTML:
        tag = "qti-" + CAPITAL.sub(r"-\1", tag).lower()
    return f"{{{version.item}}}{tag}"


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(part.capitalize() for part in rest)
