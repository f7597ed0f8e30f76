"""Renewing a module, extending its term, and who is responsible for it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

import courses.services
from courses.models import Module, Term
from elearning.accounts.models import User
from elearning.audit.services import record
from elearning.lifecycle import access, texts
from elearning.lifecycle.domain.renewal import Days, Problem, Standing, why_not_extend, why_not_renew
from elearning.lifecycle.models import Responsible, Review


class Refused(Exception):
    """Nothing was changed; ``problems`` are all the reasons (texts.describe says them)."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = problems
        super().__init__(", ".join(problem.code for problem in problems))


@transaction.atomic
def renew(
    *, module: Module, days: Days, reviewers: Iterable[str], actor: User | None, reason: str, now: datetime
) -> Term:
    """Add a term with ``days``, affirmed by the contributors with the keys ``reviewers``, or by a new edition alone.

    What was earned in earlier terms stays; a new completion becomes possible. Raises Refused.
    """
    module = _locked(module)
    keys = sorted(set(reviewers))
    standing = access.standing_of(module, now)
    _refuse(why_not_renew(standing, days, keys))
    term = courses.services.add_term(
        module=module,
        release=days.release,
        last_review=days.last_review,
        last_valid_day=days.last_valid_day,
        actor=actor,
        reason=reason,
        now=now,
    )
    _store_reviews(term, standing, keys, now)
    after = {"term": term.number, "reviewers": keys, "edition": module.current_edition.number}
    record(now=now, actor=actor, action="module.renewed", subject=module, after=after, reason=reason)
    return term


def _store_reviews(term: Term, standing: Standing, keys: Sequence[str], now: datetime) -> None:
    Review.objects.bulk_create(
        Review(
            term=term,
            contributor_key=person.key,
            name=person.name,
            credentials=person.credentials,
            role=person.role,
            disclosed_on=person.declared_on,
            reviewed_on=term.last_review,
            statement=texts.affirmation(),
            recorded_at=now,
        )
        for person in standing.candidates
        if person.key in keys
    )


@transaction.atomic
def extend(*, module: Module, last_valid_day: date, actor: User | None, reason: str, now: datetime) -> Term:
    """Move the last valid day of the latest term of ``module`` to a later day. Raises Refused."""
    module = _locked(module)
    _refuse(why_not_extend(access.standing_of(module, now), last_valid_day))
    term, days = access.latest_term(module), {"last_valid_day": last_valid_day}
    return courses.services.change_term(term=term, days=days, actor=actor, reason=reason, now=now)


@transaction.atomic
def set_responsible(*, module: Module, users: Iterable[User], actor: User | None, now: datetime) -> None:
    """Replace who is told when ``module`` is about to expire; the same people again change nothing."""
    module = _locked(module)
    before = set(module.responsible.values_list("user", flat=True))
    after = {user.pk for user in users}
    if before == after:
        return
    module.responsible.exclude(user__in=after).delete()
    Responsible.objects.bulk_create(Responsible(module=module, user_id=pk) for pk in sorted(after - before))
    told = {"before": {"users": sorted(before)}, "after": {"users": sorted(after)}}
    record(now=now, actor=actor, action="module.responsible-changed", subject=module, **told)


def _locked(module: Module) -> Module:
    """Return the module, one change of its life cycle at a time."""
    return Module.objects.select_for_update(no_key=True).get(pk=module.pk)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise Refused(problems)
