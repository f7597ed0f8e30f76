"""The site's own machine-readable credit: every fact of one certificate as JSON, also attached inside its PDF."""

import json
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlsplit

from elearning.interop.record import CompletionRecord

FORMAT = "elearning-credit/1"


def credit_id(record: CompletionRecord) -> str:
    """Return the identifier of the credit for ever: ccid:HOST:NUMBER.

    The pattern is that of CreditID in ACCME's draft schema for learner records (v0.5). Consumers of MedBiquitous
    activity reports know a credit again by it, so it follows from the certificate's number alone.
    """
    return f"ccid:{urlsplit(record.verify_url).hostname}:{record.number}"


def credit_json(record: CompletionRecord) -> bytes:
    """Return ``record`` as UTF-8 JSON: instants and days in ISO 8601, credit as decimal strings, null for none.

    Without the score: it is the learner's own, and the document is made to be shown.
    """
    apart = {"activity", "credit", "correct", "total"}
    fields = {name: value for name, value in vars(record).items() if name not in apart}
    content = {
        "format": FORMAT,
        "credit_id": credit_id(record),
        **fields,
        "activity": vars(record.activity),
        "credit": record.credit and vars(record.credit),
    }
    return json.dumps(content, ensure_ascii=False, indent=2, default=_plain).encode("utf-8", "replace") + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(f"{value!r} has no form in JSON")
