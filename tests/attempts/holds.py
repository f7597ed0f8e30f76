"""What must hold of every attempt: the database compared with the books."""

from datetime import timedelta
from typing import Any

from quizzes.models import Attempt, Response, Score
from tests.attempts.answers import is_answered
from tests.attempts.books import WHOLE, Books, Result, Sitting
from tests.attempts.saving import Saved

STANDING = ("correct", "total", "points", "passed")


def everything_is_as_in(books: Books) -> None:
    assert attempts() == {key: attempt(each) for key, each in books.sittings.items()}
    assert responses() == {
        (key, item): response(item, saved) for key, each in books.sittings.items() for item, saved in each.saved.items()
    }
    assert scores() == {
        (key, number): score(result)
        for key, each in books.sittings.items()
        for number, result in enumerate(each.results, start=1)
    }
    for each in books.sittings.values():
        time_is_not_exceeded(each)
    for person in books.people:
        assert sum(each.at is None for each in books.of(person)) <= 1


def paper_is_sound(sitting: Sitting) -> None:
    """Of an attempt that begins: as many items as are drawn, each once."""
    items = [place["item"] for place in sitting.paper]
    assert len(items) == len(set(items)) == (sitting.policy["draw"] or 8)


def time_is_not_exceeded(sitting: Sitting) -> None:
    """The clock never gives more than the limit, what the learner has beyond it, and the pauses."""
    minutes = sitting.policy["time_limit_minutes"]
    if minutes is None:
        assert sitting.deadline is None
        return
    longest = timedelta(minutes=minutes * (100 + sitting.extra) / 100 + sitting.policy["pause_minutes"])
    assert sitting.latest <= sitting.begun + longest
    assert sitting.at is None or sitting.at <= sitting.begun + longest


def attempts() -> dict[int, dict[str, Any]]:
    columns = (
        "id",
        "learner_id",
        "number",
        "paper",
        "started_at",
        "deadline",
        "paused_at",
        "pause_left",
        "extra_percent",
        "reached",
        "submitted_at",
        "in_time",
        *STANDING,
    )
    return {row.pop("id"): row for row in Attempt.objects.order_by().values(*columns)}


def attempt(sitting: Sitting) -> dict[str, Any]:
    result = sitting.results[-1] if sitting.results else None
    return {
        "learner_id": sitting.person.user.pk,
        "number": sitting.number,
        "paper": sitting.paper,
        "started_at": sitting.begun,
        "deadline": sitting.deadline,
        "paused_at": sitting.paused,
        "pause_left": sitting.left.total_seconds(),
        "extra_percent": sitting.extra,
        "reached": sitting.reached,
        "submitted_at": sitting.at,
        "in_time": sitting.in_time,
        **{name: result and getattr(result, name) for name in STANDING},
    }


def responses() -> dict[tuple[int, str], dict[str, Any]]:
    columns = ("answer", "answered", "flagged", "note", "struck", "confidence", "revision", "answered_at")
    rows = Response.objects.order_by().values("attempt_id", "item_key", *columns)
    return {(row.pop("attempt_id"), row.pop("item_key")): row for row in rows}


def response(item: str, saved: Saved) -> dict[str, Any]:
    return {**vars(saved), "answered": is_answered(item, saved.answer)}


def scores() -> dict[tuple[int, int], dict[str, Any]]:
    rows = Score.objects.order_by().values("attempt_id", "number", "held", "marks", *STANDING)
    return {(row.pop("attempt_id"), row.pop("number")): row for row in rows}


def score(result: Result) -> dict[str, Any]:
    marks = {key: mark * WHOLE for key, mark in result.marks.items()}
    return {**{name: getattr(result, name) for name in STANDING}, "held": result.held, "marks": marks}
