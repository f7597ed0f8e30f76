"""Completion records. Plain functions; every argument has a value that works."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from elearning.interop.identifiers import Identifier
from elearning.interop.record import Activity, CompletionRecord, Credit
from elearning.interop.reported import Action, Identity, Reported, Sender

EFN = "802760901234566"
VNR = "2760012024200354002"
SENDER = Sender(datetime(2027, 3, 3, 8, 0, tzinfo=UTC), accme="0001234", cebroker="1234", subject_area="CME")
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


def identity(**changes: object) -> Identity:
    """Ada, known to every body."""
    given = {
        "given_name": "Ada Maria",
        "family_name": "Example",
        "birth_month": 2,
        "birth_day": 29,
        "country": "CH",
        "identifiers": (
            Identifier("npi", "1234567893"),
            Identifier("licence", "ME123456", state="FL", profession="ME"),
            Identifier("efn", EFN),
            Identifier("esmo", "123456"),
        ),
        **changes,
    }
    return Identity(**given)


def reported(action: Action = Action.ADD, who: Identity | None = None, **changes: object) -> Reported:
    return Reported(record(**changes), who or identity(), action)


def credit(scheme: str, amount: str, maximum: str = "1.00", reference_number: str = "201234567") -> Credit:
    return replace(
        CREDIT, scheme=scheme, amount=Decimal(amount), maximum=Decimal(maximum), reference_number=reference_number
    )
