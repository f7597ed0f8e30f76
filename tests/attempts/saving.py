"""What is saved of an item, and what a request changes in it. Nothing of the rules under test is called."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tests.attempts import answers
from tests.attempts.answers import Meant


@dataclass
class Saved:
    """What is saved of one item."""

    answer: Any = None
    flagged: bool = False
    note: str = ""
    struck: list[int] = field(default_factory=list)
    confidence: str = ""
    revision: int = 0
    answered_at: datetime | None = None


@dataclass
class Request:
    """A form as it was sent: it can be sent again, by anybody."""

    attempt: int
    number: int
    posted: dict[str, list[str]] | None
    meant: Meant
    beside: dict[str, Any]
    revision: int | None


def after(saved: Saved, place: Mapping[str, Any], request: Request) -> Saved | None:
    """Return what is saved of an item after ``request``; None if no page can send that."""
    values = dict(request.beside)
    if "struck" in values:
        values["struck"] = _struck(place["options"], values["struck"])
    if request.posted is not None:
        if request.meant.forged:
            return None
        answer = request.meant.answer
        if place["item"] == "case" and (answer := _case_after(saved.answer, request.meant)) is None:
            return None
        values["answer"] = answer
    return replace(saved, **values, revision=saved.revision + 1)


def contradicts(saved: Saved, request: Request) -> bool:
    """Whether ``request`` answers a settled question of a case in another way."""
    case = saved.answer if isinstance(saved.answer, dict) and "settled" in saved.answer else None
    if case is None or request.posted is None or request.meant.forged or request.meant.question >= case["settled"]:
        return False
    return request.meant.answer != case["answers"][request.meant.question]


def _case_after(before: Any, meant: Meant) -> dict[str, Any] | None:
    """Return what a case's answer becomes; None if the question was not disclosed yet."""
    count = len(answers.QUESTIONS)
    given, settled = (list(before["answers"]), before["settled"]) if before else ([None] * count, 0)
    if meant.question > settled:
        return None
    if meant.question < settled:
        return before
    given[settled] = meant.answer
    on = meant.settle and answers.is_answered(answers.QUESTIONS[settled], meant.answer)
    return {"answers": given, "settled": settled + on}


def _struck(order: list[Any], shown: list[int]) -> list[int]:
    indexes = [index for index in order if isinstance(index, int)]
    return sorted({indexes[place - 1] for place in shown if 1 <= place <= len(indexes)})
