"""The name that certificates print, and the rights that administrators give."""

import pytest

from elearning.accounts import services
from elearning.accounts.models import User
from elearning.audit.models import Entry
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_a_new_name_is_stored_normalised_and_audited_without_the_name(signed_in, learner):
    response = signed_in.post("/profile/", {"name": "  Ada   Zoe\u0308 "})
    assert response.url == "/profile/"
    assert User.objects.get().name == "Ada Zoë"
    assert Entry.objects.values_list("action", "actor_id", "subject_id", "before", "after").get() == (
        "account.name-changed", learner.pk, str(learner.pk), {}, {},
    )  # fmt: skip
    assert "Your profile is saved." in signed_in.get("/profile/").content.decode()


@pytest.mark.parametrize("name", ["", "山田", "Ada\u202e", "12", "A" * 121])
def test_a_name_that_cannot_be_printed_changes_nothing(signed_in, name):
    response = signed_in.post("/profile/", {"name": name})
    assert response.status_code == 200
    assert len(response.context["form"].errors["name"]) == 1
    assert response.context["user"].name == "Ada Learner"
    assert (User.objects.get().name, Entry.objects.count()) == ("Ada Learner", 0)


def test_the_form_shows_the_name_as_it_is(signed_in):
    assert 'value="Ada Learner"' in signed_in.get("/profile/").content.decode()


def test_nobody_can_give_themselves_rights_by_the_form(signed_in):
    signed_in.post("/profile/", {"name": "Ada", "is_staff": "on", "is_member": "on", "email": "x@example.org"})
    assert User.objects.values_list("email", "is_staff", "is_member").get() == ("learner@example.org", False, False)


def test_rights_are_changed_with_an_audit_row(learner, administrator):
    services.set_rights(user=learner, rights={"is_member": True, "is_staff": False}, actor=administrator, now=NOW)
    learner.refresh_from_db()
    assert (learner.is_member, learner.is_staff) == (True, False)
    entry = Entry.objects.get()
    assert (entry.action, entry.actor_id, entry.subject_id) == (
        "account.rights-changed",
        administrator.pk,
        str(learner.pk),
    )
    assert (entry.before, entry.after) == (
        {"is_member": False, "is_staff": False},
        {"is_member": True, "is_staff": False},
    )


def test_an_address_is_stored_in_small_letters_and_found_in_any_case():
    created = User.objects.create_user("Ann@Example.ORG", "x", name="Ann")
    assert created.email == "ann@example.org"
    assert User.objects.get_by_natural_key("ANN@example.org") == created
    assert created.has_usable_password()


def test_a_superuser_enters_the_administration():
    created = User.objects.create_superuser("root@example.org", "x")
    assert (created.is_staff, created.is_superuser, created.name) == (True, True, "Administrator")
