"""Completion records. Plain functions; every argument has a value that works."""

from datetime import UTC, date, datetime
from decimal import Decimal

from elearning.interop.record import Activity, CompletionRecord, Credit

ACTIVITY = Activity(
    slug="her2",
    title="HER2 & beyond",
    provider="The Society",
    language="en",
    edition=3,
    content_hash="ab" * 32,
    release=date(2027, 1, 1),
    last_review=date(2027, 2, 1),
    last_valid_day=date(2027, 12, 31),
    slides=60,
    minutes=49,
)
CREDIT = Credit(
    scheme="ama",
    body="ACCME",
    name="AMA PRA Category 1 Credit",
    reference_number="201234567",
    amount=Decimal("0.75"),
    maximum=Decimal("1.00"),
)


def record(**changes: object) -> CompletionRecord:
    """Ada completed the module in Zurich on the evening of 1 March, which was a day later in Tokyo."""
    given = {
        "number": "K7QD-4M2X-9T3F",
        "name": "Ada Maria Example",
        "profession": "physician",
        "variant": "physician",
        "activity": ACTIVITY,
        "credit": CREDIT,
        "completed_at": datetime(2027, 3, 1, 22, 30, tzinfo=UTC),
        "issued_at": datetime(2027, 3, 2, 9, 0, tzinfo=UTC),
        "time_zone": "Europe/Zurich",
        "correct": 8,
        "total": 10,
        "pass_percent": 60,
        "statement": ("The Society designates this.",),
        "verify_url": "https://learn.example.org:8443/verify/K7QD-4M2X-9T3F/",
        **changes,
    }
    return CompletionRecord(**given)
