"""The modules that PARS lists as activities, with how many learners of each profession completed them."""

from collections import Counter
from datetime import date, datetime

from django.db.models import Q

from courses.domain.plaintext import words
from courses.models import CommercialSupport
from elearning.addresses import absolute
from elearning.certificates.domain.schemes import AMA
from elearning.certificates.domain.statement import AccreditationState
from elearning.certificates.models import Accreditation, Certificate
from elearning.delivery.access import in_period
from elearning.interop.pars import ReportedActivity

CATEGORIES = {
    "physician": "physician",
    "nurse": "nurse",
    "pharmacist": "pharmacist",
    "physician-associate": "physician assistant",
    "psychologist": "psychologist",
    "optometrist": "optometrist",
    "social-worker": "social worker",
    "dentist": "dentist",
    "dietitian": "registered dietitians",
}
"""Professions as the draft schema of PARS calls them; everybody else is "other"."""


def activities(period: tuple[date, date], now: datetime) -> list[ReportedActivity]:
    """Return the modules whose AMA credit is granted; learners are those who completed them in ``period``."""
    rows = Accreditation.objects.filter(scheme=AMA, module__current_edition__isnull=False, effective_from__lte=now)
    rows = rows.select_related("module__current_edition").order_by("module__slug", "effective_from", "pk")
    newest = {(row.module_id, *row.identity): row for row in rows}
    granted = [row for row in newest.values() if row.state == AccreditationState.GRANTED]
    learners = _learners(period, [row.module_id for row in granted])
    supported = _supported([row.module_id for row in granted], now)
    return [_activity(row, learners, supported) for row in granted]


def _activity(row: Accreditation, learners: Counter[tuple[int, str]], supported: set[int]) -> ReportedActivity:
    edition = row.module.current_edition
    counts = {category: number for (module, category), number in learners.items() if module == row.module_id}
    return ReportedActivity(
        slug=row.module.slug,
        title=edition.title,
        description=words(edition.front_matter.get("abstract_html", "")),
        address=absolute("module", row.module.slug),
        maximum=float(row.maximum_credit),
        first_day=row.opens,
        last_day=row.closes,
        reference_number=row.reference_number,
        supported=row.module_id in supported,
        learners=tuple(sorted(counts.items())),
    )


def _learners(period: tuple[date, date], modules: list[int]) -> Counter[tuple[int, str]]:
    """Return how many completions there are by module and category; a completion counts once."""
    certificates = Certificate.objects.complete().newest().filter(in_period(*period), revoked_at__isnull=True)
    found = certificates.filter(completion__module__in=modules).order_by("pk")
    professions = {
        completion: (module, CATEGORIES.get(profession, "other"))
        for completion, module, profession in found.values_list("completion", "completion__module", "profession")
    }
    return Counter(professions.values())


def _supported(modules: list[int], now: datetime) -> set[int]:
    """Return the modules that a company supports at ``now``."""
    holding = Q(ended_at__isnull=True) | Q(ended_at__gt=now)
    found = CommercialSupport.objects.filter(holding, module__in=modules, at__lte=now)
    return set(found.values_list("module", flat=True))
