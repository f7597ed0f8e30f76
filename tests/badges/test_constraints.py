"""The rules that the database itself keeps, each broken once."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from elearning.badges import services as badges
from elearning.badges.models import Badge, PublicKey, StatusList
from elearning.certificates import access
from tests.certificates.factories import NOW, Passed

pytestmark = pytest.mark.django_db


@pytest.fixture
def badge():
    passed = Passed()
    own = access.certificate_of(passed.learner, passed.claim().number)
    return badges.badge_of(certificate=own, now=NOW)


def second(badge, **values):
    given = {"status_list": badge.status_list, "position": 1, "issued_at": NOW, "jwt": "", **values}
    return Badge.objects.create(certificate=values.get("certificate") or Passed().claim(), **given)


def test_a_position_is_given_once(badge):
    with pytest.raises(IntegrityError, match=r"badge_has_a_position_of_its_own|UNIQUE.*position"):
        second(badge, position=badge.position)


def test_a_position_lies_in_the_list(badge):
    with pytest.raises(IntegrityError, match="badge_position_is_in_the_list"):
        second(badge, position=131_072)


def test_a_certificate_has_one_badge(badge):
    with pytest.raises(IntegrityError, match="certificate_id"):
        Badge.objects.create(
            certificate=badge.certificate, status_list=badge.status_list, position=1, issued_at=NOW, jwt=""
        )


def test_a_list_has_a_number_of_its_own(badge):
    with pytest.raises(IntegrityError, match="number"):
        StatusList.objects.create(number=1, created_at=NOW)


def test_a_key_is_kept_once(badge):
    with pytest.raises(IntegrityError, match="thumbprint"):
        PublicKey.objects.create(thumbprint=PublicKey.objects.get().thumbprint, jwk={}, since=NOW)


CHANGES = [
    (Badge, {"position": 1}),
    (Badge, {"issued_at": NOW + timedelta(days=1)}),
    (StatusList, {"number": 2}),
    (StatusList, {"created_at": NOW + timedelta(days=1)}),
    (PublicKey, {"jwk": {}}),
    (PublicKey, {"thumbprint": "x"}),
]


def test_what_proves_a_badge_is_never_changed(badge):
    for model, values in CHANGES:
        with pytest.raises(DatabaseError, match="permanent"), transaction.atomic():
            model.objects.update(**values)


def test_what_proves_a_badge_is_never_deleted(badge, kept_rows):
    for model in (Badge, StatusList, PublicKey):
        kept_rows("elearning.badges", model._meta.db_table)
        with pytest.raises(DatabaseError, match="permanent"), transaction.atomic():
            model.objects.all()._raw_delete("default")


def test_a_credential_can_be_blanked(badge):
    assert Badge.objects.update(jwt="") == 1
