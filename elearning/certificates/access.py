"""The doors to certificates: a learner's own, and what anybody may know of a number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404

from courses.domain.reasons import Reason
from courses.models import Module, Term
from elearning.accounts.models import User
from elearning.certificates.domain import numbers, rules
from elearning.certificates.models import Accreditation, Certificate, CertificateQuerySet
from quizzes.models import Attempt, AttemptQuerySet


@dataclass(frozen=True)
class Claim:
    """A passed attempt and what became of it: its newest certificate, or why there is none (both None: to be claimed).

    A revoked certificate comes with its refusal. ``closes_at`` is the first instant at which it is too late to claim.
    """

    attempt: Attempt
    certificate: Certificate | None
    refusal: Reason | None
    closes_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether the certificate can be issued now."""
        return self.certificate is None and self.refusal is None


def module_of(slug: str) -> Module:
    """Return a module, withdrawn or not: what was earned in it stays. Raises Http404."""
    return get_object_or_404(Module, slug=slug)


def certificate_of(learner: User, number: str) -> Certificate:
    """Return the learner's own certificate, whatever its state. Raises Http404 for another's or a wrong number."""
    parsed = numbers.parse(number)
    certificate = parsed and own_certificates(learner).filter(number=parsed).first()
    if not certificate:
        raise Http404
    return certificate


def certificates_of(learner: User) -> list[Certificate]:
    """Return the newest certificate of each of the learner's completions, the latest first, in one query."""
    return list(own_certificates(learner).newest())


def certificate_for(learner: User, term: Term) -> Certificate | None:
    """Return the learner's newest certificate of ``term``."""
    return own_certificates(learner).newest().filter(completion__term=term).first()


def claims_of(learner: User, module: Module, now: datetime) -> list[Claim]:
    """Return a claim for each attempt that the learner passed in a module, the latest first, in two queries."""
    certificates = own_certificates(learner).newest().filter(completion__module=module)
    by_term = {certificate.completion.term_id: certificate for certificate in certificates}
    passed = _passed(learner, module).defer("edition__front_matter", "edition__outline").order_by("-submitted_at")
    return [_claim(attempt, by_term.get(attempt.term_id), now) for attempt in passed]


def claim_of(learner: User, attempt: Attempt, now: datetime) -> Claim:
    """Return the claim that follows from the learner's own ``attempt``, in one query."""
    return _claim(attempt, certificate_for(learner, attempt.term), now)


def passed_attempt(learner: User, module: Module, attempt_id: int) -> Attempt:
    """Return an attempt that the learner passed in ``module``. Raises Http404 for any other."""
    attempt = _passed(learner, module).filter(pk=attempt_id).first()
    if attempt is None:
        raise Http404
    return attempt


def claim_facts(attempt: Attempt, certificate: Certificate | None) -> rules.ClaimFacts:
    """Return what decides about a claim. ``attempt`` comes with its term and module."""
    return rules.ClaimFacts(
        passed=bool(attempt.passed),
        in_time=bool(attempt.in_time),
        expires_at=attempt.term.expires_at,
        last_valid_day=attempt.term.last_valid_day,
        claim_days=attempt.module.claim_days,
        time_zone=attempt.module.time_zone,
        claimed=certificate is not None,
        revoked=certificate is not None and certificate.state is rules.State.REVOKED,
    )


def by_number_for_verification(number: str) -> Certificate | None:
    """Return the certificate with this number as ``numbers.parse`` gives it, with all that its public page may show."""
    return Certificate.objects.complete().filter(number=number).first()


def undrawn() -> CertificateQuerySet:
    """Return the certificates that can be downloaded and whose document was not made yet, the oldest first."""
    waiting = Certificate.objects.complete().filter(file__isnull=True, revoked_at__isnull=True)
    return waiting.exclude(identity__name="").order_by("pk")


def accreditations_at(module: Module, at: datetime) -> list[Accreditation]:
    """Return each body's accreditation of ``module`` as it stood at ``at``, in one query."""
    rows = module.accreditations.filter(effective_from__lte=at).order_by("effective_from", "pk")
    return list(_latest(rows))


def own_certificates(learner: User) -> CertificateQuerySet:
    return Certificate.objects.complete().filter(completion__learner=learner)


def _latest(rows: Iterable[Accreditation]) -> Iterable[Accreditation]:
    """Return the last row of each body and scheme."""
    return {(row.body, row.scheme): row for row in rows}.values()


def _passed(learner: User, module: Module) -> AttemptQuerySet:
    return Attempt.objects.complete().select_related("edition").filter(learner=learner, module=module, passed=True)


def _claim(attempt: Attempt, certificate: Certificate | None, now: datetime) -> Claim:
    facts = claim_facts(attempt, certificate)
    return Claim(attempt, certificate, rules.may_claim(facts, now), facts.closes_at)
