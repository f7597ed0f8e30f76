"""The doors to certificates: a learner's own, and what anybody may know of a number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404

import courses.access
from courses.domain.reasons import Code, Reason
from courses.models import Module, Term
from elearning.accounts.models import User
from elearning.certificates.domain import numbers, rules
from elearning.certificates.domain.claiming import Offer, Reached, blocked, may_correct, unmet
from elearning.certificates.domain.statement import is_open
from elearning.certificates.models import Accreditation, Certificate, CertificateQuerySet, Completion
from elearning.evaluation.access import evaluation_of
from quizzes.models import Attempt, AttemptQuerySet


@dataclass(frozen=True)
class Earned:
    """A passed attempt and what became of it: its newest certificates, or why there are none (neither: to be claimed).

    Revoked certificates come with their refusal. ``closes_at`` is the first instant at which it is too late to claim.
    ``offers`` are the accreditations that were open when the test was submitted (none: no credit), in the order of
    ``accreditations``; ``reached`` is what decides about their gates. Whether a correction is refused now is
    ``correction_refusal``.
    """

    attempt: Attempt
    certificates: list[Certificate]
    refusal: Reason | None
    closes_at: datetime
    offers: list[Offer]
    accreditations: list[Accreditation]
    reached: Reached | None
    correction_refusal: Reason | None

    @property
    def is_open(self) -> bool:
        """Whether the certificates can be issued now."""
        return not self.certificates and self.refusal is None

    @property
    def waits_for_evaluation(self) -> bool:
        """Whether nothing but the evaluation stands before the certificates."""
        return self.refusal is not None and self.refusal.code is Code.GATE_EVALUATION


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


def earned_in(learner: User, module: Module, now: datetime) -> list[Earned]:
    """Return what each attempt that the learner passed in a module earned, the latest first."""
    certificates = own_certificates(learner).newest().filter(completion__module=module)
    passed = _passed(learner, module).order_by("-submitted_at")
    found = list(certificates)
    return [
        _earned(learner, attempt, [row for row in found if row.completion.term_id == attempt.term_id], now)
        for attempt in passed
    ]


def earned_by(learner: User, attempt: Attempt, now: datetime) -> Earned:
    """Return what the learner's own ``attempt`` earned."""
    certificates = own_certificates(learner).newest().filter(completion__term=attempt.term)
    return _earned(learner, attempt, list(certificates), now)


def completion_of(learner: User, term: Term) -> Completion:
    """Return the learner's own completion in ``term`` with its attempt. Raises Http404 where there is none."""
    return get_object_or_404(Completion.objects.select_related("attempt", "learner"), term=term, learner=learner)


def passed_attempt(learner: User, module: Module, attempt_id: int) -> Attempt:
    """Return an attempt that the learner passed in ``module``. Raises Http404 for any other."""
    attempt = _passed(learner, module).filter(pk=attempt_id).first()
    if attempt is None:
        raise Http404
    return attempt


def by_number_for_verification(number: str) -> Certificate | None:
    """Return the certificate with this number as ``numbers.parse`` gives it, with all that its public page may show."""
    return Certificate.objects.complete().filter(number=number).first()


def undrawn() -> CertificateQuerySet:
    """Return the certificates that can be downloaded and whose document was not made yet, the oldest first."""
    waiting = Certificate.objects.complete().filter(file__isnull=True, revoked_at__isnull=True)
    return waiting.exclude(identity__name="").order_by("pk")


def accreditations_at(module: Module, at: datetime) -> list[Accreditation]:
    """Return each body's accreditation of ``module`` as it stood at ``at``, in one query."""
    rows = (
        module.accreditations.select_related("module").filter(effective_from__lte=at).order_by("effective_from", "pk")
    )
    return list(_latest(rows))


def own_certificates(learner: User) -> CertificateQuerySet:
    return Certificate.objects.complete().filter(completion__learner=learner)


def _latest(rows: Iterable[Accreditation]) -> Iterable[Accreditation]:
    """Return the last row of each accreditation."""
    return {row.identity: row for row in rows}.values()


def yielding(attempt: Attempt) -> list[Accreditation]:
    """Return the accreditations that were granted and open when ``attempt`` was submitted."""
    if is_demonstration(attempt):
        return []
    zone, at = attempt.module.time_zone, attempt.submitted_at
    return [row for row in accreditations_at(attempt.module, at) if is_open(row.facts, at, zone)]


def is_demonstration(attempt: Attempt) -> bool:
    """Whether the module is a demonstration, or was one in the edition whose test was taken."""
    return attempt.module.demonstration or bool(attempt.edition.front_matter.get("demonstration"))


def _passed(learner: User, module: Module) -> AttemptQuerySet:
    return Attempt.objects.complete().select_related("edition").filter(learner=learner, module=module, passed=True)


def _earned(learner: User, attempt: Attempt, certificates: list[Certificate], now: datetime) -> Earned:
    certificates = sorted(certificates, key=lambda row: row.pk)
    accreditations = yielding(attempt) if attempt.earns_credit else []
    reached = reached_by(learner, attempt) if accreditations else None
    offers = [_offer(row, reached) for row in accreditations]
    facts = _claim_facts(attempt, certificates)
    refusal = rules.may_claim(facts, now) or (None if certificates else blocked(offers))
    return Earned(
        attempt=attempt,
        certificates=certificates,
        refusal=refusal,
        closes_at=facts.closes_at,
        offers=offers,
        accreditations=accreditations,
        reached=reached,
        correction_refusal=_correction_refusal(certificates, now),
    )


def _offer(row: Accreditation, reached: Reached) -> Offer:
    return Offer(
        key=row.pk,
        professions=tuple(row.professions),
        maximum=row.maximum_credit,
        step=row.step,
        unmet=tuple(unmet(row.facts.gates, reached)),
    )


def reached_by(learner: User, attempt: Attempt) -> Reached:
    """Return what the learner did for this term: time that an earlier completion counted is not counted again."""
    evaluation = evaluation_of(learner, attempt.module, attempt.term)
    marks = courses.access.progress_of(learner, attempt.module)
    slides = courses.access.summary(attempt.edition, marks)
    recorded = Completion.objects.filter(learner=learner, module=attempt.module)
    gates = {completion.term_id: completion.snapshot.get("gates", {}) for completion in recorded}
    # What its own completion counted is not lost to a later one, when it is corrected; nor is it counted twice.
    own = gates.pop(attempt.term_id, {}).get("active_seconds", 0)
    counted = [each.get("active_seconds_before", 0) + each.get("active_seconds", 0) for each in gates.values()]
    before = max(counted, default=0)
    return Reached(
        active_seconds=max(own, sum(mark.active_seconds for mark in marks.values()) - before),
        active_seconds_before=before,
        slides_seen=len(slides.seen),
        slides_total=slides.total,
        last_seen_at=max((mark.last_seen for mark in marks.values()), default=None),
        correct=attempt.correct,
        total=attempt.total,
        points=attempt.points,
        evaluated_at=evaluation.submitted_at if evaluation else None,
    )


def _claim_facts(attempt: Attempt, certificates: list[Certificate]) -> rules.ClaimFacts:
    return rules.ClaimFacts(
        passed=bool(attempt.passed),
        in_time=bool(attempt.in_time),
        expires_at=attempt.term.expires_at,
        last_valid_day=attempt.term.last_valid_day,
        claim_days=attempt.module.claim_days,
        time_zone=attempt.module.time_zone,
        claimed=bool(certificates),
        revoked=any(certificate.state is rules.State.REVOKED for certificate in certificates),
    )


def _correction_refusal(certificates: list[Certificate], now: datetime) -> Reason | None:
    """Return why the holder cannot correct the certificates now; None also where there are none."""
    if not certificates:
        return None
    newest = certificates[0]
    if newest.state is rules.State.REVOKED:
        return Reason(Code.CERTIFICATE_REVOKED)
    return may_correct(newest.first_issued_at, newest.generation, now)
