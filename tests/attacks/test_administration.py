"""Whatever an administrator's browser may send: no page falls over."""

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from elearning.accounts.models import User
from tests.quizzes.factories import Sitting

pytestmark = pytest.mark.django_db


def pages():
    """The address of every list and of every empty form of the administration."""
    for model in admin.site._registry:
        for name in ("changelist", "add"):
            try:
                yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}")
            except NoReverseMatch:
                continue


@pytest.mark.parametrize("query", ["", "?module=none", "?module=99999", "?q=%27%22%3C", "?p=x"])
def test_every_list_and_empty_form_opens(client, query):
    Sitting()
    client.force_login(User.objects.create_superuser("admin@example.org", "demo-elearning"))
    answers = {address: client.get(address + query).status_code for address in pages()}
    assert {address: status for address, status in answers.items() if status not in (200, 302, 403)} == {}
