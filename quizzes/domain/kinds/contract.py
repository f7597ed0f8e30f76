"""What a kind of item must be able to do, and what kinds share.

``content`` is what an item of the kind holds (``Item.content``), ``order`` what a paper freezes of it, ``answer`` what
a response keeps; all three are JSON, and a blank answer is None. Answers and keys name original indexes (from 0), so
that neither depends on the order in which options were shown.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from string import ascii_uppercase
from typing import Any

from courses.domain import yamlfile
from courses.domain.media import Picture
from courses.domain.options import as_phrase, is_phrase
from courses.domain.yamlfile import Field, Where, YamlFile

Content = dict[str, Any]
Answer = Any
Order = list[Any]
Posted = Mapping[str, Sequence[str]]
"""The fields of a form as they were sent, each with all its values."""

WHOLE = 840
"""The mark of an item answered rightly. Every number up to 8 divides it, so that shares of an item are whole numbers
and no rounding decides whether somebody passed."""

MOST_PARTS = 8
TEXT = Field(yamlfile.text, default="")
OPTIONAL_TEXT = Field(yamlfile.text, required=False, default="")


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

    def entries(self, place: Where, fields: dict[str, Field], least: int, most: int) -> list[tuple[Where, dict]]:
        """Return the entries of the list at ``place`` with their places; their number is checked."""
        if isinstance(self.file.at(place), dict):
            self.file.problem(place, "write a list here")
            return []
        found = [(entry, self.file.mapping(entry, fields)) for entry in self.file.each(place)]
        if not least <= len(found) <= most:
            self.file.problem(place, f"{len(found)} {place[-1]}; an item has {least} to {most}")
        return found


class Settled(ValueError):
    """Another answer was sent for what is answered for good."""


class Kind(ABC):
    """A kind of item. Pure: values in, values out."""

    name: str
    fields: dict[str, Field]
    """What an entry of test.yaml holds beside the fields of every item."""

    @abstractmethod
    def read(self, reader: Reader, place: Where, values: Mapping[str, Any]) -> Content:
        """Return what the item at ``place`` holds; ``values`` are its fields, whose faults are reported."""

    @abstractmethod
    def export(self, content: Content) -> dict[str, Any]:
        """Return the fields of test.yaml that ``read`` makes ``content`` of, their texts as HTML."""

    @abstractmethod
    def order(self, content: Content, random: Random, *, shuffle: bool) -> Order:
        """Return in which order the parts are shown."""

    @abstractmethod
    def render(self, content: Content, order: Order, answer: Answer) -> dict[str, Any]:
        """Return what the template ``quizzes/kinds/<name>.html`` shows."""

    @abstractmethod
    def parse(self, content: Content, order: Order, posted: Posted, before: Answer) -> Answer:
        """Return the answer in ``posted`` (``before``: the saved one).

        Raises Settled where that would change what is answered for good, ValueError for what no page can send.
        """

    @abstractmethod
    def grade(self, content: Content, answer: Answer, *, partial: bool) -> int:
        """Return the mark, from 0 to WHOLE. ``partial``: an item of several parts is marked in shares."""

    @abstractmethod
    def key(self, content: Content) -> Answer:
        """Return the answer that is right in every part."""

    @abstractmethod
    def describe(self, content: Content, answer: Answer) -> list[str]:
        """Return an answer in plain words, a line for each part; no line when it is blank."""

    @abstractmethod
    def rekeyed(self, content: Content, accepted: Any) -> Content:
        """Return ``content`` with another key, for an item whose key was wrong.

        ``accepted`` is an answer; where one option is chosen, a list of all that are to count as right.
        """

    def answered(self, content: Content, answer: Answer) -> bool:
        """Whether nothing is left blank."""
        return answer is not None

    def _marked(self, parts: Sequence[dict[str, Any]], name: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        """Return ``parts`` with other values of the field that holds the key."""
        return [{**part, name: value} for part, value in zip(parts, values, strict=True)]

    def slots(self, content: Content) -> list[str]:
        """Return the plain texts among which an answer chooses, by their original indexes; none where it is entered."""
        return []

    def choices(self, content: Content, answer: Answer) -> list[int]:
        """Return the original indexes chosen among ``slots``."""
        return []


def letter(place: int) -> str:
    """Return the letter of the option shown in ``place`` (from 1)."""
    return ascii_uppercase[place - 1]


def one(posted: Posted, name: str) -> str:
    """Return the value of a field, "" where it was not sent. Raises ValueError for more than one."""
    values = posted.get(name, ())
    if len(values) > 1:
        raise ValueError(f"{name} was sent more than once")
    return values[0].strip() if values else ""


def place_of(text: str, count: int) -> int | None:
    """Return a place shown (from 1) as an index (from 0), None for "". Raises ValueError beyond ``count``."""
    if not text:
        return None
    if not (text.isdecimal() and len(text) <= 3 and 1 <= int(text) <= count):  # noqa: PLR2004 digits of a small number
        raise ValueError(f"there is no place {text[:20]}")
    return int(text) - 1


def shuffled(count: int, random: Random, *, shuffle: bool, anchored: Sequence[int] = ()) -> list[int]:
    """Return the original indexes in the order shown; those ``anchored`` stay in their places."""
    order = list(range(count))
    if not shuffle:
        return order
    free = [index for index in order if index not in anchored]
    moved = iter(random.sample(free, len(free)))
    return [index if index in anchored else next(moved) for index in order]


def share(right: int, parts: int, *, partial: bool) -> int:
    """Return the mark for ``right`` of ``parts`` (at most 8)."""
    if partial:
        return WHOLE * right // parts
    return WHOLE if right == parts else 0
