"""A certificate as learners receive it, marked as a specimen; its number verifies as unknown."""

from datetime import datetime

from django.conf import settings

from courses.domain.reading import reading_minutes
from elearning.certificates import pdf
from elearning.certificates.domain.numbers import ENTROPY_BYTES, certificate_number
from elearning.certificates.snapshot import verify_url
from elearning.publishing.material import Material

NAME = "SPECIMEN"
SENTENCE = "Specimen for the accreditor. It certifies nothing, and its number stands for no certificate."
NUMBER = certificate_number(bytes(ENTROPY_BYTES))
"""The number of nothing at all: no certificate is ever issued under it."""


def certificate(material: Material, at: datetime) -> bytes:
    """Return the document, as if the module had been completed ``at``."""
    return pdf.render(number=NUMBER, name=NAME, facts=_facts(material, at), issued_at=at)


def _facts(material: Material, at: datetime) -> dict[str, object]:
    term = material.term
    days = {name: getattr(term, name).isoformat() if term else material.today.isoformat()
            for name in ("release", "last_review", "last_valid_day")}  # fmt: skip
    return {
        "module": material.edition.title,
        "provider": settings.SITE_PROVIDER,
        "completed_at": at.isoformat(),
        "time_zone": material.module.time_zone,
        "language": material.edition.language,
        "slides": len(material.slides),
        "minutes": reading_minutes(sum(slide.seconds for slide in material.slides)),
        "edition": material.edition.number,
        **days,
        "statement": [SENTENCE],
        "verify_url": verify_url(NUMBER),
    }
