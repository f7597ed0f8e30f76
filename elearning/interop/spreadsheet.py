"""CSV and Excel files in which no text can become a formula, after OWASP's page "CSV Injection"."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.xml.functions import tostring

Cell = str | int | Decimal | date | None

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes the file for one of its own old code pages
_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_INNER_CELL = re.compile(r"(?<=[;\t\r\n])(?=\s*[=+\-@＝＋－＠])")
"""Where a program that divides at semicolons or tabs, as Excel does in many countries, begins a cell with a formula.

Quotation marks do not help there: such a program heeds them at the beginning of its own cells only.
"""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_PROPERTIES = "docProps/core.xml"
_SAME_DATE = (1980, 1, 1, 0, 0, 0)
_WIDEST = 60


def could_be_formula(text: str) -> bool:
    """Whether a spreadsheet may read ``text`` as a formula or as the beginning of another cell."""
    return text.startswith(_TRIGGERS) or text.lstrip().startswith(_TRIGGERS)


def csv_file(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], *, delimiter: str = ",", marked: bool = True
) -> bytes:
    """Return a CSV file after RFC 4180 in UTF-8; ``marked`` puts the mark first by which Excel knows it.

    A text that could be a formula gets an apostrophe before it, and so does one inside a text. Numbers and days are
    written as such.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return ((BYTE_ORDER_MARK if marked else "") + file.getvalue()).encode()


def _csv_cell(value: Cell) -> str:
    if not isinstance(value, str):
        return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
    text = _CONTROL.sub("", value)
    text = _INNER_CELL.sub("'", text)
    return f"'{text}" if could_be_formula(text) else text


def workbook(
    title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], made_at: datetime, day_format: str = "yyyy-mm-dd"
) -> bytes:
    """Return an Excel file of one sheet. The same content and ``made_at`` give the same bytes."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    widths = [len(name) for name in header]
    for number, row in enumerate([header, *rows], start=1):
        for place, value in enumerate(row, start=1):
            cell = _excel_cell(sheet.cell(number, place), value, day_format)
            cell.font = Font(bold=number == 1)
            widths[place - 1] = min(max(widths[place - 1], len(str(value or ""))), _WIDEST)
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width + 2
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    book.properties.created = book.properties.modified = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    return _repeatable(file, tostring(book.properties.to_tree()))


def _excel_cell(cell: ExcelCell, value: Cell, day_format: str) -> ExcelCell:
    if isinstance(value, str):
        cell.value = text = _CONTROL.sub("", value)
        cell.data_type = "s"  # a text, also where it begins with "="
        cell.quotePrefix = could_be_formula(text)  # and it stays one when somebody edits the cell
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = day_format
    return cell


def _repeatable(file: io.BytesIO, properties: bytes) -> bytes:
    """Return the workbook without the instants at which openpyxl and zipfile wrote it."""
    copy = io.BytesIO()
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, _SAME_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, properties if name == _PROPERTIES else before.read(name))
    return copy.getvalue()
