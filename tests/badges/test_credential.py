"""What a badge says, for every kind of certificate: pure values in, JSON out."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.badges.domain import credential as badges
from elearning.badges.domain.addresses import Addresses
from elearning.badges.texts import achieved
from elearning.interop.record import Activity, CompletionRecord, Credit
from tests.badges import schema

AT = Addresses("https://learn.example.org")
ISSUER = badges.Issuer("The Society", "education@example.org")
RECIPIENT = badges.Recipient("urn:uuid:6f1d7a9e-30c5-4a5c-8c0f-3a1b7f5c2d11", "ada@example.org", "Kosher")
PLACE = badges.Place(3, 94_567)
ACTIVITY = Activity(
    slug="her2",
    title="HER2-positive breast cancer",
    provider="The Society",
    language="en",
    edition=2,
    content_hash="abc",
    release=date(2027, 1, 1),
    last_review=date(2027, 1, 1),
    last_valid_day=date(2027, 12, 31),
    slides=60,
    minutes=49,
)
CREDIT = Credit("ama", "ACCME", "AMA PRA Category 1 Credit™", "X-17", Decimal("0.75"), Decimal("1.00"))
RECORD = CompletionRecord(
    number="K7QD-4M2X-9T3F",
    name="Ada Example",
    profession="physician",
    variant="physician",
    activity=ACTIVITY,
    credit=CREDIT,
    completed_at=datetime(2027, 3, 1, 11, 0, 0, 987654, tzinfo=UTC),
    issued_at=datetime(2027, 3, 1, 12, 0, tzinfo=UTC),
    time_zone="Europe/Zurich",
    correct=18,
    total=20,
    pass_percent=75,
    statement=("The Society designates this activity …",),
    verify_url="https://learn.example.org/verify/K7QD-4M2X-9T3F/",
)
KINDS = {
    "physician": RECORD,
    "other professions": replace(RECORD, variant="other-professions", profession="pharmacist"),
    "participation": replace(RECORD, variant="participation", profession="nurse", credit=None),
    "no credit": replace(RECORD, variant="no-credit", credit=None, statement=("No credit was awarded.",)),
    "demonstration": replace(RECORD, variant="no-credit", credit=None, demonstration=True),
    "name no longer kept": replace(RECORD, name=""),
    "no reference number": replace(RECORD, credit=replace(CREDIT, reference_number="")),
}


def made(record=RECORD, recipient=RECIPIENT):
    return badges.credential(record, achieved(record), ISSUER, recipient, PLACE, AT)


@pytest.mark.parametrize("kept", schema.schemas().values(), ids=schema.schemas())
@pytest.mark.parametrize("record", KINDS.values(), ids=KINDS)
def test_every_kind_of_certificate_is_a_valid_open_badge(record, kept):
    recipient = replace(RECIPIENT, started_at=datetime(2027, 2, 1, tzinfo=UTC))
    assert schema.problems(made(record, recipient), kept) == []


@pytest.mark.parametrize("lacking", ["@context", "id", "type", "credentialSubject", "issuer", "validFrom"])
@pytest.mark.parametrize("kept", schema.schemas().values(), ids=schema.schemas())
def test_the_schemas_notice_what_is_missing(kept, lacking):
    document = made()
    del document[lacking]
    assert [lacking in problem for problem in schema.problems(document, kept)] == [True]


def test_credit_is_told_in_full():
    subject = made()["credentialSubject"]
    assert (subject["creditsEarned"], subject["achievement"]["creditsAvailable"]) == (0.75, 1.0)
    assert subject["achievement"]["resultDescription"] == [
        {
            "id": "https://learn.example.org/badges/achievements/her2/2/#ama-credit",
            "type": ["ResultDescription"],
            "name": "AMA PRA Category 1 Credit™",
            "resultType": "Result",
            "valueMin": "0",
            "valueMax": "1",
        }
    ]
    assert subject["result"] == [
        {
            "type": ["Result"],
            "resultDescription": "https://learn.example.org/badges/achievements/her2/2/#ama-credit",
            "value": "0.75",
        }
    ]
    assert subject["achievement"]["otherIdentifier"] == [
        {"type": "IdentifierEntry", "identifier": "X-17", "identifierType": "identifier"}
    ]


@pytest.mark.parametrize("kind", ["participation", "no credit", "demonstration"])
def test_without_credit_no_credit_is_spoken_of(kind):
    subject = made(KINDS[kind])["credentialSubject"]
    assert not {"creditsEarned", "result"} & set(subject)
    assert not {"creditsAvailable", "resultDescription", "otherIdentifier"} & set(subject["achievement"])
    assert subject["achievement"]["id"] == "https://learn.example.org/badges/achievements/her2/2/"


def test_the_credit_of_two_bodies_is_two_achievements_of_one_document():
    other = made(replace(RECORD, credit=replace(CREDIT, scheme="eaccme")))
    ids = [one["credentialSubject"]["achievement"]["id"] for one in (made(), other)]
    assert ids == [
        "https://learn.example.org/badges/achievements/her2/2/#ama",
        "https://learn.example.org/badges/achievements/her2/2/#eaccme",
    ]


def test_a_demonstration_says_so():
    document = made(KINDS["demonstration"])
    assert document["description"] == (
        "Completion of the learning module “HER2-positive breast cancer” by The Society. Demonstration, no credit."
    )


def test_what_the_certificate_states_about_credit_is_in_it():
    document = made(replace(RECORD, statement=("First sentence.", "Second sentence.")))
    assert document["credentialSubject"]["narrative"] == "First sentence.\n\nSecond sentence."


def test_instants_are_whole_seconds():
    document = made()
    assert (document["awardedDate"], document["validFrom"]) == ("2027-03-01T11:00:00Z", "2027-03-01T12:00:00Z")


def test_the_result_of_the_test_is_nobodys_business():
    assert "18" not in str(made()["credentialSubject"].get("result"))
    assert "75 %" not in str(made())


def test_the_state_is_asked_at_the_list():
    assert made()["credentialStatus"] == {
        "id": "https://learn.example.org/badges/status/3/#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": "https://learn.example.org/badges/status/3/",
    }


def test_the_identity_hash_is_that_of_the_specifications_example():
    hashed = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    assert badges.identity_hash("a@example.com", "Kosher") == hashed


@settings(max_examples=200)
@given(st.decimals(min_value=0, max_value=1000, places=2))
def test_credit_is_written_without_idle_zeros_and_means_the_same(amount):
    text = badges.decimal(amount)
    assert Decimal(text) == amount
    assert text == "0" or not (("." in text and text.endswith("0")) or text.endswith("."))
