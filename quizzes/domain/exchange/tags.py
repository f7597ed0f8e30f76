"""What belongs to an item and not to its question, as tags: "objective:dosing", "slide:doses", "calculator"."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from quizzes.domain.exchange.question import Question, key_of

KINDS = {"objective": "objectives", "slide": "slides", "reference": "references"}


@dataclass(frozen=True)
class Tags:
    """``known`` are fields of a Question; ``unknown`` the tags of other systems, as written."""

    key: str
    known: dict[str, Any]
    unknown: tuple[str, ...]


def read_tags(tags: Iterable[str], key: str = "") -> Tags:
    known: dict[str, Any] = {}
    unknown = []
    for tag in (tag.strip() for tag in tags):
        name, colon, value = tag.partition(":")
        if tag == "calculator":
            known["calculator"] = True
        elif colon and name in KINDS and value:
            known[KINDS[name]] = (*known.get(KINDS[name], ()), value.strip())
        elif tag:
            unknown.append(tag[:80])
    return Tags(key_of(key), known, tuple(unknown))


def tags_of(question: Question) -> list[str]:
    tags = [f"{tag}:{key}" for tag, name in KINDS.items() for key in getattr(question, name)]
    return [*tags, "calculator"] if question.calculator else tags
