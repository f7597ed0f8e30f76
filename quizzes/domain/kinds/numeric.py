"""A number with a unit."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from random import Random
from typing import Any

from courses.domain import yamlfile
from courses.domain.yamlfile import Field, Where
from quizzes.domain.kinds import places
from quizzes.domain.kinds.contract import Answer, Content, KeyField, Kind, Order, Posted
from quizzes.domain.kinds.reader import OPTIONAL_TEXT, Reader

MOST_CHARACTERS = 40
NUMBER = re.compile(r"[-+]?\d{1,15}(?:\.\d{0,15})?|[-+]?\.\d{1,15}")
SPACES = re.compile(r"[\s\u00a0\u202f\u2009']")


def number(text: str) -> Decimal | None:
    """Return what a learner typed as a number: "12.5", "12,5", "1 200"; None where it is none.

    A comma is the decimal sign unless a full stop follows it ("1,200.5"); two commas group thousands.
    """
    plain = SPACES.sub("", text).replace("−", "-")
    if "." in plain or plain.count(",") > 1:
        plain = plain.replace(",", "")
    plain = plain.replace(",", ".")
    if NUMBER.fullmatch(plain) is None:
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _written(value: object) -> str:
    text = yamlfile.text(value)
    if NUMBER.fullmatch(text) is None:
        raise ValueError('write a number in quotes, such as "12.5"')
    return text


def _tolerance(value: object) -> str:
    return _not_negative(_written(value))


def _not_negative(text: str) -> str:
    if Decimal(text) < 0:
        raise ValueError("write a number that is not negative")
    return text


def _typed(text: str) -> str:
    value = number(text)
    if value is None:
        raise ValueError("write a number such as 12.5")
    return f"{value:f}"


def _typed_tolerance(text: str) -> str:
    return _not_negative(_typed(text))


class Numeric(Kind):
    """The answer holds what was typed (``value``) and the ``unit``; a text that is no number is wrong, but kept."""

    name = "numeric"
    label = "numeric"
    fields = {
        "answer": Field(_written),
        "tolerance": Field(_tolerance, required=False, default="0"),
        "unit": OPTIONAL_TEXT,
        "units": Field(yamlfile.listing(yamlfile.text, least=2), required=False, default=()),
        "comment": OPTIONAL_TEXT,
    }
    single = True

    def read(self, reader: Reader, place: Where, values: Mapping[str, Any]) -> Content:
        units = list(values["units"])
        if units and values["unit"] not in units:
            reader.file.problem((*place, "units"), "'units' lists what a learner may choose, the right 'unit' among it")
        return {
            "answer": values["answer"] or "0",
            "tolerance": values["tolerance"],
            "unit": values["unit"],
            "units": units,
            "comment_html": reader.html((*place, "comment"), values["comment"]),
        }

    def export(self, content: Content) -> dict[str, Any]:
        optional = {"unit": content["unit"], "units": content["units"], "comment": content["comment_html"]}
        return {
            "answer": content["answer"],
            "tolerance": content["tolerance"],
            **{name: value for name, value in optional.items() if value},
        }

    def order(self, content: Content, random: Random, *, shuffle: bool) -> Order:
        return []

    def render(self, content: Content, order: Order, answer: Answer) -> dict[str, Any]:
        given = answer or {"value": "", "unit": ""}
        understood = number(given["value"])
        return {
            "value": given["value"],
            "unit": given["unit"] if content["units"] else content["unit"],
            "units": content["units"],
            "understood": None if understood is None else f"{understood:f}",
            "right": self.describe(content, self.key(content))[0],
            "tolerance": content["tolerance"] if Decimal(content["tolerance"]) else "",
            "comment_html": content["comment_html"],
        }

    def parse(self, content: Content, order: Order, posted: Posted, before: Answer) -> Answer:
        value, unit = places.one(posted, "value"), places.one(posted, "unit")
        if len(value) > MOST_CHARACTERS or "\x00" in value:
            raise ValueError(f"a number has at most {MOST_CHARACTERS} characters")
        if unit and unit not in content["units"]:
            raise ValueError("the unit is not among those shown")
        return {"value": value, "unit": unit} if value or unit else None

    def right(self, content: Content, answer: Answer) -> list[bool]:
        given = number(answer["value"])
        if given is None or (content["units"] and answer["unit"] != content["unit"]):
            return [False]
        return [abs(given - Decimal(content["answer"])) <= Decimal(content["tolerance"])]

    def key(self, content: Content) -> Answer:
        return {"value": content["answer"], "unit": content["unit"] if content["units"] else ""}

    def key_fields(self, content: Content) -> dict[str, KeyField]:
        return {
            "answer": KeyField(label="Right number", read=_typed),
            "tolerance": KeyField(label="Tolerance", initial=content["tolerance"], read=_typed_tolerance),
        }

    def rekeyed(self, content: Content, given: Mapping[str, Any]) -> Content | None:
        return {**content, **given} if len(given) == len(self.key_fields(content)) else None

    def answered(self, content: Content, answer: Answer) -> bool:
        return not self.blank(answer) and (bool(answer["unit"]) or not content["units"])

    def blank(self, answer: Answer) -> bool:
        return answer is None or not answer["value"].strip()

    def describe(self, content: Content, answer: Answer) -> list[str]:
        if self.blank(answer):
            return []
        return [f"{answer['value']} {self._unit(content, answer)}".strip()]

    def entered(self, content: Content, answer: Answer) -> str:
        value = number(answer["value"])
        counted = answer["value"].strip() if value is None else f"{value.normalize():f}"
        return f"{counted} {self._unit(content, answer)}".strip()

    def _unit(self, content: Content, answer: Answer) -> str:
        return answer["unit"] if content["units"] else content["unit"]
