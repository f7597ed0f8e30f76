"""What is known of modules' life cycles: how they stand, whom to tell, who is in the middle of one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from courses import disclosures
from courses.domain.requirements import unmet_disclosures
from courses.domain.terms import expires_at
from courses.models import Module, Progress, Start, Term
from elearning.accounts.models import User
from elearning.audit.models import Entry
from elearning.certificates.access import accreditations_at
from elearning.certificates.domain.statement import AccreditationState
from elearning.lifecycle.domain.reminders import BEFORE_ADMINISTRATORS
from elearning.lifecycle.domain.renewal import Candidate, Days, Limit, Standing
from elearning.lifecycle.models import NoReminders, Responsible
from quizzes.models import Attempt

LOOK_AHEAD = timedelta(days=max(BEFORE_ADMINISTRATORS) + 2)
LIMITING = {AccreditationState.GRANTED, AccreditationState.APPLIED}
CHUNK = 500


def latest_term(module: Module) -> Term | None:
    """Return the newest term of ``module``, whether it has begun or not."""
    return module.terms.order_by("-number").first()


def limits_of(module: Module, now: datetime) -> tuple[Limit, ...]:
    """Return how long each scheme whose credit is granted or applied for lets the module live without review."""
    schemes = {row.scheme: row.facts.rules for row in accreditations_at(module, now) if row.state in LIMITING}
    return tuple(Limit(rules.title, rules.life_months) for rules in schemes.values() if rules.life_months)


def standing_of(module: Module, now: datetime) -> Standing:
    """Return what decides about renewing or extending ``module``. Raises Http404 where nothing is published."""
    term = latest_term(module)
    if term is None or module.current_edition_id is None:
        raise Http404
    today = now.astimezone(ZoneInfo(module.time_zone)).date()
    return Standing(
        latest=Days(term.release, term.last_review, term.last_valid_day),
        limits=limits_of(module, now),
        candidates=tuple(_candidates(module, now)),
        revised=_is_revised(module, term),
        withdrawn=module.withdrawn_at is not None,
        today=today,
    )


def _candidates(module: Module, now: datetime) -> Iterator[Candidate]:
    today = now.astimezone(ZoneInfo(module.time_zone)).date()
    for person in disclosures.persons_of(module.current_edition, now):
        declared_on = person.declared.on if person.declared else None
        disclosed = not unmet_disclosures([person], today)
        yield Candidate(person.key, person.name, person.credentials, person.role, declared_on, disclosed)


def _is_revised(module: Module, term: Term) -> bool:
    """Whether the edition that learners read came after the last review, in the place of an earlier one."""
    reviewed = expires_at(term.last_review, module.time_zone)
    published = module.editions.filter(published_at__isnull=False)
    return published.filter(published_at__gte=reviewed).exists() and published.count() > 1


def addresses_for(module: Module) -> list[tuple[str, str]]:
    """Return whom to tell about ``module``: a key (an opaque id) and an e-mail address for each.

    These are the responsible administrators who still are; where there is none, the site's contact.
    """
    people = [row.user for row in module.responsible.all() if row.user.is_active and row.user.is_staff]
    return [(str(person.pk), person.email) for person in people] or [("site", settings.SITE_CONTACT)]


def with_responsible(modules: QuerySet[Module]) -> QuerySet[Module]:
    """Read with ``modules`` what ``addresses_for`` needs."""
    return modules.prefetch_related(Prefetch("responsible", Responsible.objects.select_related("user")))


def ending_terms(now: datetime) -> list[Term]:
    """Return the terms, with module and responsible, that end within 92 days and that no other term continues.

    Modules that are withdrawn or without an edition are left out: nothing can be done about those.
    """
    continued = Term.objects.filter(
        module=OuterRef("module"), number__gt=OuterRef("number"), opens_at__lte=OuterRef("expires_at")
    )
    terms = Term.objects.filter(
        ~Exists(continued),
        opens_at__lte=now,
        expires_at__gt=now,
        expires_at__lte=now + LOOK_AHEAD,
        module__withdrawn_at__isnull=True,
        module__current_edition__isnull=False,
    )
    responsible = Prefetch("module__responsible", Responsible.objects.select_related("user"))
    return list(terms.select_related("module").prefetch_related(responsible).order_by("expires_at"))


def in_progress(term: Term) -> QuerySet[User]:
    """Return the learners who began or read the module during ``term`` and have not passed in it, by id.

    Accounts that are closed and learners who want no reminders are left out.
    """
    mine = {"learner": OuterRef("pk"), "module": term.module_id}
    return User.objects.filter(
        Exists(Start.objects.filter(**mine, at__gte=term.opens_at))
        | Exists(Progress.objects.filter(**mine, last_seen__gte=term.opens_at)),
        ~Exists(Attempt.objects.filter(learner=OuterRef("pk"), term=term, passed=True, in_time=True)),
        ~Exists(NoReminders.objects.filter(learner=OuterRef("pk"))),
        is_active=True,
    ).order_by("pk")


def chunks(people: QuerySet[User]) -> Iterator[list[tuple[int, str]]]:
    """Yield the ids and addresses of ``people``, CHUNK at a time, in one statement each."""
    after = 0
    while found := list(people.filter(pk__gt=after).values_list("pk", "email")[:CHUNK]):
        yield found
        after = found[-1][0]


def learner_key(learner_id: int) -> str:
    """Return the signed key by which a mail lets its reader stop reminders without signing in."""
    return Signer(salt="elearning.lifecycle.reminders").sign(str(learner_id))


def learner_of(key: str) -> User:
    """Return the learner of a key. Raises Http404 for one that this site did not sign, and for a closed account."""
    try:
        learner_id = Signer(salt="elearning.lifecycle.reminders").unsign(key)
    except BadSignature:
        raise Http404 from None
    return get_object_or_404(User, pk=learner_id, is_active=True)


def wants_reminders(learner: User) -> bool:
    return not NoReminders.objects.filter(learner=learner).exists()


def history_of(module: Module) -> QuerySet[Entry]:
    """Return the audit entries of a module and of its terms, the newest first."""
    terms = [str(pk) for pk in module.terms.values_list("pk", flat=True)]
    return Entry.objects.filter(
        Q(subject_type="courses.module", subject_id=str(module.pk))
        | Q(subject_type="courses.term", subject_id__in=terms)
    )


def learners_affected(term: Term) -> dict[str, int]:
    """Return how many learners passed in ``term`` and how many are in the middle of it."""
    passed = Attempt.objects.filter(term=term, passed=True, in_time=True).values("learner").distinct()
    return {"passed": passed.count(), "in_progress": in_progress(term).count()}


def staff() -> QuerySet[User]:
    """Return who can be responsible for a module."""
    return User.objects.filter(is_active=True, is_staff=True).order_by(F("name"), "email")
