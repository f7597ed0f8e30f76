"""Elektronischer Informationsverteiler of the German chambers: a list of event (VNR) and physician (EFN) numbers.

The columns are the fields of one report to the EIV's interface (as public clients of it send them). Points stand for
taking part and for the passed test; a report with none of them takes an earlier one back.
"""

from collections.abc import Iterable

from elearning.interop.identifiers import EFN, vnr_problem
from elearning.interop.problems import Problem, ProblemCode
from elearning.interop.reported import (
    Action,
    Reported,
    Sender,
    completion_day,
    credit_problems,
    identifier_problems,
)
from elearning.interop.spreadsheet import csv_file

HEADER = ("vnr", "efn", "teilnahmedatum", "punkte_basis_flag", "punkte_lernerfolg_flag", "punkte_referent")


def problems(reported: Reported, sender: Sender) -> list[Problem]:
    """Return everything that keeps this credit out of the list."""
    found = identifier_problems(reported.identity, EFN) + credit_problems(reported.record)
    credit = reported.record.credit
    if credit is not None and vnr_problem(credit.reference_number):
        expected = "2760012024200354002"
        found.append(Problem.of(ProblemCode.REFERENCE_NUMBER, value=credit.reference_number, expected=expected))
    return found


def write(rows: Iterable[Reported], sender: Sender) -> bytes:
    """Return the list with semicolons, as German programs expect; for machines, so without Excel's mark."""
    return csv_file(HEADER, [_line(row) for row in rows], delimiter=";", marked=False)


def _line(row: Reported) -> tuple[str | int, ...]:
    points = int(row.action is Action.ADD)
    day = completion_day(row.record).isoformat()
    return row.record.credit.reference_number, row.identity.first(EFN).value, day, points, points, 0
