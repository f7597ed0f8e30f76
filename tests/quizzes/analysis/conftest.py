from collections.abc import Iterator

import pytest

from quizzes.statistics.analysis import analysis_as_of


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """Numbers of rows come again from test to test; in life they do not."""
    analysis_as_of.cache_clear()
    yield
    analysis_as_of.cache_clear()
