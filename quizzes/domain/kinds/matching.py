"""Vignettes that share a list of options (extended matching)."""

from collections.abc import Mapping
from random import Random
from typing import Any

from courses.domain import yamlfile
from courses.domain.plaintext import words
from courses.domain.yamlfile import Field, Where
from quizzes.domain.kinds import places
from quizzes.domain.kinds.contract import Answer, Content, Order, Part, Posted
from quizzes.domain.kinds.partbypart import PartByPart
from quizzes.domain.kinds.reader import LIST, TEXT, Reader

OPTION_FIELDS = {"key": Field(yamlfile.key), "text": TEXT}
VIGNETTE_FIELDS = {"text": TEXT, "comment": TEXT, "answer": Field(yamlfile.key)}
LEAST_OPTIONS, MOST_OPTIONS = 3, 20


class ExtendedMatching(PartByPart):
    """The answer holds the index of an option for each vignette. An option may serve twice."""

    name = "extended-matching"
    label = "extended matching"
    fields = {"options": LIST, "vignettes": LIST}
    listed = "vignettes"
    keyed = "answer"
    puts_case = True

    def read(self, reader: Reader, place: Where, values: Mapping[str, Any]) -> Content:
        options = reader.entries((*place, "options"), OPTION_FIELDS, LEAST_OPTIONS, MOST_OPTIONS)
        keys: list[str] = []
        for where, value in options:
            if value["key"] in keys:
                reader.file.problem((*where, "key"), f"the key '{value['key']}' is used by an earlier option")
            keys.append(value["key"])
        vignettes = reader.entries((*place, "vignettes"), VIGNETTE_FIELDS, self.least, self.most)
        return {
            "options": [{"html": reader.phrase((*where, "text"), value["text"])} for where, value in options],
            "vignettes": [_vignette(reader, where, value, keys) for where, value in vignettes],
        }

    def export(self, content: Content) -> dict[str, Any]:
        keys = [f"option-{number}" for number in range(1, len(content["options"]) + 1)]
        return {
            "options": [
                {"key": key, "text": option["html"]} for key, option in zip(keys, content["options"], strict=True)
            ],
            "vignettes": [
                {"text": each["html"], "comment": each["comment_html"], "answer": keys[each["answer"]]}
                for each in content["vignettes"]
            ],
        }

    def order(self, content: Content, random: Random, *, shuffle: bool) -> Order:
        """The list stays as it was written: in a long list an order that readers know saves them time."""
        return list(range(len(content["options"])))

    def render(self, content: Content, order: Order, answer: Answer) -> dict[str, Any]:
        given = answer or [None] * len(content["vignettes"])
        choices = [
            {"html": content["options"][index]["html"], "shown": shown, "letter": places.letter(shown), "index": index}
            for shown, index in enumerate(order, start=1)
        ]
        by_index = {choice["index"]: choice for choice in choices}
        return {
            "choices": choices,
            "vignettes": [
                {**each, "number": number, "chosen": by_index.get(chosen), "right": by_index[each["answer"]]}
                for number, (each, chosen) in enumerate(zip(content["vignettes"], given, strict=True), start=1)
            ],
        }

    def parse(self, content: Content, order: Order, posted: Posted, before: Answer) -> Answer:
        numbers = range(1, len(content["vignettes"]) + 1)
        given = [places.chosen(posted, f"vignette-{number}", order) for number in numbers]
        return None if self.blank(given) else given

    def offered(self, content: Content) -> dict[Any, str]:
        return dict(enumerate(self.slots(content)))

    def slots(self, content: Content) -> list[str]:
        return [words(option["html"]) for option in content["options"]]

    def choices(self, content: Content, answer: Answer) -> list[int]:
        return sorted({given for given in answer or [] if given is not None})


def _vignette(reader: Reader, place: Where, value: Mapping[str, Any], keys: list[str]) -> Part:
    if keys and value["answer"] is not None and value["answer"] not in keys:
        reader.file.problem((*place, "answer"), f"'answer': 'options' holds no option '{value['answer']}'")
    return {
        **reader.part(place, value),
        "answer": keys.index(value["answer"]) if value["answer"] in keys else 0,
    }
