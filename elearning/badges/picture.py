"""What a badge looks like: 600 by 600, the colours and rings of the certificate, its texts fitted.

``png`` and ``svg`` draw it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from fontTools.ttLib import TTFont

from elearning.accounts.names import FONT_DIR

SIZE = 600
CENTRE = SIZE / 2
RADIUS = 290  # of the disc, with its border
BORDER = 14
INNER = 264  # the circle inside the border that the texts and rings stay in
RINGS = [(150, 520, radius) for radius in range(50, 500, 50)]  # x, y, radius

INK = "#0f2f3d"
TEAL = "#0b7a75"
RING = "#1c5460"
MIST = "#b9d3d1"
WHITE = "#ffffff"
AMBER = "#f2ad5c"

REGULAR = FONT_DIR / "IBMPlexSans-Regular.ttf"
SEMIBOLD = FONT_DIR / "IBMPlexSans-SemiBold.ttf"


@dataclass(frozen=True)
class Picture:
    """The texts of a badge. ``note`` may be empty; ``description`` is the alternative text."""

    heading: str
    title: str
    provider: str
    note: str
    description: str


@dataclass(frozen=True)
class Box:
    """Where a text may stand: centred on the disc's axis, its lines around ``middle``. Sizes are tried in order."""

    middle: float
    width: float
    height: float
    sizes: tuple[int, ...]
    colour: str
    font: str


@dataclass(frozen=True)
class Line:
    """One line of text, centred at the axis on ``baseline``; lengths are pixels."""

    text: str
    size: int
    baseline: float
    colour: str
    font: str


HEADING = Box(116, 330, 34, (26, 22, 18, 15), MIST, str(SEMIBOLD))
TITLE = Box(268, 440, 190, (52, 46, 42, 38, 34, 31, 28, 25, 22, 19, 16), WHITE, str(SEMIBOLD))
PROVIDER = Box(452, 360, 70, (24, 22, 20, 18, 16, 14), MIST, str(REGULAR))
NOTE = Box(522, 230, 26, (20, 18, 16, 14, 12), AMBER, str(SEMIBOLD))
RULE = (CENTRE - 36, 398, CENTRE + 36)  # the short line above the provider: from x, y, to x

LEADING = 1.22
CAPITAL = 0.698  # the height of a capital of IBM Plex Sans, as a part of its size


def lines(picture: Picture) -> list[Line]:
    """Return every line of ``picture`` in its place."""
    texts = [(picture.heading, HEADING), (picture.title, TITLE), (picture.provider, PROVIDER), (picture.note, NOTE)]
    return [line for text, box in texts if text for line in _fitted(text, box)]


def width(text: str, size: float, font: str) -> float:
    """Return how wide ``text`` runs at ``size`` pixels."""
    advances, units = _advances(font)
    return sum(advances(char) for char in text) * size / units


@cache
def face(font: str) -> TTFont:
    return TTFont(font, lazy=True)


def glyph(char: str, font: str) -> str:
    """Return the name of the glyph that draws ``char``; that of the empty box where the font has none."""
    return _glyphs(font).get(ord(char), ".notdef")


@cache
def _glyphs(font: str) -> dict[int, str]:
    return face(font).getBestCmap()


@cache
def _advances(font: str) -> tuple:
    metrics = face(font)["hmtx"]
    return lambda char: metrics[glyph(char, font)][0], face(font)["head"].unitsPerEm


def _fitted(text: str, box: Box) -> Iterator[Line]:
    """Yield the lines of ``text`` at the largest size at which they fit; what does not fit even then is cut off."""
    for size in box.sizes:
        wrapped = _wrapped(text, size, box)
        most = max(1, int((box.height - CAPITAL * size) / (LEADING * size)) + 1)
        if len(wrapped) <= most and all(width(line, size, box.font) <= box.width for line in wrapped):
            break
    else:
        wrapped = [_cut(line, size, box) for line in [*wrapped[: most - 1], " ".join(wrapped[most - 1 :])]]
    top = box.middle - LEADING * size * (len(wrapped) - 1) / 2 + CAPITAL * size / 2
    for place, line in enumerate(wrapped):
        yield Line(line, size, top + LEADING * size * place, box.colour, box.font)


def _wrapped(text: str, size: int, box: Box) -> list[str]:
    """Return ``text`` in as few lines as its words allow, their lengths evened out."""
    widest = box.width
    filled = _filled(text, size, box.font, widest)
    while widest > box.width / 2 and len(_filled(text, size, box.font, widest - 10)) == len(filled):
        widest -= 10
    return _filled(text, size, box.font, widest)


def _filled(text: str, size: int, font: str, widest: float) -> list[str]:
    found = [""]
    for word in text.split():
        longer = f"{found[-1]} {word}".strip()
        if found[-1] and width(longer, size, font) > widest:
            found.append(word)
        else:
            found[-1] = longer
    return found


def _cut(line: str, size: int, box: Box) -> str:
    if width(line, size, box.font) <= box.width:
        return line
    while line and width(f"{line}…", size, box.font) > box.width:
        line = line[:-1]
    return f"{line.rstrip()}…"
