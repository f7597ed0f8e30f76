"""The provider's own list of completions: one row for each certificate, as CSV or Excel."""

from collections.abc import Iterable, Sequence

from elearning.interop.credit import credit_id
from elearning.interop.problems import Problem
from elearning.interop.reported import Action, Reported, Sender, completed_locally, completion_day
from elearning.interop.spreadsheet import Cell, csv_file, workbook

HEADER = (
    "Certificate",
    "Credit ID",
    "Name",
    "Profession",
    "Variant",
    "Module",
    "Title",
    "Edition",
    "Completed on",
    "Completed at",
    "Issued at",
    "Scheme",
    "Body",
    "Credit",
    "Accreditation number",
    "Amount",
    "Maximum",
    "Correct",
    "Questions",
    "Demonstration",
    "Still valid",
    "Verify at",
)


def problems(reported: Reported, sender: Sender) -> list[Problem]:
    """Return nothing: whatever was completed is on the provider's own list."""
    return []


def write_csv(rows: Iterable[Reported], sender: Sender) -> bytes:
    return csv_file(HEADER, map(_line, rows))


def write_excel(rows: Iterable[Reported], sender: Sender) -> bytes:
    return workbook("Completions", HEADER, map(_line, rows), sender.made_at)


def _line(row: Reported) -> Sequence[Cell]:
    record, credit = row.record, row.record.credit
    awarded: Sequence[Cell] = ("", "", "", "", None, None)
    if credit is not None:
        awarded = (credit.scheme, credit.body, credit.name, credit.reference_number, credit.amount, credit.maximum)
    return (
        record.number,
        credit_id(record),
        record.name,
        record.profession,
        record.variant,
        record.activity.slug,
        record.activity.title,
        record.activity.edition,
        completion_day(record),
        completed_locally(record).isoformat(timespec="seconds"),
        record.issued_at.isoformat(timespec="seconds"),
        *awarded,
        record.correct,
        record.total,
        "yes" if record.demonstration else "no",
        "yes" if row.action is Action.ADD else "no",
        record.verify_url,
    )
