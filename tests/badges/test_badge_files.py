"""A learner's own badge: its files, its door, and what it proves to others."""

import hashlib
import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import jwt as pyjwt
import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from lxml import etree
from PIL import Image

from elearning.audit.models import Entry
from elearning.badges import services as badges
from elearning.badges.models import Badge
from elearning.certificates import access, services
from elearning.certificates.models import Certificate
from tests.badges import reading, schema
from tests.certificates.factories import NOW, Passed, accreditation
from tests.quizzes import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
KINDS = ["png", "svg", "jwt"]


@pytest.fixture
def passed():
    return Passed(slug="her2")


@pytest.fixture
def certificate(passed):
    return passed.claim()


@pytest.fixture
def browser(passed):
    client = Client()
    client.force_login(passed.learner)
    return client


def file_of(browser, certificate, kind):
    return browser.get(reverse(f"badge-{kind}", args=[certificate.number]))


def token_of(browser, certificate) -> str:
    return file_of(browser, certificate, "jwt").content.decode()


def test_each_kind_is_downloaded_as_a_file_of_its_own(browser, certificate):
    types = {"png": "image/png", "svg": "image/svg+xml", "jwt": "text/plain; charset=utf-8"}
    for kind, content_type in types.items():
        response = file_of(browser, certificate, kind)
        assert response.headers["Content-Type"] == content_type
        assert response.headers["Content-Disposition"] == f'attachment; filename="badge-{certificate.number}.{kind}"'
        assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))
        assert "Access-Control-Allow-Origin" not in response.headers


def test_picture_and_record_hold_the_same_credential(browser, certificate):
    token = token_of(browser, certificate)
    assert reading.in_png(file_of(browser, certificate, "png").content) == token
    assert reading.in_svg(file_of(browser, certificate, "svg").content) == token


def test_the_second_download_gives_the_same_bytes(browser, certificate):
    first = [file_of(browser, certificate, kind).content for kind in KINDS]
    assert [file_of(browser, certificate, kind).content for kind in KINDS] == first
    assert Badge.objects.count() == 1
    assert list(Entry.objects.filter(action="badge.issued").values_list("after", flat=True)) == [
        {"number": certificate.number}
    ]


def test_another_library_verifies_the_proof(browser, certificate):
    payload = reading.verified(Client(), token_of(browser, certificate))
    assert payload["iss"] == payload["issuer"]["id"] == "http://testserver/badges/issuer/"
    assert payload["jti"] == payload["id"] == f"http://testserver/verify/{certificate.number}/"
    assert payload["sub"] == payload["credentialSubject"]["id"]
    assert payload["nbf"] == int(NOW.timestamp())
    assert payload["validFrom"] == "2027-03-01T12:00:00Z"


def test_the_header_is_what_open_badges_asks_for(browser, certificate):
    header, _ = reading.header_and_payload(token_of(browser, certificate))
    (key,) = Client().get(reverse("badge-keys")).json()["keys"]
    assert header == {"alg": "RS256", "typ": "JWT", "kid": key["kid"]}


def test_one_changed_character_fails(browser, certificate):
    token = token_of(browser, certificate)
    key = pyjwt.PyJWK(Client().get(reading.header_and_payload(token)[0]["kid"]).json())
    places = [len(token) // 3, len(token) // 2, token.rindex(".") + 9]  # the last one is the signature's
    for place in (9, *places):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(pyjwt.InvalidTokenError):
            pyjwt.decode(changed, key, algorithms=["RS256"], options={"verify_nbf": False})


def test_the_address_stands_in_it_only_as_a_salted_hash_and_the_name_as_printed(browser, passed, certificate):
    _, payload = reading.header_and_payload(token_of(browser, certificate))
    hashed, printed = payload["credentialSubject"]["identifier"]
    digest = hashlib.sha256(f"{passed.learner.email}{hashed['salt']}".encode()).hexdigest()
    assert hashed == {
        "type": "IdentityObject",
        "hashed": True,
        "identityType": "emailAddress",
        "identityHash": f"sha256${digest}",
        "salt": hashed["salt"],
    }
    assert re.fullmatch("[0-9a-f]{32}", hashed["salt"])
    assert (printed["identityType"], printed["identityHash"]) == ("name", "Ada Example")
    assert passed.learner.email not in str(payload)


def test_two_badges_of_a_person_share_neither_subject_nor_salt(browser, passed, certificate):
    _, first = reading.header_and_payload(token_of(browser, certificate))
    corrected = passed.correct(certificate, "Ada Beispiel")
    _, second = reading.header_and_payload(token_of(browser, corrected))
    assert first["sub"] != second["sub"]
    salts = {payload["credentialSubject"]["identifier"][0]["salt"] for payload in (first, second)}
    assert len(salts) == 2


def test_another_learners_badge_is_not_found(certificate):
    stranger = Client()
    stranger.force_login(factories.learner())
    assert [file_of(stranger, certificate, kind).status_code for kind in KINDS] == [404, 404, 404]
    assert Badge.objects.count() == 0


def test_who_is_not_signed_in_is_asked_to(certificate):
    for kind in KINDS:
        assert file_of(Client(), certificate, kind).headers["Location"].startswith(reverse("account_login"))


def test_a_revoked_certificate_gives_no_badge(browser, passed, certificate):
    services.revoke(certificate=certificate, reason="Wrong person", actor=None, now=NOW)
    response = file_of(browser, certificate, "png")
    assert response.headers["Location"] == reverse("certificate", args=[passed.module.slug])
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "This certificate was revoked. Write to us if you have questions."
    ]


def test_a_replaced_certificate_gives_no_badge(browser, passed, certificate):
    passed.correct(certificate, "Ada Beispiel")
    response = file_of(browser, certificate, "png")
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "This certificate was replaced by a newer one. Take the badge of that one."
    ]
    assert Badge.objects.count() == 0


def test_a_badge_that_was_blanked_is_not_made_again(browser, certificate):
    token_of(browser, certificate)
    assert badges.forget(certificates=Certificate.objects.all()) == 1
    assert file_of(browser, certificate, "jwt").status_code == 404
    assert Badge.objects.get().jwt == ""


def test_a_second_download_asks_the_database_little(browser, certificate, statements):
    file_of(browser, certificate, "png")
    assert statements(lambda: file_of(browser, certificate, "png")) == 4


def test_the_pictures_are_600_wide_and_say_what_they_show(browser, certificate):
    with Image.open(BytesIO(file_of(browser, certificate, "png").content)) as image:
        assert image.size == (600, 600)
        assert image.text["Description"] == TEXT
    svg = etree.fromstring(file_of(browser, certificate, "svg").content)
    title = svg.find("{http://www.w3.org/2000/svg}title")
    assert (svg.get("width"), svg.get("role"), title.text) == ("600", "img", TEXT)
    assert svg.get("aria-labelledby") == title.get("id")


def test_the_credential_is_the_first_element_of_the_svg(browser, certificate):
    svg = etree.fromstring(file_of(browser, certificate, "svg").content)
    assert svg[0].tag == reading.SVG_CREDENTIAL


def test_the_page_of_a_certificate_shows_its_badge_and_makes_none(browser, passed, certificate):
    page = browser.get(reverse("certificate", args=[passed.module.slug])).content.decode()
    for kind in KINDS:
        assert f'href="{reverse(f"badge-{kind}", args=[certificate.number])}"' in page
    assert f'src="{reverse("badge-picture", args=[passed.module.slug, 1])}"' in page
    assert Badge.objects.count() == 0


def test_the_page_of_a_revoked_certificate_shows_no_badge(browser, passed, certificate):
    services.revoke(certificate=certificate, reason="Wrong person", actor=None, now=NOW)
    page = browser.get(reverse("certificate", args=[passed.module.slug])).content.decode()
    assert "badge-block" not in page


def test_the_start_of_the_activity_stands_in_it_where_it_is_known(browser, passed, certificate):
    from courses.models import Start

    at = NOW - timedelta(hours=2)
    Start.objects.create(learner=passed.learner, module=passed.module, edition=passed.edition, at=at)
    _, payload = reading.header_and_payload(token_of(browser, certificate))
    assert payload["credentialSubject"]["activityStartDate"] == "2027-03-01T10:00:00Z"
    assert payload["credentialSubject"]["activityEndDate"] == "2027-03-01T12:00:00Z"


@pytest.mark.parametrize(
    ("accredited", "profession", "claimed", "said"),
    [
        (["own", "national"], "physician", {"own": "0.75", "national": "1"}, [("physician", 0.75), ("physician", 1.0)]),
        (["own"], "nurse", {"own": "1"}, [("other-professions", 1.0)]),
        (["own"], "dentist", {}, [("participation", None)]),
        ([], "physician", {}, [("no-credit", None)]),
    ],
    ids=["two bodies", "other professions", "participation", "no credit"],
)
def test_the_badge_of_every_issued_certificate_is_valid(accredited, profession, claimed, said):
    passed = Passed()
    for scheme in accredited:
        accreditation(passed.module, scheme=scheme, credit_name=f"{scheme} point", step=Decimal("0.25"))
    issued = passed.claim_all(profession=profession, **claimed)
    found = []
    for certificate in issued:
        own = access.certificate_of(passed.learner, certificate.number)
        _, payload = reading.header_and_payload(badges.badge_of(certificate=own, now=NOW).jwt)
        claims = {name: payload.pop(name) for name in ("iss", "jti", "nbf", "sub")}
        assert [schema.problems(payload, kept) for kept in schema.schemas().values()] == [[]] * len(schema.schemas())
        assert claims["jti"] == payload["id"]
        found.append((own.variant, payload["credentialSubject"].get("creditsEarned")))
    assert sorted(found, key=str) == said


TEXT = "Badge: HER2-positive breast cancer, Demonstration Society of Medical Oncology"
