"""CE Broker: a roster as XML or as an Excel file.

Columns A to J after CE Broker's help (Creating Excel Files, full and partial course credit); elements of the XML as
public programs post them, with ``license`` in place of licensee_number since September 2021. Both know a course by the
provider's own code, which is the module's short name. The upload key of the web service is a secret: it is never
written into a file, whoever posts the XML puts it in.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from xml.etree import ElementTree as ET

from elearning.interop.identifiers import LICENCE
from elearning.interop.problems import Problem, ProblemCode
from elearning.interop.reported import (
    Action,
    Reported,
    Sender,
    completion_day,
    credit_problems,
    identifier_problems,
    name_problems,
)
from elearning.interop.spreadsheet import Cell, workbook
from elearning.interop.xmlfile import child, document

HEADER = (
    "Provider",
    "CE Broker course",
    "Own course",
    "Publishing",
    "License",
    "Date completed",
    "State",
    "Profession",
    "Subject area",
    "Hours",
)
US_DAY = "%m/%d/%Y"


def problems(reported: Reported, sender: Sender) -> list[Problem]:
    """Return everything that keeps this credit out of a roster."""
    found = name_problems(reported.identity) + identifier_problems(reported.identity, LICENCE)
    found += credit_problems(reported.record)
    if _is_partial(reported) and not sender.subject_area:
        found.append(Problem(ProblemCode.SUBJECT_AREA_MISSING))
    if reported.action is Action.DELETE:
        found.append(Problem(ProblemCode.NO_WITHDRAWAL))
    if not sender.cebroker.isdecimal():
        found.append(Problem.of(ProblemCode.SETTING, name="CEBROKER_PROVIDER_ID", expected="1234"))
    return found


def write_xml(rows: Iterable[Reported], sender: Sender) -> bytes:
    """Return one roster for each module; every row is one without problems."""
    root = ET.Element("rosters", {"id_parent_provider": sender.cebroker, "upload_key": ""})
    for slug, attended in groupby(sorted(rows, key=_slug), key=_slug):
        attendees = list(attended)
        roster = child(root, "roster")
        child(roster, "id_provider", sender.cebroker)
        child(roster, "provider_course_code", slug)
        child(roster, "id_course")
        child(roster, "id_publishing")
        child(roster, "end_date", max(completion_day(row.record) for row in attendees).strftime(US_DAY))
        parent = child(roster, "attendees")
        for row in attendees:
            _attendee(parent, row, sender)
    return document(root)


def _attendee(parent: ET.Element, row: Reported, sender: Sender) -> None:
    licence = row.identity.first(LICENCE)
    hours = f"{row.record.credit.amount:f}"
    attendee = child(parent, "attendee")
    child(attendee, "licensee_profession", licence.profession)
    child(attendee, "license", licence.value)
    child(attendee, "cebroker_state", licence.state)
    child(attendee, "first_name", row.identity.given_name)
    child(attendee, "last_name", row.identity.family_name)
    child(attendee, "date_completed", completion_day(row.record).strftime(US_DAY))
    if not _is_partial(row):
        child(attendee, "ce_credit_hours", hours)
        return
    partial = child(child(attendee, "partial_credits"), "partial_credit")
    child(partial, "cd_profession", licence.profession)
    child(partial, "cd_subject_area", sender.subject_area)
    child(partial, "partial_credit_hours", hours)


def write_excel(rows: Iterable[Reported], sender: Sender) -> bytes:
    """Return the roster as an Excel file; days are dates, codes are texts."""
    lines = [_line(row, sender) for row in sorted(rows, key=_slug)]
    return workbook("Completions", HEADER, lines, sender.made_at, day_format="mm/dd/yyyy")


def _line(row: Reported, sender: Sender) -> Sequence[Cell]:
    licence = row.identity.first(LICENCE)
    partial = (sender.subject_area, row.record.credit.amount) if _is_partial(row) else ("", None)
    return (
        sender.cebroker,
        "",
        row.record.activity.slug,
        "",
        licence.value,
        completion_day(row.record),
        f"State={licence.state}",
        f"Profession={licence.profession}",
        *partial,
    )


def _slug(row: Reported) -> str:
    return row.record.activity.slug


def _is_partial(row: Reported) -> bool:
    return row.record.credit is not None and row.record.credit.amount < row.record.credit.maximum
