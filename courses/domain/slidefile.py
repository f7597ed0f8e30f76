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
    lines = text.split("\n")
    end = next((index for index in range(1, len(lines)) if lines[index].rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        problems.add(path, 1, "a slide begins with its front matter between two lines of ---")
        return None
    front_file = yamlfile.load(path, "\n".join(lines[1:end]), problems, first_line=2)
    if front_file is None:
        return None
    front = {name: field.default for name, field in FIELDS.items()} | front_file.mapping(
        (), FIELDS if originals is None else TRANSLATED_FIELDS
    )
    if front["minutes"] and not front["minutes_reason"]:
        front_file.problem(("minutes",), "'minutes' needs 'minutes_reason': why the computed time is wrong")
    notes_at = next((index for index in range(end + 1, len(lines)) if NOTES.match(lines[index])), None)
    if notes_at is None:
        problems.add(path, len(lines), "the slide has no '## Notes' section with the spoken text")
        notes_at = len(lines)
    body, notes = "\n".join(lines[end + 1 : notes_at]), "\n".join(lines[notes_at + 1 :])
    if not body.strip():
        problems.add(path, end + 1, "the body of the slide is empty")
    if not notes.strip() and notes_at < len(lines):
        problems.add(path, notes_at + 1, "the notes of the slide are empty")
    if not front["trade_names"]:
        _ask_for_generic_names(path, lines, end, problems)
    rendered = markup.slide(path, end + 2, body, front["key"] or path, **_first_numbers(front["key"], originals))
    spoken = markup.slide(path, notes_at + 2, notes, front["key"] or path, rendered)
    markup.refuse_unbound(path, front_file.line("title"), front["title"] or "")
    if originals is None and front["statement"] and not spoken.references:
        message = "the slide cites nothing; write [@key], or 'statement: false' above where it states nothing"
        problems.add(path, end + 1, message)
    for question in spoken.questions:
        problems.add(path, question.line - 1, "a question stands in the slide's body, not in its notes")
    return SlideContent(
        path=path,
        section=section,
        key=front["key"] or path,
        title=spaced(front["title"] or ""),
        html=rendered.html,
        notes_html=spoken.html,
        seconds=front["minutes"] * 60 if front["minutes"] else reading_seconds(notes),
        required=front["required"],
        objectives=front["objectives"],
        references=spoken.references,
        first_figure=rendered.first_figure,
        first_table=rendered.first_table,
        ai_assisted=_ai_assisted(front_file, front["ai_assisted"]),
        questions=rendered.questions,
    )


def _ask_for_generic_names(path: str, lines: list[str], end: int, problems: Problems) -> None:
    """Warn of trade names in title, body and notes (AC-9); ``end`` is the index of the line after the front matter."""
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
