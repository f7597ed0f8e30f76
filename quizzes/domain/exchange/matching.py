"""Pairs, as most formats write matching -> extended matching, or statements that are true or false."""

from collections.abc import Iterable, Sequence
from typing import Any

from quizzes.domain.exchange.question import MATCHING, TRUE_FALSE

TRUTH_WORDS = (("true", "false"), ("yes", "no"), ("correct", "incorrect"), ("right", "wrong"), ("t", "f"),
               ("wahr", "falsch"), ("richtig", "falsch"), ("ja", "nein"), ("vrai", "faux"))  # fmt: skip


def matching(pairs: Iterable[tuple[str, str, str]]) -> tuple[str, dict[str, Any]]:
    """Return kind and content for (question, comment, answer), all as HTML.

    A pair without a question adds an answer that fits nothing. Answers that are all "true" or "false" make statements.
    """
    pairs = list(pairs)
    answers = list(dict.fromkeys(answer for _, _, answer in pairs))
    asked = [pair for pair in pairs if pair[0]]
    if truth := truth_of(answers):
        statements = [
            {"html": html, "comment_html": comment, "holds": answer == truth[0]} for html, comment, answer in asked
        ]
        return TRUE_FALSE, {"statements": statements}
    vignettes = [
        {"html": html, "comment_html": comment, "answer": answers.index(answer)} for html, comment, answer in asked
    ]
    return MATCHING, {"options": [{"html": answer} for answer in answers], "vignettes": vignettes}


def table(rows: Iterable[tuple[str, str, int]], columns: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Return kind and content for rows of (question, comment, place of the right column), all texts as HTML."""
    rows = list(rows)
    if truth := truth_of(columns):
        statements = [{"html": html, "comment_html": said, "holds": columns[at] == truth[0]} for html, said, at in rows]
        return TRUE_FALSE, {"statements": statements}
    vignettes = [{"html": html, "comment_html": said, "answer": at} for html, said, at in rows]
    return MATCHING, {"options": [{"html": column} for column in columns], "vignettes": vignettes}


def truth_of(answers: Sequence[str]) -> tuple[str, str] | None:
    """Return the one answer of two that says "true" and the one that says "false", as written; None for others."""
    if len(answers) != 2:  # noqa: PLR2004 true and false
        return None
    words = tuple(answer.strip().casefold() for answer in answers)
    if words in TRUTH_WORDS:
        return answers[0], answers[1]
    return (answers[1], answers[0]) if words[::-1] in TRUTH_WORDS else None


def pairs_of(kind: str, content: dict[str, Any]) -> list[tuple[str, str]]:
    """Return (question, answer) of a matching or true-false content; answers that fit nothing have no question."""
    if kind == TRUE_FALSE:
        pairs = [(statement["html"], "True" if statement["holds"] else "False") for statement in content["statements"]]
        return pairs + [("", word) for word in ("True", "False") if word not in {answer for _, answer in pairs}]
    used = {vignette["answer"] for vignette in content["vignettes"]}
    asked = [(vignette["html"], content["options"][vignette["answer"]]["html"]) for vignette in content["vignettes"]]
    return asked + [("", option["html"]) for place, option in enumerate(content["options"]) if place not in used]
