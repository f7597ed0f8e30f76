from collections.abc import Iterator

import pytest
import time_machine

from tests.quizzes.factories import NOW


@pytest.fixture
def at() -> Iterator[time_machine.Traveller]:
    """A clock that stands still at NOW until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
