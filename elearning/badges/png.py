"""The badge as PNG, and the credential baked into it: Open Badges 3.0, "Baked Badge", "PNG"."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from elearning.badges import picture as look
from elearning.badges.picture import Picture

KEYWORD = "openbadgecredential"
FINER = 2  # drawn larger and scaled down, for smooth edges


@lru_cache(maxsize=32)
def plain(picture: Picture) -> bytes:
    """Return the picture without a credential; the same bytes for the same texts."""
    return _encoded(picture, PngInfo())


def baked(picture: Picture, jwt: str) -> bytes:
    """Return the picture with ``jwt`` in an uncompressed iTXt chunk."""
    info = PngInfo()
    info.add_itxt(KEYWORD, jwt)
    return _encoded(picture, info)


def _encoded(picture: Picture, info: PngInfo) -> bytes:
    info.add_itxt("Description", picture.description)
    file = BytesIO()
    _drawn(picture).save(file, "PNG", pnginfo=info)
    return file.getvalue()


@lru_cache(maxsize=8)
def _drawn(picture: Picture) -> Image.Image:
    large = Image.new("RGBA", (look.SIZE * FINER,) * 2)
    draw = ImageDraw.Draw(large)
    _disc(draw, look.RADIUS, look.TEAL)
    _disc(draw, look.RADIUS - look.BORDER, look.INK)
    large.paste(_rings(), mask=_inside())
    _ring(draw, look.CENTRE, look.CENTRE, look.INNER, look.MIST)
    left, y, right = look.RULE
    draw.line([(left * FINER, y * FINER), (right * FINER, y * FINER)], fill=look.MIST, width=2 * FINER)
    for line in look.lines(picture):
        font = ImageFont.truetype(line.font, line.size * FINER, layout_engine=ImageFont.Layout.BASIC)
        place = (look.CENTRE * FINER, line.baseline * FINER)
        draw.text(place, line.text, fill=line.colour, font=font, anchor="ms")
    return large.resize((look.SIZE, look.SIZE), Image.Resampling.LANCZOS)


def _rings() -> Image.Image:
    image = Image.new("RGBA", (look.SIZE * FINER,) * 2, look.INK)
    for x, y, radius in look.RINGS:
        _ring(ImageDraw.Draw(image), x, y, radius, look.RING)
    return image


def _inside() -> Image.Image:
    mask = Image.new("L", (look.SIZE * FINER,) * 2)
    _disc(ImageDraw.Draw(mask), look.INNER, 255)
    return mask


def _disc(draw: ImageDraw.ImageDraw, radius: float, colour: str | int) -> None:
    draw.ellipse(_around(look.CENTRE, look.CENTRE, radius), fill=colour)


def _ring(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: str) -> None:
    draw.ellipse(_around(x, y, radius), outline=colour, width=2 * FINER)


def _around(x: float, y: float, radius: float) -> list[float]:
    return [(x - radius) * FINER, (y - radius) * FINER, (x + radius) * FINER, (y + radius) * FINER]
