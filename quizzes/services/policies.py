"""The rules of a test, and what single learners have beyond them."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from courses.models import Module, Term
from elearning.accounts.models import User
from elearning.audit.services import record
from quizzes.domain.policy import Policy
from quizzes.models import Accommodation, AttemptGrant, TestPolicy


@transaction.atomic
def first_policy(*, module: Module, policy: Policy, now: datetime, actor: User | None = None) -> TestPolicy:
    """Give a new module the policy of its folder; a module that has one keeps it."""
    existing = TestPolicy.objects.filter(module=module).order_by("-effective_from").first()
    return existing or _add_policy(module, policy, now=now, actor=actor, reason="As in the module's folder.")


@transaction.atomic
def change_policy(*, module: Module, policy: Policy, reason: str, now: datetime, actor: User | None) -> TestPolicy:
    """Let ``policy`` rule attempts that begin from now on; the same values again change nothing."""
    Module.objects.select_for_update(no_key=True).get(pk=module.pk)
    current = TestPolicy.objects.in_force(module, now).first()
    if current is not None and current.rules == policy:
        return current
    return _add_policy(module, policy, now=now, actor=actor, reason=reason, before=current)


@transaction.atomic
def grant_attempt(*, learner: User, term: Term, reason: str, now: datetime, actor: User | None) -> AttemptGrant:
    """Allow ``learner`` one attempt more in ``term`` than the policy does."""
    grant = AttemptGrant.objects.create(
        learner=learner, term=term, reason=reason, granted_by_id=getattr(actor, "pk", None), at=now
    )
    after = {"learner": learner.pk, "term": term.pk}
    record(now=now, actor=actor, action="attempt.granted", subject=grant, after=after, reason=reason)
    return grant


@transaction.atomic
def accommodate(
    *, learner: User, module: Module | None, extra_percent: int, reason: str, now: datetime, actor: User | None
) -> Accommodation:
    """Give ``learner`` more time in attempts that begin from now on, in ``module`` or (None) in all."""
    given = Accommodation.objects.create(
        learner=learner,
        module=module,
        extra_percent=extra_percent,
        reason=reason,
        granted_by_id=getattr(actor, "pk", None),
        at=now,
    )
    after = {"learner": learner.pk, "module": module and module.pk, "extra_percent": extra_percent}
    record(now=now, actor=actor, action="accommodation.granted", subject=given, after=after, reason=reason)
    return given


def _add_policy(
    module: Module, policy: Policy, *, now: datetime, actor: User | None, reason: str, before: TestPolicy | None = None
) -> TestPolicy:
    row = TestPolicy.objects.create(module=module, effective_from=now, reason=reason, **asdict(policy))
    old = asdict(before.rules) if before else {}
    record(now=now, actor=actor, action="policy.changed", subject=row, before=old, after=asdict(policy), reason=reason)
    return row
