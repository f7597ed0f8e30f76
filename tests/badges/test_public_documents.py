"""What strangers and their wallets read: issuer, achievements, keys, the picture."""

from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from courses.models import Edition
from elearning.badges import services as badges
from elearning.certificates import access
from tests.badges import reading, schema
from tests.certificates.factories import NOW, Passed

ISSUER, KEYS = "/badges/issuer/", "/badges/keys/"
ACHIEVEMENT, PICTURE = "/badges/achievements/her2/1/", "/badges/achievements/her2/1/picture.png"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def payload():
    """The credential of a badge that was given for edition 1 of "her2"."""
    passed = Passed(slug="her2")
    own = access.certificate_of(passed.learner, passed.claim().number)
    return reading.header_and_payload(badges.badge_of(certificate=own, now=NOW).jwt)[1]


def path(address: str) -> str:
    return address.removeprefix("http://testserver").partition("#")[0]


def test_wallets_of_any_origin_may_read_and_keep_them(client, payload):
    types = {ISSUER: "application/ld+json", ACHIEVEMENT: "application/ld+json", KEYS: "application/jwk-set+json"}
    for address, content_type in types.items():
        response = client.get(address)
        assert response.headers["Content-Type"] == content_type
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cache-Control"] == "public, max-age=3600"
        assert "Set-Cookie" not in response.headers
        assert "Ada" not in response.content.decode()


def test_the_issuers_address_gives_the_profile_of_the_credential(client, payload):
    found = client.get(path(payload["issuer"]["id"])).json()
    assert found.pop("@context") == schema.CONTEXTS["const"][:2]
    assert found == payload["issuer"]
    assert schema.problems(found, schema.PROFILE) == []


def test_the_achievements_address_gives_what_the_credential_says(client, payload):
    achievement = payload["credentialSubject"]["achievement"]
    found = client.get(path(achievement["id"])).json()
    assert found.pop("@context") == schema.CONTEXTS["const"][:2]
    assert schema.problems(found, schema.ACHIEVEMENT) == []
    assert {name: found[name] for name in achievement} == achievement
    assert found["creator"]["id"] == payload["issuer"]["id"]


def test_the_picture_is_that_of_the_achievement_without_a_credential(client, payload):
    response = client.get(path(payload["credentialSubject"]["achievement"]["image"]["id"]))
    with Image.open(BytesIO(response.content)) as image:
        assert (image.format, image.size) == ("PNG", (600, 600))
        assert "openbadgecredential" not in image.text
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert "Access-Control-Allow-Origin" not in response.headers


def test_a_key_is_found_at_its_address_and_is_public_only(client, payload):
    (key,) = client.get(KEYS).json()["keys"]
    response = client.get(path(key["kid"]))
    assert response.headers["Content-Type"] == "application/jwk+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json() == key
    assert set(key) == {"kty", "n", "e", "kid", "alg", "use"}


def test_an_edition_that_was_never_published_is_not_found(client, payload):
    draft = Edition.objects.create(
        module=Edition.objects.get().module,
        number=2,
        content_hash="2",
        title="Draft",
        language="en",
        front_matter={},
        outline=[],
        renderer=1,
        loaded_at=NOW,
    )
    for name in ("badge-achievement", "badge-picture"):
        assert client.get(reverse(name, args=["her2", draft.number])).status_code == 404


def test_what_does_not_exist_is_not_found(client, payload):
    assert client.get(reverse("badge-achievement", args=["her2", 9])).status_code == 404
    assert client.get(reverse("badge-achievement", args=["other", 1])).status_code == 404
    assert client.get(reverse("badge-key", args=["no-such-key"])).status_code == 404


def test_they_cost_the_database_little(client, payload, statements):
    counts = {
        address: statements(lambda at=address: client.get(at)) for address in (ISSUER, KEYS, ACHIEVEMENT, PICTURE)
    }
    assert counts == {ISSUER: 0, KEYS: 1, ACHIEVEMENT: 1, PICTURE: 1}
