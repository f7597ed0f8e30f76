import pytest
import time_machine

from tests.attempts.bank import Sitting
from tests.quizzes.factories import NOW, reads


@pytest.fixture
def at():
    """A clock that stands still at NOW until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def before_the_test(at):
    """Makes a sitting whose learner has read the slides, and signs the client in."""

    def prepare(client, **values):
        sitting = Sitting(**values)
        reads(sitting.learner, sitting.edition)
        client.force_login(sitting.learner)
        return sitting

    return prepare
