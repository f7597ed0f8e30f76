"""A slide's file: front matter, body, notes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from courses.domain import yamlfile
from courses.domain.markup import Markup
from courses.domain.problems import Problems
from courses.domain.questions import Question
from courses.domain.tradenames import trade_names
from courses.domain.typesetting import spaced
from courses.domain.yamlfile import Field

WORDS_PER_MINUTE = 130
NOTES = re.compile(r"^## Notes\s*$")
SLIDE_PATH = re.compile(r"\d+-([a-z0-9-]+)/\d+-[a-z0-9-]+\.md")

AI_FIELDS = {
    "tool": Field(yamlfile.text),
    "version": Field(yamlfile.quoted, required=False, default=""),
    "date": Field(yamlfile.day),
    "task": Field(yamlfile.text),
    "reviewer": Field(yamlfile.text, required=False),
    "reviewed_on": Field(yamlfile.day, required=False),
}
"""What AC-19 asks of text written with AI help."""

FIELDS = {
    "key": Field(yamlfile.key),
    "title": Field(yamlfile.title),
    "objectives": Field(yamlfile.listing(yamlfile.key, least=1), default=[]),
    "required": Field(yamlfile.boolean, required=False, default=True),
    "statement": Field(yamlfile.boolean, required=False, default=True),
    "minutes": Field(yamlfile.integer(1, 60), required=False),
    "minutes_reason": Field(yamlfile.text, required=False),
    "trade_names": Field(yamlfile.text, required=False),
    "ai_assisted": Field(yamlfile.anything, required=False),
}
TRANSLATED_FIELDS = {name: FIELDS[name] for name in ("key", "title", "trade_names", "ai_assisted")}
"""The front matter of a translated slide; everything else is that of the original."""


@dataclass(frozen=True)
class SlideContent:
    """A slide as authored and rendered; ``seconds`` is its reading time, ``references`` the keys in order of number.

    ``first_figure`` and ``first_table`` are the numbers that its first figure and declared table have, or would have.
    """

    path: str
    section: str
    key: str
    title: str
    html: str
    notes_html: str
    seconds: int
    required: bool
    objectives: list[str]
    references: list[str]
    first_figure: int
    first_table: int
    ai_assisted: dict[str, Any] | None = field(default=None)
    questions: list[Question] = field(default_factory=list)


@dataclass(frozen=True)
class _Source:
    """The lines of a slide's file: front matter, body, notes.

    ``end`` is the index of the line after the front matter, ``notes_at`` that of the notes' heading (of the line after
    the last where there is none).
    """

    lines: list[str]
    end: int
    notes_at: int

    @property
    def front(self) -> str:
        return "\n".join(self.lines[1 : self.end])

    @property
    def body(self) -> str:
        return "\n".join(self.lines[self.end + 1 : self.notes_at])

    @property
    def notes(self) -> str:
        return "\n".join(self.lines[self.notes_at + 1 :])


def reading_seconds(text: str) -> int:
    """Return how long ``text`` takes to speak at 130 words a minute, in whole seconds."""
    spoken = re.sub(r"\]\([^)]*\)|\[@[^\]]*\]", " ", text)
    return round(len(re.findall(r"\w+(?:[-.'’]\w+)*", spoken)) * 60 / WORDS_PER_MINUTE)


def reading_order(path: str) -> list[int | str]:
    """Return a key that sorts paths with their numbers as numbers: 2-x before 10-y."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", path)]


def read_slide(
    path: str,
    section: str,
    text: str,
    markup: Markup,
    problems: Problems,
    originals: Mapping[str, SlideContent] | None = None,
) -> SlideContent | None:
    """Return the slide in ``text``; None when its front matter cannot be read at all.

    ``originals`` are the module's slides by key where the file translates one of them: then it has less front matter,
    and its figures have the numbers that they have there.
    """
    source = _source_of(text)
    if source is None:
        problems.add(path, 1, "a slide begins with its front matter between two lines of ---")
        return None
    file = yamlfile.load(path, source.front, problems, first_line=2)
    if file is None:
        return None
    front = {name: field.default for name, field in FIELDS.items()} | file.mapping(
        (), FIELDS if originals is None else TRANSLATED_FIELDS
    )
    if front["minutes"] and not front["minutes_reason"]:
        file.problem(("minutes",), "'minutes' needs 'minutes_reason': why the computed time is wrong")
    _refuse_empty(path, source, problems)
    if not front["trade_names"]:
        _ask_for_generic_names(path, source, problems)
    key = front["key"] or path
    rendered = markup.slide(path, source.end + 2, source.body, key, **_first_numbers(front["key"], originals))
    spoken = markup.slide(path, source.notes_at + 2, source.notes, key, rendered)
    markup.refuse_unbound(path, file.line("title"), front["title"] or "")
    if originals is None and front["statement"] and not spoken.references:
        message = "the slide cites nothing; write [@key], or 'statement: false' above where it states nothing"
        problems.add(path, source.end + 1, message)
    for question in spoken.questions:
        problems.add(path, question.line - 1, "a question stands in the slide's body, not in its notes")
    return SlideContent(
        path=path,
        section=section,
        key=key,
        title=spaced(front["title"] or ""),
        html=rendered.html,
        notes_html=spoken.html,
        seconds=front["minutes"] * 60 if front["minutes"] else reading_seconds(source.notes),
        required=front["required"],
        objectives=front["objectives"],
        references=spoken.references,
        first_figure=rendered.first_figure,
        first_table=rendered.first_table,
        ai_assisted=_ai_assisted(file, front["ai_assisted"]),
        questions=rendered.questions,
    )


def _source_of(text: str) -> _Source | None:
    """Return a slide's file with its parts; None where it has no front matter."""
    lines = text.split("\n")
    end = next((index for index in range(1, len(lines)) if lines[index].rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        return None
    notes_at = next((index for index in range(end + 1, len(lines)) if NOTES.match(lines[index])), len(lines))
    return _Source(lines, end, notes_at)


def _refuse_empty(path: str, source: _Source, problems: Problems) -> None:
    if not source.body.strip():
        problems.add(path, source.end + 1, "the body of the slide is empty")
    if source.notes_at == len(source.lines):
        problems.add(path, source.notes_at, "the slide has no '## Notes' section with the spoken text")
    elif not source.notes.strip():
        problems.add(path, source.notes_at + 1, "the notes of the slide are empty")


def _ask_for_generic_names(path: str, source: _Source, problems: Problems) -> None:
    """Warn of trade names in title, body and notes (AC-9)."""
    lines, end = source.lines, source.end
    title = next((index for index in range(1, end) if lines[index].startswith("title:")), end)
    text = "\n".join([lines[title], *lines[end + 1 :]])
    for number, name, generic in trade_names(text, 0):
        line = end + 1 + number if number else title + 1
        message = f"write {generic} instead of {name}, or say why not in 'trade_names' above"
        problems.warn(path, line, "trade-name", message)


def _first_numbers(key: str | None, originals: Mapping[str, SlideContent] | None) -> dict[str, int]:
    """Return from where the figures and tables of a translated slide are numbered; nothing: on from the last slide."""
    original = (originals or {}).get(key or "")
    return {"first_figure": original.first_figure, "first_table": original.first_table} if original else {}


def _ai_assisted(file: yamlfile.YamlFile, value: object) -> dict[str, Any] | None:
    return None if value is None else plain_days(file.mapping(("ai_assisted",), AI_FIELDS))


def plain_days(values: dict[str, Any]) -> dict[str, Any]:
    """Return ``values`` with dates as ISO text, ready for JSON."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
