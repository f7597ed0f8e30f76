"""Texts with gaps, each filled with one of the same words: one gap asks for the best word, several for a match."""

from collections.abc import Sequence
from typing import Any

from quizzes.domain.exchange.question import MATCHING, SINGLE, option

GAP = "_____"


def gap(number: int, count: int) -> str:
    """Return what stands in the text for gap ``number`` of ``count``; several are numbered."""
    return GAP if count == 1 else f"({number}) {GAP}"


def filled(words: Sequence[str], right: Sequence[int], comments: Sequence[str] = ()) -> tuple[str, dict[str, Any]]:
    """Return kind and content for the words (HTML) to choose from and the place of the right one for each gap.

    ``comments`` belong to the words where there is one gap, else to the gaps.
    """
    said = [*comments, *[""] * max(len(words), len(right))]
    if len(right) == 1:
        listed = [option(word, said[at], correct=at == right[0]) for at, word in enumerate(words)]
        return SINGLE, {"options": listed}
    vignettes = [{"html": gap(number, len(right)), "comment_html": said[number - 1], "answer": answer}
                 for number, answer in enumerate(right, start=1)]  # fmt: skip
    return MATCHING, {"options": [{"html": word} for word in words], "vignettes": vignettes}
