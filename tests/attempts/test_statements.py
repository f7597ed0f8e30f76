"""What an answer and a page of the test cost, for every kind."""

import pytest

from quizzes.domain.kinds import KINDS
from tests.attempts import answers
from tests.quizzes.browse import begin, page

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def place_of(attempt, kind):
    """The number of the item of that kind, and its place in the paper."""
    return next((number, each) for number, each in enumerate(attempt.paper, start=1) if each["item"] == kind)


@pytest.mark.parametrize("back", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_saving_an_answer_takes_six_statements(client, before_the_test, statements, kind, back):
    sitting = before_the_test(client, back=back, confidence=True, time_limit_minutes=45, pause_minutes=5)
    attempt = begin(client, sitting)
    number, place = place_of(attempt, kind)
    type(attempt).objects.filter(pk=attempt.pk).update(reached=number)
    for revision, how in enumerate(("right", "part")):  # the first one inserts, the second one updates
        fields, _ = answers.form(kind, place["options"], how, 0)
        beside = {"note": "Ask Ann", "confidence": "sure", "struck": "1", "revision": revision}
        address = page(sitting, "test-answer", attempt.pk, number)
        responses = []
        assert statements(lambda: responses.append(client.post(address, {**fields, **beside}, headers=HTMX))) == 6  # noqa: B023
        assert responses[0].headers["X-Answer"] == "saved"


def test_the_page_of_an_item_takes_as_many_statements_for_every_kind(client, before_the_test, statements):
    sitting = before_the_test(client)
    attempt = begin(client, sitting)
    addresses = [page(sitting, "test-item", attempt.pk, number) for number in range(1, len(KINDS) + 1)]
    for _ in range(2):  # the first time a page is shown that is noted
        counts = {statements(lambda address=address: client.get(address)) for address in addresses}
        assert len(counts) == 1
        assert max(counts) <= 9
