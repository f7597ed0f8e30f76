"""What is frozen when a certificate is claimed: the record of the completion and the facts that are printed."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Min
from django.utils import translation

from courses import disclosures
from courses.domain.reading import reading_minutes, slides_of
from courses.models import Start
from elearning.certificates import access, statements
from elearning.certificates.access import Earned
from elearning.certificates.domain.claiming import Award
from elearning.certificates.domain.statement import AccreditationFacts, Statement, statement
from elearning.certificates.models import Accreditation
from quizzes.models import Attempt


def completion_snapshot(earned: Earned, now: datetime) -> dict[str, Any]:
    """Return what was true when the test was submitted; instants and days are ISO 8601, credit is a decimal string."""
    attempt = earned.attempt
    front = attempt.edition.front_matter
    return {
        "module": {"slug": attempt.module.slug, "title": attempt.edition.title},
        "edition": {"number": attempt.edition.number, "content_hash": attempt.edition.content_hash},
        "term": _days(attempt),
        "language": attempt.language,
        "attempt": {name: getattr(attempt, name) for name in ("number", "correct", "total", "points")},
        "policy": asdict(attempt.policy.rules),
        "gates": _gates(earned, now),
        "disclosures": _disclosures(attempt),
        "ai_assisted": front.get("ai_assisted"),
        "review": front.get("review"),
        "accreditations": [
            accreditation(row) for row in access.accreditations_at(attempt.module, attempt.submitted_at)
        ],
        "demonstration": access.is_demonstration(attempt),
        "provider": settings.SITE_PROVIDER,
    }


def _disclosures(attempt: Attempt) -> dict[str, Any]:
    """Return the statement that the learner was shown, word for word (AC-6), with its hash."""
    shown = disclosures.shown_to(attempt.learner, attempt.edition)
    if shown is not None:
        return {"sha256": shown.sha256, **shown.content}
    statement = disclosures.statement_of(attempt.edition, attempt.submitted_at)
    return {"sha256": statement.sha256, **statement.content}


def _gates(earned: Earned, now: datetime) -> dict[str, Any]:
    """Return every gate with its instant (null: not passed), and what was measured until ``now``."""
    attempt, reached = earned.attempt, earned.reached or access.reached_by(earned.attempt.learner, earned.attempt)
    started = Start.objects.filter(learner=attempt.learner, module=attempt.module).aggregate(first=Min("at"))["first"]
    return {
        "information_seen_at": _instant(started),
        "slides_seen": reached.slides_seen,
        "slides_total": reached.slides_total,
        "slides_last_seen_at": _instant(reached.last_seen_at),
        "active_seconds": reached.active_seconds,
        "active_seconds_before": reached.active_seconds_before,
        "test_begun_at": _instant(attempt.started_at),
        "test_submitted_at": _instant(attempt.submitted_at),
        "evaluated_at": _instant(reached.evaluated_at),
        "claimed_at": _instant(now),
    }


def _instant(value: datetime | None) -> str | None:
    return value and value.isoformat()


def verdict_of(attempt: Attempt) -> Statement:
    """Return what the test earned by the accreditations as they stood when it was submitted."""
    return statement(
        [row.facts for row in access.accreditations_at(attempt.module, attempt.submitted_at)],
        demonstration=access.is_demonstration(attempt),
        submitted_at=attempt.submitted_at,
        time_zone=attempt.module.time_zone,
    )


def printed_facts(earned: Earned, verdict: Statement, award: Award, profession: str, number: str) -> dict[str, Any]:
    """Return everything the certificate ``number`` prints except the name: Certificate.facts.

    ``verdict`` is that of the attempt (``verdict_of``), the same for all certificates of one issue.
    """
    attempt = earned.attempt
    row = next((row for row in earned.accreditations if row.pk == award.key), None)
    slides = slides_of(attempt.edition.outline)
    named = {"title": attempt.edition.title, "provider": settings.SITE_PROVIDER}
    with translation.override(attempt.language):
        sentences = statements.of_certificate(verdict, award, row and row.facts, **named)
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
        "variant": award.variant.value,
        "profession": profession,
        "credit": row and credit(row.facts, award),
        "statement": sentences,
        "verify_url": verify_url(number),
    }


def credit(facts: AccreditationFacts, award: Award) -> dict[str, str]:
    """Return the credit awarded under ``facts`` as plain values; amounts are decimal strings."""
    return {
        "scheme": facts.scheme,
        "body": facts.body,
        "name": facts.credit,
        "reference_number": facts.reference_number,
        "amount": str(award.credit),
        "maximum": str(facts.maximum_credit),
    }


def verify_url(number: str) -> str:
    """Return the public address that tells what ``number`` stands for; it is printed, so it must never change."""
    return f"{settings.SITE_URL}/verify/{number}/"


def accreditation(row: Accreditation) -> dict[str, Any]:
    """Return the row as plain values, as snapshots and the audit keep it."""
    facts = row.facts
    return {
        "body": facts.body,
        "scheme": facts.scheme,
        "credit_name": facts.credit_name,
        "state": facts.state.value,
        "reference_number": facts.reference_number,
        "maximum_credit": None if facts.maximum_credit is None else f"{facts.maximum_credit:.2f}",
        "step": str(facts.step),
        "professions": list(facts.professions),
        "opens": facts.opens and facts.opens.isoformat(),
        "closes": facts.closes and facts.closes.isoformat(),
        "gates": asdict(facts.gates),
    }


def _days(attempt: Attempt) -> dict[str, str]:
    return {name: getattr(attempt.term, name).isoformat() for name in ("release", "last_review", "last_valid_day")}
