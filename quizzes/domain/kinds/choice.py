"""Options to choose from: one (single best answer), or all that are right (multiple response)."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from courses.domain import yamlfile
from courses.domain.plaintext import words
from courses.domain.yamlfile import Field, Where
from quizzes.domain.kinds import places
from quizzes.domain.kinds.contract import Answer, Content, KeyField, Kind, Order, Part, Posted
from quizzes.domain.kinds.reader import LIST, TEXT, Reader

FLAG = Field(yamlfile.boolean, required=False, default=False)
FLAGS = ("correct", "anchored")
OPTION_FIELDS = {"text": TEXT, "comment": TEXT, **dict.fromkeys(FLAGS, FLAG)}
Entries = Sequence[tuple[Where, Mapping[str, Any]]]


class Choice(Kind):
    """Of the parts some are chosen; those that ought to be are ``correct``."""

    fields = {"options": LIST}
    listed = "options"

    @abstractmethod
    def check_key(self, reader: Reader, place: Where, entries: Entries) -> None:
        """Report what is wrong with which ``entries`` of the list at ``place`` are correct."""

    def read(self, reader: Reader, place: Where, values: Mapping[str, Any]) -> Content:
        place = (*place, "options")
        entries = reader.entries(place, OPTION_FIELDS, self.least, self.most)
        self.check_key(reader, place, entries)
        return {
            "options": [
                {**reader.part(where, value), **{flag: value[flag] for flag in FLAGS}} for where, value in entries
            ]
        }

    def export(self, content: Content) -> dict[str, Any]:
        return {"options": [_exported(option) for option in content["options"]]}

    def order(self, content: Content, random: Random, *, shuffle: bool) -> Order:
        options = content["options"]
        anchored = [index for index, option in enumerate(options) if option["anchored"]]
        return places.shuffled(len(options), random, shuffle=shuffle, anchored=anchored)

    def render(self, content: Content, order: Order, answer: Answer) -> dict[str, Any]:
        """``choices`` are the parts in the order shown, each with its place, its letter and whether it is chosen."""
        parts, chosen = self.parts(content), self.choices(content, answer)
        return {
            "choices": [
                {**parts[index], "shown": shown, "letter": places.letter(shown), "chosen": index in chosen}
                for shown, index in enumerate(order, start=1)
            ]
        }

    def key_fields(self, content: Content) -> dict[str, KeyField]:
        choices = [(str(index), text) for index, text in enumerate(self.slots(content))]
        label = "Right from now on (every option that counts as right)"
        return {"": KeyField(label=label, choices=choices, several=True)}

    def rekeyed(self, content: Content, given: Mapping[str, Any]) -> Content | None:
        if not given:
            return None
        parts = [{**part, "correct": index in given[""]} for index, part in enumerate(self.parts(content))]
        return {**content, self.listed: parts}

    def describe(self, content: Content, answer: Answer) -> list[str]:
        parts = self.parts(content)
        return [words(parts[index]["html"]) for index in self.choices(content, answer)]

    def commented(self, content: Content) -> list[Part]:
        return self.parts(content)

    def slots(self, content: Content) -> list[str]:
        return [words(part["html"]) for part in self.parts(content)]


class SingleBestAnswer(Choice):
    """One option is the best; the others are wrong or less good. The answer is its index.

    After a correction several may be correct: then each of them counts.
    """

    name = "single-best-answer"
    label = "single best answer"
    single = True
    most = 12
    """It has no shares that must come out even. More than five are advised against; other systems' items have them, and
    twelve lines still fit into the picture of its analysis."""

    def check_key(self, reader: Reader, place: Where, entries: Entries) -> None:
        part = self.listed.removesuffix("s")
        correct = [where for where, value in entries if value["correct"]]
        if entries and not correct:
            reader.file.problem(place, f"no {part} is correct; write 'correct: true' in the right one")
        for where in correct[1:]:
            reader.file.problem((*where, "correct"), f"a second correct {part}; an item has a single best answer")

    def parse(self, content: Content, order: Order, posted: Posted, before: Answer) -> Answer:
        return places.chosen(posted, "option", order)

    def right(self, content: Content, answer: Answer) -> list[bool]:
        return [self.parts(content)[answer]["correct"]]

    def key(self, content: Content) -> Answer:
        return next(index for index, part in enumerate(self.parts(content)) if part["correct"])

    def choices(self, content: Content, answer: Answer) -> list[int]:
        return [] if answer is None else [answer]


class MultipleResponse(Choice):
    """Several options are right. The answer holds the indexes chosen; nothing chosen is a blank.

    In shares each option counts alike, whether it is rightly chosen or rightly left.
    """

    name = "multiple-response"
    label = "multiple response"
    least = 3

    def check_key(self, reader: Reader, place: Where, entries: Entries) -> None:
        correct = sum(value["correct"] for _, value in entries)
        if entries and not correct:
            reader.file.problem(place, "no option is correct; write 'correct: true' in each right one")
        if entries and correct == len(entries):
            reader.file.problem(place, "every option is correct; write at least one that is not")

    def parse(self, content: Content, order: Order, posted: Posted, before: Answer) -> Answer:
        sent = {places.place_of(text, len(order)) for text in posted.get("option", ())} - {None}
        return sorted(order[place] for place in sent) or None

    def right(self, content: Content, answer: Answer) -> list[bool]:
        return [option["correct"] == (index in answer) for index, option in enumerate(content["options"])]

    def key(self, content: Content) -> Answer:
        return [index for index, option in enumerate(content["options"]) if option["correct"]]

    def blank(self, answer: Answer) -> bool:
        return not answer

    def choices(self, content: Content, answer: Answer) -> list[int]:
        return answer or []


def _exported(option: Part) -> dict[str, Any]:
    return {"text": option["html"], "comment": option["comment_html"], **{flag: True for flag in FLAGS if option[flag]}}
