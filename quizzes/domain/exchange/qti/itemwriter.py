"""A question -> one QTI item, in the names of 2.x. Comments and rationale are modal feedback."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from html import unescape
from typing import Any

from lxml import etree, html

from quizzes.domain.exchange.markup import TAG, alternative_of
from quizzes.domain.exchange.question import (
    HOTSPOT,
    MATCHING,
    MULTIPLE,
    NUMERIC,
    ORDERING,
    SINGLE,
    TRUE_FALSE,
    Question,
    Writing,
)

KINDS = (SINGLE, MULTIPLE, TRUE_FALSE, MATCHING, ORDERING, NUMERIC, HOTSPOT)
ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>")
SHAPES = {"circle": "circle", "rectangle": "rect", "polygon": "poly"}
UNSAID = {("ol", "start"), ("th", "align"), ("td", "align")}
"""Attributes of our HTML that QTI has not."""


def add(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    element = etree.SubElement(parent, name, **attributes)
    element.text = text
    return element


def fill(element: Any, source: str) -> Any:
    """Put safe HTML into an element."""
    for node in html.fragments_fromstring(source) if source else []:
        if isinstance(node, str):
            element.text = (element.text or "") + node
        else:
            element.append(etree.fromstring(etree.tostring(node, with_tail=False)))
            element[-1].tail = node.tail
    for found in element.iter():
        for tag, attribute in UNSAID:
            if found.tag == tag:
                found.attrib.pop(attribute, None)
    return element


def identifier_of(key: str) -> str:
    """Return a key as an identifier: those begin with a letter or an underscore."""
    return key if key[:1].isalpha() else f"_{key}"


def item_of(question: Question, pictures: Mapping[str, str], writing: Writing) -> Any:
    """Return the item. ``pictures``: the address that the item has for each picture, by its path in media/."""
    title = question.name or "Item"
    root = etree.Element(
        "assessmentItem",
        identifier=identifier_of(question.key or "item"),
        title=title,
        adaptive="false",
        timeDependent="false",
    )
    _Item(root, question, pictures, writing).write()
    return root


class _Item:
    def __init__(self, root: Any, question: Question, pictures: Mapping[str, str], writing: Writing) -> None:
        self.root, self.question, self.pictures, self.writing = root, question, pictures, writing
        self.body = etree.Element("itemBody")
        self.comments: dict[str, str] = {}

    def write(self) -> None:
        WRITERS[self.question.kind](self)
        add(self.root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
        self.chosen = self.question.kind in {SINGLE, MULTIPLE, HOTSPOT}
        several = not self.chosen or self.question.kind == MULTIPLE
        if self.comments:
            cardinality = "multiple" if several else "single"
            add(self.root, "outcomeDeclaration", identifier="FEEDBACK", cardinality=cardinality, baseType="identifier")
        if self.question.rationale_html:
            add(self.root, "outcomeDeclaration", identifier="RATIONALE", cardinality="single", baseType="identifier")
        self.root.append(self.body)
        self._processing()
        for name, comment in self.comments.items():
            self._modal("FEEDBACK", name, comment)
        if self.question.rationale_html:
            self._modal("RATIONALE", "rationale", self.question.rationale_html)

    def _modal(self, outcome: str, name: str, source: str) -> None:
        fill(add(self.root, "modalFeedback", outcomeIdentifier=outcome, identifier=name, showHide="show"), source)

    def declare(self, cardinality: str, base: str, values: Iterable[str], identifier: str = "RESPONSE") -> None:
        declaration = add(
            self.root, "responseDeclaration", identifier=identifier, cardinality=cardinality, baseType=base
        )
        correct = add(declaration, "correctResponse")
        for value in values:
            add(correct, "value", value)

    def ask(self, name: str, **attributes: str) -> Any:
        """Put stem, interaction and lead-in into the body; the lead-in is the prompt where it is one paragraph."""
        self._stem()
        prompt = ONE_PARAGRAPH.fullmatch(self.question.lead_in_html)
        if not prompt:
            fill(add(self.body, "div", **{"class": "lead-in"}), self.question.lead_in_html)
        interaction = add(self.body, name, responseIdentifier="RESPONSE", **attributes)
        if prompt:
            fill(add(interaction, "prompt"), prompt[1])
        return interaction

    def _stem(self) -> None:
        if self.question.stem_html:
            fill(add(self.body, "div", **{"class": "stem"}), self.question.stem_html)
        if re.search(r' (?:start|align)="', self.question.stem_html + self.question.lead_in_html):
            self.writing.leave_out(self.question, "the first number of a list, or how a table's cells are aligned")

    def comment(self, name: str, part: Mapping[str, Any]) -> None:
        if part["comment_html"]:
            self.comments[name] = part["comment_html"]

    def choice(self) -> None:
        options = self.question.parts
        names = [f"Choice{number}" for number in range(1, len(options) + 1)]
        single = self.question.kind == SINGLE
        right = [name for name, option in zip(names, options, strict=True) if option["correct"]]
        self.declare("single" if single else "multiple", "identifier", right)
        shuffled = not all(option["anchored"] for option in options)
        interaction = self.ask("choiceInteraction", shuffle=_flag(shuffled), maxChoices="1" if single else "0")
        for name, option in zip(names, options, strict=True):
            fixed = {"fixed": "true"} if shuffled and option["anchored"] else {}
            fill(add(interaction, "simpleChoice", identifier=name, **fixed), option["html"])
            self.comment(name, option)

    def truths(self) -> None:
        rows = [(f"Statement{number}", row["html"], row) for number, row in enumerate(self.question.parts, start=1)]
        pairs = [f"{name} {'TRUE' if row['holds'] else 'FALSE'}" for name, _, row in rows]
        self._match(rows, [("TRUE", "True"), ("FALSE", "False")], pairs)

    def matching(self) -> None:
        rows = [(f"Vignette{number}", row["html"], row) for number, row in enumerate(self.question.parts, start=1)]
        columns = [(f"Option{number}", option["html"])
                   for number, option in enumerate(self.question.content["options"], start=1)]  # fmt: skip
        self._match(rows, columns, [f"{name} {columns[row['answer']][0]}" for name, _, row in rows])

    def _match(self, rows: list[Any], columns: list[tuple[str, str]], pairs: list[str]) -> None:
        self.declare("multiple", "directedPair", pairs)
        interaction = self.ask("matchInteraction", shuffle="false", maxAssociations=str(len(rows)))
        first, second = add(interaction, "simpleMatchSet"), add(interaction, "simpleMatchSet")
        for name, text, row in rows:
            fill(add(first, "simpleAssociableChoice", identifier=name, matchMax="1"), text)
            self.comment(name, row)
        for name, text in columns:
            fill(add(second, "simpleAssociableChoice", identifier=name, matchMax=str(len(rows))), text)

    def order(self) -> None:
        names = [f"Step{number}" for number in range(1, len(self.question.parts) + 1)]
        self.declare("ordered", "identifier", names)
        interaction = self.ask("orderInteraction", shuffle="true")
        for name, step in zip(names, self.question.parts, strict=True):
            fill(add(interaction, "simpleChoice", identifier=name), step["html"])
            self.comment(name, step)

    def number(self) -> None:
        content = self.question.content
        self.declare("single", "float", [content["answer"]])
        self._stem()
        fill(add(self.body, "div", **{"class": "lead-in"}), self.question.lead_in_html)
        paragraph = add(self.body, "p")
        entry = add(paragraph, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="10")
        if content["units"]:
            names = {unit: f"Unit{number}" for number, unit in enumerate(content["units"], start=1)}
            self.declare("single", "identifier", [names[content["unit"]]], "UNIT")
            units = add(paragraph, "inlineChoiceInteraction", responseIdentifier="UNIT", shuffle="false")
            for unit, name in names.items():
                add(units, "inlineChoice", unit, identifier=name)
        elif content["unit"]:
            entry.tail = f" {content['unit']}"
        self.comment("COMMENT", content)

    def spot(self) -> None:
        content = self.question.content
        names = [f"Area{number}" for number in range(1, len(self.question.parts) + 1)]
        self.declare(
            "single",
            "identifier",
            [name for name, area in zip(names, self.question.parts, strict=True) if area["correct"]],
        )
        interaction = self.ask("hotspotInteraction", maxChoices="1")
        path, alternative = content["path"], alternative_of(content["picture_html"])
        factor = _factor(area["coords"] for area in self.question.parts)
        kind = {"svg": "image/svg+xml", "png": "image/png", "webp": "image/webp"}.get(
            path.rpartition(".")[2], "image/jpeg"
        )
        size = {name: str(int(content[name] * factor)) for name in ("width", "height")}
        add(
            interaction,
            "object",
            alternative,
            data=self.pictures.get(path, path),
            type=kind,
            **size,
        )
        for name, area in zip(names, self.question.parts, strict=True):
            coords = ",".join(str(int(Decimal(str(number)) * factor)) for number in _corners(area))
            label = unescape(TAG.sub("", area["html"]))
            add(interaction, "hotspotChoice", identifier=name, shape=SHAPES[area["shape"]], coords=coords,
                **({"hotspotLabel": label} if label else {}))  # fmt: skip
            self.comment(name, area)

    def _processing(self) -> None:
        processing = add(self.root, "responseProcessing")
        condition = add(processing, "responseCondition")
        found = add(condition, "responseIf")
        tests = add(found, "and") if self.question.kind == NUMERIC and self.question.content["units"] else found
        if self.question.kind == NUMERIC:
            tolerance = self.question.content["tolerance"]
            same = add(tests, "equal", toleranceMode="absolute", tolerance=f"{tolerance} {tolerance}")
        else:
            same = add(tests, "match")
        _compared(same, "RESPONSE")
        if tests is not found:
            _compared(add(tests, "match"), "UNIT")
        for place, score in ((found, "1"), (add(condition, "responseElse"), "0")):
            add(add(place, "setOutcomeValue", identifier="SCORE"), "baseValue", score, baseType="float")
        if self.comments:
            outcome = add(processing, "setOutcomeValue", identifier="FEEDBACK")
            if self.chosen:
                add(outcome, "variable", identifier="RESPONSE")
            else:
                _listed(outcome, self.comments)
        if self.question.rationale_html:
            outcome = add(processing, "setOutcomeValue", identifier="RATIONALE")
            add(outcome, "baseValue", "rationale", baseType="identifier")


def _compared(rule: Any, name: str) -> None:
    add(rule, "variable", identifier=name)
    add(rule, "correct", identifier=name)


def _listed(outcome: Any, names: Iterable[str]) -> None:
    several = add(outcome, "multiple")
    for name in names:
        add(several, "baseValue", name, baseType="identifier")


def _flag(value: bool) -> str:  # noqa: FBT001
    return "true" if value else "false"


def _factor(coordinates: Iterable[Iterable[float]]) -> int:
    """Return by how much a picture is enlarged so that every coordinate is a whole number, as QTI has them."""
    places = [
        max(0, -Decimal(str(number)).normalize().as_tuple().exponent) for listed in coordinates for number in listed
    ]
    return 10 ** min(3, max(places, default=0))


def _corners(area: Mapping[str, Any]) -> list[Any]:
    if area["shape"] != "rectangle":
        return area["coords"]
    left, top, width, height = (Decimal(str(number)) for number in area["coords"])
    return [left, top, left + width, top + height]


WRITERS = {
    SINGLE: _Item.choice,
    MULTIPLE: _Item.choice,
    TRUE_FALSE: _Item.truths,
    MATCHING: _Item.matching,
    ORDERING: _Item.order,
    NUMERIC: _Item.number,
    HOTSPOT: _Item.spot,
}
