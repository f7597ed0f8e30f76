"""Scoring a paper. Whole numbers only, so that no rounding decides whether somebody passed.

An item is worth ``WHOLE`` points; its kind gives a mark from 0 to that. A score is a function of the frozen paper, the
responses, the items and the corrections made until then: recomputed at any time, it comes out the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from quizzes.domain.kinds import WHOLE, Answer, Content, kind_of


class Effect(StrEnum):
    """What a correction does to a flawed item in attempts that are scored already."""

    NEUTRALISED = "neutralised"
    REKEYED = "rekeyed"


@dataclass(frozen=True)
class Scorable:
    """What scoring needs of an item. ``neutralised``: it counts for nobody."""

    kind: str
    content: Content
    section: str = ""
    neutralised: bool = False


@dataclass(frozen=True)
class Part:
    """The score in one section: ``points`` of ``total`` items (each worth WHOLE)."""

    points: int
    total: int


@dataclass(frozen=True)
class Score:
    """``correct`` counts the items that are wholly right among ``total``; ``points`` and ``marks`` are in 1/WHOLE."""

    correct: int
    total: int
    points: int
    passed: bool
    marks: Mapping[str, int] = field(default_factory=dict)
    sections: Mapping[str, Part] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return what a row keeps beside the numbers."""
        parts = {section: [part.points, part.total] for section, part in self.sections.items()}
        return {"marks": dict(self.marks), "sections": parts}


def score(
    items: Sequence[str],
    bank: Mapping[str, Scorable],
    answers: Mapping[str, Answer],
    *,
    pass_percent: int,
    section_percents: Mapping[str, int],
    partial: bool,
) -> Score:
    """Score the paper with the keys ``items``; a blank earns nothing, a neutralised item counts for nobody.

    ``bank`` and ``answers`` are by the items' keys. Who has no item left to be scored has passed: nothing was missed.
    """
    marks = {
        key: kind_of(bank[key].kind).grade(bank[key].content, answers.get(key), partial=partial)
        for key in items
        if not bank[key].neutralised
    }
    sections: dict[str, Part] = {}
    for key, mark in marks.items():
        before = sections.get(bank[key].section, Part(0, 0))
        sections[bank[key].section] = Part(before.points + mark, before.total + 1)
    points = sum(marks.values())
    passed = passes(points, len(marks), pass_percent) and all(
        passes(part.points, part.total, section_percents.get(section, 0)) for section, part in sections.items()
    )
    correct = sum(mark == WHOLE for mark in marks.values())
    return Score(correct, len(marks), points, passed, marks, sections)


def passes(points: int, total: int, pass_percent: int) -> bool:
    """Whether ``points`` (in 1/WHOLE) of ``total`` items reach the pass mark."""
    return points * 100 >= pass_percent * total * WHOLE


def needed(total: int, pass_percent: int) -> int:
    """Return the least number of right answers that passes."""
    return -(-pass_percent * total // 100)
