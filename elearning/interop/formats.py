"""The files that bodies are sent: one entry for each, so that pages and services need know none of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from elearning.interop import cebroker, csvfile, eiv, medbiquitous, mora, pars
from elearning.interop.problems import Problem
from elearning.interop.reported import Reported, Sender

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
XML = "application/xml"
JSON = "application/json"


@dataclass(frozen=True)
class Format:
    """``problems`` says what keeps a row out; ``write`` takes rows without problems and returns the file.

    The same rows and sender give the same bytes.
    """

    key: str
    title: str
    extension: str
    content_type: str
    problems: Callable[[Reported, Sender], list[Problem]]
    write: Callable[[Iterable[Reported], Sender], bytes]
    draft: bool = False


FORMATS = {
    one.key: one
    for one in (
        Format("pars-json", "PARS JSON", "json", JSON, pars.problems, pars.write, draft=True),
        Format(
            "medbiquitous-xml",
            "MedBiquitous Activity Report XML",
            "xml",
            XML,
            medbiquitous.problems,
            medbiquitous.write,
        ),
        Format("cebroker-excel", "CE Broker Excel", "xlsx", EXCEL, cebroker.problems, cebroker.write_excel),
        Format("cebroker-xml", "CE Broker XML", "xml", XML, cebroker.problems, cebroker.write_xml),
        Format("eiv-csv", "EIV list", "csv", CSV, eiv.problems, eiv.write),
        Format("mora-excel", "ESMO-MORA Excel", "xlsx", EXCEL, mora.problems, mora.write_excel),
        Format("mora-csv", "ESMO-MORA CSV", "csv", CSV, mora.problems, mora.write_csv),
        Format("csv", "CSV", "csv", CSV, csvfile.problems, csvfile.write_csv),
        Format("excel", "Excel", "xlsx", EXCEL, csvfile.problems, csvfile.write_excel),
    )
}
