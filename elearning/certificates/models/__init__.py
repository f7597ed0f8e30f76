"""Credit: what bodies granted, who completed what, and the certificates that prove it.

The state of a certificate (valid, replaced, revoked) is derived from the rows, never stored.
"""

from elearning.certificates.models.accreditation import Accreditation, StateChoice, validate_drawable
from elearning.certificates.models.certificate import (
    Certificate,
    CertificateFile,
    CertificateQuerySet,
    PrintedIdentity,
    Revocation,
    SealingCertificate,
    VariantChoice,
)
from elearning.certificates.models.completion import Claim, Completion

__all__ = [
    "Accreditation",
    "Certificate",
    "CertificateFile",
    "CertificateQuerySet",
    "Claim",
    "Completion",
    "PrintedIdentity",
    "Revocation",
    "SealingCertificate",
    "StateChoice",
    "VariantChoice",
    "validate_drawable",
]
