"""Pictures as they are printed: SVG with the colours of the light scheme and the documents' own font."""

import re
from base64 import b64encode
from functools import cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image

FONT, SEMIBOLD = "IBM Plex Sans", "IBM Plex Sans SmBld"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TOKEN = re.compile(r"(--[a-z0-9-]+):\s*light-dark\(([^,]+),")
VARIABLE = re.compile(r"var\((--[a-z0-9-]+)\)")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
AT_RULE = re.compile(r"@[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
FAMILY = re.compile(r"font-family:\s*[^;}]+")
FAMILY_ATTRIBUTE = re.compile(r"font-family=(\"[^\"]*\"|'[^']*')")
BOLD = re.compile(r"font-weight:\s*(?:[6-9]00|bold)")
BOLD_ATTRIBUTE = re.compile(r"font-weight=[\"'](?:[6-9]00|bold)[\"']")
SVG_TYPE = "svg"
TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}


@cache
def chart_style() -> str:
    """Return the rules of static/css/chart.css that draw charts, in the light scheme, for use inside an SVG."""
    folder = Path(settings.BASE_DIR) / "static" / "css"
    tokens = dict(TOKEN.findall((folder / "tokens.css").read_text("utf-8")))
    css = AT_RULE.sub("", COMMENT.sub("", (folder / "chart.css").read_text("utf-8")))
    rules = []
    for selector, body in RULE.findall(css):
        if ".chart" in selector and ":" not in selector:
            drawn = VARIABLE.sub(lambda match: tokens.get(match[1], FONT).strip(), body)
            rules.append(f"{selector.strip()}{{{_in_own_font(drawn.strip())}}}")
    # Outlines behind letters are not drawn by Typst but as strokes over them.
    return f'text{{font-family:"{FONT}"}}{"".join(rules)}.chart text,.chart tspan{{stroke:none}}'


def printed(path: str, content: bytes) -> str:
    """Return a picture of a module as an SVG document; one of points is wrapped in it."""
    suffix = path.rpartition(".")[2].lower()
    if suffix == SVG_TYPE:
        drawing = AT_RULE.sub("", content.decode("utf-8-sig"))
        drawing = FAMILY_ATTRIBUTE.sub(
            f'font-family="{FONT}"', BOLD_ATTRIBUTE.sub(f'font-family="{SEMIBOLD}"', drawing)
        )
        return _in_own_font(drawing)
    with Image.open(BytesIO(content)) as image:
        width, height = image.size
    data = b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:{TYPES[suffix]};base64,{data}"/></svg>'
    )


def _in_own_font(css: str) -> str:
    """Return CSS that names the documents' font; its semibold is a family of its own there."""
    css = FAMILY.sub(f'font-family:"{FONT}"', css)
    return BOLD.sub(f'font-family:"{SEMIBOLD}"', css)
