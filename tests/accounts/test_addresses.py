"""Who owns an address is who proved it: a stranger's account on it that never did stands in nobody's way."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from elearning.accounts.models import User
from elearning.audit.models import Entry
from tests.factories import NOW, PASSWORD, user

pytestmark = pytest.mark.django_db

EMAILS = "/accounts/email/"
SQUATTED = {
    "email": "Ann.Work@example.org",
    "password1": "a-long-pass-phrase",
    "password2": "a-long-pass-phrase",
    "name": "Some Stranger",
}


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def owner(client):
    """Ann, signed in by the real page with her private address."""
    ann = user("ann@example.org", name="Ann Author")
    EmailAddress.objects.create(user=ann, email=ann.email, verified=True, primary=True)
    assert client.post("/accounts/login/", {"login": ann.email, "password": PASSWORD}).url == "/my-learning/"
    return ann


def add(client, address="ann.work@example.org"):
    """Ann adds her address at work; return the link that is sent there."""
    mail.outbox.clear()
    cache.clear()  # it is later than the stranger: a confirmation is not sent twice within ten seconds
    client.post(EMAILS, {"action_add": "", "email": address})
    (message,) = [message for message in mail.outbox if message.to == [address]]
    return re.search(r"http://testserver(/accounts/confirm-email/\S+)", message.body)[1]


def make_primary(client, address="ann.work@example.org"):
    return client.post(EMAILS, {"action_primary": "", "email": address})


def test_the_owner_of_an_address_takes_it_from_an_account_that_never_proved_it(client, owner):
    assert Client().post("/accounts/signup/", SQUATTED).url == "/accounts/confirm-email/"
    stranger = User.objects.get(email="ann.work@example.org")
    client.post(add(client))
    assert make_primary(client).status_code == 302
    assert list(User.objects.values_list("pk", "email")) == [(owner.pk, "ann.work@example.org")]
    entry = Entry.objects.get(action="account.removed")
    assert (entry.actor_id, entry.subject_type, entry.subject_id) == (owner.pk, "accounts.user", str(stranger.pk))


@pytest.mark.parametrize(
    "used",
    [
        {"last_login": NOW},
        {"is_staff": True},
        {"is_superuser": True},
        {"is_member": True},
        {"verified": "other@example.org"},
    ],
)
def test_an_account_that_was_used_keeps_its_address_and_the_page_says_so(client, owner, used):
    held = user("ann.work@example.org")
    if "verified" in used:
        EmailAddress.objects.create(user=held, email=used["verified"], verified=True)
    else:
        User.objects.filter(pk=held.pk).update(**used)
    response = client.post(add(client), follow=True)
    assert "Unable to confirm ann.work@example.org" in response.content.decode()
    make_primary(client)
    owner.refresh_from_db()
    assert (owner.email, User.objects.filter(pk=held.pk).exists()) == ("ann@example.org", True)
    assert Entry.objects.filter(action="account.removed").count() == 0


def test_nobody_else_is_removed(client, owner):
    strangers = [user("ann.works@example.org"), user("nn.work@example.org")]
    client.post(add(client))
    assert User.objects.filter(pk__in=[one.pk for one in strangers]).count() == 2


def test_an_address_that_somebody_else_proved_removes_nobody(client, owner):
    squatter, prover = user("ann.work@example.org"), user("prover@example.org")
    link = add(client)
    EmailAddress.objects.create(user=prover, email="ann.work@example.org", verified=True)
    client.post(link)
    assert User.objects.filter(pk=squatter.pk).exists()
    assert not EmailAddress.objects.get(user=owner, email="ann.work@example.org").verified
