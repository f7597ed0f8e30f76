"""What the pages of an open attempt show: its items, how far it is, and when it closes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from courses.texts import moment
from quizzes import access, texts
from quizzes.domain.paper import PaperItem
from quizzes.domain.policy import Layout
from quizzes.models import Attempt, ConfidenceChoice, Item, Response
from quizzes.pages.shown import ShownItem, shown_item

SHOW_CLOSING_WITHIN = timedelta(days=1)
"""From how long before its closing instant a test without a time limit shows the time that remains."""


@dataclass(frozen=True)
class Entry:
    """One place of the paper in the navigator."""

    number: int
    answered: bool
    flagged: bool


@dataclass(frozen=True)
class OpenItem:
    """An item of an open attempt as its form shows it. Its ids on the page begin with ``ids``, which one has alone."""

    number: int
    item: Item
    response: Response
    shown: ShownItem
    ids: str

    @property
    def saved_at(self) -> datetime | None:
        return self.response.answered_at


def entry_of(attempt: Attempt, number: int, responses: dict[str, Response]) -> Entry:
    response = responses.get(attempt.paper[number - 1]["item"])
    answered = response is not None and response.answered
    return Entry(number, answered, response is not None and response.flagged)


def entries_of(attempt: Attempt, responses: dict[str, Response]) -> list[Entry]:
    return [entry_of(attempt, number, responses) for number in range(1, len(attempt.paper) + 1)]


def answered_count(responses: dict[str, Response]) -> int:
    return sum(response.answered for response in responses.values())


def next_to_answer(attempt: Attempt, responses: dict[str, Response]) -> int:
    """Return the number of the first blank item, or 1; without going back, of the item reached."""
    if not attempt.policy.back:
        return min(attempt.reached, len(attempt.paper))
    return next((entry.number for entry in entries_of(attempt, responses) if not entry.answered), 1)


def closing(attempt: Attempt, now: datetime) -> dict[str, Any] | None:
    """Return when an open attempt closes, where the page should say so: ``at`` in words, ``seconds`` from now."""
    closes_at = attempt.closes_at
    if closes_at is None or (attempt.deadline is None and closes_at - now > SHOW_CLOSING_WITHIN):
        return None
    seconds = max(0, int((closes_at - now).total_seconds()))
    return {"at": moment(closes_at, attempt.module.time_zone), "seconds": seconds, "minutes": -(-seconds // 60)}


def item_context(attempt: Attempt, number: int, responses: dict[str, Response], now: datetime) -> dict[str, Any]:
    """Return the context of the page of item ``number`` (from 1) of an open attempt, or of all its items."""
    return {
        **_sitting_context(attempt, responses, now),
        "number": number,
        "all": False,
        "shown_items": open_items(attempt, responses, {number: attempt.paper[number - 1]}),
        "previous": number - 1,
        "next": number + 1 if number < len(attempt.paper) else None,
    }


def all_items_context(attempt: Attempt, responses: dict[str, Response], now: datetime) -> dict[str, Any]:
    """Return the context of the page that shows all items of an open attempt."""
    places = dict(enumerate(attempt.paper, start=1))
    return {
        **_sitting_context(attempt, responses, now),
        "all": True,
        "shown_items": open_items(attempt, responses, places),
    }


def shows_all(attempt: Attempt) -> bool:
    return attempt.policy.layout == Layout.ALL


def open_items(attempt: Attempt, responses: dict[str, Response], places: dict[int, PaperItem]) -> list[OpenItem]:
    """Return the items in ``places`` of the paper, by their numbers, with what is saved of them."""
    items = access.items_of(attempt, *(place["item"] for place in places.values()))
    found = []
    for number, place in places.items():
        item = items[place["item"]]
        response = responses.get(item.key) or Response(attempt=attempt, item_key=item.key)
        shown = shown_item(item, place["options"], response.answer, struck=response.struck)
        found.append(OpenItem(number, item, response, shown, f"item-{number}-" if shows_all(attempt) else ""))
    return found


def _sitting_context(attempt: Attempt, responses: dict[str, Response], now: datetime) -> dict[str, Any]:
    return {
        "attempt": attempt,
        "module": attempt.module,
        "policy": attempt.policy,
        "total": len(attempt.paper),
        "entries": entries_of(attempt, responses),
        "answered": answered_count(responses),
        "closing": closing(attempt, now),
        "pause_left": texts.pause_left(attempt.clock.resumed(now).pause_left) if attempt.deadline else "",
        "confidences": ConfidenceChoice.choices,
    }


def submit_context(attempt: Attempt, responses: dict[str, Response], now: datetime) -> dict[str, Any]:
    entries = entries_of(attempt, responses)
    return {
        "attempt": attempt,
        "module": attempt.module,
        "total": len(entries),
        "answered": answered_count(responses),
        "blank": [entry for entry in entries if not entry.answered],
        "flagged": [entry for entry in entries if entry.flagged],
        "back": attempt.policy.back,
        "all": shows_all(attempt),
        "resume_at": next_to_answer(attempt, responses) if _has_open_item(attempt) else None,
        "closing": closing(attempt, now),
    }


def _has_open_item(attempt: Attempt) -> bool:
    """Whether there is an item to return to: without going back the last one may have been left."""
    return attempt.policy.back or attempt.reached <= len(attempt.paper)
