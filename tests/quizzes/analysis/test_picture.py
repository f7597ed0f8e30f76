"""The trace picture: lines inside it, labels that can be read."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.domain.analysis import analyse
from quizzes.domain.analysis.picture import APART, BOTTOM, HEIGHT, TOP, picture
from quizzes.domain.analysis.sheets import Sheets
from tests.quizzes.analysis.columns import single_choice


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 8), st.integers(50, 90))
def test_lines_stay_inside_and_labels_apart(seed, options, n):
    random = np.random.default_rng(seed)
    chosen, drawn = random.integers(-1, options, (n, 3)), np.ones(n, dtype=bool)
    columns = tuple(single_choice(f"i{j}", "ABCDEFGH"[:options], 0, chosen[:, j], drawn) for j in range(3))
    sheets = Sheets(columns, (chosen == 0).astype(float), np.full((n, 3), np.nan), np.full(n, -1))
    for one in analyse(sheets).items:
        if (drawn_picture := picture(one.figures)) is None:
            assert len(one.figures.trace) < 2
            continue
        labels = sorted(line.label_y for line in drawn_picture.lines)
        assert all(below - above >= APART - 0.2 for above, below in pairwise(labels))
        assert labels[-1] <= HEIGHT - BOTTOM
        ys = [y for line in drawn_picture.lines for _, y in line.points]
        assert TOP <= min(ys) <= max(ys) <= HEIGHT - BOTTOM
        assert [line.label for line in drawn_picture.lines if line.right] == ["A"]


def test_from_few_learners_nothing_is_drawn():
    drawn = np.ones(49, dtype=bool)
    column = single_choice("i", "AB", 0, np.arange(49) % 2, drawn)
    sheets = Sheets((column,), np.ones((49, 1)), np.full((49, 1), np.nan), np.full(49, -1))
    assert picture(analyse(sheets).items[0].figures) is None
