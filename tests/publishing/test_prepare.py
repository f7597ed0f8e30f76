"""The start of the site: ready at the first run, unchanged at the second, no demonstration data in production."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ImproperlyConfigured

from courses.models import Module
from elearning.accounts.models import User
from elearning.publishing.demonstration import PASSWORD, create_accounts
from tests.publishing.folders import database, run

pytestmark = pytest.mark.django_db

EMAILS = ["admin@example.org", "author@example.org", "learner@example.org"]


def test_a_demonstration_gets_the_shipped_modules_and_accounts_once(settings):
    code, said = run("prepare")
    assert code == 0
    names = "learner@example.org, author@example.org, admin@example.org"
    assert said == [f"Sign in at {settings.SITE_URL}/accounts/login/ as {names} with the password demo-elearning"]
    assert list(Module.objects.order_by("slug").values_list("slug", "demonstration")) == [
        ("chemotherapy-nausea-vomiting", True),
        ("her2-metastatic-breast-cancer", True),
    ]
    before = database()
    assert run("prepare") == (0, said)
    assert database() == before


def test_demonstration_accounts_sign_in_with_the_password_that_is_printed():
    create_accounts()
    assert list(User.objects.order_by("email").values_list("email", "is_staff")) == list(
        zip(EMAILS, (True, False, False), strict=True)
    )
    assert all(user.check_password("demo-elearning") for user in User.objects.all())
    assert PASSWORD == "demo-elearning"
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == 3


def test_an_account_that_exists_is_left_as_it_is():
    User.objects.create_user("learner@example.org", "own password", name="Own Name")
    create_accounts()
    assert User.objects.get(email="learner@example.org").check_password("own password")
    assert User.objects.count() == 3


def test_production_gets_no_demonstration_accounts_and_no_modules(settings):
    settings.DEMO = False
    before = database()
    assert run("prepare") == (0, [])
    with pytest.raises(ImproperlyConfigured):
        create_accounts()
    assert database() == before
