"""The data model of Open Badges 3.0 (its section "Credential Data Models") as a JSON schema, written down by hand.

The schema that 1EdTech publishes may not be passed on with this project (IMS Global's specification licence), so it is
used only where OPEN_BADGES_SCHEMA names a copy of it:
https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json

This one is stricter: it knows just those terms of the JSON-LD contexts that a badge of this site may use.
"""

import json
import os
from pathlib import Path

from jsonschema import Draft201909Validator

TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "format": "uri", "pattern": r"^https?://"}
URI = {"type": "string", "format": "uri"}
INSTANT = {"type": "string", "format": "date-time", "pattern": "Z$"}
NUMBER = {"type": "number", "minimum": 0}


def known(required: dict, **optional: dict) -> dict:
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


def types(*names: str) -> dict:
    return {"type": "array", "minItems": 1, "items": {"enum": list(names)}, "allOf": [has(name) for name in names]}


def has(value: str) -> dict:
    return {"contains": {"const": value}}


def some(of: dict) -> dict:
    return {"type": "array", "minItems": 1, "items": of}


PROFILE = known({"id": ADDRESS, "type": types("Profile")}, name=TEXT, url=ADDRESS, email={"format": "email"})
IMAGE = known({"id": ADDRESS, "type": {"const": "Image"}}, caption=TEXT)
IDENTITY = known(
    {
        "type": {"const": "IdentityObject"},
        "hashed": {"type": "boolean"},
        "identityHash": TEXT,
        "identityType": {"enum": ["emailAddress", "name"]},
    },
    salt=TEXT,
)
RESULT_DESCRIPTION = known(
    {"id": ADDRESS, "type": types("ResultDescription"), "name": TEXT, "resultType": {"const": "Result"}},
    valueMin=TEXT,
    valueMax=TEXT,
)
ACHIEVEMENT = known(
    {
        "id": ADDRESS,
        "type": types("Achievement"),
        "criteria": known({}, id=ADDRESS, narrative=TEXT),
        "description": TEXT,
        "name": TEXT,
    },
    achievementType={"const": "CertificateOfCompletion"},
    creator=PROFILE,
    creditsAvailable=NUMBER,
    image=IMAGE,
    inLanguage={"type": "string", "pattern": "^[a-z]{2,3}(-[A-Z]{2})?$"},
    otherIdentifier=some(
        known({"type": {"const": "IdentifierEntry"}, "identifier": TEXT, "identifierType": {"const": "identifier"}})
    ),
    resultDescription=some(RESULT_DESCRIPTION),
    version=TEXT,
)
SUBJECT = known(
    {"id": URI, "type": types("AchievementSubject"), "achievement": ACHIEVEMENT, "identifier": some(IDENTITY)},
    activityStartDate=INSTANT,
    activityEndDate=INSTANT,
    creditsEarned=NUMBER,
    narrative=TEXT,
    result=some(known({"type": types("Result"), "resultDescription": ADDRESS, "value": TEXT})),
)
STATUS = known(
    {
        "id": ADDRESS,
        "type": {"const": "BitstringStatusListEntry"},
        "statusPurpose": {"const": "revocation"},
        "statusListIndex": {"type": "string", "pattern": "^[0-9]+$"},
        "statusListCredential": ADDRESS,
    }
)
CONTEXTS = {
    "const": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    ]
}
CREDENTIAL = known(
    {
        "@context": CONTEXTS,
        "id": ADDRESS,
        "type": types("VerifiableCredential", "OpenBadgeCredential"),
        "credentialSubject": SUBJECT,
        "issuer": PROFILE,
        "validFrom": INSTANT,
    },
    name=TEXT,
    description=TEXT,
    awardedDate=INSTANT,
    evidence=some(known({"type": types("Evidence")}, id=ADDRESS, name=TEXT)),
    credentialStatus=STATUS,
    credentialSchema=some(known({"id": ADDRESS, "type": {"const": "1EdTechJsonSchemaValidator2019"}})),
)


def schemas() -> dict[str, dict]:
    """The schemas to hold badges to: the one above, and the published one where a copy is at hand."""
    published = os.environ.get("OPEN_BADGES_SCHEMA")
    return {"own": CREDENTIAL} | ({"published": json.loads(Path(published).read_text())} if published else {})


def problems(document: dict, schema: dict) -> list[str]:
    validator = Draft201909Validator(schema, format_checker=Draft201909Validator.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]
