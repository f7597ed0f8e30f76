"""What the rules read: an item of each kind as its reader sees it, plain text without markup."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

Place = tuple[str | int, ...]
Found = Iterator[tuple[Place, str]]
"""What a rule yields: the place within the item, and what was found and would be better."""

LEAD_IN: Place = ("lead_in",)
STEM: Place = ("stem",)


@dataclass(frozen=True)
class Flaw:
    """A flaw found: its name, what was found and would be better, and its place within the item (or the bank)."""

    name: str
    message: str
    place: Place = ()


@dataclass(frozen=True)
class Text:
    """What all items have. ``options`` are the texts to choose among or to judge; ``listed`` says where they stand."""

    stem: str
    lead_in: str
    options: tuple[str, ...]

    listed: ClassVar[str] = "options"
    LIMITS: ClassVar[tuple[int, int]] = (1, 20)  # how many options are sensible

    @property
    def right(self) -> tuple[int, ...]:
        """The indexes of the options that are right, where right and wrong ones are chosen from."""
        return ()

    @property
    def distractors(self) -> tuple[str, ...]:
        return tuple(option for index, option in enumerate(self.options) if index not in self.right)

    def at(self, index: int) -> Place:
        return self.listed, index


@dataclass(frozen=True)
class ItemText(Text):
    """A single best answer. ``correct`` is the index of the right option."""

    correct: int

    LIMITS = (4, 5)

    @property
    def right(self) -> tuple[int, ...]:
        return (self.correct,)


@dataclass(frozen=True)
class ResponsesText(Text):
    """A multiple response. ``correct`` are the indexes of the right options."""

    correct: tuple[int, ...]

    LIMITS = (4, 8)

    @property
    def right(self) -> tuple[int, ...]:
        return self.correct


@dataclass(frozen=True)
class StatementsText(Text):
    """Statements to be judged one by one: ``holds`` says of each whether it is true."""

    holds: tuple[bool, ...]

    listed = "statements"


@dataclass(frozen=True)
class MatchingText(Text):
    """Extended matching: for each of the ``vignettes`` one of the options, by its index in ``answers``."""

    vignettes: tuple[str, ...]
    answers: tuple[int, ...]


@dataclass(frozen=True)
class StepsText(Text):
    """Steps to be put in order; they stand in the right one."""

    listed = "steps"


@dataclass(frozen=True)
class NumericText(Text):
    """A number. ``answer`` and ``tolerance`` are as written ("12.5"); the learner chooses among ``units``, if any."""

    answer: str
    tolerance: str
    unit: str = ""
    units: tuple[str, ...] = ()

    listed = "answer"


@dataclass(frozen=True)
class Area:
    """A circle (x, y, radius), rectangle (x, y, width, height) or polygon (x, y, x, y …) in the picture's units."""

    shape: str
    coords: tuple[float, ...]


@dataclass(frozen=True)
class HotspotText(Text):
    """A place on a picture of ``width`` units. ``options`` are the labels of the ``areas``."""

    correct: int
    areas: tuple[Area, ...]
    width: float

    listed = "areas"
    LIMITS = (3, 8)

    @property
    def right(self) -> tuple[int, ...]:
        return (self.correct,)


@dataclass(frozen=True)
class CaseText(Text):
    """A case: the stem, and ``questions`` one after the other, each with the result disclosed before it ("": none)."""

    questions: tuple[Text, ...]
    results: tuple[str, ...]

    listed = "questions"
