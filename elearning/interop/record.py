"""The one record of a completion that every report, attachment and credential is written from. Pure values."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class Activity:
    """The module as it was completed. Days are days in ``CompletionRecord.time_zone``; ``minutes`` is reading time."""

    slug: str
    title: str
    provider: str
    language: str
    edition: int
    content_hash: str
    release: date
    last_review: date
    last_valid_day: date
    slides: int
    minutes: int


@dataclass(frozen=True)
class Credit:
    """What was claimed under one accreditation. ``scheme`` is a key of ``elearning.certificates.domain.schemes``.

    ``name`` is the credit as the body calls it ("AMA PRA Category 1 Credit"); ``amount`` is at most ``maximum``.
    """

    scheme: str
    body: str
    name: str
    reference_number: str
    amount: Decimal
    maximum: Decimal


@dataclass(frozen=True)
class CompletionRecord:
    """One certificate as data. ``number`` is the certificate's and identifies the credit for ever.

    ``name`` is the printed one (empty once retention has ended); ``profession`` a key of
    ``elearning.accounts.professions`` or empty; ``variant`` that of the certificate; ``credit`` None where none was
    awarded. ``completed_at`` is when the test was submitted, ``issued_at`` when the certificate was; both aware.
    ``statement`` holds the sentences printed about credit.
    """

    number: str
    name: str
    profession: str
    variant: str
    activity: Activity
    credit: Credit | None
    completed_at: datetime
    issued_at: datetime
    time_zone: str
    correct: int
    total: int
    pass_percent: int
    statement: tuple[str, ...]
    verify_url: str
    demonstration: bool = False
