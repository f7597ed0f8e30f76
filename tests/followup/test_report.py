"""What the administration sees: shares, never names."""

import pytest

from tests.followup.factories import (
    Followed,
    answer,
    completed,
    visitor_named,
)
from tests.followup.test_pages import text

pytestmark = pytest.mark.django_db


def answered(count):
    """A module that ``count`` learners were asked about once, the first of whom was wrong."""
    first = Followed()
    for number in range(count):
        each = first if number == 0 else another(first, number)
        answer(each.asked(), right=number > 0)
    return first


def another(of, number):
    of.learner = visitor_named(f"learner-{number}@example.net")
    of.attempt = of.passed()
    of.completion = completed(of.attempt)
    of.enrolment = of.begin_followup()
    return of


def results(client, module):
    return text(client.get(f"/admin/followup/enrolment/{module.pk}/results/"))


def test_five_learners_are_told_without_names(clock, client, administrator):
    followed = answered(5)
    client.force_login(administrator)
    shown = results(client, followed.module)
    assert "Repeat 1" in shown
    assert "80 %" in shown
    assert "Ada Example" not in shown
    assert "Choose a standard." in shown


def test_fewer_are_hidden(clock, client, administrator):
    followed = answered(4)
    client.force_login(administrator)
    shown = results(client, followed.module)
    assert "Repeat 1" not in shown
    assert "Groups of fewer than 5 learners are not shown" in shown


def test_the_list_names_modules_and_nobody(clock, client, administrator):
    followed = answered(1)
    client.force_login(administrator)
    shown = text(client.get("/admin/followup/enrolment/"))
    assert followed.module.title in shown
    assert followed.learner.email not in shown
    assert client.get(f"/admin/followup/enrolment/{followed.enrolment.pk}/change/").status_code == 404


def test_the_list_takes_as_many_statements_for_one_module_as_for_three(clock, client, administrator, statements):
    client.force_login(administrator)
    Followed()
    one = statements(lambda: client.get("/admin/followup/enrolment/"))
    Followed()
    Followed()
    assert statements(lambda: client.get("/admin/followup/enrolment/")) == one


def test_learners_have_no_access(clock, client):
    followed = answered(1)
    client.force_login(followed.learner)
    assert client.get(f"/admin/followup/enrolment/{followed.module.pk}/results/").status_code in {302, 403}
