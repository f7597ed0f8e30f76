"""Accounts in the administration: what is not a right given by a service is only looked at."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from elearning.audit.admin import AuditedAdmin

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def rows(learner):
    """An address and a second factor of a learner."""
    address = EmailAddress.objects.create(user=learner, email=learner.email, verified=False, primary=True)
    factor = Authenticator.objects.create(user=learner, type="totp", data={"secret": "NEVER-TO-BE-SEEN"})
    return address, factor


def url(row, page, *keys):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=keys)


def test_everything_in_the_administration_is_audited():
    assert [model for model, shown in admin.site._registry.items() if not isinstance(shown, AuditedAdmin)] == []


def test_there_are_no_groups_to_give_rights_by(at_desk):
    assert Group not in admin.site._registry
    assert at_desk.get("/admin/auth/group/").status_code == 404


def test_addresses_and_second_factors_are_looked_at_and_never_changed(at_desk, rows):
    for row in rows:
        assert list(at_desk.get(url(row, "changelist")).context["cl"].result_list) == [row]
        assert at_desk.get(url(row, "change", row.pk)).status_code == 200
        refused = [
            at_desk.get(url(row, "add")),
            at_desk.post(url(row, "change", row.pk), {"verified": "on", "type": "totp"}),
            at_desk.post(url(row, "delete", row.pk), {"post": "yes"}),
        ]
        assert [response.status_code for response in refused] == [403, 403, 403]


def test_no_action_marks_an_address_as_verified(at_desk, rows):
    address, _ = rows
    at_desk.post(url(address, "changelist"), {"action": "make_verified", "_selected_action": [address.pk]})
    assert EmailAddress.objects.get().verified is False


def test_the_secret_of_a_second_factor_is_shown_to_nobody(at_desk, rows):
    _, factor = rows
    pages = [at_desk.get(url(factor, "changelist")), at_desk.get(url(factor, "change", factor.pk))]
    assert ["NEVER-TO-BE-SEEN" in page.content.decode() for page in pages] == [False, False]
