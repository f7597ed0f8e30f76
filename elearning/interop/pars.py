"""ACCME PARS: records of learners and of activities as JSON.

DRAFT: the field names are those of the schemas in the public repository elliottACCME/tempSchema (learner records v0.5,
activities v0.1.2, commit a9eaa6fb), which ACCME has not released. They guide, they are no contract: ask ACCME before
the first delivery, also for the year to send with a birthday, of which ACCME asks month and day only.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from elearning.interop.credit import credit_id
from elearning.interop.identifiers import LICENCE, NPI, is_accme_activity, is_accme_provider
from elearning.interop.problems import Problem, ProblemCode
from elearning.interop.reported import (
    Identity,
    Reported,
    Sender,
    completed_locally,
    credit_problems,
    identifier_problems,
    name_problems,
)

SCHEMA = "elliottACCME/tempSchema, learner reports v0.5 and activities v0.1.2 (drafts)"
CATEGORY = "AMA PRA Category 1"
STEP = "0.25"
NO_YEAR = 1904  # the schema wants a year that nobody is asked for; this one has a 29 February
MAX_DESCRIPTION = 2500


def problems(reported: Reported, sender: Sender) -> list[Problem]:
    """Return everything that keeps this credit out of PARS."""
    found = name_problems(reported.identity) + identifier_problems(reported.identity, NPI, LICENCE)
    if reported.identity.birth_month is None or reported.identity.birth_day is None:
        found.append(Problem.of(ProblemCode.BIRTHDAY_MISSING))
    found += credit_problems(reported.record, STEP)
    credit = reported.record.credit
    if credit is not None and not is_accme_activity(credit.reference_number):
        found.append(Problem.of(ProblemCode.REFERENCE_NUMBER, value=credit.reference_number, expected="201234567"))
    if not is_accme_provider(sender.accme):
        found.append(Problem.of(ProblemCode.SETTING, name="ACCME_PROVIDER_ID", expected="0001234"))
    return found


def write(rows: Iterable[Reported], sender: Sender) -> bytes:
    """Return learner records; every row is one without problems."""
    reports = {
        "DateTimeCreated": sender.made_at.isoformat(timespec="seconds"),
        "ActivityReport": [_learner_record(row, sender) for row in rows],
    }
    return _json({"ACCMELearnerReports": {"ActivityReports": reports}})


def _learner_record(row: Reported, sender: Sender) -> dict[str, Any]:
    record = row.record
    return {
        "ReportingOrganization": record.activity.provider,
        "Member": _member(row.identity),
        "Activity": {
            "ProviderOrganization": sender.accme,
            "Module": {
                "ModuleName": {"value": record.activity.title, "moduleID": record.credit.reference_number},
                "Status": "Completed",
                "CompletedDateTime": completed_locally(record).isoformat(timespec="seconds"),
                "CreditCertificate": [
                    {
                        "UniqueID": _unique_id(row.identity),
                        "CreditReceived": {
                            "activityCertification": CATEGORY,
                            "creditUnit": "Point",
                            "numberOfCredits": float(record.credit.amount),
                        },
                        "CreditID": credit_id(record),
                    }
                ],
            },
        },
        "XtensibleInfo": {"LearnerRecordAction": row.action.value},
    }


def _member(identity: Identity) -> dict[str, Any]:
    birthday = date(NO_YEAR, identity.birth_month, identity.birth_day)
    return {
        "Name": {"GivenName": identity.given_name, "FamilyName": identity.family_name},
        "PersonalInfo": {"BirthDate": birthday.isoformat()},
    }


def _unique_id(identity: Identity) -> dict[str, str]:
    found = identity.first(NPI, LICENCE)
    return {"value": found.value, "domain": "NPI" if found.kind == NPI else found.state}


@dataclass(frozen=True)
class ReportedActivity:
    """A module as PARS lists activities. ``learners`` counts completions by category ("physician", "nurse", "other").

    ``first_day`` and ``last_day`` bound the credit; ``supported`` is whether companies support it.
    """

    slug: str
    title: str
    description: str
    address: str
    maximum: float
    first_day: date
    last_day: date
    reference_number: str = ""
    supported: bool = False
    learners: tuple[tuple[str, int], ...] = ()


def write_activities(activities: Iterable[ReportedActivity]) -> bytes:
    """Return activity records; whether amounts of support and outcome measures are added is decided in PARS itself."""
    return _json({"ACCMEActivities": {"MedicalEducationMetrics": [_activity_record(one) for one in activities]}})


def _activity_record(activity: ReportedActivity) -> dict[str, Any]:
    identifiers = [("Provider Activity ID", activity.slug), ("URL", activity.address)]
    if activity.reference_number:
        identifiers.insert(0, ("ACCME Activity ID", activity.reference_number))
    return {
        "ReportDescription": {
            "ReportingStartDate": activity.first_day.isoformat(),
            "ReportingEndDate": activity.last_day.isoformat(),
        },
        "ActivityDescription": {},
        "Lom": {
            "general": {
                "identifier": [{"catalog": catalog, "entry": entry} for catalog, entry in identifiers],
                "title": activity.title,
                "description": activity.description[:MAX_DESCRIPTION],
            }
        },
        "healthcareMetadata": {
            "healthcareEducation": {
                "credits": {"activityCertification": CATEGORY, "numberOfCredits": activity.maximum},
                "startDateTime": f"{activity.first_day.isoformat()}T00:00:00Z",
                "endDateTime": f"{activity.last_day.isoformat()}T00:00:00Z",
                "activitySponsorship": "direct",
                "activityFormat": "Enduring Material",
                "commercialSupport": activity.supported,
            }
        },
        "ParticipationMetrics": {
            "participantsByCategory": [
                {"category": category, "numberOfParticipants": count} for category, count in activity.learners
            ]
        },
        "XtensibleInfo": {
            "DeliveryMethods": {"DeliveryMethod": ["Online"]},
            "activityRecordAction": "Update" if activity.reference_number else "Add",
        },
    }


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"
