"""Pictures of a module: what may be shown, and how large it is."""

import io
import re
import warnings
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from PIL import Image

MAX_PIXELS = 40_000_000
FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
SUFFIXES = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
SVG_TYPE = "image/svg+xml"
SVG_ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "defs",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "marker",
        "pattern",
        "use",
        "symbol",
        "style",
    ]
)
OUTSIDE = re.compile(r"@import|\\|url\((?!\s*['\"]?\s*#)", re.IGNORECASE)
"""CSS that loads something else than a part of the picture, or hides it behind an escape."""


@dataclass(frozen=True)
class Picture:
    """A usable picture: where it is served, its type, and its size in pixels (of an SVG: its view box)."""

    address: str
    content_type: str
    width: int
    height: int


def inspect(path: str, content: bytes) -> tuple[str, int, int]:
    """Return content type, width and height. Raises ValueError that says why the file cannot be shown as a picture."""
    suffix = path.rpartition(".")[2].lower()
    if suffix == "svg":
        return (SVG_TYPE, *_svg_size(content))
    if suffix not in SUFFIXES:
        raise ValueError("a picture is an SVG, PNG, JPEG or WebP file")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[SUFFIXES[suffix]]) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    raise ValueError(
                        f"the picture has {width} x {height} pixels; use at most {MAX_PIXELS // 10**6} million"
                    )
                image.load()
    except (OSError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValueError(f"this is not a readable {SUFFIXES[suffix]} picture") from error
    return FORMATS[SUFFIXES[suffix]], width, height


def _svg_size(content: bytes) -> tuple[int, int]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("an SVG picture is UTF-8; save it with that encoding") from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("an SVG picture has no DOCTYPE and no entities; remove them")
    if re.search(r"<\?(?!xml\s)", text):
        raise ValueError("an SVG picture has no processing instructions, such as a style sheet's; remove them")
    try:
        root = ET.fromstring(text)  # noqa: S314 a document type, and with it every entity, was refused above
    except ET.ParseError as error:
        raise ValueError(f"this is not well-formed SVG: {error}") from error
    for element in root.iter():
        _check_element(element)
    numbers = re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))
    if root.tag.rpartition("}")[2] != "svg" or len(numbers) != 4:  # noqa: PLR2004 x, y, width, height
        raise ValueError("the root of an SVG picture is <svg> with a viewBox of four numbers")
    return round(float(numbers[2])), round(float(numbers[3]))


def _check_element(element: ET.Element) -> None:
    name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "comment"
    if name not in SVG_ELEMENTS and name != "comment":
        raise ValueError(f"an SVG picture cannot hold <{name}>")
    for attribute, value in element.attrib.items():
        bare = attribute.rpartition("}")[2].lower()
        outside = bare == "href" and not value.startswith("#")
        if bare.startswith("on") or outside or OUTSIDE.search(value) or "javascript:" in value.lower():
            raise ValueError(f"an SVG picture cannot have {bare}={value[:40]!r}; it draws with its own parts only")
    if name == "style" and OUTSIDE.search(element.text or ""):
        raise ValueError("the style of an SVG picture cannot load other files")
