"""Hand-written requests, two devices at once, and staff who reach for more than they were given."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from courses import rows
from courses.domain.reading import Mark
from courses.models import Progress, Term
from elearning.accounts.models import User
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def staff(client, *permissions):
    user = factories.user("staff@example.org", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return user


def test_of_two_first_requests_for_a_slide_the_earlier_may_arrive_last(edition, learner):
    def seen(at):
        return Mark(1, edition.pk, "hash", last_seen=at, active_seconds=1)

    for at in (NOW + timedelta(seconds=1), NOW):
        rows.add_visits(learner.pk, edition.module_id, {"one": seen(at)})
    progress = Progress.objects.get()
    assert (progress.last_seen, progress.active_seconds) == (NOW + timedelta(seconds=1), 2)


@pytest.mark.parametrize("address", ["/verify/%00/", "/modules/sample/media/%00/a.png", "/modules/sample/media/a/%00"])
def test_an_address_with_a_nul_character_is_a_bad_request(client, address):
    assert client.get(address).status_code == 400


def test_a_cookie_with_a_nul_character_is_a_bad_request(client):
    assert client.get("/", headers={"Cookie": 'sessionid="\\000aaaaaaaaaa"'}).status_code == 400


@pytest.mark.parametrize("charset", ["utf-16", "latin-1"])
def test_a_form_that_is_not_utf_8_is_a_bad_request(client, charset):
    content_type = f"application/x-www-form-urlencoded; charset={charset}"
    assert client.post("/accounts/login/", "login=a", content_type=content_type).status_code == 400


@pytest.mark.parametrize(
    "framed", [{"CONTENT_LENGTH": 60}, {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}]
)
def test_a_form_cut_off_on_its_way_is_a_bad_request(client, learner, framed):
    client.force_login(learner)
    sent = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "wsgi.input": BytesIO(b"name=Ada")}
    assert client.post("/profile/", **sent, **framed).status_code == 400


def test_staff_without_permission_see_no_audit_history(client, edition):
    staff(client)
    address = reverse("admin:courses_module_history", args=[edition.module_id])
    assert client.get(address).status_code == 403


def test_staff_who_may_change_users_cannot_give_themselves_rights(client):
    user = staff(client, "change_user", "view_user")
    rights = {"is_staff": "on", "is_active": "on", "is_superuser": "on", "user_permissions": ["1", "2"]}
    client.post(reverse("admin:accounts_user_change", args=[user.pk]), rights)
    user = User.objects.get(pk=user.pk)
    assert (user.is_superuser, user.user_permissions.count()) == (False, 2)


def test_staff_cannot_change_a_superuser(client, administrator):
    staff(client, "change_user", "view_user")
    address = reverse("admin:accounts_user_change", args=[administrator.pk])
    assert client.post(address, {"is_member": "on"}).status_code == 403
    assert User.objects.get(pk=administrator.pk).is_active


def test_a_release_at_the_beginning_of_the_calendar_is_refused(client, administrator, edition):
    client.force_login(administrator)
    term = Term.objects.get()
    sent = {"release": "0001-01-01", "last_review": "0001-01-01", "last_valid_day": "2027-12-31", "reason": "Try"}
    response = client.post(reverse("admin:courses_term_change", args=[term.pk]), sent)
    assert "release" in response.context["adminform"].form.errors
