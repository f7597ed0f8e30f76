"""Vignettes that share a list of options (extended matching)."""

from collections.abc import Mapping
from random import Random
from typing import Any

from courses.domain import yamlfile
from courses.domain.options import refuse_repeated
from courses.domain.plaintext import words
from courses.domain.yamlfile import Field, Where
from quizzes.domain.kinds import contract
from quizzes.domain.kinds.contract import MOST_PARTS, TEXT, Answer, Content, Kind, Order, Posted, Reader, letter

OPTION_FIELDS = {"key": Field(yamlfile.key), "text": TEXT}
VIGNETTE_FIELDS = {"text": TEXT, "comment": TEXT, "answer": Field(yamlfile.key)}
MOST_OPTIONS = 20


class ExtendedMatching(Kind):
    """The answer holds the index of an option for each vignette (None: left blank). An option may serve twice."""

    name = "extended-matching"
    fields = {"options": Field(yamlfile.anything), "vignettes": Field(yamlfile.anything)}

    def read(self, reader: Reader, place: Where, values: Mapping[str, Any]) -> Content:
        if values["options"] is None or values["vignettes"] is None:
            return {"options": [], "vignettes": []}
        options = reader.entries((*place, "options"), OPTION_FIELDS, 3, MOST_OPTIONS)
        refuse_repeated(reader.file, [where for where, _ in options], [value for _, value in options])
        keys: list[str] = []
        for where, value in options:
            if value["key"] in keys:
                reader.file.problem((*where, "key"), f"the key '{value['key']}' is used by an earlier option")
            keys.append(value["key"])
        vignettes = reader.entries((*place, "vignettes"), VIGNETTE_FIELDS, 2, MOST_PARTS)
        refuse_repeated(reader.file, [where for where, _ in vignettes], [value for _, value in vignettes])
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
            {"html": content["options"][index]["html"], "shown": shown, "letter": letter(shown), "index": index}
            for shown, index in enumerate(order, start=1)
        ]
        return {
            "choices": choices,
            "vignettes": [
                {
                    **each,
                    "number": number,
                    "chosen": None if chosen is None else choices[order.index(chosen)],
                    "right": choices[order.index(each["answer"])],
                }
                for number, (each, chosen) in enumerate(zip(content["vignettes"], given, strict=True), start=1)
            ],
        }

    def parse(self, content: Content, order: Order, posted: Posted, before: Answer) -> Answer:
        count = len(content["vignettes"])
        places = [
            contract.place_of(contract.one(posted, f"vignette-{number}"), len(order)) for number in range(1, count + 1)
        ]
        given = [None if place is None else order[place] for place in places]
        return None if all(each is None for each in given) else given

    def grade(self, content: Content, answer: Answer, *, partial: bool) -> int:
        if answer is None:
            return 0
        vignettes = content["vignettes"]
        right = sum(given == each["answer"] for given, each in zip(answer, vignettes, strict=True))
        return contract.share(right, len(vignettes), partial=partial)

    def key(self, content: Content) -> Answer:
        return [each["answer"] for each in content["vignettes"]]

    def rekeyed(self, content: Content, accepted: list[int]) -> Content:
        return {**content, "vignettes": self._marked(content["vignettes"], "answer", accepted)}

    def answered(self, content: Content, answer: Answer) -> bool:
        return answer is not None and None not in answer

    def describe(self, content: Content, answer: Answer) -> list[str]:
        pairs = zip(content["vignettes"], answer or [], strict=False)
        return [
            f"{words(each['html'])}: {words(content['options'][given]['html'])}"
            for each, given in pairs
            if given is not None
        ]

    def slots(self, content: Content) -> list[str]:
        return [words(option["html"]) for option in content["options"]]

    def choices(self, content: Content, answer: Answer) -> list[int]:
        return sorted({given for given in answer or [] if given is not None})


def _vignette(reader: Reader, place: Where, value: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    if value["answer"] is not None and value["answer"] not in keys:
        reader.file.problem((*place, "answer"), f"'answer': 'options' holds no option '{value['answer']}'")
    return {
        "html": reader.phrase((*place, "text"), value["text"]),
        "comment_html": reader.html((*place, "comment"), value["comment"]),
        "answer": keys.index(value["answer"]) if value["answer"] in keys else 0,
    }
