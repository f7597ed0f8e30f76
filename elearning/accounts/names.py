"""Names as they are printed: one rule for sign-up, profile and certificate."""

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONT_DIR = Path(__file__).resolve().parent.parent / "fonts"
FONT_FILE = FONT_DIR / "IBMPlexSans-Regular.ttf"
MAX_LENGTH = 120


@cache
def drawable_code_points() -> frozenset[int]:
    """Return the code points that the certificate's font holds: Latin, Greek, Cyrillic and their punctuation."""
    with TTFont(FONT_FILE, lazy=True) as font:
        return frozenset(font.getBestCmap())


def normalised(name: str) -> str:
    """Return ``name`` composed (NFC), without surrounding or repeated white space."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def undrawable(name: str) -> list[str]:
    """Return the characters of ``name`` that the certificate's font cannot draw, each once, in order."""
    known = drawable_code_points()
    return [char for char in dict.fromkeys(name) if ord(char) not in known or unicodedata.category(char)[0] == "C"]
