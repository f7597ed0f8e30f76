"""Reading what an item holds from test.yaml."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from courses.domain import yamlfile
from courses.domain.media import Picture
from courses.domain.options import as_phrase, is_phrase, refuse_repeated
from courses.domain.yamlfile import Field, Where, YamlFile

MOST_PARTS = 8
TEXT = Field(yamlfile.text, default="")
OPTIONAL_TEXT = Field(yamlfile.text, required=False, default="")
LIST = Field(yamlfile.anything)
"""A list that is read by ``Reader.entries``."""


@dataclass(frozen=True)
class Reader:
    """Reads what an item holds in ``file`` and reports what is wrong in it; what it returns then is not complete.

    ``passage`` renders (path, line, Markdown) to safe HTML, and ``illustrated`` a text that may hold pictures;
    ``pictures`` are those of the module by their path.
    """

    file: YamlFile
    passage: Callable[[str, int, str], str]
    pictures: Mapping[str, Picture]
    illustrated: Callable[[str, int, str], str]

    def html(self, place: Where, markdown: str) -> str:
        return self.passage(self.file.path, self.file.line(*place), markdown) if markdown else ""

    def pictured(self, place: Where, markdown: str) -> str:
        """Return a text that may hold pictures: what is asked, found or explained, no label and no comment."""
        return self.illustrated(self.file.path, self.file.line(*place), markdown) if markdown else ""

    def phrase(self, place: Where, markdown: str) -> str:
        """Return a text without block elements, which may stand in a label."""
        html = as_phrase(self.html(place, markdown))
        if not is_phrase(html):
            self.file.problem(place, "an option is plain paragraphs, without lists, tables or headings")
        return html

    def part(self, place: Where, value: Mapping[str, Any], text: str = "text") -> dict[str, Any]:
        """Return the text of an entry, which its field ``text`` holds, and the comment on it."""
        return {
            "html": self.phrase((*place, text), value[text]),
            "comment_html": self.html((*place, "comment"), value["comment"]),
        }

    def listed(self, place: Where, least: int, most: int, *, of: str = "an item") -> list[Where]:
        """Return the places of the entries of the list at ``place``, whose number is checked; none if it is missing."""
        around = self.file.at(place[:-1])
        if not isinstance(around, dict) or around.get(place[-1]) is None:  # reported with the fields around it
            return []
        places = self.file.entries(place)
        if isinstance(around[place[-1]], list) and not least <= len(places) <= most:
            self.file.problem(place, f"{len(places)} {place[-1]}; {of} has {least} to {most}")
        return places

    def entries(
        self, place: Where, fields: dict[str, Field], least: int, most: int, *, text: str = "text"
    ) -> list[tuple[Where, dict[str, Any]]]:
        """Return the entries of the list at ``place`` with their places; no two have the same words in ``text``."""
        places = self.listed(place, least, most)
        values = [self.file.mapping(entry, fields) for entry in places]
        refuse_repeated(self.file, places, values, text)
        return list(zip(places, values, strict=True))
