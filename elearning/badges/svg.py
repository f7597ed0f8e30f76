"""The badge as SVG, and the credential baked into it: Open Badges 3.0, "Baked Badge", "SVG".

Letters are outlines, because a picture cannot load a font.
"""

from xml.sax.saxutils import escape, quoteattr

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen

from elearning.badges import picture as look
from elearning.badges.picture import Line, Picture

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"


def baked(picture: Picture, jwt: str) -> bytes:
    """Return the picture with ``jwt`` in an ``openbadges:credential`` element, the first one."""
    c = f"{look.CENTRE:g}"
    left, rule, right = look.RULE
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="{NAMESPACE}" role="img"',
        f' aria-labelledby="title" width="{look.SIZE}" height="{look.SIZE}" viewBox="0 0 {look.SIZE} {look.SIZE}">',
        f"<openbadges:credential verify={quoteattr(jwt)}></openbadges:credential>",
        f'<title id="title">{escape(picture.description)}</title>',
        f'<clipPath id="inside"><circle cx="{c}" cy="{c}" r="{look.INNER}"/></clipPath>',
        f'<circle cx="{c}" cy="{c}" r="{look.RADIUS}" fill="{look.TEAL}"/>',
        f'<circle cx="{c}" cy="{c}" r="{look.RADIUS - look.BORDER}" fill="{look.INK}"/>',
        f'<g clip-path="url(#inside)" fill="none" stroke="{look.RING}" stroke-width="2">',
        *(f'<circle cx="{x}" cy="{y}" r="{radius - 1}"/>' for x, y, radius in look.RINGS),
        "</g>",
        f'<circle cx="{c}" cy="{c}" r="{look.INNER - 1}" fill="none" stroke="{look.MIST}" stroke-width="2"/>',
        f'<path d="M{left:g} {rule}H{right:g}" stroke="{look.MIST}" stroke-width="2"/>',
        *(_outlined(line) for line in look.lines(picture)),
        "</svg>",
    ]
    return "\n".join(parts).encode()


def _outlined(line: Line) -> str:
    """Return the letters of a line as one path, in the font's units."""
    face = look.face(line.font)
    glyphs, units = face.getGlyphSet(), face["head"].unitsPerEm
    pen, x = SVGPathPen(glyphs, ntos=lambda value: f"{value:.0f}"), 0
    for char in line.text:
        name = look.glyph(char, line.font)
        glyphs[name].draw(TransformPen(pen, (1, 0, 0, 1, x, 0)))
        x += glyphs[name].width
    scale = line.size / units
    start = look.CENTRE - x * scale / 2
    place = f"translate({start:.2f} {line.baseline:.2f}) scale({scale:.4f} {-scale:.4f})"
    return f'<path fill="{line.colour}" transform="{place}" d="{pen.getCommands()}"/>'
