"""Aiken: a question, lettered options, and the letter of the right one. Nothing else fits into it."""

import re
from collections.abc import Iterable, Mapping
from string import ascii_uppercase

from quizzes.domain.exchange import texts
from quizzes.domain.exchange.markup import from_plain, one_line, phrase, split_question
from quizzes.domain.exchange.question import MULTIPLE, SINGLE, Question, Reading, Writing, option

OPTION = re.compile(r"([A-Z])[).]\s*(.*)")
ANSWER = re.compile(r"ANSWER\s*:(.*)", re.IGNORECASE)
LETTERS = re.compile(r"[A-Z](?:\s*[,;&]?\s*[A-Z])*")


def read(content: bytes, path: str) -> Reading:
    """Return the questions of an Aiken file. Several letters after ANSWER make a multiple-response."""
    reading = Reading()
    try:
        text = texts.decode(content)
    except texts.Unreadable as error:
        reading.refuse(path, error.line, str(error))
        return reading
    asked: list[str] = []
    options: list[str] = []
    first = 0

    def refuse(reason: str) -> None:
        reading.refuse(path, first, reason)

    for number, line in enumerate([*text.split("\n"), ""], start=1):
        bare = line.strip()
        found = OPTION.fullmatch(bare)
        if answer := ANSWER.fullmatch(bare):
            first = first or number
            _finish(reading, path, first, asked, options, answer[1].strip())
            asked, options, first = [], [], 0
        elif found and asked and found[1] == ascii_uppercase[min(len(options), 25)]:
            options.append(found[2].strip())
        elif bare and options:
            refuse("the question has no line 'ANSWER: A' after its options")
            asked, options, first = [bare], [], number
        elif bare:
            first = first or number
            asked.append(bare)
        elif asked and not options and asked[-1]:
            asked.append("")
    if asked:
        refuse("the question has no line 'ANSWER: A' after its options" if options else "the question has no options")
    return reading


def _finish(reading: Reading, path: str, line: int, asked: list[str], options: list[str], answer: str) -> None:
    if not asked or not options:
        reading.refuse(path, line, "an ANSWER without a question and options (A) …, B) …) before it")
        return
    if not LETTERS.fullmatch(answer):
        reading.refuse(path, line, f"'ANSWER: {answer[:40]}' names no letter of an option")
        return
    letters = [letter for letter in answer if letter in ascii_uppercase]
    if beyond := [letter for letter in letters if ascii_uppercase.index(letter) >= len(options)]:
        reading.refuse(path, line, f"'ANSWER: {answer[:40]}': there is no option {beyond[0]}")
        return
    right = {ascii_uppercase.index(letter) for letter in letters}
    stem, lead_in = split_question(from_plain("\n".join(asked)))
    listed = [option(phrase(from_plain(text)) or "", correct=place in right) for place, text in enumerate(options)]
    kind = MULTIPLE if len(right) > 1 else SINGLE
    reading.add(Question(kind, {"options": listed}, "", "", stem, lead_in, path=path, line=line))


def write(questions: Iterable[Question], pictures: Mapping[str, bytes] | None = None) -> Writing:
    """Return an Aiken file in UTF-8: single best answers, without what Aiken has no place for."""
    writing = Writing()
    writing.content = "".join(entry for question in questions if (entry := _entry(question, writing))).encode()
    return writing


def _entry(question: Question, writing: Writing) -> str:
    if question.kind != SINGLE:
        writing.leave_out(question, f"the question: Aiken has no {question.kind}")
        return ""
    asked, formatted = one_line(f"{question.stem_html}\n{question.lead_in_html}".strip())
    if OPTION.fullmatch(asked) or ANSWER.fullmatch(asked):
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
