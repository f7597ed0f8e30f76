"""CSV with the columns of docs/exchange.md: one row a question, made for spreadsheets."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from quizzes.domain.exchange import texts
from quizzes.domain.exchange.markup import LOOKS_LIKE_HTML, blocks, clean, from_plain, phrase
from quizzes.domain.exchange.numbers import decimal, is_number, written
from quizzes.domain.exchange.opened import reader
from quizzes.domain.exchange.pictures import without
from quizzes.domain.exchange.question import (
    MATCHING,
    MULTIPLE,
    NUMERIC,
    ORDERING,
    PARTS,
    SINGLE,
    TRUE_FALSE,
    Question,
    Reading,
    Writing,
    key_of,
    option,
)
from quizzes.domain.kinds.matching import MOST_OPTIONS

SHARED = ("key", "kind", "stem", "lead_in", "rationale", "objectives", "slides", "references", "calculator")
KINDS = (SINGLE, MULTIPLE, TRUE_FALSE, MATCHING, ORDERING, NUMERIC)
MOST_PARTS = max(most for kind, (_, _, most) in PARTS.items() if kind in KINDS)
COLUMNS = (
    *SHARED,
    *(f"{name}_{number}" for number in range(1, MOST_PARTS + 1) for name in ("text", "comment")),
    "correct",
    "anchored",
    *(f"choice_{number}" for number in range(1, MOST_OPTIONS + 1)),
    "answer",
    "tolerance",
    "unit",
    "units",
)
MAX_CELL = 1_000_000
SEPARATOR = re.compile(r'"?sep=([,;\t])"?', re.IGNORECASE)
"""A first line by which spreadsheets say what separates the cells."""
FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet would compute; an apostrophe before it makes it a text, and is taken off again."""
WRAPPED = re.compile(r"<p>([^<>]*)</p>")
YES = {"1", "yes", "true", "x", "ja", "oui"}
NO = {"", "0", "no", "false", "nein", "non"}


class _Wrong(ValueError):
    """A cell that cannot be read."""


@reader(texts.decode)
def read(text: str, path: str, reading: Reading) -> None:
    """Read the questions of a CSV file, separated by commas, semicolons or tabs, its columns in any order."""
    csv.field_size_limit(MAX_CELL)
    first, _, rest = text.partition("\n")
    named = SEPARATOR.fullmatch(first)
    delimiter = named[1] if named else max(",;\t", key=first.count)
    # strict: a quote that is never closed must not make one cell of all that follows
    source = io.StringIO(rest if named else text, newline="")
    _read_rows(csv.reader(source, delimiter=delimiter, strict=True), path, reading, 1 if named else 0)


def _lines(rows: Any, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line on which it begins. Raises Unreadable where the file is no CSV from there on."""
    while True:
        line = rows.line_num + skipped + 1
        try:
            yield line, next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise texts.Unreadable(f"not readable as CSV from here on ({error}); is a quote closed?", line) from None


def _read_rows(rows: Any, path: str, reading: Reading, skipped: int) -> None:
    lines = _lines(rows, skipped)
    names = [name.strip().lower().replace(" ", "_") for name in next(lines, (0, []))[1]]
    if wrong := [name for name in names if name and name not in COLUMNS]:
        reading.refuse(
            path,
            1,
            f"unknown column '{wrong[0][:40]}'; known are {', '.join(SHARED)}, text_1 … (see the documentation)",
        )
        return
    if missing := [name for name in ("lead_in",) if name not in names] or len(names) != len(set(names)):
        problem = "a column stands twice" if missing is True else f"the column '{missing[0]}' is missing"
        reading.refuse(path, 1, f"{problem}; the first line names the columns")
        return
    for line, row in lines:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(names):
            reading.refuse(
                path, line, f"{len(row)} cells under {len(names)} columns; put a text with separators in quotes"
            )
            continue
        cells = {name: _unquoted(cell) for name, cell in zip(names, row, strict=False)}
        try:
            reading.add(_Row(cells).question(path, line))
        except _Wrong as error:
            reading.refuse(path, line, str(error))


def _unquoted(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


class _Row:
    """The cells of one question by column."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = cells

    def cell(self, name: str) -> str:
        return self.cells.get(name, "").strip()

    def question(self, path: str, line: int) -> Question:
        kind = self.cell("kind") or SINGLE
        if kind not in KINDS:
            raise _Wrong(f"'{kind[:40]}' in the column 'kind'; CSV holds {', '.join(KINDS)}")
        return Question(
            kind,
            self._content(kind),
            key_of(self.cell("key")),
            "",
            self._html("stem"),
            self._html("lead_in"),
            self._html("rationale"),
            tuple(self.cell("objectives").split()),
            tuple(self.cell("slides").split()),
            tuple(self.cell("references").split()),
            self._flag("calculator"),
            path=path,
            line=line,
        )

    def _content(self, kind: str) -> dict[str, Any]:
        if kind == NUMERIC:
            return self._number()
        texts_ = self._listed("text", MOST_PARTS)
        comments = [self._html(f"comment_{number}") for number in range(1, len(texts_) + 1)]
        parts = list(zip(texts_, comments, strict=True))
        if kind == ORDERING:
            return {"steps": [{"html": html, "comment_html": comment} for html, comment in parts]}
        if kind == MATCHING:
            choices = self._listed("choice", MOST_OPTIONS)
            answers = self._numbers("correct", len(choices), exactly=len(parts))
            vignettes = [
                {"html": html, "comment_html": comment, "answer": answer}
                for (html, comment), answer in zip(parts, answers, strict=True)
            ]
            return {"options": [{"html": html} for html in choices], "vignettes": vignettes}
        right = set(self._numbers("correct", len(parts)))
        if kind == TRUE_FALSE:
            listed = [{"html": html, "comment_html": comment, "holds": place in right}
                      for place, (html, comment) in enumerate(parts)]  # fmt: skip
            return {"statements": listed}
        fixed = set(self._numbers("anchored", len(parts)))
        return {
            "options": [
                option(html, comment, correct=place in right, anchored=place in fixed)
                for place, (html, comment) in enumerate(parts)
            ]
        }

    def _listed(self, name: str, most: int) -> list[str]:
        cells = [self.cell(f"{name}_{number}") for number in range(1, most + 1)]
        while cells and not cells[-1]:
            cells.pop()
        if "" in cells:
            raise _Wrong(f"'{name}_{cells.index('') + 1}' is empty, and a later one is not")
        return [self._phrase(f"{name}_{number}") for number in range(1, len(cells) + 1)]

    def _numbers(self, name: str, most: int, exactly: int | None = None) -> list[int]:
        """Return the places from 0 that a cell names from 1: "2", "1 3" or "1, 3"."""
        words = re.split(r"[\s,;]+", self.cell(name)) if self.cell(name) else []
        if wrong := [word for word in words if not (word.isascii() and word.isdigit() and 0 < int(word[:9]) <= most)]:
            raise _Wrong(f"'{wrong[0][:20]}' in the column '{name}'; write numbers from 1 to {most}")
        if exactly is not None and len(words) != exactly:
            raise _Wrong(f"{len(words)} numbers in the column '{name}' for {exactly} texts; write one for each")
        return [int(word) - 1 for word in words]

    def _number(self) -> dict[str, Any]:
        try:
            answer, tolerance = decimal(self.cell("answer")), decimal(self.cell("tolerance") or "0")
        except ValueError as error:
            raise _Wrong(f"{error} (columns 'answer' and 'tolerance')") from None
        if tolerance < 0:
            raise _Wrong("the tolerance is negative")
        units = [unit.strip() for unit in self.cell("units").split("|") if unit.strip()]
        return {
            "answer": written(answer),
            "tolerance": written(tolerance),
            "unit": self.cell("unit"),
            "units": units,
            "comment_html": self._html("comment_1"),
        }

    def _flag(self, name: str) -> bool:
        value = self.cell(name).lower()
        if value not in YES | NO:
            raise _Wrong(f"'{value[:20]}' in the column '{name}'; write yes or no")
        return value in YES

    def _html(self, name: str) -> str:
        text = self.cell(name)
        if not LOOKS_LIKE_HTML.search(text):
            return from_plain(text)
        html, lost = clean(text)
        if lost:
            raise _Wrong(f"the column '{name}' holds what a text here cannot: {', '.join(lost)}")
        return blocks(html)

    def _phrase(self, name: str) -> str:
        found = phrase(self._html(name))
        if found is None:
            raise _Wrong(f"a list, a table or a heading in the column '{name}'; write plain paragraphs")
        return found


def write(questions: Iterable[Question], pictures: Mapping[str, bytes] | None = None) -> Writing:
    """Return a CSV file in UTF-8 with a byte order mark, which spreadsheets need to show µ and é."""
    writing = Writing()
    out = io.StringIO(newline="")
    rows = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    rows.writeheader()
    for question in questions:
        if question.kind not in KINDS:
            writing.leave_out(question, f"the question: CSV has no {question.kind}")
            continue
        if question.title:
            writing.leave_out(question, f"its title '{question.title}'")
        rows.writerow({name: _quoted(name, value) for name, value in _cells(without(question, writing, "CSV")).items()})
    writing.content = b"\xef\xbb\xbf" + out.getvalue().encode()
    return writing


def _cells(question: Question) -> dict[str, str]:
    cells = {
        "key": question.key,
        "kind": question.kind,
        "stem": _text(question.stem_html),
        "lead_in": _text(question.lead_in_html),
        "rationale": _text(question.rationale_html),
        "objectives": " ".join(question.objectives),
        "slides": " ".join(question.slides),
        "references": " ".join(question.references),
        "calculator": "yes" if question.calculator else "",
    }
    content = question.content
    if question.kind == NUMERIC:
        cells |= {name: content[name] for name in ("answer", "tolerance", "unit")}
        return cells | {"units": "|".join(content["units"]), "comment_1": _text(content["comment_html"])}
    for number, part in enumerate(content[PARTS[question.kind][0]], start=1):
        cells[f"text_{number}"] = _text(part["html"])
        cells[f"comment_{number}"] = _text(part["comment_html"])
    if question.kind == MATCHING:
        cells |= {f"choice_{n}": _text(choice["html"]) for n, choice in enumerate(content["options"], start=1)}
        cells["correct"] = " ".join(str(part["answer"] + 1) for part in question.parts)
    else:
        cells["correct"] = _places(question.parts, "holds" if question.kind == TRUE_FALSE else "correct")
        cells["anchored"] = _places(question.parts, "anchored")
    return cells


def _places(parts: Sequence[Mapping[str, Any]], name: str) -> str:
    return " ".join(str(number) for number, part in enumerate(parts, start=1) if part.get(name))


def _text(html: str) -> str:
    """Return a text for a cell: plain where it is one plain paragraph, else as HTML."""
    inside = (WRAPPED.fullmatch(html) or [None, html])[1]
    if "<" not in inside:
        plain = unescape(inside)
        if plain == plain.strip() and not LOOKS_LIKE_HTML.search(plain) and from_plain(plain) == f"<p>{inside}</p>":
            return plain
    return html if LOOKS_LIKE_HTML.search(html) else f"<p>{html}</p>"


def _quoted(name: str, cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) and not is_number(cell) else cell
