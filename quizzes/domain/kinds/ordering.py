"""Steps to put in order."""

from collections.abc import Mapping
from random import Random
from typing import Any

from courses.domain.plaintext import words
from courses.domain.yamlfile import Where
from quizzes.domain.kinds import places
from quizzes.domain.kinds.contract import Answer, Content, KeyField, Kind, Order, Part, Posted
from quizzes.domain.kinds.reader import LIST, OPTIONAL_TEXT, TEXT, Reader

FIELDS = {"text": TEXT, "comment": OPTIONAL_TEXT}


class Ordering(Kind):
    """The answer holds the steps' original indexes in the learner's order; the right one is theirs.

    In shares each step counts that stands in its place. A corrected item has another ``key``.
    """

    name = "ordering"
    label = "ordering"
    fields = {"steps": LIST}
    listed = "steps"
    least = 3

    def read(self, reader: Reader, place: Where, values: Mapping[str, Any]) -> Content:
        entries = reader.entries((*place, "steps"), FIELDS, self.least, self.most)
        return {"steps": [reader.part(where, value) for where, value in entries]}

    def export(self, content: Content) -> dict[str, Any]:
        return {"steps": [_exported(step) for step in content["steps"]]}

    def order(self, content: Content, random: Random, *, shuffle: bool) -> Order:
        """Steps are always shuffled: as they were written they are the answer."""
        right = list(range(len(content["steps"])))
        while (order := random.sample(right, len(right))) == right:
            pass
        return order

    def render(self, content: Content, order: Order, answer: Answer) -> dict[str, Any]:
        positions = {index: position for position, index in enumerate(answer or [], start=1)}
        key = self.key(content)
        steps = [
            {**content["steps"][index], "shown": shown, "position": positions.get(index), "right": key.index(index) + 1}
            for shown, index in enumerate(order, start=1)
        ]
        in_order = sorted(steps, key=lambda step: step["position"] or step["shown"])
        return {"steps": steps, "in_order": in_order, "positions": range(1, len(order) + 1)}

    def parse(self, content: Content, order: Order, posted: Posted, before: Answer) -> Answer:
        """An order with a gap or with two steps in one place is not one yet: it stays blank."""
        shown = range(1, len(order) + 1)
        sent = [places.place_of(places.one(posted, f"step-{number}"), len(order)) for number in shown]
        return _in_order(dict(zip(order, sent, strict=True)))

    def right(self, content: Content, answer: Answer) -> list[bool]:
        key = self.key(content)
        return [answer.index(step) == key.index(step) for step in range(len(key))]

    def key(self, content: Content) -> Answer:
        return content.get("key") or list(range(len(content["steps"])))

    def key_fields(self, content: Content) -> dict[str, KeyField]:
        shown = [(str(place), str(place)) for place in range(1, len(content["steps"]) + 1)]
        return {
            str(index): KeyField(words(step["html"]), choices=shown, read=lambda text: int(text) - 1)
            for index, step in enumerate(content["steps"])
        }

    def rekeyed(self, content: Content, given: Mapping[str, Any]) -> Content | None:
        key = _in_order({index: given.get(str(index)) for index in range(len(content["steps"]))})
        return None if key is None else {**content, "key": key}

    def describe(self, content: Content, answer: Answer) -> list[str]:
        return [f"{place}. {words(content['steps'][index]['html'])}" for place, index in enumerate(answer or [], 1)]


def _in_order(place_of: Mapping[int, int | None]) -> list[int] | None:
    """Return the steps in the order of their places (from 0); None where one has no place or shares it."""
    if set(place_of.values()) != set(range(len(place_of))):
        return None
    return sorted(place_of, key=place_of.__getitem__)


def _exported(step: Part) -> dict[str, Any]:
    return {"text": step["html"], **({"comment": step["comment_html"]} if step["comment_html"] else {})}
