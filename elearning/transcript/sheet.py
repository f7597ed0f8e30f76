"""A transcript as CSV: one row for each activity, in the order of the page."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from elearning.interop.spreadsheet import Cell, csv_file
from elearning.transcript.domain.credit import Declared, Transcript, Verified


def write(transcript: Transcript) -> bytes:
    """Return the file in UTF-8. A revoked certificate has the amount 0."""
    header = [
        _("Completed on"),
        _("Activity"),
        _("Body"),
        _("Credit"),
        _("Amount"),
        _("Profession"),
        _("Variant"),
        _("State"),
        _("Certificate number"),
        _("Verify at"),
    ]
    return csv_file(header, _rows(transcript))


def _rows(transcript: Transcript) -> Iterator[Sequence[Cell]]:
    for line in transcript.verified.lines:
        yield _verified(line, line.amount)
    for line in transcript.revoked:
        yield _verified(line, Decimal(0))
    for line in transcript.declared.lines:
        yield _declared(line)


def _verified(line: Verified, amount: Decimal) -> Sequence[Cell]:
    said = (line.profession, line.variant, line.state, line.number, line.verify_url)
    return (line.day, line.title, line.body, line.credit, amount, *said)


def _declared(line: Declared) -> Sequence[Cell]:
    said = ("", "", _("Self-declared, not verified by this site"), "", "")
    return (line.day, line.title, line.body, line.credit, line.amount, *said)
