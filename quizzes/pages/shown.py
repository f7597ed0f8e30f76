"""An item as a page shows it, whatever its kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quizzes.domain.kinds import Answer, Order
from quizzes.models import Item


@dataclass(frozen=True)
class ShownItem:
    """What the template of the item's kind shows (``view``), and the places (from 1) of the options struck out."""

    template: str
    view: dict[str, Any]
    struck: list[int]


def shown_item(item: Item, order: Order, answer: Answer, *, struck: Sequence[int] = ()) -> ShownItem:
    places = [shown for shown, index in enumerate(order, start=1) if index in struck]
    return ShownItem(item.by_kind.template, item.by_kind.render(item.content, order, answer), places)
