"""The public list that tells which badges were revoked, and for whom it can be told: for nobody."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.badges import services as badges
from elearning.badges.domain import statuslist
from elearning.badges.models import Badge, StatusList
from elearning.certificates import access, services
from tests.badges import reading
from tests.certificates.factories import NOW, Passed


@settings(max_examples=200, deadline=None)
@given(st.sets(st.integers(0, statuslist.BITS - 1), max_size=20), st.integers(0, statuslist.BITS - 1))
def test_exactly_the_given_positions_are_set(positions, other):
    encoded = statuslist.encoded(positions)
    assert encoded[0] == "u"
    assert {place for place in positions | {other} if reading.bit(encoded, place)} == positions


def test_a_list_is_as_long_as_the_specification_demands():
    assert statuslist.BITS == 16 * 1024 * 8


@pytest.fixture
def passed(db, clock):
    return Passed()


def badge_of(passed, certificate=None) -> Badge:
    own = certificate or passed.claim()
    return badges.badge_of(certificate=access.certificate_of(passed.learner, own.number), now=NOW)


def listed(client, badge) -> dict:
    return reading.verified(
        client, client.get(reverse("badge-status", args=[badge.status_list.number])).content.decode()
    )


def bit_of(client, badge) -> int:
    return reading.bit(listed(client, badge)["credentialSubject"]["encodedList"], badge.position)


def test_the_bit_follows_a_revocation(client, passed):
    badge = badge_of(passed)
    before = bit_of(client, badge)
    services.revoke(certificate=badge.certificate, reason="Wrong person", actor=None, now=NOW)
    assert (before, bit_of(client, badge)) == (0, 1)


def test_the_bit_follows_a_correction_and_the_new_badge_holds(client, passed):
    old = badge_of(passed)
    new = badge_of(passed, passed.correct(old.certificate, "Ada Beispiel"))
    assert (bit_of(client, old), bit_of(client, new)) == (1, 0)


def test_a_revocation_sets_the_bits_of_all_numbers_of_a_completion(client, passed):
    old = badge_of(passed)
    new = badge_of(passed, passed.correct(old.certificate, "Ada Beispiel"))
    services.revoke(certificate=new.certificate, reason="Wrong person", actor=None, now=NOW)
    assert (bit_of(client, old), bit_of(client, new)) == (1, 1)


def test_the_list_is_a_credential_of_its_own_and_not_for_long(client, passed):
    badge = badge_of(passed)
    response = client.get(reverse("badge-status", args=[1]))
    assert response.headers["Content-Type"] == "application/vc+jwt"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    header, payload = reading.header_and_payload(response.content.decode())
    assert (header["typ"], header["alg"]) == ("vc+jwt", "RS256")
    assert payload["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert payload["id"] == reading.header_and_payload(badge.jwt)[1]["credentialStatus"]["statusListCredential"]
    assert payload["issuer"] == "http://testserver/badges/issuer/"
    assert (payload["validFrom"], payload["validUntil"]) == ("2027-03-01T12:00:00Z", "2027-03-02T12:00:00Z")
    subject = payload["credentialSubject"]
    assert (subject["type"], subject["statusPurpose"]) == ("BitstringStatusList", "revocation")


def test_the_list_says_nothing_about_a_person(client, passed):
    badge_of(passed)
    told = str(reading.header_and_payload(client.get(reverse("badge-status", args=[1])).content.decode()))
    assert "Ada" not in told
    assert passed.learner.email not in told


def test_a_list_that_does_not_exist_is_not_found(client, passed):
    badge_of(passed)
    assert client.get(reverse("badge-status", args=[2])).status_code == 404


def test_the_list_costs_the_same_for_one_badge_and_for_three(client, passed, statements):
    address = reverse("badge-status", args=[1])

    def revoked():
        badge = badge_of(Passed())
        services.revoke(certificate=badge.certificate, reason="Wrong person", actor=None, now=NOW)

    revoked()
    one = statements(lambda: client.get(address))
    revoked()
    revoked()
    assert (one, statements(lambda: client.get(address))) == (3, 3)


def test_a_full_list_is_followed_by_a_new_one(client, passed, monkeypatch):
    monkeypatch.setattr(statuslist, "CAPACITY", 2)
    made = [badge_of(passed), badge_of(Passed()), badge_of(Passed())]
    assert [badge.status_list.number for badge in made] == [1, 1, 2]
    assert StatusList.objects.count() == 2
    assert bit_of(client, made[2]) == 0


def test_a_position_that_is_taken_is_drawn_again(passed, monkeypatch):
    drawn = iter([7, 7, 9])
    monkeypatch.setattr(badges.secrets, "randbelow", lambda _: next(drawn))
    assert [badge_of(passed).position, badge_of(Passed()).position] == [7, 9]


def test_erasure_leaves_the_state_of_copies_to_be_asked(client, passed):
    badge = badge_of(passed)
    passed.learner.delete()
    badges.forget(certificates=type(badge.certificate).objects.filter(completion__learner=None))
    services.revoke(certificate=badge.certificate, reason="Wrong person", actor=None, now=NOW)
    badge.refresh_from_db()
    assert (badge.jwt, bit_of(Client(), badge)) == ("", 1)
