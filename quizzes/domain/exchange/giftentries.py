"""A GIFT file -> the text of each question, with its line and the comments before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from quizzes.domain.exchange.question import Reading

SIGNS = "~=#{}:"
HIDDEN = {sign: chr(0xE010 + place) for place, sign in enumerate(SIGNS)} | {"\\": "\ue01e", "n": "\ue01f"}
SHOWN = {ord(mark): "\n" if sign == "n" else sign for sign, mark in HIDDEN.items()}
ESCAPE = re.compile(r"\\([~=#{}:\\n])")
PRIVATE = re.compile("[\ue000-\uf8ff]")
CATEGORY = "$CATEGORY:"


@dataclass
class Entry:
    """The lines of one question from ``line`` on; escaped signs are hidden in it, ``shown`` brings them back."""

    line: int = 0
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    depth: int = 0

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()

    def take(self, number: int, line: str) -> None:
        hidden = ESCAPE.sub(lambda match: HIDDEN[match[1]], line)
        self.depth = max(0, self.depth + hidden.count("{") - hidden.count("}"))
        self.line = self.line or number
        self.lines.append(hidden)

    def ends_before(self, bare: str) -> bool:
        """Tell whether this entry is over: an answer block may hold empty lines until a line begins a new question."""
        if not bare:
            return not self.depth
        return bare.startswith(("::", CATEGORY)) and bool(self.lines) and not self.lines[-1].strip()


def shown(text: str) -> str:
    return text.translate(SHOWN)


def entries(text: str, path: str, reading: Reading) -> Iterator[Entry]:
    """Yield the questions, which empty lines part. Categories are reported as left out."""
    entry = Entry()
    for number, line in enumerate(PRIVATE.sub("", text).split("\n"), start=1):
        bare = line.strip()
        if bare.startswith("//"):
            if not entry.lines:
                entry.comments.append(bare[2:])
            continue
        if entry.ends_before(bare):
            if entry.lines:
                yield entry
            entry = Entry()  # also drops a comment with an empty line after it: it belongs to no question
        if bare.startswith(CATEGORY) and not entry.lines:
            category = bare.removeprefix(CATEGORY).strip()[:80]
            reading.leave_out(path, number, f"the category '{category}'; objectives group items here")
        elif bare or entry.lines:
            entry.take(number, line)
    if entry.lines:
        yield entry
