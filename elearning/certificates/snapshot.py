"""What is frozen when a certificate is claimed: the record of the completion and the facts that are printed."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation

from courses.domain.reading import reading_minutes, slides_of
from elearning.certificates import texts
from elearning.certificates.domain.statement import statement
from elearning.certificates.models import Accreditation
from quizzes.models import Attempt

POLICY_FIELDS = (
    "pass_percent",
    "max_attempts",
    "wait_minutes",
    "draw",
    "shuffle_items",
    "shuffle_options",
    "time_limit_minutes",
    "reveal",
)


def completion_snapshot(attempt: Attempt, accreditations: Iterable[Accreditation]) -> dict[str, Any]:
    """Return what was true when the test was submitted; instants and days are ISO 8601, credit is a decimal string."""
    front = attempt.edition.front_matter
    return {
        "module": {"slug": attempt.module.slug, "title": attempt.edition.title},
        "edition": {"number": attempt.edition.number, "content_hash": attempt.edition.content_hash},
        "term": _days(attempt),
        "language": attempt.language,
        "attempt": {"number": attempt.number, "correct": attempt.correct, "total": attempt.total},
        "policy": {name: getattr(attempt.policy, name) for name in POLICY_FIELDS},
        "disclosures": front.get("contributors", []),
        "commercial_support": front.get("commercial_support", ""),
        "ai_assisted": front.get("ai_assisted"),
        "review": front.get("review"),
        "accreditations": [accreditation(row) for row in accreditations],
        "demonstration": is_demonstration(attempt),
        "provider": settings.SITE_PROVIDER,
    }


def printed_facts(attempt: Attempt, accreditations: Iterable[Accreditation], number: str) -> dict[str, Any]:
    """Return everything the certificate ``number`` prints except the name: Certificate.facts."""
    earned = statement(
        [row.facts for row in accreditations],
        demonstration=is_demonstration(attempt),
        submitted_at=attempt.submitted_at,
        time_zone=attempt.module.time_zone,
    )
    slides = slides_of(attempt.edition.outline)
    with translation.override(attempt.language):
        sentences = texts.sentences(earned)
    return {
        "module": attempt.edition.title,
        "provider": settings.SITE_PROVIDER,
        "completed_at": attempt.submitted_at.isoformat(),
        "time_zone": attempt.module.time_zone,
        "language": attempt.language,
        "slides": len(slides),
        "minutes": reading_minutes(sum(slide["seconds"] for slide in slides)),
        "edition": attempt.edition.number,
        **_days(attempt),
        "statement": sentences,
        "verify_url": verify_url(number),
    }


def verify_url(number: str) -> str:
    """Return the public address that tells what ``number`` stands for; it is printed, so it must never change."""
    return f"{settings.SITE_URL}/verify/{number}/"


def is_demonstration(attempt: Attempt) -> bool:
    """Whether the module is a demonstration, or was one in the edition whose test was taken."""
    return attempt.module.demonstration or bool(attempt.edition.front_matter.get("demonstration"))


def accreditation(row: Accreditation) -> dict[str, Any]:
    """Return the row as plain values, as snapshots and the audit keep it."""
    facts = row.facts
    return {
        "body": facts.body,
        "scheme": facts.scheme,
        "state": facts.state.value,
        "reference_number": row.reference_number,
        "maximum_credit": None if facts.maximum_credit is None else f"{facts.maximum_credit:.2f}",
        "opens": facts.opens and facts.opens.isoformat(),
        "closes": facts.closes and facts.closes.isoformat(),
    }


def _days(attempt: Attempt) -> dict[str, str]:
    return {name: getattr(attempt.term, name).isoformat() for name in ("release", "last_review", "last_valid_day")}
