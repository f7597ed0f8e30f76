"""Requests written by hand: none of them breaks the site, reaches another's attempt or stores what no page can send."""

from urllib.parse import urlencode

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from quizzes import scores, services
from quizzes.domain.kinds import kind_of
from quizzes.models import Attempt, Item, Response
from tests.quizzes import factories
from tests.quizzes.browse import page

pytestmark = pytest.mark.django_db
NAMES = (
    *("option", "statement-1", "statement-2", "vignette-1", "vignette-3", "step-1", "step-2", "step-3", "step-4"),
    *("value", "unit", "question", "next", "flagged", "note", "struck", "confidence", "revision", "leave", "stay"),
    *("answer", "points", "settled", "attempt", "learner", "item-numeric.value"),
)
VALUES = (
    *("1", "2", "3", "1", "2", "true", "false", "mg", "on", "sure", "0", "9", "-1", "", " 2 ", "x", "²", "٣", "1e9"),
    *("NaN", "None", "[1]", "12,5", "7" * 41, "1" * 5000, "\x00", "\ud800", "🧬", "<script>", "' OR 1=1 --"),
)
FIELDS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)), max_size=8)
REQUESTS = st.lists(
    st.tuples(
        st.sampled_from(("own", "own", "own", "foreign", "none")),
        st.sampled_from((1, 2, 3, 4, 5, 6, 7, 8, 0, 9, 10**30)),
        st.sampled_from(("answer", "answer", "answer", "answer", "item", "submit", "pause", "resume")),
        FIELDS,
        st.booleans(),
    ),
    min_size=4,
    max_size=12,
)
ANSWERED = {200, 302, 400, 404, 405, 409}


def test_no_request_written_by_hand_does_what_no_page_can(client, before_the_test):
    sitting = before_the_test(client, time_limit_minutes=30, pause_minutes=5)
    reached = set()

    @given(requests=REQUESTS)
    @settings(
        max_examples=30,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    def send(requests):
        with transaction.atomic():
            reached.update(sent(client, sitting, requests))
            transaction.set_rollback(True)

    send()
    assert reached >= {("answer", status) for status in (200, 302, 400, 404, 409)} | {("submit", 302), ("item", 405)}


def sent(client, sitting, requests):
    """Send the requests in two learners' attempts, and yield what was asked for and how it was answered."""
    attempts = {"own": sitting.begin(), "foreign": sitting.begin(learner=factories.learner())}
    foreign = rows(attempts["foreign"])
    for whose, number, what, fields, htmx in requests:
        attempt = attempts[whose].pk if whose in attempts else 10**30
        response = client.generic(
            "POST",
            page(sitting, f"test-{what}", *([attempt, number] if what in ("answer", "item") else [attempt])),
            urlencode(fields, errors="surrogatepass"),
            "application/x-www-form-urlencoded",
            headers={"HX-Request": "true"} if htmx else {},
        )
        assert response.status_code in ({404, 405, 400} if whose != "own" else ANSWERED)
        assert rows(attempts["foreign"]) == foreign
        yield what, response.status_code
    everything_stored_makes_sense(client, sitting, attempts["own"])


def rows(attempt):
    found = Attempt.objects.filter(pk=attempt.pk).values(), Response.objects.filter(attempt=attempt).values()
    return [list(each) for each in found]


def everything_stored_makes_sense(client, sitting, attempt):
    """Each answer is one of its item's: it can be shown, described, graded, and the attempt scored."""
    responses = Response.objects.filter(attempt=attempt)
    assert {each.item_key for each in responses} <= {place["item"] for place in attempt.paper}
    orders = {place["item"]: place["options"] for place in attempt.paper}
    for each in responses:
        item = Item.objects.get(test=sitting.test, key=each.item_key)
        kind = kind_of(item.kind)
        kind.describe(item.content, each.answer)
        kind.render(item.content, orders[each.item_key], each.answer)
        assert 0 <= kind.grade(item.content, each.answer, partial=True) <= 840
        assert len(each.note) <= 2000
        assert len(each.struck) == len(set(each.struck)) <= 8
    services.submit_attempt(learner=sitting.learner, attempt_id=attempt.pk, now=factories.NOW)
    assert list(scores.differences(Attempt.objects.filter(pk=attempt.pk))) == []
    assert client.get(page(sitting, "test-result", attempt.pk)).status_code == 200
