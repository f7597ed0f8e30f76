"""The outbox in the administration."""

import pytest
from django.urls import reverse

from elearning.notices.models import Notice
from elearning.notices.services import send_pending
from tests.factories import NOW
from tests.notices.factories import put

LIST = "admin:notices_notice_changelist"


@pytest.fixture
def at_desk(clock, client, administrator):
    client.force_login(administrator)
    return client


@pytest.mark.parametrize(("state", "found"), [("waiting", ["2"]), ("failed", ["3"]), ("sent", ["1"]), ("", "321")])
def test_notices_are_found_by_what_became_of_them(at_desk, state, found):
    put("1")
    send_pending(now=NOW)
    put("2")
    put("3")
    Notice.objects.filter(key="3").update(attempts=5, last_error="gone")
    response = at_desk.get(reverse(LIST), {"state": state})
    assert [notice.key for notice in response.context["cl"].queryset] == list(found)


def test_the_text_of_a_notice_is_shown_to_nobody_and_nothing_can_be_changed(at_desk):
    notice = put(body="A secret text")
    address = reverse("admin:notices_notice_change", args=[notice.pk])
    assert "A secret text" not in at_desk.get(address).content.decode()
    assert at_desk.post(address, {"subject": "Other"}).status_code == 403


def test_learners_do_not_see_the_outbox(clock, client, learner):
    client.force_login(learner)
    assert client.get(reverse(LIST)).status_code == 302


def test_the_list_takes_the_same_statements_for_one_row_and_for_three(at_desk, statements):
    taken = []
    for key in ("1", "2", "3"):
        put(key)
        taken.append(statements(lambda: at_desk.get(reverse(LIST))))
    assert taken[0] == taken[2]
