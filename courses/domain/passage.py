"""A rendered text of a module, and what gathers while it is rendered."""

import re
from dataclasses import dataclass, field

from courses.domain.figures import Words
from courses.domain.questions import Question

MARK = re.compile("\ue000([0-9]+)\ue001")
"""Stands in a text where a part goes that the project draws itself, which neither Markdown nor nh3 may touch."""


@dataclass
class Passage:
    """Rendered text: safe HTML, the keys of its references in order of their numbers, its questions, what it explained.

    ``explained`` are the abbreviations explained in it; ``first_figure`` and ``first_table`` the numbers that the first
    figure and the first declared table in it have, or would have.
    """

    html: str
    references: list[str]
    questions: list[Question]
    explained: list[str]
    first_figure: int
    first_table: int


@dataclass
class Page:
    """What gathers while one text is rendered."""

    path: str
    slide: str = ""
    illustrated: bool = False  # an item's text, whose pictures have no caption
    references: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    explained: list[str] = field(default_factory=list)
    figure: int = 1
    table: int = 1
    parts: list[str] = field(default_factory=list)
    blocks: set[int] = field(default_factory=set)

    def label(self, words: Words, *, table: bool = False) -> str:
        """Return what the page's next figure (or table) is called: "Figure 3"."""
        if table:
            self.table += 1
            return f"{words.table} {self.table - 1}"
        self.figure += 1
        return f"{words.figure} {self.figure - 1}"

    def mark(self, html: str, *, block: bool = False) -> str:
        """Keep ``html`` and return the mark that stands for it; a ``block`` is no part of a paragraph."""
        self.parts.append(html)
        if block:
            self.blocks.add(len(self.parts) - 1)
        return f"\ue000{len(self.parts) - 1}\ue001"

    def is_citation(self, number: str) -> bool:
        """Tell whether the part with this number is a citation, which stands close to the word before it."""
        return self.parts[int(number)].startswith('<sup class="citation"')
