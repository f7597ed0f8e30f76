"""An item as a judge reads it: what is asked, what there is to choose from, and which answer is right."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizzes.domain.kinds import kind_of
from quizzes.domain.kinds.case import Case
from quizzes.models import Item


@dataclass(frozen=True)
class Slot:
    """Something to choose from, in plain words; ``right`` where it is (a part of) the right answer."""

    text: str
    right: bool


@dataclass(frozen=True)
class Asked:
    """A question: HTML of what is asked, the slots it offers, and, where those do not show it, the right answer.

    ``before_html`` is what is disclosed before it in a case, and its picture. ``key`` has a line for each part.
    """

    before_html: str
    lead_in_html: str
    slots: list[Slot]
    key: list[str]


def questions_of(item: Item) -> list[Asked]:
    """Return the questions of an item: one, or those of a case in their order."""
    if item.kind == Case.name:
        parts = item.content["questions"]
        return [_asked(part["kind"], part["content"], part["lead_in_html"], part["result_html"]) for part in parts]
    return [_asked(item.kind, item.content, item.lead_in_html)]


def _asked(name: str, content: Mapping[str, Any], lead_in_html: str, before_html: str = "") -> Asked:
    kind = kind_of(name)
    key, slots = kind.key(content), kind.slots(content)
    right, said = kind.choices(content, key), kind.describe(content, key)
    before = before_html + content.get("picture_html", "")
    if said == [slots[index] for index in right]:
        return Asked(before, lead_in_html, [Slot(text, index in right) for index, text in enumerate(slots)], [])
    repeated = len(said) == len(slots) and all(map(str.startswith, said, slots))
    return Asked(before, lead_in_html, [] if repeated else [Slot(text, right=False) for text in slots], said)
