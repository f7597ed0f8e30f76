"""MedBiquitous Activity Report (ANSI/MEDBIQ AR.10.1): certificates as XML.

Elements and namespaces are those that consumers of the format read (a loader of the American Board of Surgery in public
code). They know a credit again by CreditID, ReportingOrganization and member.
"""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from elearning.interop.credit import credit_id
from elearning.interop.identifiers import LICENCE, NPI
from elearning.interop.problems import Problem, ProblemCode
from elearning.interop.record import CompletionRecord
from elearning.interop.reported import (
    Action,
    Reported,
    Sender,
    completed_locally,
    credit_problems,
    identifier_problems,
    name_problems,
)
from elearning.interop.xmlfile import child, document

NAMESPACES = {
    "a": "http://ns.medbiq.org/activityreport/v1/",
    "m": "http://ns.medbiq.org/member/v1/",
    "n": "http://ns.medbiq.org/name/v1/",
    "hx": "http://ns.medbiq.org/lom/extend/v1/",
    "lom": "http://ltsc.ieee.org/xsd/LOM",
}
A, M, N, HX, LOM = (f"{{{address}}}" for address in NAMESPACES.values())


def activity_report(record: CompletionRecord) -> bytes:
    """Return one certificate as an activity report, as it is attached inside the certificate's PDF.

    A certificate prints one name: its last word stands as family name, what comes before as given name.
    """
    given, _space, family = record.name.rpartition(" ")
    root = ET.Element(f"{A}ActivityReports")
    child(root, f"{A}DateTimeCreated", record.issued_at.isoformat())
    _report(root, record, given, family)
    return document(root, NAMESPACES)


def problems(reported: Reported, sender: Sender) -> list[Problem]:
    """Return everything that keeps this credit out of an activity report, which cannot take one back."""
    found = name_problems(reported.identity) + identifier_problems(reported.identity, NPI, LICENCE)
    found += credit_problems(reported.record)
    return found + [Problem(ProblemCode.NO_WITHDRAWAL)] * (reported.action is Action.DELETE)


def write(rows: Iterable[Reported], sender: Sender) -> bytes:
    """Return many certificates as one file of activity reports; every row is one without problems."""
    root = ET.Element(f"{A}ActivityReports")
    child(root, f"{A}DateTimeCreated", sender.made_at.isoformat())
    for row in rows:
        member = _report(root, row.record, row.identity.given_name, row.identity.family_name)
        found = row.identity.first(NPI, LICENCE)
        child(member, f"{M}UniqueID", found.value, domain="NPI" if found.kind == NPI else found.state)
    return document(root, NAMESPACES)


def _report(root: ET.Element, record: CompletionRecord, given: str, family: str) -> ET.Element:
    """Append the report of one certificate and return its member, for identifiers."""
    report = child(root, f"{A}ActivityReport")
    child(report, f"{A}ReportingOrganization", record.activity.provider)
    member = child(report, f"{A}Member")
    if given or family:
        name = child(member, f"{M}Name")
        if given:
            child(name, f"{N}GivenName", given)
        child(name, f"{N}FamilyName", family)
    activity = child(report, f"{A}Activity")
    child(activity, f"{A}ProviderOrganization", record.activity.provider)
    child(activity, f"{A}ActivityName", record.activity.title)
    _module(activity, record)
    return member


def _module(activity: ET.Element, record: CompletionRecord) -> None:
    module = child(activity, f"{A}Module")
    child(module, f"{A}ModuleName", record.activity.title)
    general = child(child(child(module, f"{A}Metadata"), f"{LOM}lom"), f"{LOM}general")
    for catalog, entry in (
        ("Provider Activity ID", record.activity.slug),
        ("Edition", str(record.activity.edition)),
        ("Content SHA-256", record.activity.content_hash),
    ):
        identifier = child(general, f"{LOM}identifier")
        child(identifier, f"{LOM}catalog", catalog)
        child(identifier, f"{LOM}entry", entry)
    child(general, f"{LOM}language", record.activity.language)
    child(module, f"{A}Status", "Completed")
    child(module, f"{A}CompletedDateTime", completed_locally(record).isoformat())
    if record.credit is not None:
        certificate = child(module, f"{A}CreditCertificate")
        received = child(certificate, f"{A}CreditReceived")
        child(received, f"{HX}accreditingBody", record.credit.body)
        child(received, f"{HX}accreditedProvider", record.activity.provider)
        child(received, f"{HX}releaseDate", record.activity.release.isoformat())
        child(received, f"{HX}activityCertification", record.credit.name)
        child(received, f"{HX}numberOfCredits", f"{record.credit.amount:f}")
        child(certificate, f"{A}CreditID", credit_id(record))
