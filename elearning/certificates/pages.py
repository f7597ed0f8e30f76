"""What the certificate pages show of what a learner earned."""

from dataclasses import dataclass, field

from courses.texts import describe, moment
from elearning.accounts.models import User
from elearning.certificates import texts
from elearning.certificates.access import Earned
from elearning.certificates.domain.claiming import corrections_close_at
from elearning.certificates.domain.rules import State
from elearning.certificates.forms import ClaimForm
from elearning.certificates.models import Certificate


@dataclass(frozen=True)
class Shown:
    """A certificate in words: ``lines`` are its printed facts."""

    certificate: Certificate
    state: State
    state_label: str
    lines: list[texts.Line]


@dataclass(frozen=True)
class Unmet:
    """What still lacks for the credit of an accreditation, in words."""

    credit: str
    reasons: list[str]


@dataclass(frozen=True)
class Entry:
    """What was earned, on a page: the form that claims it, the certificates with their correction, or the refusal.

    ``unmet`` names the credit that cannot be claimed yet. ``correct_until`` is empty once that is over.
    """

    earned: Earned
    form: ClaimForm | None
    shown: list[Shown]
    refusal: str
    claim_until: str
    correct_until: str
    evaluate_first: bool
    unmet: list[Unmet] = field(default_factory=list)


def shown(certificate: Certificate) -> Shown:
    """Return ``certificate`` (one that came through its door) in words."""
    return Shown(
        certificate=certificate,
        state=certificate.state,
        state_label=texts.state_label(certificate.state),
        lines=texts.printed(certificate.facts, certificate.issued_at),
    )


def entry(earned: Earned, learner: User, bound: ClaimForm | None = None) -> Entry:
    """Return ``earned`` for its page. ``bound`` is a form that was just refused; it is shown again where it belongs."""
    time_zone = earned.attempt.module.time_zone
    correctable = bool(earned.certificates) and earned.correction_refusal is None
    closes_at = corrections_close_at(earned.certificates[0].first_issued_at) if correctable else None
    return Entry(
        earned=earned,
        form=_form(earned, learner, bound) if earned.is_open or correctable else None,
        shown=[shown(certificate) for certificate in earned.certificates],
        refusal=describe(earned.refusal, time_zone) if earned.refusal else "",
        claim_until=moment(earned.closes_at, time_zone),
        correct_until=moment(closes_at, time_zone) if closes_at else "",
        evaluate_first=earned.waits_for_evaluation,
        unmet=_unmet(earned, time_zone),
    )


def _unmet(earned: Earned, time_zone: str) -> list[Unmet]:
    pairs = zip(earned.offers, earned.accreditations, strict=True)
    return [
        Unmet(row.facts.credit, [describe(reason, time_zone) for reason in offer.unmet])
        for offer, row in pairs
        if offer.unmet and not earned.waits_for_evaluation
    ]


def _form(earned: Earned, learner: User, bound: ClaimForm | None) -> ClaimForm:
    if bound is not None and bound.earned.attempt == earned.attempt:
        return bound
    return ClaimForm(earned, learner)
