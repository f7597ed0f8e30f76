"""Moodle XML, written: all texts in the format "html", keys as ID numbers, objectives and slides as tags."""

from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from quizzes.domain.exchange.markup import to_plain
from quizzes.domain.exchange.matching import pairs_of
from quizzes.domain.exchange.question import (
    MATCHING,
    MULTIPLE,
    NUMERIC,
    ORDERING,
    SINGLE,
    TRUE_FALSE,
    Question,
    Writing,
)
from quizzes.domain.exchange.tags import tags_of

TYPES = {
    SINGLE: "multichoice",
    MULTIPLE: "multichoice",
    TRUE_FALSE: "matching",
    MATCHING: "matching",
    NUMERIC: "numerical",
    ORDERING: "ordering",
}
SHARES = {1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667", 7: "14.28571"}
"""Moodle knows these weights of n right answers and refuses others."""


def write(questions: Iterable[Question], pictures: Mapping[str, bytes] | None = None) -> Writing:
    """Return a Moodle XML file; what Moodle cannot hold is named."""
    writing = Writing()
    root = etree.Element("quiz")
    for question in questions:
        if question.kind not in TYPES:
            writing.leave_out(question, f"the question: Moodle XML has no {question.kind}")
            continue
        element = etree.SubElement(root, "question", type=TYPES[question.kind])
        _common(element, question)
        WRITERS[question.kind](element, question, writing)
        if tags := tags_of(question):
            listed = etree.SubElement(element, "tags")
            for tag in tags:
                _text(listed, "tag", tag)
    etree.indent(root)
    writing.content = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return writing


def _common(element: Any, question: Question) -> None:
    _text(element, "name", question.name or "Item")
    _html(element, "questiontext", f"{question.stem_html}\n{question.lead_in_html}".strip())
    _html(element, "generalfeedback", question.rationale_html)
    etree.SubElement(element, "defaultgrade").text = "1"
    etree.SubElement(element, "hidden").text = "0"
    etree.SubElement(element, "idnumber").text = question.key


def _text(parent: Any, name: str, text: str, **attributes: str) -> Any:
    element = etree.SubElement(parent, name, **attributes)
    etree.SubElement(element, "text").text = text
    return element


def _html(parent: Any, name: str, html: str, **attributes: str) -> Any:
    element = etree.SubElement(parent, name, format="html", **attributes)
    etree.SubElement(element, "text").text = etree.CDATA(html) if "<" in html and "]]>" not in html else html
    return element


def _choice(element: Any, question: Question, writing: Writing) -> None:
    right = sum(entry["correct"] for entry in question.parts)
    anchored = [entry["anchored"] for entry in question.parts]
    if any(anchored) and not all(anchored):
        writing.leave_out(question, "which options stay in their place when the others are shuffled")
    single = question.kind == SINGLE
    etree.SubElement(element, "single").text = str(single).lower()
    etree.SubElement(element, "shuffleanswers").text = str(not all(anchored)).lower()
    etree.SubElement(element, "answernumbering").text = "ABCD"
    # Minus the whole weight, so that ticking everything earns nothing.
    wrong = "0" if single else "-100"
    for entry in question.parts:
        answer = _html(element, "answer", entry["html"], fraction=SHARES[right] if entry["correct"] else wrong)
        _html(answer, "feedback", entry["comment_html"])


def _matching(element: Any, question: Question, writing: Writing) -> None:
    if any(part["comment_html"] for part in question.parts):
        writing.leave_out(question, "the comments on its parts: Moodle's matching has no feedback")
    etree.SubElement(element, "shuffleanswers").text = "true"
    for asked, answer in pairs_of(question.kind, question.content):
        pair = _html(element, "subquestion", asked)
        plain, formatted = to_plain(answer)
        if formatted:
            writing.leave_out(question, f"the formatting of '{plain[:40]}', which is plain text in Moodle")
        _text(pair, "answer", plain)


def _numeric(element: Any, question: Question, writing: Writing) -> None:
    content = question.content
    answer = etree.SubElement(element, "answer", fraction="100", format="moodle_auto_format")
    etree.SubElement(answer, "text").text = content["answer"]
    _html(answer, "feedback", content["comment_html"])
    etree.SubElement(answer, "tolerance").text = content["tolerance"]
    if content["unit"]:
        units = etree.SubElement(element, "units")
        unit = etree.SubElement(units, "unit")
        etree.SubElement(unit, "multiplier").text = "1"
        etree.SubElement(unit, "unit_name").text = content["unit"]
    if content["units"]:
        message = f"the choice among units ({', '.join(content['units'])}): Moodle wants to convert them"
        writing.leave_out(question, message)
    etree.SubElement(element, "unitgradingtype").text = "0"
    etree.SubElement(element, "showunits").text = "3"


def _ordering(element: Any, question: Question, writing: Writing) -> None:
    etree.SubElement(element, "layouttype").text = "VERTICAL"
    etree.SubElement(element, "selecttype").text = "ALL"
    etree.SubElement(element, "selectcount").text = "0"
    etree.SubElement(element, "gradingtype").text = "ALL_OR_NOTHING"
    if any(step["comment_html"] for step in question.parts):
        writing.leave_out(question, "the comments on its steps: Moodle's ordering has no feedback on them")
    for place, step in enumerate(question.parts, start=1):
        _html(element, "answer", step["html"], fraction=f"{place}.0000000")


WRITERS = {
    SINGLE: _choice,
    MULTIPLE: _choice,
    TRUE_FALSE: _matching,
    MATCHING: _matching,
    NUMERIC: _numeric,
    ORDERING: _ordering,
}
