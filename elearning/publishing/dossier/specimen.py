"""A certificate as learners receive it, marked as a specimen; its number verifies as unknown."""

from datetime import datetime

from django.conf import settings

from courses.domain.reading import reading_minutes
from elearning.certificates import pdf, snapshot, statements
from elearning.certificates.domain.claiming import Award, Variant
from elearning.certificates.domain.numbers import ENTROPY_BYTES, certificate_number
from elearning.certificates.domain.statement import is_open, statement
from elearning.publishing.material import Material

NAME = "SPECIMEN"
SENTENCE = "Specimen for the accreditor: it certifies nothing, and its number stands for no certificate."
NUMBER = certificate_number(bytes(ENTROPY_BYTES))
"""The number of nothing at all: no certificate is ever issued under it."""


def certificate(material: Material, at: datetime) -> bytes:
    """Return the document, as if the module had been completed ``at``; credit only where it is granted and open."""
    return pdf.render(number=NUMBER, name=NAME, facts=facts(material, at), issued_at=at)


def facts(material: Material, at: datetime) -> dict[str, object]:
    """Return what the specimen prints, as Certificate.facts."""
    module, term = material.module, material.term
    open_ones = [row.facts for row in material.current if is_open(row.facts, material.now, module.time_zone)]
    first = None if module.demonstration else next(iter(open_ones), None)
    award = Award(Variant.PHYSICIAN, 0, first.maximum_credit) if first else Award(Variant.NO_CREDIT)
    verdict = statement(
        [row.facts for row in material.current],
        demonstration=module.demonstration,
        submitted_at=material.now,
        time_zone=module.time_zone,
    )
    named = {"title": material.edition.title, "provider": settings.SITE_PROVIDER}
    days = ("release", "last_review", "last_valid_day")
    return {
        "module": material.edition.title,
        "provider": settings.SITE_PROVIDER,
        "completed_at": at.isoformat(),
        "time_zone": module.time_zone,
        "language": material.edition.language,
        "slides": len(material.slides),
        "minutes": reading_minutes(sum(slide.seconds for slide in material.slides)),
        "edition": material.edition.number,
        **{name: str(getattr(term, name) if term else material.today) for name in days},
        "variant": award.variant.value,
        "profession": "",
        "credit": first and snapshot.credit(first, award),
        "statement": [SENTENCE, *statements.of_certificate(verdict, award, first, **named)],
        "verify_url": snapshot.verify_url(NUMBER),
    }
