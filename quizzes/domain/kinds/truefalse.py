"""Statements, each of which holds or does not (multiple true-false)."""

from collections.abc import Mapping
from random import Random
from typing import Any

from courses.domain import yamlfile
from courses.domain.options import refuse_repeated
from courses.domain.plaintext import words
from courses.domain.yamlfile import Field, Where
from quizzes.domain.kinds import contract
from quizzes.domain.kinds.contract import MOST_PARTS, TEXT, Answer, Content, Kind, Order, Posted, Reader

FIELDS = {"text": TEXT, "comment": TEXT, "holds": Field(yamlfile.boolean)}
SENT = {"": None, "true": True, "false": False}


class MultipleTrueFalse(Kind):
    """The answer says for each statement whether it holds (None: left blank)."""

    name = "multiple-true-false"
    fields = {"statements": Field(yamlfile.anything)}

    def read(self, reader: Reader, place: Where, values: Mapping[str, Any]) -> Content:
        if values["statements"] is None:
            return {"statements": []}
        entries = reader.entries((*place, "statements"), FIELDS, 2, MOST_PARTS)
        refuse_repeated(reader.file, [where for where, _ in entries], [value for _, value in entries])
        return {
            "statements": [
                {
                    "html": reader.phrase((*where, "text"), value["text"]),
                    "comment_html": reader.html((*where, "comment"), value["comment"]),
                    "holds": bool(value["holds"]),
                }
                for where, value in entries
            ]
        }

    def export(self, content: Content) -> dict[str, Any]:
        return {
            "statements": [
                {"text": each["html"], "comment": each["comment_html"], "holds": each["holds"]}
                for each in content["statements"]
            ]
        }

    def order(self, content: Content, random: Random, *, shuffle: bool) -> Order:
        return contract.shuffled(len(content["statements"]), random, shuffle=shuffle)

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
            sent = contract.one(posted, f"statement-{shown}")
            if sent not in SENT:
                raise ValueError("a statement is true or false")
            given[index] = SENT[sent]
        return None if all(each is None for each in given) else given

    def grade(self, content: Content, answer: Answer, *, partial: bool) -> int:
        if answer is None:
            return 0
        statements = content["statements"]
        right = sum(given is each["holds"] for given, each in zip(answer, statements, strict=True))
        return contract.share(right, len(statements), partial=partial)

    def key(self, content: Content) -> Answer:
        return [each["holds"] for each in content["statements"]]

    def rekeyed(self, content: Content, accepted: list[bool]) -> Content:
        return {**content, "statements": self._marked(content["statements"], "holds", accepted)}

    def answered(self, content: Content, answer: Answer) -> bool:
        return answer is not None and None not in answer

    def describe(self, content: Content, answer: Answer) -> list[str]:
        said = {True: "true", False: "false"}
        pairs = zip(content["statements"], answer or [], strict=False)
        return [f"{words(each['html'])}: {said[given]}" for each, given in pairs if given is not None]

    def slots(self, content: Content) -> list[str]:
        return [words(each["html"]) for each in content["statements"]]

    def choices(self, content: Content, answer: Answer) -> list[int]:
        return [index for index, given in enumerate(answer or []) if given]
