"""Fenced ``check`` and ``case`` blocks of a slide -> questions with their texts as HTML; and what an answer amounts to.

A check has one right option; a case has one or more recommended ones, and the guideline and the trial behind them.
Neither is scored: an answer counts as progress, whichever option it names.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from courses.domain import yamlfile
from courses.domain.options import as_phrase, is_phrase, refuse_repeated
from courses.domain.problems import Problems
from courses.domain.yamlfile import Field, Where, YamlFile

KINDS = ("check", "case")
MIN_OPTIONS, MAX_OPTIONS = 2, 6
BLOCK_SCALAR = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?$")
PICTURE_OR_FENCE = re.compile(r"!\[|^\s*(?:`{3}|~{3})", re.MULTILINE)
CITED, BOUND = "[@", "](ev:"

Render = Callable[[int, str], str]
"""Renders Markdown that begins on a line of the slide's file to safe HTML; citations continue the slide's numbering."""


@dataclass(frozen=True)
class Option:
    """``text`` and ``comment`` are HTML, the text free of block elements, so that it may stand in a label."""

    text: str
    comment: str
    right: bool


@dataclass(frozen=True)
class Guideline:
    """A body's position and the date it had then, in words, as HTML."""

    dated: str
    text: str


@dataclass(frozen=True)
class Question:
    """A check or a case; texts are HTML. ``hash`` is that of the block's source, ``line`` the one where it begins.

    ``patient``, ``guideline`` and ``trial`` belong to cases.
    """

    key: str
    kind: str
    hash: str
    line: int
    question: str
    options: list[Option]
    patient: str = ""
    guideline: Guideline | None = None
    trial: str = ""

    def as_stored(self) -> dict[str, Any]:
        """Return the question as plain values for JSON; its line belongs to the file and is left out."""
        values = asdict(self)
        del values["line"]
        return values


FIELDS = {
    "check": {
        "key": Field(yamlfile.key),
        "question": Field(yamlfile.text, default=""),
        "options": Field(yamlfile.anything),
    },
    "case": {
        "key": Field(yamlfile.key),
        "patient": Field(yamlfile.text, default=""),
        "question": Field(yamlfile.text, default=""),
        "options": Field(yamlfile.anything),
        "guideline": Field(yamlfile.anything),
        "trial": Field(yamlfile.text, default=""),
    },
}
RIGHT = {"check": "correct", "case": "recommended"}


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("write it in words, as October 2021")
    return yamlfile.text(value)


GUIDELINE_FIELDS = {"dated": Field(_words, default=""), "text": Field(yamlfile.text, default="")}


def place(key: str) -> str:
    """Return the element of a slide's HTML in whose stead a page puts the question ``key``."""
    return f'<div class="question" data-question="{key}"></div>'


def read_question(
    path: str, first_line: int, kind: str, source: str, render: Render, problems: Problems
) -> Question | None:
    """Return the question declared in ``source``, which begins on ``first_line``; None when a problem was reported."""
    before = len(problems.found)
    file = yamlfile.load(path, source, problems, first_line)
    if file is None:
        return None
    question = _Reader(file, kind, source.split("\n"), first_line, render).question(source)
    return None if len(problems.found) > before else question


@dataclass(frozen=True)
class _Reader:
    """Reads one block, reporting what is wrong in it; what it returns then is not complete."""

    file: YamlFile
    kind: str
    lines: list[str]
    first_line: int
    render: Render

    def question(self, source: str) -> Question:
        fields = self.file.mapping((), FIELDS[self.kind])
        # In this order, because citations are numbered as they come.
        patient = self._html(("patient",), fields.get("patient", ""))
        question = self._phrase(("question",), fields["question"])
        options = self._options() if fields["options"] is not None else []
        guideline = self._guideline() if fields.get("guideline") is not None else None
        return Question(
            key=fields["key"] or "",
            kind=self.kind,
            hash=hashlib.sha256(source.encode()).hexdigest()[:16],
            line=self.first_line,
            question=question,
            options=options,
            patient=patient,
            guideline=guideline,
            trial=self._trial(fields["trial"]) if self.kind == "case" else "",
        )

    def _options(self) -> list[Option]:
        if not isinstance(self.file.data["options"], list):
            self.file.problem(("options",), "'options': write a list")
            return []
        right = RIGHT[self.kind]
        fields = {
            "text": Field(yamlfile.text, default=""),
            right: Field(yamlfile.boolean, required=False, default=False),
            "comment": Field(yamlfile.text, default=""),
        }
        places = self.file.each(("options",))
        values = [self.file.mapping(where, fields) for where in places]
        self._check_options(places, values)
        return [
            Option(
                text=self._option_text((*where, "text"), value["text"]),
                comment=self._html((*where, "comment"), value["comment"]),
                right=value[right],
            )
            for where, value in zip(places, values, strict=True)
        ]

    def _check_options(self, places: list[Where], values: list[dict[str, Any]]) -> None:
        right = RIGHT[self.kind]
        if not MIN_OPTIONS <= len(values) <= MAX_OPTIONS:
            message = f"{len(values)} options; a {self.kind} has {MIN_OPTIONS} to {MAX_OPTIONS}"
            self.file.problem(("options",), message)
        chosen = [where for where, value in zip(places, values, strict=True) if value[right]]
        if not chosen:
            self.file.problem(("options",), f"no option is {right}; write '{right}: true' in it")
        if self.kind == "check":
            for where in chosen[1:]:
                self.file.problem((*where, right), "a second correct option; a check has a single best answer")
        refuse_repeated(self.file, places, values)

    def _option_text(self, where: Where, text: str) -> str:
        if CITED in text:
            self.file.problem(where, "an option's text has no citations; cite in its comment")
            return ""
        return self._phrase(where, text)

    def _guideline(self) -> Guideline:
        values = self.file.mapping(("guideline",), GUIDELINE_FIELDS)
        if values["text"] and CITED not in values["text"]:
            self.file.problem(("guideline", "text"), "the guideline's position needs a citation, as [@key]")
        dated = self._phrase(("guideline", "dated"), values["dated"])
        return Guideline(dated, self._html(("guideline", "text"), values["text"]))

    def _trial(self, text: str) -> str:
        if text and CITED not in text and BOUND not in text:
            self.file.problem(("trial",), "'trial': cite it, as [@key], or show a figure of it, as [0.69](ev:…)")
        return self._html(("trial",), text)

    def _phrase(self, where: Where, text: str) -> str:
        html = as_phrase(self._html(where, text))
        if not is_phrase(html):
            self.file.problem(where, f"'{where[-1]}': write plain paragraphs, without lists, tables or headings")
        return html

    def _html(self, where: Where, text: str) -> str:
        if PICTURE_OR_FENCE.search(text):
            self.file.problem(where, "pictures and charts stand outside of a question")
            return ""
        return self.render(self._line_of_text(where), text) if text else ""

    def _line_of_text(self, where: Where) -> int:
        """Return the line on which the text of ``where`` begins: the one after the key where | opens a block."""
        line = self.file.line(*where)
        return line + bool(BLOCK_SCALAR.search(self.lines[line - self.first_line]))


# What an answer amounts to. Questions are as stored with their slide, answers as stored with the learner's progress.


def find(questions: Iterable[Mapping[str, Any]], key: str) -> Mapping[str, Any] | None:
    """Return the question ``key`` of a slide, or None."""
    return next((question for question in questions if question["key"] == key), None)


def given(
    before: Mapping[str, Any] | None, question: Mapping[str, Any], option: int, edition: int, now: datetime
) -> dict[str, Any]:
    """Return the answer to store when ``option`` (its index) of ``question`` is chosen in edition number ``edition``.

    ``first`` stays the option chosen first, as long as the block stays as it was; of a changed one it is chosen anew.
    A request that an older edition still served takes nothing back: the latest edition answered in stays.
    """
    same = before is not None and before["question"] == question["hash"]
    return {
        "option": option,
        "first": before["first"] if before is not None and same else option,
        "question": question["hash"],
        "edition": max(edition, before["edition"]) if before is not None else edition,
        "at": now.isoformat(),
    }


def counts(answer: Mapping[str, Any] | None, since: int) -> bool:
    """Tell whether ``answer`` was given in the edition that last changed the slide's substance, or in a later one."""
    return answer is not None and answer["edition"] >= since


def chosen(question: Mapping[str, Any], answer: Mapping[str, Any] | None, since: int) -> int | None:
    """Return the option whose feedback is shown: None while unanswered, and when the block was changed since."""
    if answer is None or not counts(answer, since) or answer["question"] != question["hash"]:
        return None
    return int(answer["option"])
