"""Everything that is written about credit."""

from elearning.certificates.services.accreditations import first_accreditations, set_accreditation
from elearning.certificates.services.claims import (
    Wish,
    claim_certificates,
    correct_certificates,
    reissue_certificates,
)
from elearning.certificates.services.documents import certificate_pdf, draw_missing, revoke

__all__ = [
    "Wish",
    "certificate_pdf",
    "claim_certificates",
    "correct_certificates",
    "draw_missing",
    "first_accreditations",
    "reissue_certificates",
    "revoke",
    "set_accreditation",
]
