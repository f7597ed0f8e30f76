"""What the translation of a slide has in common with the original: figures, sources, pictures, charts and questions.

The files are compared as they are written, so that what cannot be rendered is compared too. The texts around all this
are the translator's.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from courses.domain import yamlfile
from courses.domain.charts import BINDING
from courses.domain.markup import BOUND, CITATION, FENCE
from courses.domain.pictureparagraph import IMAGE, media_path
from courses.domain.problems import Problems
from courses.domain.questions import RIGHT

NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?!\w)")
DRAWN_FROM = {"datum", "value", "values", "date"}
"""The keys of a chart's rows that hold addresses of the evidence."""


@dataclass(frozen=True)
class Asked:
    """A question as its block declares it on ``line``: how many options, and which of them (from 1) are right."""

    key: str
    kind: str
    options: int
    right: tuple[int, ...]
    line: int

    def __str__(self) -> str:
        return f"the {self.kind} '{self.key}'"


def compare(path: str, original: str, texts: Mapping[str, str], problems: Problems) -> None:
    """Report what the translated slide at ``path`` leaves out of the ``original``, adds to it, or asks otherwise."""
    here, there = evidence_in(texts[path]), evidence_in(texts[original])
    for what, line in there.items():
        if what not in here:
            problems.add(path, 0, f"the translation leaves out {what} that {original}:{line} shows")
    for what, line in here.items():
        if what not in there:
            problems.add(path, line, f"the translation shows {what}, which {original} does not")
    _compare_questions(path, original, texts, problems)
    written, meant = numbers_in(texts[path]), numbers_in(texts[original])
    if written != meant:
        message = f"only {original} has {_listed(meant - written)}, only the translation has {_listed(written - meant)}"
        problems.warn(path, 0, "other-numbers", message)


def _compare_questions(path: str, original: str, texts: Mapping[str, str], problems: Problems) -> None:
    here, there = questions_in(texts[path]), questions_in(texts[original])
    asked, known = [question.key for question in here], {question.key: question for question in there}
    for question in there:
        if question.key not in asked:
            problems.add(path, 0, f"the translation leaves out {question} that {original}:{question.line} asks")
    for question in here:
        if question.key not in known:
            problems.add(path, question.line, f"the translation asks {question}, which {original} does not")
        elif difference := _difference(question, known[question.key], original):
            problems.add(path, question.line, f"{question} {difference}")
    if set(asked) == known.keys() and asked != list(known):
        message = f"the questions are {', '.join(asked)}; write them as {original} does: {', '.join(known)}"
        problems.add(path, here[0].line, message)


def _difference(here: Asked, there: Asked, original: str) -> str:
    place = f"{original}:{there.line}"
    if here.kind != there.kind:
        return f"is a {there.kind} at {place}"
    if here.options != there.options:
        return f"has {here.options} options; at {place} it has {there.options}"
    if here.right != there.right:
        return f"has as right option {_numbered(here.right)}; at {place} it is {_numbered(there.right)}"
    return ""


def _numbered(places: tuple[int, ...]) -> str:
    return ", ".join(map(str, places)) or "none"


def evidence_in(text: str) -> dict[str, int]:
    """Return what a slide's file shows that its translation must show too, each with the line where it first stands.

    Figures by address, sources by key, pictures by file, charts by kind and data.
    """
    found: dict[str, int] = {}
    start = _end_of_front(text)

    def note(what: str, position: int) -> None:
        found.setdefault(what, text.count("\n", 0, position) + 1)

    for match in BOUND.finditer(text, start):
        note(f"ev:{match[2]}", match.start())
    for match in CITATION.finditer(text, start):
        for key in match[1].split(";"):
            note(f"[{key.strip()}]", match.start(1))
    for line, name, source in _blocks(text):
        if name == "evidence":
            block = _values(source)
            data = ", ".join(_addresses(block.get("rows"))) or "no data"
            found.setdefault(f"the chart ({block.get('chart')}) of {data}", line)
    for line, written in enumerate(text.split("\n"), start=1):
        if (image := IMAGE.match(written)) is not None:
            found.setdefault(f"the picture {media_path(image[2])}", line)
    return found


def questions_in(text: str) -> list[Asked]:
    """Return the questions of a slide's file in their order."""
    found = []
    for line, name, source in _blocks(text):
        block = _values(source)
        if name in RIGHT and isinstance(block.get("key"), str):
            options = block.get("options") if isinstance(block.get("options"), list) else []
            places = enumerate(options, start=1)
            right = tuple(place for place, option in places if isinstance(option, dict) and option.get(RIGHT[name]))
            found.append(Asked(block["key"], name, len(options), right, line))
    return found


def numbers_in(text: str) -> Counter[str]:
    """Return the numbers that a slide's text holds unbound (doses, cut-offs), whatever its decimal sign."""
    plain = CITATION.sub(" ", BOUND.sub(" ", text[_end_of_front(text) :]))
    return Counter(number.replace(",", ".") for number in NUMBER.findall(plain))


def _listed(numbers: Counter[str]) -> str:
    return ", ".join(sorted(numbers.elements())) or "none"


def _end_of_front(text: str) -> int:
    return max(text.find("\n---", 3), 0)


def _blocks(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the fenced blocks of a slide's file: the line where each opens (from 1), its name and what is in it."""
    lines = text.split("\n")
    index = text.count("\n", 0, _end_of_front(text))
    while index < len(lines):
        if (fence := FENCE.match(lines[index])) is not None:
            end = next((i for i in range(index + 1, len(lines)) if lines[i].strip() == fence[1]), len(lines))
            yield index + 1, fence[2], "\n".join(lines[index + 1 : end])
            index = end
        index += 1


def _values(source: str) -> dict[str, Any]:
    """Return what a block declares; one that cannot be read has its problem reported where it is rendered."""
    file = yamlfile.load("", source, Problems())
    return file.data if file is not None and isinstance(file.data, dict) else {}


def _addresses(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _addresses(part, str(key))
    elif isinstance(value, list):
        for part in value:
            yield from _addresses(part, name)
    elif name in DRAWN_FROM:
        yield str(value)
    else:
        yield from BINDING.findall(str(value))
