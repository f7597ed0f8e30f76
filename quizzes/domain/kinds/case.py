"""A patient's course in several questions; each result is disclosed when the question before it is answered for good.

The questions are of the other kinds. A case is one item of a paper, its questions count in equal shares.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from courses.domain import yamlfile
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
    Settled,
)

FIELDS = {"result": OPTIONAL_TEXT, "lead_in": TEXT, "rationale": TEXT}


class Case(Kind):
    """The answer holds one for each question, and how many of them are ``settled``: shown and answered for good."""

    name = "case"
    fields = {"questions": Field(yamlfile.anything)}

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        """``kinds`` are those that questions may be of, by their names."""
        self.kinds = kinds

    def read(self, reader: Reader, place: Where, values: Mapping[str, Any]) -> Content:
        if values["questions"] is None:
            return {"questions": []}
        place = (*place, "questions")
        if not isinstance(reader.file.at(place), list):
            reader.file.problem(place, "write a list here")
            return {"questions": []}
        places = reader.file.each(place)
        if not 2 <= len(places) <= MOST_PARTS:  # noqa: PLR2004 one question is no case
            reader.file.problem(place, f"{len(places)} questions; a case has 2 to {MOST_PARTS}")
        return {"questions": [self._question(reader, where) for where in places]}

    def _question(self, reader: Reader, place: Where) -> dict[str, Any]:
        kind = self.kinds[kind_named(reader, place, self.kinds)]
        values = reader.file.mapping(place, {"kind": Field(yamlfile.text, required=False), **FIELDS, **kind.fields})
        return {
            "result_html": reader.pictured((*place, "result"), values["result"]),
            "kind": kind.name,
            "lead_in_html": reader.pictured((*place, "lead_in"), values["lead_in"]),
            "rationale_html": reader.pictured((*place, "rationale"), values["rationale"]),
            "content": kind.read(reader, place, values),
        }

    def export(self, content: Content) -> dict[str, Any]:
        return {
            "questions": [
                {
                    **({"result": each["result_html"]} if each["result_html"] else {}),
                    "kind": each["kind"],
                    "lead_in": each["lead_in_html"],
                    "rationale": each["rationale_html"],
                    **self.kinds[each["kind"]].export(each["content"]),
                }
                for each in content["questions"]
            ]
        }

    def order(self, content: Content, random: Random, *, shuffle: bool) -> Order:
        return [
            self.kinds[each["kind"]].order(each["content"], random, shuffle=shuffle) for each in content["questions"]
        ]

    def render(self, content: Content, order: Order, answer: Answer) -> dict[str, Any]:
        """``open`` is the question that can be answered now; those after it stay undisclosed."""
        answers, settled = self._state(content, answer)
        questions = [
            {
                **each,
                "number": number,
                "settled": number <= settled,
                "open": number == settled + 1,
                "template": f"quizzes/kinds/{each['kind']}.html",
                "part": self.kinds[each["kind"]].render(each["content"], order[number - 1], answers[number - 1]),
                "given": self.kinds[each["kind"]].describe(each["content"], answers[number - 1]),
                "right": self.kinds[each["kind"]].describe(
                    each["content"], self.kinds[each["kind"]].key(each["content"])
                ),
                "is_right": self._mark(each, answers[number - 1]) == contract.WHOLE,
            }
            for number, each in enumerate(content["questions"], start=1)
        ]
        return {
            "questions": questions,
            "disclosed": questions[: settled + 1],
            "more": settled + 1 < len(questions),
            "question": settled + 1,
        }

    def parse(self, content: Content, order: Order, posted: Posted, before: Answer) -> Answer:
        """A settled question stays as it is, and the next is answered only after this one."""
        answers, settled = self._state(content, before)
        number = contract.place_of(contract.one(posted, "question"), len(answers))
        if number is None or number > settled:
            raise ValueError("this question is not disclosed yet")
        question = content["questions"][number]
        kind = self.kinds[question["kind"]]
        given = kind.parse(question["content"], order[number], posted, answers[number])
        if number < settled:
            if given != answers[number]:
                raise Settled("this question is settled")
            return before
        answers[number] = given
        if contract.one(posted, "next") and kind.answered(question["content"], answers[number]):
            settled += 1
        return {"answers": answers, "settled": settled}

    def grade(self, content: Content, answer: Answer, *, partial: bool) -> int:
        """Each question is right or wrong, as if it were an item of its own."""
        answers, _ = self._state(content, answer)
        questions = content["questions"]
        right = sum(self._mark(each, given) == contract.WHOLE for each, given in zip(questions, answers, strict=True))
        return contract.share(right, len(questions), partial=True)

    def _mark(self, question: dict[str, Any], answer: Answer) -> int:
        return self.kinds[question["kind"]].grade(question["content"], answer, partial=False)

    def key(self, content: Content) -> Answer:
        answers = [self.kinds[each["kind"]].key(each["content"]) for each in content["questions"]]
        return {"answers": answers, "settled": len(answers)}

    def rekeyed(self, content: Content, accepted: Mapping[int, Any]) -> Content:
        """``accepted`` holds what the kind of a question takes, by the index of the question."""
        questions = [
            {**each, "content": self.kinds[each["kind"]].rekeyed(each["content"], accepted[place])}
            if place in accepted
            else each
            for place, each in enumerate(content["questions"])
        ]
        return {"questions": questions}

    def answered(self, content: Content, answer: Answer) -> bool:
        answers, _ = self._state(content, answer)
        return all(
            self.kinds[each["kind"]].answered(each["content"], given)
            for each, given in zip(content["questions"], answers, strict=True)
        )

    def describe(self, content: Content, answer: Answer) -> list[str]:
        answers, _ = self._state(content, answer)
        return [
            f"{words(each['lead_in_html'])} {line}"
            for each, given in zip(content["questions"], answers, strict=True)
            for line in self.kinds[each["kind"]].describe(each["content"], given)
        ]

    def _state(self, content: Content, answer: Answer) -> tuple[list[Answer], int]:
        if answer is None:
            return [None] * len(content["questions"]), 0
        return list(answer["answers"]), answer["settled"]


def kind_named(reader: Reader, place: Where, kinds: Mapping[str, Kind]) -> str:
    """Return the name of the kind of the entry at ``place``: the first of ``kinds`` where it names none."""
    first, found = next(iter(kinds)), reader.file.at(place)
    name = found.get("kind") if isinstance(found, dict) else None
    if name is None or (isinstance(name, str) and name in kinds):
        return name or first
    reader.file.problem((*place, "kind"), f"'kind': '{name}' is not one of {', '.join(kinds)}")
    return first
