"""Whatever an administrator's browser may send: no page falls over."""

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from elearning.accounts.models import User
from elearning.audit.admin import EntryAdmin
from elearning.audit.models import Entry
from elearning.audit.services import record
from tests.factories import NOW
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


LISTS = {"/admin/audit/entry/": "at", "/admin/accounts/user/": "date_joined", "/admin/courses/term/": "last_valid_day"}
IMPOSSIBLE = [
    "{}__year=0",
    "{}__year=-1",
    "{}__year=10000",
    "{}__year=99999999999999999999999",
    "{}__year=9999&{}__month=12&{}__day=31",
    "{}__year__gte=0",
    "{}__range=",
]


@pytest.mark.parametrize("query", IMPOSSIBLE)
@pytest.mark.parametrize("address", LISTS)
def test_a_date_that_cannot_be_leads_to_the_whole_list(client, administrator, address, query):
    client.force_login(administrator)
    response = client.get(f"{address}?{query.replace('{}', LISTS[address])}")
    if response.status_code != 200:  # a day without a time can be the last one there is
        assert (response.status_code, response.url) == (302, f"{address}?e=1")
    assert client.get(f"{address}?e=1").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_pattern_that_the_database_cannot_read_leads_to_the_whole_list(client, administrator):
    with transaction.atomic():
        record(now=NOW, actor=None, action="thing.changed", subject=administrator)
    client.force_login(administrator)
    assert client.get("/admin/audit/entry/?action__regex=(").url == "/admin/audit/entry/?e=1"


@pytest.mark.parametrize("query", ["", "?e=1"])
def test_a_fault_of_the_list_itself_is_not_taken_for_a_wrong_filter(rf, administrator, query):
    class Broken(EntryAdmin):
        def get_queryset(self, request):
            raise ValueError("Broken by the test.")

    request = rf.get(f"/admin/audit/entry/{query}")
    request.user = administrator
    with pytest.raises(ValueError, match="Broken by the test"):
        Broken(Entry, admin.site).changelist_view(request)
