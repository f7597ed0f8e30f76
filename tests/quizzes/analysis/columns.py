"""Columns of a sheet, made from what was chosen."""

from collections.abc import Sequence

import numpy as np

from quizzes.domain.analysis.sheets import Choice, Column, Truths, Whole


def single_choice(key: str, labels: Sequence[str], right: int, chosen: Whole, drawn: Truths) -> Column:
    """Return the column of an item with one best answer; ``chosen`` is an option's index from 0, -1 where blank."""
    choices = tuple(Choice(label, place == right) for place, label in enumerate(labels))
    taken = (chosen[:, None] == np.arange(len(labels))) & drawn[:, None]
    return Column(key, choices, taken, (chosen < 0) & drawn)
