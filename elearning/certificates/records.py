"""A certificate as the record that reports, attachments and credentials are written from."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings

from elearning.certificates.models import Certificate
from elearning.interop.record import Activity, CompletionRecord, Credit


def completion_record(certificate: Certificate) -> CompletionRecord:
    """Return ``certificate`` (one that came through ``complete()``) as a plain value.

    Everything comes from what was frozen when it was issued; the name is empty once retention has ended.
    """
    facts, snapshot = certificate.facts, certificate.completion.snapshot
    return CompletionRecord(
        number=certificate.number,
        name=certificate.identity.name,
        profession=certificate.profession,
        variant=certificate.variant,
        activity=_activity(facts, snapshot),
        credit=_credit(facts.get("credit")),
        completed_at=datetime.fromisoformat(facts["completed_at"]),
        issued_at=certificate.issued_at,
        time_zone=facts["time_zone"],
        correct=snapshot["attempt"]["correct"],
        total=snapshot["attempt"]["total"],
        pass_percent=snapshot["policy"]["pass_percent"],
        statement=tuple(facts["statement"]),
        verify_url=facts["verify_url"],
        demonstration=snapshot["demonstration"],
    )


def _activity(facts: dict[str, Any], snapshot: dict[str, Any]) -> Activity:
    days = {name: date.fromisoformat(facts[name]) for name in ("release", "last_review", "last_valid_day")}
    return Activity(
        slug=snapshot["module"]["slug"],
        title=facts["module"],
        provider=facts.get("provider", settings.SITE_PROVIDER),
        language=facts["language"],
        edition=facts["edition"],
        content_hash=snapshot["edition"]["content_hash"],
        slides=facts["slides"],
        minutes=facts["minutes"],
        **days,
    )


def _credit(credit: dict[str, str] | None) -> Credit | None:
    if credit is None:
        return None
    amounts = {name: Decimal(credit[name]) for name in ("amount", "maximum")}
    return Credit(**{**credit, **amounts})
