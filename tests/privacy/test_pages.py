"""The pages on which somebody has an account erased: its owner, or an administrator on request."""

import pytest
from django.core import mail

from elearning.accounts.models import User
from elearning.audit.models import Entry
from tests.factories import PASSWORD, user

pytestmark = pytest.mark.django_db
ERASE = "/profile/erase/"
CONFIRM = f"/accounts/reauthenticate/?next={ERASE}"


@pytest.fixture
def confirmed(signed_in):
    """A learner's browser in which the password was given a moment ago."""
    assert signed_in.post(CONFIRM, {"password": PASSWORD, "next": ERASE}).url == ERASE
    return signed_in


def test_the_profile_leads_to_both(signed_in):
    page = signed_in.get("/profile/").content.decode()
    assert 'href="/profile/data/"' in page
    assert f'href="{ERASE}"' in page


def test_the_page_says_what_goes_and_what_stays_without_asking_for_the_password(signed_in):
    page = signed_in.get(ERASE).content.decode()
    for heading in ("What goes, at once and for good", "What stays without a name", "What stays with the name"):
        assert heading in page
    assert "until 6 years after the completion" in page


def test_the_address_typed_after_the_password_erases_signs_out_and_says_so(
    confirmed, learner, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = confirmed.post(ERASE, {"email": " Learner@Example.ORG"})
    assert response.url == "/profile/erased/"
    assert "Your account is erased" in confirmed.get(response.url).content.decode()
    assert "_auth_user_id" not in confirmed.session
    assert confirmed.get("/profile/").url == "/accounts/login/?next=/profile/"
    assert (User.objects.count(), [message.to for message in mail.outbox]) == (0, [["learner@example.org"]])


def test_without_a_password_given_lately_nothing_is_erased_before_it_is(signed_in, learner):
    response = signed_in.post(ERASE, {"email": learner.email})
    assert response.url == "/accounts/reauthenticate/?next=%2Fprofile%2Ferase%2F"
    assert User.objects.count() == 1
    assert signed_in.post(response.url, {"password": "wrong", "next": ERASE}).status_code == 200
    assert User.objects.count() == 1
    assert signed_in.post(response.url, {"password": PASSWORD, "next": ERASE}).url == "/profile/erased/"
    assert User.objects.count() == 0
    assert signed_in.get("/profile/erased/").status_code == 200


def test_a_mistake_found_after_the_password_can_be_mended_in_place(signed_in, learner):
    asked = signed_in.post(ERASE, {"email": "other@example.org"}).url
    shown = signed_in.post(asked, {"password": PASSWORD, "next": ERASE})
    assert shown.status_code == 422
    assert f'action="{ERASE}"' in shown.content.decode()
    assert signed_in.post(ERASE, {"email": learner.email}).url == "/profile/erased/"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "This field is required."),
        ("nobody", "Enter a valid email address."),
        ("other@example.org", "This is not the address of this account. You sign in as learner@example.org."),
    ],
)
def test_another_address_erases_nothing_and_says_why(confirmed, typed, message):
    response = confirmed.post(ERASE, {"email": typed})
    assert (response.status_code, response.context["form"].errors["email"]) == (422, [message])
    assert User.objects.count() == 1


def test_the_only_administrator_is_told_what_to_do_first(clock, client, administrator):
    client.force_login(administrator)
    client.post(CONFIRM, {"password": PASSWORD, "next": ERASE})
    response = client.post(ERASE, {"email": administrator.email})
    assert response.context["form"].non_field_errors() == [
        "You are the only administrator. Give somebody else these rights first."
    ]
    assert User.objects.count() == 1


def test_nobody_is_signed_in_to_erase(client):
    assert client.post(ERASE, {"email": "learner@example.org"}).url == f"/accounts/login/?next={ERASE}"


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


def desk(person):
    return f"/admin/accounts/user/{person.pk}/erase/"


def test_an_administrator_erases_on_request_with_a_reason_in_the_audit(at_desk, administrator, learner):
    assert desk(learner) in at_desk.get(f"/admin/accounts/user/{learner.pk}/change/").content.decode()
    assert at_desk.get(desk(learner)).status_code == 200
    response = at_desk.post(desk(learner), {"email": learner.email, "reason": "Request by letter of 3 May"})
    assert response.url == "/admin/accounts/user/"
    assert list(User.objects.all()) == [administrator]
    entry = Entry.objects.first()
    assert (entry.action, entry.actor_id, entry.subject_id, entry.reason) == (
        "account.erased", administrator.pk, str(learner.pk), "Request by letter of 3 May",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        (
            {"email": "other@example.org", "reason": "Asked"},
            "email",
            "This is not the address of this account, which is learner@example.org.",
        ),
        ({"email": "learner@example.org", "reason": "  "}, "reason", "This field is required."),
        (
            {"email": "learner@example.org", "reason": "ada learner asked"},
            "reason",
            "The reason names the person. The audit must not: it outlives the account.",
        ),
        (
            {"email": "learner@example.org", "reason": "Mail from learner@example.org"},
            "reason",
            "The reason names the person. The audit must not: it outlives the account.",
        ),
    ],
)
def test_an_administrator_s_mistake_erases_nobody(at_desk, learner, sent, field, message):
    assert at_desk.post(desk(learner), sent).context["form"].errors[field] == [message]
    assert User.objects.filter(pk=learner.pk).exists()


def test_a_short_name_within_other_words_does_not_stand_in_the_way(at_desk, learner):
    User.objects.filter(pk=learner.pk).update(name="Li")
    refused = at_desk.post(desk(learner), {"email": learner.email, "reason": "Mr Li asked"})
    assert "reason" in refused.context["form"].errors
    assert at_desk.post(desk(learner), {"email": learner.email, "reason": "The client asked"}).status_code == 302


def test_staff_without_the_right_erase_nobody_and_none_a_superuser(client, administrator, learner):
    from django.contrib.auth.models import Permission

    staff = user("staff@example.org", is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    client.force_login(staff)
    assert desk(learner) not in client.get(f"/admin/accounts/user/{learner.pk}/change/").content.decode()
    assert client.post(desk(learner), {"email": learner.email, "reason": "Asked"}).status_code == 403
    staff.user_permissions.add(Permission.objects.get(codename="delete_user"))
    assert client.post(desk(administrator), {"email": administrator.email, "reason": "Asked"}).status_code == 403
    assert client.post(desk(learner), {"email": learner.email, "reason": "Asked"}).status_code == 302
    assert set(User.objects.all()) == {staff, administrator}
