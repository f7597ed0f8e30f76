"""Options to choose from: one (single best answer), or all that are right (multiple response)."""

from collections.abc import Mapping
from random import Random
from typing import Any

from courses.domain import yamlfile
from courses.domain.options import refuse_repeated
from courses.domain.plaintext import words
from courses.domain.yamlfile import Field, Where
from quizzes.domain.kinds import contract
from quizzes.domain.kinds.contract import TEXT, WHOLE, Answer, Content, Kind, Order, Posted, Reader, letter

OPTION_FIELDS = {
    "text": TEXT,
    "comment": TEXT,
    "correct": Field(yamlfile.boolean, required=False, default=False),
    "anchored": Field(yamlfile.boolean, required=False, default=False),
}


def chosen_html(content: Content, order: Order, chosen: list[int]) -> list[dict[str, Any]]:
    """Return the options in the order shown, each with its place, letter and whether it is chosen."""
    return [
        {**content["options"][index], "shown": shown, "letter": letter(shown), "chosen": index in chosen}
        for shown, index in enumerate(order, start=1)
    ]


class _Choice(Kind):
    fields = {"options": Field(yamlfile.anything)}
    least = 2

    def read(self, reader: Reader, place: Where, values: Mapping[str, Any]) -> Content:
        if values["options"] is None:
            return {"options": []}
        place = (*place, "options")
        entries = reader.entries(place, OPTION_FIELDS, self.least, contract.MOST_PARTS)
        self._check(reader, place, entries)
        refuse_repeated(reader.file, [where for where, _ in entries], [value for _, value in entries])
        return {"options": [_option(reader, where, value) for where, value in entries]}

    def _check(self, reader: Reader, place: Where, entries: list[tuple[Where, dict]]) -> None:
        raise NotImplementedError

    def export(self, content: Content) -> dict[str, Any]:
        return {"options": [_written(option) for option in content["options"]]}

    def order(self, content: Content, random: Random, *, shuffle: bool) -> Order:
        options = content["options"]
        anchored = [index for index, option in enumerate(options) if option["anchored"]]
        return contract.shuffled(len(options), random, shuffle=shuffle, anchored=anchored)

    def render(self, content: Content, order: Order, answer: Answer) -> dict[str, Any]:
        return {"choices": chosen_html(content, order, self.choices(content, answer))}

    def rekeyed(self, content: Content, accepted: list[int]) -> Content:
        values = [index in accepted for index in range(len(content["options"]))]
        return {**content, "options": self._marked(content["options"], "correct", values)}

    def slots(self, content: Content) -> list[str]:
        return [words(option["html"]) for option in content["options"]]

    def describe(self, content: Content, answer: Answer) -> list[str]:
        return [words(content["options"][index]["html"]) for index in self.choices(content, answer)]


class SingleBestAnswer(_Choice):
    """One option is the best; the others are wrong or less good. The answer is its index."""

    name = "single-best-answer"

    def _check(self, reader: Reader, place: Where, entries: list[tuple[Where, dict]]) -> None:
        correct = [where for where, value in entries if value["correct"]]
        if not correct:
            reader.file.problem(place, "no option is correct; write 'correct: true' in the right one")
        for where in correct[1:]:
            reader.file.problem((*where, "correct"), "a second correct option; an item has a single best answer")

    def parse(self, content: Content, order: Order, posted: Posted, before: Answer) -> Answer:
        shown = contract.place_of(contract.one(posted, "option"), len(order))
        return None if shown is None else order[shown]

    def grade(self, content: Content, answer: Answer, *, partial: bool) -> int:
        return WHOLE if answer is not None and content["options"][answer]["correct"] else 0

    def key(self, content: Content) -> Answer:
        return next(index for index, option in enumerate(content["options"]) if option["correct"])

    def choices(self, content: Content, answer: Answer) -> list[int]:
        return [] if answer is None else [answer]


class MultipleResponse(_Choice):
    """Several options are right. The answer holds the indexes chosen; nothing chosen is a blank.

    In shares each option counts alike, whether it is rightly chosen or rightly left; a blank earns nothing.
    """

    name = "multiple-response"
    least = 3

    def _check(self, reader: Reader, place: Where, entries: list[tuple[Where, dict]]) -> None:
        correct = sum(value["correct"] for _, value in entries)
        if not correct:
            reader.file.problem(place, "no option is correct; write 'correct: true' in each right one")
        if entries and correct == len(entries):
            reader.file.problem(place, "every option is correct; write at least one that is not")

    def parse(self, content: Content, order: Order, posted: Posted, before: Answer) -> Answer:
        places = {contract.place_of(text, len(order)) for text in posted.get("option", ())} - {None}
        return sorted(order[place] for place in places) or None

    def grade(self, content: Content, answer: Answer, *, partial: bool) -> int:
        if not answer:
            return 0
        options = content["options"]
        right = sum(option["correct"] == (index in answer) for index, option in enumerate(options))
        return contract.share(right, len(options), partial=partial)

    def key(self, content: Content) -> Answer:
        return [index for index, option in enumerate(content["options"]) if option["correct"]]

    def choices(self, content: Content, answer: Answer) -> list[int]:
        return answer or []


def _option(reader: Reader, place: Where, value: dict[str, Any]) -> dict[str, Any]:
    return {
        "html": reader.phrase((*place, "text"), value["text"]),
        "comment_html": reader.html((*place, "comment"), value["comment"]),
        "correct": value["correct"],
        "anchored": value["anchored"],
    }


def _written(option: dict[str, Any]) -> dict[str, Any]:
    flags = {name: True for name in ("correct", "anchored") if option[name]}
    return {"text": option["html"], "comment": option["comment_html"], **flags}
