"""Pictures within the texts of questions: taken from what comes with a file, named in HTML, left out where none fit.

In a question's HTML a picture is a paragraph of its own, ``<p><img src="media/ct.png" alt="A CT"></p>``.
"""

import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from pathlib import PurePosixPath

from courses.domain.content import MAX_PICTURE, MEGABYTE
from courses.domain.media import inspect
from quizzes.domain.exchange.question import Question, Writing, key_of

Find = Callable[[str], tuple[str, bytes] | None]
"""Returns name and content of the file that an address in a text means; None where it did not come along."""

Measured = tuple[str, int, int]

IMAGE = re.compile(r'<img src="([^"]*)" alt="[^"]*">')
PARAGRAPH = re.compile(rf"\n?<p>{IMAGE.pattern}</p>")
HEAD = 4_000
TEXTS = ("stem_html", "lead_in_html", "rationale_html")


def measured(content: bytes) -> Measured:
    """Return the end of a picture's name by what it holds, its width and height. Raises ValueError: it is none."""
    if len(content) > MAX_PICTURE:
        raise ValueError(f"it has {len(content) / MEGABYTE:.1f} MB; a picture may have {MAX_PICTURE // MEGABYTE} MB")
    suffix = _suffix(content)
    _, width, height = inspect(f"picture.{suffix}", content)
    return suffix, width, height


def _suffix(content: bytes) -> str:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    if b"<svg" in content[:HEAD]:
        return "svg"
    raise ValueError("a picture is an SVG, PNG, JPEG or WebP file")


def named(name: str, suffix: str, content: bytes, taken: Mapping[str, bytes]) -> str:
    """Return the path in media/ of what was called ``name``; another such file in ``taken`` gives it a number."""
    return free(f"media/{key_of(PurePosixPath(name).stem) or 'picture'}.{suffix}", content, taken)


def free(path: str, content: bytes, taken: Mapping[str, bytes]) -> str:
    """Return ``path``, with a number where another file has it in ``taken``."""
    stem, _, suffix = path.rpartition(".")
    number, chosen = 1, path
    while taken.get(chosen, content) != content:
        number += 1
        chosen = f"{stem}-{number}.{suffix}"
    return chosen


def embedded(address: str) -> tuple[str, bytes] | None:
    """Return the picture that a data address holds; None for any other address."""
    head, comma, data = address.partition(",")
    if not (comma and head.startswith("data:image/") and head.endswith(";base64")):
        return None
    return "picture", decoded(data)


def decoded(text: str) -> bytes:
    """Return what a text in base64 holds; what is broken gives no picture, and is refused as such."""
    try:
        return b64decode(text)
    except ValueError:
        return b""


def paths_of(question: Question) -> list[str]:
    """Return the paths in media/ of all that the question shows, each once."""
    own = [question.content["path"]] if "path" in question.content else []
    return list(dict.fromkeys(own + [path for name in TEXTS for path in IMAGE.findall(getattr(question, name))]))


def moved(html: str, paths: Mapping[str, str]) -> str:
    """Return ``html`` with other addresses of its pictures, by their paths."""
    return IMAGE.sub(lambda match: match[0].replace(match[1], escape(paths.get(match[1], match[1])), 1), html)


def renamed(question: Question, paths: Mapping[str, str]) -> Question:
    content = dict(question.content)
    if "path" in content:
        content["path"] = paths.get(content["path"], content["path"])
    return replace(question, content=content, **{name: moved(getattr(question, name), paths) for name in TEXTS})


def without(question: Question, writing: Writing, format_name: str) -> Question:
    """Return the question without the pictures in its texts, which are named as left out."""
    paths = dict.fromkeys(path for name in TEXTS for path in IMAGE.findall(getattr(question, name)))
    if not paths:
        return question
    writing.leave_out(question, f"its pictures ({', '.join(paths)}): {format_name} has none")
    return replace(question, **{name: PARAGRAPH.sub("", getattr(question, name)).strip() for name in TEXTS})
