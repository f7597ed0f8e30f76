"""Tables of the dossier as CSV: UTF-8 with a byte order mark, so that spreadsheets read it; formulas are text."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

REFERENCE_COLUMNS = ("key", "type", "authors", "title", "source", "year", "details", "doi", "pmid", "url")
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def written(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the rows as a file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([guarded(row[column]) for column in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def guarded(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    words = "" if value is None else str(value)
    return f"'{words}" if words.startswith(STARTS_A_FORMULA) else words
