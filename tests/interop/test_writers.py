"""Every format is written and read again, field by field, and names what keeps a row out."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from elearning.interop import cebroker, csvfile, eiv, medbiquitous, mora, pars
from elearning.interop.formats import FORMATS
from elearning.interop.identifiers import Identifier
from elearning.interop.problems import Problem
from elearning.interop.reported import Action, Identity, Sender
from tests.interop.records import EFN, SENDER, VNR, credit, identity, record, reported

NOBODY = Identity()
NO_NUMBERS = Sender(SENDER.made_at)


def codes(problems: list[Problem]) -> list[str]:
    return [str(one.code) for one in problems]


def rows(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def sheet(content: bytes) -> list[list]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content)).active.rows]


def test_a_learner_record_for_pars():
    assert json.loads(pars.write([reported()], SENDER)) == {
        "ACCMELearnerReports": {
            "ActivityReports": {
                "DateTimeCreated": "2027-03-03T08:00:00+00:00",
                "ActivityReport": [
                    {
                        "ReportingOrganization": "The Society",
                        "Member": {
                            "Name": {"GivenName": "Ada Maria", "FamilyName": "Example"},
                            "PersonalInfo": {"BirthDate": "1904-02-29"},
                        },
                        "Activity": {
                            "ProviderOrganization": "0001234",
                            "Module": {
                                "ModuleName": {"value": "HER2 & beyond", "moduleID": "201234567"},
                                "Status": "Completed",
                                "CompletedDateTime": "2027-03-01T23:30:00+01:00",
                                "CreditCertificate": [
                                    {
                                        "UniqueID": {"value": "1234567893", "domain": "NPI"},
                                        "CreditReceived": {
                                            "activityCertification": "AMA PRA Category 1",
                                            "creditUnit": "Point",
                                            "numberOfCredits": 0.75,
                                        },
                                        "CreditID": "ccid:learn.example.org:K7QD-4M2X-9T3F",
                                    }
                                ],
                            },
                        },
                        "XtensibleInfo": {"LearnerRecordAction": "add"},
                    }
                ],
            }
        }
    }


def test_a_learner_record_that_is_taken_back_and_one_with_a_licence():
    licensed = identity(identifiers=(Identifier("licence", "ME123456", "FL", "ME"),))
    content = json.loads(pars.write([reported(Action.DELETE, licensed)], SENDER))
    found = content["ACCMELearnerReports"]["ActivityReports"]["ActivityReport"][0]
    assert found["XtensibleInfo"] == {"LearnerRecordAction": "delete"}
    unique = found["Activity"]["Module"]["CreditCertificate"][0]["UniqueID"]
    assert unique == {"value": "ME123456", "domain": "FL"}


def test_an_activity_record_for_pars():
    activity = pars.ReportedActivity(
        slug="her2",
        title="HER2",
        description="x" * 3000,
        address="https://learn.example.org/modules/her2/",
        maximum=0.75,
        first_day=date(2027, 1, 1),
        last_day=date(2027, 12, 31),
        supported=True,
        learners=(("physician", 3), ("other", 1)),
    )
    (found,) = json.loads(pars.write_activities([activity]))["ACCMEActivities"]["MedicalEducationMetrics"]
    assert found == {
        "ReportDescription": {"ReportingStartDate": "2027-01-01", "ReportingEndDate": "2027-12-31"},
        "ActivityDescription": {},
        "Lom": {
            "general": {
                "identifier": [
                    {"catalog": "Provider Activity ID", "entry": "her2"},
                    {"catalog": "URL", "entry": "https://learn.example.org/modules/her2/"},
                ],
                "title": "HER2",
                "description": "x" * 2500,
            }
        },
        "healthcareMetadata": {
            "healthcareEducation": {
                "credits": {"activityCertification": "AMA PRA Category 1", "numberOfCredits": 0.75},
                "startDateTime": "2027-01-01T00:00:00Z",
                "endDateTime": "2027-12-31T00:00:00Z",
                "activitySponsorship": "direct",
                "activityFormat": "Enduring Material",
                "commercialSupport": True,
            }
        },
        "ParticipationMetrics": {
            "participantsByCategory": [
                {"category": "physician", "numberOfParticipants": 3},
                {"category": "other", "numberOfParticipants": 1},
            ]
        },
        "XtensibleInfo": {"DeliveryMethods": {"DeliveryMethod": ["Online"]}, "activityRecordAction": "Add"},
    }


@pytest.mark.parametrize(
    ("row", "sender", "expected"),
    [
        (reported(), SENDER, []),
        (reported(Action.DELETE), SENDER, []),
        (
            reported(who=NOBODY),
            NO_NUMBERS,
            ["name-missing", "identifier-missing", "birthday-missing", "setting"],
        ),
        (reported(who=identity(identifiers=(Identifier("npi", "12"),))), SENDER, ["digits"]),
        (reported(who=identity(family_name="Ex\x07")), SENDER, ["characters"]),
        (reported(credit=credit("ama", "0.3")), SENDER, ["credit-step"]),
        (reported(credit=credit("ama", "0.25", reference_number="12")), SENDER, ["reference-number"]),
        (reported(credit=None), SENDER, ["no-credit"]),
    ],
)
def test_pars_refuses(row, sender: Sender, expected: list[str]):
    assert codes(pars.problems(row, sender)) == expected


def test_an_activity_report_of_many_certificates():
    other = reported(number="0000-0000-0000")
    root = etree.fromstring(medbiquitous.write([reported(), other], SENDER))

    def texts(path: str) -> list[str]:
        return root.xpath(f"{path}/text()", namespaces=medbiquitous.NAMESPACES)

    assert texts("a:DateTimeCreated") == ["2027-03-03T08:00:00+00:00"]
    assert texts("a:ActivityReport/a:Member/m:UniqueID[@domain='NPI']") == ["1234567893"] * 2
    assert texts("a:ActivityReport/a:Member/m:Name/n:GivenName") == ["Ada Maria"] * 2
    assert texts("//a:CreditCertificate/a:CreditID") == [
        "ccid:learn.example.org:K7QD-4M2X-9T3F",
        "ccid:learn.example.org:0000-0000-0000",
    ]


def test_an_activity_report_takes_nothing_back():
    assert codes(medbiquitous.problems(reported(Action.DELETE), SENDER)) == ["no-withdrawal"]
    assert medbiquitous.problems(reported(), SENDER) == []


def test_a_roster_for_ce_broker_as_xml():
    whole = reported(credit=credit("ama", "1.00"))
    root = etree.fromstring(cebroker.write_xml([reported(), whole], SENDER))
    assert (root.tag, dict(root.attrib)) == ("rosters", {"id_parent_provider": "1234", "upload_key": ""})
    (roster,) = root
    assert {each.tag: each.text for each in roster[:-1]} == {
        "id_provider": "1234",
        "provider_course_code": "her2",
        "id_course": None,
        "id_publishing": None,
        "end_date": "03/01/2027",
    }
    partial, full = roster.find("attendees")
    known = {
        "licensee_profession": "ME",
        "license": "ME123456",
        "cebroker_state": "FL",
        "first_name": "Ada Maria",
        "last_name": "Example",
        "date_completed": "03/01/2027",
    }
    assert {each.tag: each.text for each in full} == {**known, "ce_credit_hours": "1.00"}
    assert {each.tag: each.text for each in partial[:-1]} == known
    (credit_part,) = partial.find("partial_credits")
    assert {each.tag: each.text for each in credit_part} == {
        "cd_profession": "ME",
        "cd_subject_area": "CME",
        "partial_credit_hours": "0.75",
    }


def test_a_roster_for_ce_broker_as_excel():
    whole = reported(credit=credit("ama", "1.00"))
    _header, partial, full = sheet(cebroker.write_excel([reported(), whole], SENDER))
    day = datetime(2027, 3, 1)
    known = ["1234", None, "her2", None, "ME123456", day, "State=FL", "Profession=ME"]
    assert [value or None for value in partial] == [*known, "CME", 0.75]
    assert [value or None for value in full] == [*known, None, None]


@pytest.mark.parametrize(
    ("row", "sender", "expected"),
    [
        (reported(), SENDER, []),
        (reported(credit=credit("ama", "1.00")), Sender(SENDER.made_at, cebroker="1234"), []),
        (reported(), NO_NUMBERS, ["subject-area-missing", "setting"]),
        (reported(who=NOBODY), SENDER, ["name-missing", "identifier-missing"]),
        (reported(Action.DELETE), SENDER, ["no-withdrawal"]),
        (reported(who=identity(identifiers=(Identifier("licence", "ME1", "ZZ", "ME"),))), SENDER, ["state-unknown"]),
    ],
)
def test_ce_broker_refuses(row, sender: Sender, expected: list[str]):
    assert codes(cebroker.problems(row, sender)) == expected


def test_a_list_for_the_eiv():
    german = credit("national", "2", "2", VNR)
    content = eiv.write([reported(credit=german), reported(Action.DELETE, credit=german)], SENDER)
    assert content.startswith(b"vnr;efn;")
    assert rows(content, ";")[1:] == [[VNR, EFN, "2027-03-01", "1", "1", "0"], [VNR, EFN, "2027-03-01", "0", "0", "0"]]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (reported(credit=credit("national", "2", "2", VNR)), []),
        (reported(credit=credit("national", "2", "2", "12")), ["reference-number"]),
        (reported(credit=credit("national", "2", "2", VNR), who=NOBODY), ["identifier-missing"]),
        (reported(credit=None), ["no-credit"]),
    ],
)
def test_the_eiv_refuses(row, expected: list[str]):
    assert codes(eiv.problems(row, SENDER)) == expected


def test_a_list_for_esmo_mora():
    row = reported(credit=credit("esmo", "1", "1", "ESMO-7"))
    known = ["Ada Maria", "Example", "CH", "123456", "HER2 & beyond", "The Society", "ESMO-7"]
    proof = ["K7QD-4M2X-9T3F", "https://learn.example.org:8443/verify/K7QD-4M2X-9T3F/"]
    assert rows(mora.write_csv([row], SENDER)) == [list(mora.HEADER), [*known, "2027-03-01", "1", *proof]]
    assert sheet(mora.write_excel([row], SENDER)) == [list(mora.HEADER), [*known, datetime(2027, 3, 1), 1, *proof]]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (reported(credit=credit("esmo", "1")), []),
        (reported(credit=credit("esmo", "1"), who=identity(identifiers=())), []),
        (reported(credit=credit("esmo", "1"), who=identity(identifiers=(Identifier("esmo", "x"),))), ["pattern"]),
        (reported(credit=credit("esmo", "0.5")), ["credit-step"]),
        (reported(Action.DELETE, credit=credit("esmo", "1")), ["no-withdrawal"]),
    ],
)
def test_esmo_mora_refuses(row, expected: list[str]):
    assert codes(mora.problems(row, SENDER)) == expected


def test_the_provider_lists_every_completion_also_without_credit():
    header, with_credit, without = rows(csvfile.write_csv([reported(), reported(credit=None)], SENDER))
    assert tuple(header) == csvfile.HEADER
    expected = {
        "Certificate": "K7QD-4M2X-9T3F",
        "Credit ID": "ccid:learn.example.org:K7QD-4M2X-9T3F",
        "Name": "Ada Maria Example",
        "Profession": "physician",
        "Variant": "physician",
        "Module": "her2",
        "Title": "HER2 & beyond",
        "Edition": "3",
        "Completed on": "2027-03-01",
        "Completed at": "2027-03-01T23:30:00+01:00",
        "Issued at": "2027-03-02T09:00:00+00:00",
        "Scheme": "ama",
        "Body": "ACCME",
        "Credit": "AMA PRA Category 1 Credit",
        "Accreditation number": "201234567",
        "Amount": "0.75",
        "Maximum": "1.00",
        "Correct": "8",
        "Questions": "10",
        "Demonstration": "no",
        "Still valid": "yes",
        "Verify at": "https://learn.example.org:8443/verify/K7QD-4M2X-9T3F/",
    }
    assert dict(zip(header, with_credit, strict=True)) == expected
    nothing = dict.fromkeys(("Scheme", "Body", "Credit", "Accreditation number", "Amount", "Maximum"), "")
    assert dict(zip(header, without, strict=True)) == {**expected, **nothing}
    (_header, excel) = sheet(csvfile.write_excel([reported()], SENDER))
    assert excel[header.index("Amount")] == float(Decimal("0.75"))


@pytest.mark.parametrize("key", FORMATS)
def test_the_same_rows_give_the_same_bytes(key: str):
    row = reported(credit=credit("ama", "1.00"))
    assert FORMATS[key].write([row], SENDER) == FORMATS[key].write([row], SENDER)


NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)


@settings(max_examples=200, deadline=None)
@given(NAMES, NAMES)
def test_any_printable_name_survives_in_every_format(given_name: str, family_name: str):
    row = reported(who=identity(given_name=given_name, family_name=family_name), credit=credit("ama", "1"))
    assert pars.problems(row, SENDER) == []
    member = json.loads(pars.write([row], SENDER))["ACCMELearnerReports"]["ActivityReports"]["ActivityReport"][0]
    assert list(member["Member"]["Name"].values()) == [given_name, family_name]
    xml = etree.fromstring(cebroker.write_xml([row], SENDER))
    assert [xml.findtext(".//first_name"), xml.findtext(".//last_name")] == [given_name, family_name]
    names = etree.fromstring(medbiquitous.write([row], SENDER)).xpath(
        "//m:Name/*/text()", namespaces=medbiquitous.NAMESPACES
    )
    assert names == [given_name, family_name]
    assert sheet(mora.write_excel([row], SENDER))[1][:2] == [given_name, family_name]
    cells = rows(mora.write_csv([row], SENDER))[1][:2]
    written = zip(cells, (given_name, family_name), strict=True)
    assert all(cell in {text, f"'{text}"} for cell, text in written)


def test_a_record_says_which_day_it_was_where_the_module_lives():
    tokyo = record(time_zone="Asia/Tokyo")
    days = chain.from_iterable(rows(csvfile.write_csv([reported(time_zone=tokyo.time_zone)], SENDER))[1:])
    assert "2027-03-02" in list(days)


def test_made_at_is_the_only_instant_in_a_file():
    later = Sender(datetime(2028, 1, 1, tzinfo=UTC), accme="0001234", cebroker="1234", subject_area="CME")
    first, second = (json.loads(pars.write([reported()], sender)) for sender in (SENDER, later))
    for content in (first, second):
        del content["ACCMELearnerReports"]["ActivityReports"]["DateTimeCreated"]
    assert first == second
