"""What a kind of item must be able to do.

``content`` is what an item of the kind holds (``Item.content``), ``order`` what a paper freezes of it, ``answer`` what
a response keeps; all three are JSON, and a blank answer is None. Answers and keys name original indexes (from 0), so
that neither depends on the order in which options were shown.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar

from courses.domain.yamlfile import Field, Where
from quizzes.domain.kinds.reader import MOST_PARTS, Reader

Content = dict[str, Any]
Part = dict[str, Any]
Answer = Any
Order = list[Any]
Posted = Mapping[str, Sequence[str]]
"""The fields of a form as they were sent, each with all its values."""

WHOLE = 840
"""The mark of an item answered rightly. Every number up to 8 divides it, so that shares of an item are whole numbers
and no rounding decides whether somebody passed."""


@dataclass(frozen=True)
class KeyField:
    """What asks an administrator for (a part of) another key: a text, or with ``choices`` one of them.

    ``part`` is the author's text of what the field is about, ``label`` says what is wanted of it. ``choices`` are pairs
    of a value and its text, of which ``several`` lets any number be chosen. ``read`` makes of a value what
    ``Kind.rekeyed`` takes, and raises ValueError with what would be right.
    """

    part: str = ""
    label: str = ""
    choices: Sequence[tuple[str, str]] = ()
    several: bool = False
    initial: str = ""
    read: Callable[[str], Any] = int


class Settled(ValueError):
    """Another answer was sent for what is answered for good."""


class Kind(ABC):
    """A kind of item. Pure: values in, values out."""

    name: ClassVar[str]
    """As test.yaml has it."""
    label: ClassVar[str]
    """As people read it."""
    fields: ClassVar[dict[str, Field]]
    """What an entry of test.yaml holds beside the fields of every item."""
    listed: ClassVar[str] = ""
    """The list in ``content`` by whose entries an item is answered or marked; "" where it has no parts."""
    least: ClassVar[int] = 2
    most: ClassVar[int] = MOST_PARTS
    """How many entries that list may have."""
    single: ClassVar[bool] = False
    """Whether one of several options or values is taken, the right one or another."""
    staged: ClassVar[bool] = False
    """Whether it discloses its parts one after the other, which needs several posts."""
    puts_case: ClassVar[bool] = False
    """Whether it puts the learner before a patient whatever its stem says."""

    @property
    def template(self) -> str:
        """The template that shows an item, to be answered or reviewed; it loads the script it needs, if any."""
        return f"quizzes/kinds/{self.name}.html"

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
        """Return what the template shows as ``view``."""

    @abstractmethod
    def parse(self, content: Content, order: Order, posted: Posted, before: Answer) -> Answer:
        """Return the answer in ``posted`` (``before``: the saved one).

        Raises Settled where that would change what is answered for good, ValueError for what no page can send.
        """

    @abstractmethod
    def right(self, content: Content, answer: Answer) -> list[bool]:
        """Return for each part (8 at most; 1 where there are none) whether ``answer``, which is not blank, is right."""

    @abstractmethod
    def key(self, content: Content) -> Answer:
        """Return the answer that is right in every part."""

    @abstractmethod
    def describe(self, content: Content, answer: Answer) -> list[str]:
        """Return an answer in plain words, a line for each part; no line when it is blank."""

    @abstractmethod
    def key_fields(self, content: Content) -> dict[str, KeyField]:
        """Return the fields that ask for another key, by their names; a single field has the name ""."""

    @abstractmethod
    def rekeyed(self, content: Content, given: Mapping[str, Any]) -> Content | None:
        """Return ``content`` with another key; None where what is ``given`` is no whole one.

        ``given`` holds what was read from those of ``key_fields`` that were filled in.
        """

    def grade(self, content: Content, answer: Answer, *, partial: bool) -> int:
        """Return the mark, from 0 to WHOLE; a blank earns nothing. ``partial``: several parts are marked in shares."""
        if self.blank(answer):
            return 0
        right = self.right(content, answer)
        return WHOLE * sum(right) // len(right) if partial or all(right) else 0

    def is_right(self, content: Content, answer: Answer) -> bool:
        """Whether every part is right; a blank is not."""
        return not self.blank(answer) and all(self.right(content, answer))

    def answered(self, content: Content, answer: Answer) -> bool:
        """Whether nothing is left blank."""
        return answer is not None

    def blank(self, answer: Answer) -> bool:
        """Whether everything is left blank."""
        return answer is None

    def parts(self, content: Content) -> list[Part]:
        """Return the parts by their original indexes, each with ``html`` and ``comment_html``."""
        return content[self.listed] if self.listed else []

    def options(self, content: Content) -> list[Part]:
        """Return the parts where some of them are to be chosen: those that are ``correct``."""
        return [part for part in self.parts(content) if "correct" in part]

    def commented(self, content: Content) -> list[Part]:
        """Return the parts that must have a comment."""
        return []

    def slots(self, content: Content) -> list[str]:
        """Return the plain texts among which an answer chooses, by their original indexes; none where it is entered."""
        return []

    def choices(self, content: Content, answer: Answer) -> list[int]:
        """Return the original indexes chosen among ``slots``."""
        return []

    def entered(self, content: Content, answer: Answer) -> str:
        """Return an answer that was typed as it is counted ("12,50" and "12.5" are one); "" where it is chosen."""
        return ""
