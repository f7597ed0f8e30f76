"""The paragraph that puts a picture on a slide: the picture, then lines with its caption and the rest."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from courses.domain.media import Picture
from courses.domain.problems import Problems

IMAGE = re.compile(r"!\[(.*)\]\(([^)\s]+)\)\s*")
SEMICOLON = re.compile(r";(?![^\[]*\])")  # not one between the keys of a citation
NEEDED = ("Caption", "Abbreviations", "Description")
KNOWN = (*NEEDED, "Footnotes", "Source")
ALONE = "write the picture alone on its line: ![alternative text](media/file.svg)"
"""What an item's author reads; pictures of items have no caption."""


@dataclass(frozen=True)
class PictureParagraph:
    """A picture with its texts as written: they may hold citations and bound figures."""

    picture: Picture
    alternative: str
    caption: str
    abbreviations: str
    description: str
    footnotes: list[str]


def media_path(target: str) -> str:
    """Return a picture's path in the module: slides write it as ../media/…, their translations as ../../media/…"""
    return target.removeprefix("../").removeprefix("../")


def read_picture(
    path: str, line: int, lines: list[str], pictures: Mapping[str, Picture], problems: Problems
) -> PictureParagraph | None:
    """Return the picture in ``lines``, the first of which is line ``line``; None when a problem was reported."""
    if IMAGE.fullmatch(lines[0]) is None:
        problems.add(path, line, "write the picture alone on its line: ![alternative text](../media/file.svg)")
        return None
    fields = _fields(path, line, lines[1:], problems)
    image = read_image(path, line, lines[0], pictures, problems)
    for name in NEEDED:
        if name not in fields:
            problems.add(path, line, f"the picture has no '{name}:' line after it")
    if image is None or not set(NEEDED) <= fields.keys():
        return None
    notes = [note.strip() for note in SEMICOLON.split(fields.get("Footnotes", ""))]
    return PictureParagraph(
        picture=image[0],
        alternative=image[1],
        caption=f"{fields['Caption']} {fields.get('Source', '')}".strip(),
        abbreviations=fields["Abbreviations"],
        description=fields["Description"],
        footnotes=[note for note in notes if note],
    )


def read_image(
    path: str, line: int, text: str, pictures: Mapping[str, Picture], problems: Problems
) -> tuple[Picture, str] | None:
    """Return the picture that a line shows and its alternative text; None when a problem was reported."""
    found = IMAGE.fullmatch(text)
    if found is None:
        problems.add(path, line, ALONE)
        return None
    alternative, target = found[1].strip(), media_path(found[2])
    picture = pictures.get(target)
    if picture is None:
        problems.add(path, line, f"the picture '{target}' is missing or unusable; it should be a file in media/")
    if not alternative:
        problems.add(path, line, "the picture has no alternative text; write it between the brackets")
    return (picture, alternative) if picture and alternative else None


def _fields(path: str, line: int, lines: list[str], problems: Problems) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for offset, text in enumerate(lines, start=1):
        start, colon, rest = text.partition(":")
        if colon and start in KNOWN:
            name = start
            fields[name] = rest.strip()
        elif name:
            fields[name] += f" {text.strip()}"
        else:
            problems.add(path, line + offset, f"after a picture write lines that begin with {', '.join(KNOWN)}")
    return {name: text for name, text in fields.items() if text}
