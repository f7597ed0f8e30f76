"""What the certificate pages show of a claim."""

from dataclasses import dataclass

from courses.texts import describe, moment
from elearning.accounts.models import User
from elearning.certificates import texts
from elearning.certificates.access import Claim
from elearning.certificates.domain.rules import State
from elearning.certificates.forms import ClaimForm, CorrectionForm
from elearning.certificates.models import Certificate


@dataclass(frozen=True)
class Shown:
    """A certificate in words: ``lines`` are its printed facts."""

    certificate: Certificate
    state: State
    state_label: str
    lines: list[texts.Line]


@dataclass(frozen=True)
class Entry:
    """A claim on a page: the form that confirms the name, the certificate with its correction, or the refusal."""

    claim: Claim
    claim_form: ClaimForm | None
    shown: Shown | None
    correction_form: CorrectionForm | None
    refusal: str
    claim_until: str


def shown(certificate: Certificate) -> Shown:
    """Return ``certificate`` (one that came through its door) in words."""
    return Shown(
        certificate=certificate,
        state=certificate.state,
        state_label=texts.state_label(certificate.state),
        lines=texts.printed(certificate.facts, certificate.issued_at),
    )


def entry(claim: Claim, learner: User, bound: ClaimForm | CorrectionForm | None = None) -> Entry:
    """Return ``claim`` for its page. ``bound`` is a form that was just refused; it is shown again where it belongs."""
    certificate, time_zone = claim.certificate, claim.attempt.module.time_zone
    return Entry(
        claim=claim,
        claim_form=_claim_form(claim, learner, bound) if claim.is_open else None,
        shown=shown(certificate) if certificate else None,
        correction_form=_correction_form(certificate, bound) if certificate and claim.refusal is None else None,
        refusal=describe(claim.refusal, time_zone) if claim.refusal else "",
        claim_until=moment(claim.closes_at, time_zone),
    )


def _claim_form(claim: Claim, learner: User, bound: ClaimForm | CorrectionForm | None) -> ClaimForm:
    if isinstance(bound, ClaimForm) and bound.attempt == claim.attempt:
        return bound
    return ClaimForm(claim.attempt, initial={"name": learner.name})


def _correction_form(certificate: Certificate, bound: ClaimForm | CorrectionForm | None) -> CorrectionForm:
    if isinstance(bound, CorrectionForm) and bound.certificate == certificate:
        return bound
    return CorrectionForm(certificate, initial={"name": certificate.identity.name})
