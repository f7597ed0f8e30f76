"""Statements, each of which holds or does not (multiple true-false)."""

from collections.abc import Mapping
from random import Random
from typing import Any

from courses.domain import yamlfile
from courses.domain.plaintext import words
from courses.domain.yamlfile import Field, Where
from quizzes.domain.kinds import places
from quizzes.domain.kinds.contract import Answer, Content, Order, Posted
from quizzes.domain.kinds.partbypart import PartByPart
from quizzes.domain.kinds.reader import LIST, TEXT, Reader

FIELDS = {"text": TEXT, "comment": TEXT, "holds": Field(yamlfile.boolean)}
SENT = {"": None, "true": True, "false": False}


class MultipleTrueFalse(PartByPart):
    """The answer says for each statement whether it holds."""

    name = "multiple-true-false"
    label = "multiple true-false"
    fields = {"statements": LIST}
    listed = "statements"
    keyed = "holds"

    def read(self, reader: Reader, place: Where, values: Mapping[str, Any]) -> Content:
        entries = reader.entries((*place, "statements"), FIELDS, self.least, self.most)
        return {
            "statements": [{**reader.part(where, value), "holds": bool(value["holds"])} for where, value in entries]
        }

    def export(self, content: Content) -> dict[str, Any]:
        return {
            "statements": [
                {"text": each["html"], "comment": each["comment_html"], "holds": each["holds"]}
                for each in content["statements"]
            ]
        }

    def order(self, content: Content, random: Random, *, shuffle: bool) -> Order:
        return places.shuffled(len(content["statements"]), random, shuffle=shuffle)

    def render(self, content: Content, order: Order, answer: Answer) -> dict[str, Any]:
        given = answer or [None] * len(order)
        return {
            "statements": [
                {**content["statements"][index], "shown": shown, "given": given[index]}
                for shown, index in enumerate(order, start=1)
            ]
        }

    def parse(self, content: Content, order: Order, posted: Posted, before: Answer) -> Answer:
        given: list[bool | None] = [None] * len(order)
        for shown, index in enumerate(order, start=1):
            sent = places.one(posted, f"statement-{shown}")
            if sent not in SENT:
                raise ValueError("a statement is true or false")
            given[index] = SENT[sent]
        return None if self.blank(given) else given

    def offered(self, content: Content) -> dict[Any, str]:
        return {True: "true", False: "false"}

    def slots(self, content: Content) -> list[str]:
        return [words(each["html"]) for each in content["statements"]]

    def choices(self, content: Content, answer: Answer) -> list[int]:
        return [index for index, given in enumerate(answer or []) if given]
