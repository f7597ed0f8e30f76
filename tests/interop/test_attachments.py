"""What is attached inside a certificate's PDF is read again, field by field."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from elearning.interop.credit import credit_id, credit_json
from elearning.interop.medbiquitous import NAMESPACES, activity_report
from tests.interop.records import ACTIVITY, record

ONE = "/a:ActivityReports/a:ActivityReport"
MODULE = f"{ONE}/a:Activity/a:Module"
CERTIFICATE = f"{MODULE}/a:CreditCertificate"


def texts(content: bytes, path: str) -> list[str]:
    return etree.fromstring(content).xpath(f"{path}/text()", namespaces=NAMESPACES)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/a:ActivityReports/a:DateTimeCreated", "2027-03-02T09:00:00+00:00"),
        (f"{ONE}/a:ReportingOrganization", "The Society"),
        (f"{ONE}/a:Member/m:Name/n:GivenName", "Ada Maria"),
        (f"{ONE}/a:Member/m:Name/n:FamilyName", "Example"),
        (f"{ONE}/a:Activity/a:ProviderOrganization", "The Society"),
        (f"{ONE}/a:Activity/a:ActivityName", "HER2 & beyond"),
        (f"{MODULE}/a:ModuleName", "HER2 & beyond"),
        (f"{MODULE}/a:Metadata/lom:lom/lom:general/lom:language", "en"),
        (f"{MODULE}//lom:identifier[lom:catalog='Provider Activity ID']/lom:entry", "her2"),
        (f"{MODULE}//lom:identifier[lom:catalog='Edition']/lom:entry", "3"),
        (f"{MODULE}//lom:identifier[lom:catalog='Content SHA-256']/lom:entry", "ab" * 32),
        (f"{MODULE}/a:Status", "Completed"),
        (f"{MODULE}/a:CompletedDateTime", "2027-03-01T23:30:00+01:00"),
        (f"{CERTIFICATE}/a:CreditReceived/hx:accreditingBody", "ACCME"),
        (f"{CERTIFICATE}/a:CreditReceived/hx:accreditedProvider", "The Society"),
        (f"{CERTIFICATE}/a:CreditReceived/hx:releaseDate", "2027-01-01"),
        (f"{CERTIFICATE}/a:CreditReceived/hx:activityCertification", "AMA PRA Category 1 Credit"),
        (f"{CERTIFICATE}/a:CreditReceived/hx:numberOfCredits", "0.75"),
        (f"{CERTIFICATE}/a:CreditID", "ccid:learn.example.org:K7QD-4M2X-9T3F"),
    ],
)
def test_the_activity_report_says(path: str, value: str):
    assert texts(activity_report(record()), path) == [value]


def test_the_activity_report_of_a_completion_without_credit_has_no_credit():
    content = activity_report(record(credit=None))
    assert texts(content, f"{MODULE}/a:Status") == ["Completed"]
    assert etree.fromstring(content).xpath("//a:CreditCertificate", namespaces=NAMESPACES) == []


def test_the_activity_report_of_a_blanked_identity_has_no_name():
    assert etree.fromstring(activity_report(record(name=""))).xpath("//m:Name", namespaces=NAMESPACES) == []


def test_the_identifier_of_a_credit_follows_from_the_number_alone():
    other = record(name="Ada Other", activity=replace(ACTIVITY, title="Renamed"))
    assert credit_id(other) == credit_id(record()) == "ccid:learn.example.org:K7QD-4M2X-9T3F"


def test_what_xml_cannot_hold_is_left_out():
    content = activity_report(record(activity=replace(ACTIVITY, title="A\x00\x0b\x1f\ufffe\ud800title")))
    assert texts(content, f"{MODULE}/a:ModuleName") == ["Atitle"]


@settings(max_examples=200)
@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_any_printable_name_survives(name: str):
    found = record(name=f"Ada {name}")
    assert texts(activity_report(found), "//n:FamilyName") == [name]
    assert json.loads(credit_json(found))["name"] == f"Ada {name}"


def test_the_credit_as_json_holds_every_fact_but_the_score():
    assert json.loads(credit_json(record())) == {
        "format": "elearning-credit/1",
        "credit_id": "ccid:learn.example.org:K7QD-4M2X-9T3F",
        "number": "K7QD-4M2X-9T3F",
        "name": "Ada Maria Example",
        "profession": "physician",
        "variant": "physician",
        "completed_at": "2027-03-01T22:30:00+00:00",
        "issued_at": "2027-03-02T09:00:00+00:00",
        "time_zone": "Europe/Zurich",
        "pass_percent": 60,
        "statement": ["The Society designates this."],
        "verify_url": "https://learn.example.org:8443/verify/K7QD-4M2X-9T3F/",
        "demonstration": False,
        "activity": {
            "slug": "her2",
            "title": "HER2 & beyond",
            "provider": "The Society",
            "language": "en",
            "edition": 3,
            "content_hash": "ab" * 32,
            "release": "2027-01-01",
            "last_review": "2027-02-01",
            "last_valid_day": "2027-12-31",
            "slides": 60,
            "minutes": 49,
        },
        "credit": {
            "scheme": "ama",
            "body": "ACCME",
            "name": "AMA PRA Category 1 Credit",
            "reference_number": "201234567",
            "amount": "0.75",
            "maximum": "1.00",
        },
    }


def test_the_credit_as_json_of_a_completion_without_credit_says_null():
    assert json.loads(credit_json(record(credit=None)))["credit"] is None
