"""Steps to put in order."""

from collections.abc import Mapping
from random import Random
from typing import Any

from courses.domain import yamlfile
from courses.domain.options import refuse_repeated
from courses.domain.plaintext import words
from courses.domain.yamlfile import Field, Where
from quizzes.domain.kinds import contract
from quizzes.domain.kinds.contract import (
    MOST_PARTS,
    OPTIONAL_TEXT,
    TEXT,
    Answer,
    Content,
    Kind,
    Order,
    Posted,
    Reader,
)

FIELDS = {"text": TEXT, "comment": OPTIONAL_TEXT}


class Ordering(Kind):
    """The answer holds the steps' original indexes in the learner's order; the right one is theirs.

    In shares each step counts that stands in its place. A corrected item has another ``key``.
    """

    name = "ordering"
    fields = {"steps": Field(yamlfile.anything)}

    def read(self, reader: Reader, place: Where, values: Mapping[str, Any]) -> Content:
        if values["steps"] is None:
            return {"steps": []}
        entries = reader.entries((*place, "steps"), FIELDS, 3, MOST_PARTS)
        refuse_repeated(reader.file, [where for where, _ in entries], [value for _, value in entries])
        return {
            "steps": [
                {
                    "html": reader.phrase((*where, "text"), value["text"]),
                    "comment_html": reader.html((*where, "comment"), value["comment"]),
                }
                for where, value in entries
            ]
        }

    def export(self, content: Content) -> dict[str, Any]:
        return {
            "steps": [
                {"text": step["html"], **({"comment": step["comment_html"]} if step["comment_html"] else {})}
                for step in content["steps"]
            ]
        }

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
        places = [
            contract.place_of(contract.one(posted, f"step-{shown}"), len(order)) for shown in range(1, len(order) + 1)
        ]
        if sorted(place for place in places if place is not None) != list(range(len(order))):
            return None
        return [index for _, index in sorted(zip(places, order, strict=True))]

    def grade(self, content: Content, answer: Answer, *, partial: bool) -> int:
        if answer is None:
            return 0
        right = sum(given == index for given, index in zip(answer, self.key(content), strict=True))
        return contract.share(right, len(content["steps"]), partial=partial)

    def key(self, content: Content) -> Answer:
        return content.get("key") or list(range(len(content["steps"])))

    def rekeyed(self, content: Content, accepted: list[int]) -> Content:
        return {**content, "key": accepted}

    def describe(self, content: Content, answer: Answer) -> list[str]:
        return [f"{place}. {words(content['steps'][index]['html'])}" for place, index in enumerate(answer or [], 1)]
