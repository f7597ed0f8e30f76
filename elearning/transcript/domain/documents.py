"""Files that learners add to external credits: what is accepted, decided by the content, never by the name."""

import io
import unicodedata
import warnings
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image

MEGABYTE = 1024 * 1024
MAX_BYTES = 5 * MEGABYTE
MAX_PIXELS = 40_000_000
"""Fewer than a decoder could be made to choke on; a photograph of a telephone has 12 to 24 million."""
MAX_FILES = 50
MAX_TOTAL_BYTES = 50 * MEGABYTE
MAX_NAME = 100

PDF = b"%PDF-"
PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
CONTENT_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg"}


class Fault(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    KIND = "kind"
    UNREADABLE = "unreadable"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_MANY_FILES = "too-many-files"
    TOO_MUCH = "too-much"


class Unusable(Exception):
    """The file is not taken."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Document:
    """A file that is accepted. ``kind`` is a key of CONTENT_TYPES; ``name`` is only shown, never used as a path."""

    kind: str
    name: str
    content: bytes


def inspect(name: str, content: bytes) -> Document:
    """Return the file as it is kept. Raises Unusable.

    Of a PDF only the beginning is looked at: it is never opened here, and only its owner gets it back.
    """
    if not content:
        raise Unusable(Fault.EMPTY)
    if len(content) > MAX_BYTES:
        raise Unusable(Fault.TOO_LARGE)
    kind = "pdf" if content.startswith(PDF) else _picture(content)
    return Document(kind, tidy_name(name, kind), content)


def room_for(size: int, *, files: int, total: int) -> Fault | None:
    """Return why a file of ``size`` bytes finds no room beside ``files`` others with ``total`` bytes, or None."""
    if files >= MAX_FILES:
        return Fault.TOO_MANY_FILES
    return Fault.TOO_MUCH if total + size > MAX_TOTAL_BYTES else None


def tidy_name(name: str, kind: str) -> str:
    """Return the last part of ``name`` without what cannot be shown, ending as its ``kind`` does."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    stem = shown.rpartition(".")[0] or shown
    ending = f".{kind}"
    return (stem.strip(" .")[: MAX_NAME - len(ending)] or "file") + ending


def _picture(content: bytes) -> str:
    kind = next((kind for start, kind in PICTURES.items() if content.startswith(start)), None)
    if kind is None:
        raise Unusable(Fault.KIND)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[kind.upper()]) as image:
                pixels = image.width * image.height
                image.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unusable(Fault.TOO_MANY_PIXELS) from None
    except (OSError, SyntaxError, ValueError):
        raise Unusable(Fault.UNREADABLE) from None
    if pixels > MAX_PIXELS:
        raise Unusable(Fault.TOO_MANY_PIXELS)
    return kind
