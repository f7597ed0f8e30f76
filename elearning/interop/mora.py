"""ESMO-MORA: the list of participants and their points, as CSV or Excel.

ESMO asks for proof that clearly states the number of points (ESMO-MORA Recertification Process); it publishes no file
format, so the columns are ours.
"""

from collections.abc import Iterable, Sequence

from elearning.interop.identifiers import ESMO
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
from elearning.interop.spreadsheet import Cell, csv_file, workbook

HEADER = (
    "Given name",
    "Family name",
    "Country",
    "ESMO number",
    "Activity",
    "Provider",
    "Accreditation number",
    "Completed on",
    "ESMO-MORA points",
    "Certificate",
    "Verify at",
)
STEP = "1"


def problems(reported: Reported, sender: Sender) -> list[Problem]:
    """Return everything that keeps this credit out of the list; the ESMO number may be left out, but not be wrong."""
    found = name_problems(reported.identity) + credit_problems(reported.record, STEP)
    if reported.identity.first(ESMO):
        found += identifier_problems(reported.identity, ESMO)
    return found + [Problem(ProblemCode.NO_WITHDRAWAL)] * (reported.action is Action.DELETE)


def write_csv(rows: Iterable[Reported], sender: Sender) -> bytes:
    return csv_file(HEADER, map(_line, rows))


def write_excel(rows: Iterable[Reported], sender: Sender) -> bytes:
    return workbook("ESMO-MORA", HEADER, map(_line, rows), sender.made_at)


def _line(row: Reported) -> Sequence[Cell]:
    record, identity = row.record, row.identity
    number = identity.first(ESMO)
    return (
        identity.given_name,
        identity.family_name,
        identity.country,
        number.value if number else "",
        record.activity.title,
        record.activity.provider,
        record.credit.reference_number,
        completion_day(record),
        int(record.credit.amount),
        record.number,
        record.verify_url,
    )
