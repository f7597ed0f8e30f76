"""Aiken: a question, lettered options, and the letter of the right one. Nothing else fits into it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from string import ascii_lowercase, ascii_uppercase

from quizzes.domain.exchange import texts
from quizzes.domain.exchange.markup import from_plain, one_line, phrase, split_question
from quizzes.domain.exchange.opened import reader
from quizzes.domain.exchange.pictures import without
from quizzes.domain.exchange.question import MULTIPLE, SINGLE, Question, Reading, Writing, option

OPTION = re.compile(r"([A-Za-z])[).]\s*(.*)")
CAPITAL = re.compile(r"[A-Z][).]")
ANSWER = re.compile(r"ANSWER\s*:(.*)", re.IGNORECASE)
LETTERS = re.compile(r"[A-Z](?:\s*[,;&]?\s*[A-Z])*[).]?", re.IGNORECASE)
NO_ANSWER = "the question has no line 'ANSWER: A' after its options"


@dataclass
class _Entry:
    """The lines of one question as far as they were read; ``first`` is the line on which it begins."""

    first: int = 0
    asked: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    letters: str = ascii_uppercase

    def takes(self, bare: str) -> bool:
        """Take a line as the next option where it has the next letter: A) or A., and a) or a. after another."""
        found = OPTION.fullmatch(bare)
        if not found or not self.asked:
            return False
        if not self.options:
            self.letters = ascii_uppercase if found[1].isupper() else ascii_lowercase
        if found[1] != self.letters[min(len(self.options), 25)]:
            return False
        self.options.append(found[2].strip())
        return True


@reader(texts.decode)
def read(text: str, path: str, reading: Reading) -> None:
    """Read the questions of an Aiken file. Several letters after ANSWER make a multiple-response."""
    entry = _Entry()
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.strip()
        if answer := ANSWER.fullmatch(bare):
            entry.first = entry.first or number
            _finish(reading, path, entry, answer[1].strip())
            entry = _Entry()
        elif entry.takes(bare):
            pass
        elif bare and entry.options:
            reading.refuse(path, entry.first, NO_ANSWER)
            entry = _Entry(number, [bare])
        elif bare:
            entry.first = entry.first or number
            entry.asked.append(bare)
        elif entry.asked and not entry.options and entry.asked[-1]:
            entry.asked.append("")
    if entry.asked:
        reading.refuse(path, entry.first, NO_ANSWER if entry.options else "the question has no options")


def _finish(reading: Reading, path: str, entry: _Entry, answer: str) -> None:
    if not entry.asked or not entry.options:
        reading.refuse(path, entry.first, "an ANSWER without a question and options (A) …, B) …) before it")
        return
    if not LETTERS.fullmatch(answer):
        reading.refuse(path, entry.first, f"'ANSWER: {answer[:40]}' names no letter of an option")
        return
    letters = [letter for letter in answer.upper() if letter in ascii_uppercase]
    if beyond := [letter for letter in letters if ascii_uppercase.index(letter) >= len(entry.options)]:
        reading.refuse(path, entry.first, f"'ANSWER: {answer[:40]}': there is no option {beyond[0]}")
        return
    right = {ascii_uppercase.index(letter) for letter in letters}
    stem, lead_in = split_question(from_plain("\n".join(entry.asked)))
    listed = [option(phrase(from_plain(text)) or "", correct=at in right) for at, text in enumerate(entry.options)]
    kind = MULTIPLE if len(right) > 1 else SINGLE
    reading.add(Question(kind, {"options": listed}, "", "", stem, lead_in, path=path, line=entry.first))


def write(questions: Iterable[Question], pictures: Mapping[str, bytes] | None = None) -> Writing:
    """Return an Aiken file in UTF-8: single best answers, without what Aiken has no place for."""
    writing = Writing()
    writing.content = "".join(entry for question in questions if (entry := _entry(question, writing))).encode()
    return writing


def _entry(question: Question, writing: Writing) -> str:
    if question.kind != SINGLE:
        writing.leave_out(question, f"the question: Aiken has no {question.kind}")
        return ""
    question = without(question, writing, "Aiken")
    asked, formatted = one_line(f"{question.stem_html}\n{question.lead_in_html}".strip())
    if CAPITAL.match(asked) or ANSWER.fullmatch(asked):
        writing.leave_out(question, f"the question: Aiken would take '{asked[:20]}' for an option or an answer")
        return ""
    lines = [one_line(entry["html"]) for entry in question.parts]
    _note_lost(question, writing, formatted=formatted or any(lost for _, lost in lines))
    answers = [f"{letter}) {text}\n" for letter, (text, _) in zip(ascii_uppercase, lines, strict=False)]
    right = next(place for place, entry in enumerate(question.parts) if entry["correct"])
    return f"{asked}\n{''.join(answers)}ANSWER: {ascii_uppercase[right]}\n\n"


def _note_lost(question: Question, writing: Writing, *, formatted: bool) -> None:
    lost = [
        name
        for name, value in (
            ("key", question.key),
            ("rationale", question.rationale_html),
            ("comments on the options", any(entry["comment_html"] for entry in question.parts)),
            ("which options keep their place", any(entry["anchored"] for entry in question.parts)),
            ("objectives", question.objectives),
            ("slides", question.slides),
            ("references", question.references),
            ("calculator", question.calculator),
            ("formatting and paragraphs", formatted),
        )
        if value
    ]
    if lost:
        writing.leave_out(question, f"{', '.join(lost)}: Aiken has no place for them")
