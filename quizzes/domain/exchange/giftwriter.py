"""Moodle's GIFT, written. Every text is marked [html]; keys and tags stand in comments, where Moodle reads them."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from html import unescape

from quizzes.domain.exchange.markup import TAG
from quizzes.domain.exchange.matching import pairs_of
from quizzes.domain.exchange.question import MATCHING, MULTIPLE, NUMERIC, SINGLE, TRUE_FALSE, Question, Writing
from quizzes.domain.exchange.tags import tags_of

ESCAPED = re.compile(r"([~=#{}:\\])")
WEIGHT_DIGITS = 5


def write(questions: Iterable[Question], pictures: Mapping[str, bytes] | None = None) -> Writing:
    """Return a GIFT file in UTF-8; what GIFT cannot hold is named."""
    writing = Writing()
    entries = [entry for question in questions if (entry := _entry(question, writing))]
    writing.content = "".join(entries).encode()
    return writing


def _entry(question: Question, writing: Writing) -> str:
    if question.kind not in BODIES:
        writing.leave_out(question, f"the question: GIFT has no {question.kind}")
        return ""
    body = BODIES[question.kind](question, writing)
    if any(part.get("anchored") for part in question.parts):
        writing.leave_out(question, "which options stay in their place when the others are shuffled")
    marks = [f"[id:{question.key}]"] if question.key else []
    marks += [f"[tag:{re.sub(r'([^A-Za-z0-9:_-])', '', tag)}]" for tag in tags_of(question)]
    comment = f"// {' '.join(marks)}\n" if marks else ""
    title = f"::{_escaped(question.name)}::" if question.name else ""
    asked = _html(f"{question.stem_html}\n{question.lead_in_html}".strip())
    general = f"\n\t####{_html(question.rationale_html)}" if question.rationale_html else ""
    return f"{comment}{title}{asked}{{{body}{general}\n}}\n\n"


def _escaped(text: str) -> str:
    return ESCAPED.sub(r"\\\1", text).replace("\n", "\\n")


def _html(html: str) -> str:
    return f"[html]{_escaped(html)}" if html else ""


def _feedback(part: Mapping[str, str]) -> str:
    return f"#{_html(part['comment_html'])}" if part.get("comment_html") else ""


def _options(question: Question, writing: Writing) -> str:
    right = sum(option["correct"] for option in question.parts)
    share = f"~%{(Decimal(100) / right).quantize(Decimal(10) ** -WEIGHT_DIGITS):f}%"
    # Minus the whole weight, so that ticking everything earns nothing.
    signs = {True: "=", False: "~"} if question.kind == SINGLE else {True: share, False: "~%-100%"}
    return "".join(
        f"\n\t{signs[option['correct']]}{_html(option['html'])}{_feedback(option)}" for option in question.parts
    )


def _matching(question: Question, writing: Writing) -> str:
    if any(part["comment_html"] for part in question.parts):
        writing.leave_out(question, "the comments on its parts: GIFT's matching has no feedback")
    pairs = pairs_of(question.kind, question.content)
    if any("<" in answer for _, answer in pairs):
        writing.leave_out(question, "the formatting of what is chosen from, which is plain text in GIFT")
    return "".join(
        f"\n\t={_html(asked.replace('->', '-&gt;'))} -> {_escaped(_plain(answer))}" for asked, answer in pairs
    )


def _plain(html: str) -> str:
    return " ".join(unescape(TAG.sub(" ", html)).replace("->", "→").split())


def _numeric(question: Question, writing: Writing) -> str:
    content = question.content
    if content["unit"] or content["units"]:
        writing.leave_out(question, f"the unit ({content['unit']}), which GIFT has not")
    return f"#\n\t={content['answer']}:{content['tolerance']}{_feedback(content)}"


BODIES = {SINGLE: _options, MULTIPLE: _options, TRUE_FALSE: _matching, MATCHING: _matching, NUMERIC: _numeric}
