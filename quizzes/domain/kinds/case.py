"""A patient's course in several questions; each result is disclosed when the question before it is answered for good.

The questions are of the other kinds. A case is one item of a paper, its questions count in equal shares.
"""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from courses.domain import yamlfile
from courses.domain.plaintext import words
from courses.domain.yamlfile import Field, Where
from quizzes.domain.kinds import places
from quizzes.domain.kinds.contract import Answer, Content, KeyField, Kind, Order, Part, Posted, Settled
from quizzes.domain.kinds.reader import LIST, OPTIONAL_TEXT, TEXT, Reader

FIELDS = {"result": OPTIONAL_TEXT, "lead_in": TEXT, "rationale": TEXT}


class Case(Kind):
    """The answer holds one for each question, and how many of them are ``settled``: shown and answered for good."""

    name = "case"
    label = "case"
    fields = {"questions": LIST}
    listed = "questions"
    staged = True
    puts_case = True

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        """``kinds`` are those that questions may be of, by their names."""
        self.kinds = kinds

    def read(self, reader: Reader, place: Where, values: Mapping[str, Any]) -> Content:
        places = reader.listed((*place, "questions"), self.least, self.most, of="a case")
        return {"questions": [self._question(reader, where) for where in places]}

    def _question(self, reader: Reader, place: Where) -> Part:
        kind = self.kinds[kind_named(reader, place, self.kinds)]
        values = reader.file.mapping(place, {"kind": Field(yamlfile.text, required=False), **FIELDS, **kind.fields})
        texts = {f"{name}_html": reader.pictured((*place, name), values[name]) for name in FIELDS}
        return {**texts, "kind": kind.name, "content": kind.read(reader, place, values)}

    def export(self, content: Content) -> dict[str, Any]:
        return {"questions": [self._exported(question) for question in content["questions"]]}

    def _exported(self, question: Part) -> dict[str, Any]:
        texts = {name: question[f"{name}_html"] for name in FIELDS if question[f"{name}_html"]}
        return {**texts, "kind": question["kind"], **self._of(question).export(question["content"])}

    def order(self, content: Content, random: Random, *, shuffle: bool) -> Order:
        return [self._of(each).order(each["content"], random, shuffle=shuffle) for each in content["questions"]]

    def render(self, content: Content, order: Order, answer: Answer) -> dict[str, Any]:
        """``open`` is the question that can be answered now; those after it stay undisclosed."""
        _, settled = self._state(content, answer)
        questions = [
            {
                **each,
                "number": number,
                "settled": number <= settled,
                "open": number == settled + 1,
                "template": kind.template,
                "part": kind.render(each["content"], order[number - 1], given),
                "given": kind.describe(each["content"], given),
                "is_right": kind.is_right(each["content"], given),
            }
            for number, (kind, each, given) in enumerate(self._given(content, answer), start=1)
        ]
        return {"questions": questions, "more": settled + 1 < len(questions)}

    def parse(self, content: Content, order: Order, posted: Posted, before: Answer) -> Answer:
        """A settled question stays as it is, and the next is answered only after this one."""
        answers, settled = self._state(content, before)
        number = places.place_of(places.one(posted, "question"), len(answers))
        if number is None or number > settled:
            raise ValueError("this question is not disclosed yet")
        question = content["questions"][number]
        kind = self._of(question)
        given = kind.parse(question["content"], order[number], posted, answers[number])
        if number < settled:
            if given != answers[number]:
                raise Settled("this question is settled")
            return before
        answers[number] = given
        if places.one(posted, "next") and kind.answered(question["content"], given):
            settled += 1
        return {"answers": answers, "settled": settled}

    def grade(self, content: Content, answer: Answer, *, partial: bool) -> int:
        """The questions count in equal shares whatever the policy says of parts."""
        return super().grade(content, answer, partial=True)

    def right(self, content: Content, answer: Answer) -> list[bool]:
        """Each question is right or wrong as if it were an item of its own."""
        return [kind.is_right(each["content"], given) for kind, each, given in self._given(content, answer)]

    def key(self, content: Content) -> Answer:
        answers = [self._of(each).key(each["content"]) for each in content["questions"]]
        return {"answers": answers, "settled": len(answers)}

    def key_fields(self, content: Content) -> dict[str, KeyField]:
        return {
            f"{place}_{name}".removesuffix("_"): replace(field, part=f"{words(each['lead_in_html'])} {field.part}")
            for place, each in enumerate(content["questions"])
            for name, field in self._of(each).key_fields(each["content"]).items()
        }

    def rekeyed(self, content: Content, given: Mapping[str, Any]) -> Content | None:
        """A question that is given no whole key keeps its own."""
        questions = content["questions"]
        found = [
            self._of(each).rekeyed(each["content"], _given_to(place, given)) for place, each in enumerate(questions)
        ]
        corrected = [
            {**each, "content": other or each["content"]} for each, other in zip(questions, found, strict=True)
        ]
        return {**content, "questions": corrected} if any(found) else None

    def answered(self, content: Content, answer: Answer) -> bool:
        return all(kind.answered(each["content"], given) for kind, each, given in self._given(content, answer))

    def blank(self, answer: Answer) -> bool:
        return answer is None or all(given is None for given in answer["answers"])

    def describe(self, content: Content, answer: Answer) -> list[str]:
        return [
            f"{words(each['lead_in_html'])} {line}"
            for kind, each, given in self._given(content, answer)
            for line in kind.describe(each["content"], given)
        ]

    def parts(self, content: Content) -> list[Part]:
        return [{"html": each["lead_in_html"], "comment_html": each["rationale_html"]} for each in content["questions"]]

    def commented(self, content: Content) -> list[Part]:
        return [part for each in content["questions"] for part in self._of(each).commented(each["content"])]

    def _of(self, question: Part) -> Kind:
        return self.kinds[question["kind"]]

    def _given(self, content: Content, answer: Answer) -> list[tuple[Kind, Part, Answer]]:
        """Return the questions, each with its kind and the answer to it."""
        answers, _ = self._state(content, answer)
        return [(self._of(each), each, given) for each, given in zip(content["questions"], answers, strict=True)]

    def _state(self, content: Content, answer: Answer) -> tuple[list[Answer], int]:
        """Return the answer to each question, and how many of them are settled."""
        if answer is None:
            return [None] * len(content["questions"]), 0
        return list(answer["answers"]), answer["settled"]


def _given_to(place: int, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was given to the question at ``place``, by the names that its own kind has for its fields."""
    named = {name.partition("_"): value for name, value in given.items()}
    return {rest: value for (number, _, rest), value in named.items() if int(number) == place}


def kind_named(reader: Reader, place: Where, kinds: Mapping[str, Kind]) -> str:
    """Return the name of the kind of the entry at ``place``: the first of ``kinds`` where it names none."""
    first, found = next(iter(kinds)), reader.file.at(place)
    name = found.get("kind") if isinstance(found, dict) else None
    if name is None or (isinstance(name, str) and name in kinds):
        return name or first
    reader.file.problem((*place, "kind"), f"'kind': '{name}' is not one of {', '.join(kinds)}")
    return first
