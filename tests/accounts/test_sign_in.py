"""Sign-up, e-mail verification, sign-in and its limits, through the real pages."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache

from elearning.accounts.models import User
from tests.factories import PASSWORD, user

pytestmark = pytest.mark.django_db

SIGNUP, LOGIN = "/accounts/signup/", "/accounts/login/"
DATA = {
    "email": "Ann@Example.org",
    "password1": "a-long-pass-phrase",
    "password2": "a-long-pass-phrase",
    "name": "  Ann   Author ",
}


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def verified(email="ann@example.org", **fields):
    person = user(email, **fields)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def sign_in(client, email, password=PASSWORD, path=LOGIN):
    return client.post(path, {"login": email, "password": password})


def test_a_newcomer_signs_up_verifies_the_address_and_signs_in(client):
    assert client.post(SIGNUP, DATA).url == "/accounts/confirm-email/"
    assert list(User.objects.values_list("email", "name", "is_staff")) == [("ann@example.org", "Ann Author", False)]
    assert sign_in(client, DATA["email"], DATA["password1"]).url == "/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session
    link = re.search(r"http://testserver(/accounts/confirm-email/\S+)", mail.outbox[0].body)[1]
    assert mail.outbox[0].to == ["ann@example.org"]
    assert client.get(link).status_code == 200
    client.post(link)
    assert EmailAddress.objects.get().verified is True
    assert sign_in(client, "ann@example.org", DATA["password1"]).url == "/my-learning/"
    assert client.get("/my-learning/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        (
            {"name": "山田"},
            "name",
            (
                "Certificates cannot print “山”, “田”. Write your name in Latin, Greek or Cyrillic letters, "
                "for example as in your passport."
            ),
        ),
        ({"name": ""}, "name", "This field is required."),
        (
            {"password1": "short", "password2": "short"},
            "password1",
            "This password is too short. It must contain at least 10 characters.",
        ),
        ({"password2": "another-pass-phrase"}, "password2", "You must type the same password each time."),
        ({"email": "ann"}, "email", "Enter a valid email address."),
    ],
)
def test_a_sign_up_that_cannot_be_says_why_and_makes_no_account(client, changes, field, message):
    response = client.post(SIGNUP, {**DATA, **changes})
    assert response.status_code == 200
    assert message in response.context["form"].errors[field]
    assert User.objects.count() == 0


def test_signing_up_again_in_another_case_makes_no_second_account_and_tells_the_owner_only(client):
    verified()
    assert client.post(SIGNUP, DATA).url == "/accounts/confirm-email/"
    assert User.objects.count() == 1
    assert mail.outbox[0].to == ["ann@example.org"]


@pytest.mark.parametrize("email", ["ann@example.org", "ANN@example.ORG", " Ann@Example.org "])
def test_the_address_is_known_in_any_case(client, email):
    verified()
    assert sign_in(client, email).url == "/my-learning/"


def test_a_wrong_password_or_an_unknown_address_is_refused_with_the_same_words(client):
    verified()
    wrong, unknown = sign_in(client, "ann@example.org", "wrong"), sign_in(client, "nobody@example.org", "wrong")
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
    assert wrong.context["form"].non_field_errors() == [
        "The email address and/or password you specified are not correct."
    ]


def test_sign_in_leads_back_to_where_one_was(client):
    verified()
    assert sign_in(client, "ann@example.org", path=f"{LOGIN}?next=/profile/").url == "/profile/"
    client.logout()
    assert sign_in(client, "ann@example.org", path=f"{LOGIN}?next=https://evil.example/").url == "/my-learning/"


def test_guessing_a_password_is_stopped_even_with_the_right_one(client):
    verified()
    for _ in range(10):
        sign_in(client, "ann@example.org", "wrong")
    response = sign_in(client, "ann@example.org")
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_an_inactive_account_cannot_sign_in(client):
    verified(is_active=False)
    sign_in(client, "ann@example.org")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/courses/term/"])
def test_the_administration_has_no_sign_in_of_its_own(client, path):
    response = client.get(path)
    assert response.status_code == 302
    assert response.url.startswith((LOGIN, "/admin/login/"))
    assert client.get(path, follow=True).redirect_chain[-1][0].startswith(LOGIN)


def test_the_administration_s_old_door_does_not_let_anyone_in(client):
    verified(is_staff=True)
    client.post("/admin/login/", {"username": "ann@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", ["/my-learning/", "/profile/"])
def test_private_pages_ask_a_visitor_to_sign_in(client, path):
    assert client.get(path).url == f"{LOGIN}?next={path}"


def test_signing_out_is_a_post(client):
    client.force_login(verified())
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/").url == "/"
    assert "_auth_user_id" not in client.session
