"""Progress through the slides of an edition, from what was recorded by slide key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

VISIT_CAP_SECONDS = 300
"""The most that one visit to a slide counts as active time: whoever stays longer is probably away."""


@dataclass(frozen=True)
class Mark:
    """What was recorded of one slide: the edition and language it was last seen in, its hash there, when, how long."""

    edition: int
    edition_id: int
    content_hash: str
    last_seen: datetime
    active_seconds: int
    on_screen: bool = True
    language: str = ""


@dataclass(frozen=True)
class Summary:
    """Progress through an edition. ``unseen`` counts required slides only; ``resume`` is the slide to continue at."""

    total: int
    seen: frozenset[str]
    unseen: int
    active_seconds: int
    resume: str | None

    @property
    def percent(self) -> int:
        return 100 * len(self.seen) // self.total if self.total else 0


def visit_seconds(began: datetime, now: datetime) -> int:
    """Return the active seconds of a visit from ``began`` to ``now``: never negative, at most VISIT_CAP_SECONDS."""
    return max(0, min(VISIT_CAP_SECONDS, int((now - began).total_seconds())))


def reading_minutes(seconds: int) -> int:
    """Return a reading time in whole minutes, rounded to the nearest, at least one."""
    return max(1, round(seconds / 60))


def slides_of(outline: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the slides of an edition's outline in order."""
    return [slide for section in outline for slide in section["slides"]]


def summarise(outline: Iterable[Mapping[str, Any]], marks: Mapping[str, Mark]) -> Summary:
    """Return the progress. A slide is seen when it was seen in the edition that last changed its substance, or later.

    ``marks`` are what was recorded, by slide key.
    """
    slides = slides_of(outline)
    seen = frozenset(
        slide["key"] for slide in slides if slide["key"] in marks and marks[slide["key"]].edition >= slide["since"]
    )
    visited = [slide["key"] for slide in slides if slide["key"] in marks]
    resume = max(visited, key=lambda key: marks[key].last_seen, default=slides[0]["key"] if slides else None)
    return Summary(
        total=len(slides),
        seen=seen,
        unseen=sum(slide["required"] and slide["key"] not in seen for slide in slides),
        active_seconds=sum(marks[key].active_seconds for key in visited),
        resume=resume,
    )
