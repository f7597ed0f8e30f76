"""The report of learning gain: one edition of a module at a time, on a page and as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from courses.models import Edition
from elearning.audit.admin import SummaryAdmin
from elearning.downloads import attachment
from elearning.groups import FEWEST
from elearning.interop.formats import CSV
from elearning.interop.spreadsheet import Cell, csv_file
from elearning.standards.models import LearningGain
from quizzes import gain
from quizzes.domain.gain import ROUGH_BELOW, Change, Gain

HEADER = [
    "group", "name", "learners", "pairs", "right before", "right after", "mean before %", "mean after %", "change",
    "95 % CI from", "95 % CI to",
]  # fmt: skip
LEFT, WIDTH, ROW = 20, 500, 34


@dataclass(frozen=True)
class Line:
    """A group in the table and the picture. ``x_before`` and ``x_after`` are units of the SVG, as is ``y``."""

    group: str
    name: str
    change: Change
    y: int

    @property
    def x_before(self) -> int:
        return LEFT + round(self.change.before * WIDTH)

    @property
    def x_after(self) -> int:
        return LEFT + round(self.change.after * WIDTH)

    @property
    def points(self) -> dict[str, float]:
        """The shares in per cent and their change in percentage points, for a page."""
        low, high = self.change.interval
        shares = {"before": self.change.before, "after": self.change.after, "change": self.change.mean}
        return {name: float(100 * value) for name, value in shares.items()} | {"low": 100 * low, "high": 100 * high}


@admin.register(LearningGain)
class LearningGainAdmin(SummaryAdmin):
    """The list is one of editions with sittings; each leads to its report."""

    def has_view_permission(self, request: HttpRequest, obj: LearningGain | None = None) -> bool:
        """Whoever may see the results of evaluations or single sittings may see this."""
        return any(map(request.user.has_perm, ("evaluation.view_evaluation", "quizzes.view_pretestsitting")))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view
        return [
            path("<int:edition_id>/report/", page(self.show), name="standards_gain"),
            path("<int:edition_id>/report.csv", page(self.download), name="standards_gain_csv"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        editions = self._editions(request)
        return self.page(request, "standards/admin/editions.html", _("Learning gain"), editions=editions)

    def show(self, request: HttpRequest, edition_id: int) -> HttpResponse:
        edition, found = self._found(request, edition_id)
        lines = lines_of(found, edition)
        height = ROW * (len(lines) + 1)
        context = {
            "edition": edition,
            "overall": found.overall,
            "lines": [line for line in lines if line.change.enough],
            "too_few": [line for line in lines if not line.change.enough],
            "fewest": FEWEST,
            "rough_below": ROUGH_BELOW,
            "picture": {"width": LEFT * 2 + WIDTH, "height": height + 10, "bottom": height - 10},
            "ticks": [(LEFT + value * WIDTH // 100, value) for value in range(0, 101, 25)],
        }
        return self.page(request, "standards/admin/gain.html", _("Learning gain: %s") % edition, **context)

    def download(self, request: HttpRequest, edition_id: int) -> HttpResponse:
        edition, found = self._found(request, edition_id)
        name = f"learning-gain-{edition.module.slug}-{edition.number}.csv"
        return attachment(csv_file(HEADER, rows(lines_of(found, edition))), name, CSV)

    def _found(self, request: HttpRequest, edition_id: int) -> tuple[Edition, Gain]:
        edition = get_object_or_404(self._editions(request), pk=edition_id)
        return edition, gain.gain_of(edition)

    def _editions(self, request: HttpRequest) -> QuerySet[Edition]:
        """Return the editions whose pre-test somebody sat, annotated ``sat``, the newest first."""
        self.require_view(request)
        sat = Count("pretest_sittings", filter=Q(pretest_sittings__learner__isnull=False))
        editions = Edition.objects.annotate(sat=sat).filter(sat__gt=0).select_related("module")
        return editions.defer("outline", "translations").order_by("module__title", "module_id", "-number")


def lines_of(found: Gain, edition: Edition) -> list[Line]:
    """Return the groups with at least one learner: all together, each objective, each level."""
    if found.overall is None:
        return []
    texts = {each["key"]: each["text"] for each in edition.front_matter["objectives"]}
    groups = [(_("All"), _("All questions"), found.overall)]
    groups += [(_("Objective"), texts.get(key, key), change) for key, change in found.objectives.items()]
    groups += [(_("Level"), level_name(level), change) for level, change in found.levels.items()]
    return [Line(group, name, change, ROW * place) for place, (group, name, change) in enumerate(groups, start=1)]


def level_name(level: str) -> str:
    """Return a level of Moore's framework in words."""
    return {
        "3": _("Level 3: knowledge"),
        "3a": _("Level 3A: declarative knowledge (knows)"),
        "3b": _("Level 3B: procedural knowledge (knows how)"),
        "4": _("Level 4: competence (shows how)"),
        "5": _("Level 5: performance (does)"),
    }[level]


def rows(lines: list[Line]) -> Iterator[list[Cell]]:
    """Yield the rows under HEADER; a group of fewer than FEWEST learners has its name and no figure."""
    for line in lines:
        change = line.change
        if not change.enough:
            yield [line.group, line.name, _("fewer than %s") % FEWEST, *[None] * (len(HEADER) - 3)]
            continue
        shown = [Decimal(f"{value:.2f}") for value in line.points.values()]
        yield [line.group, line.name, change.learners, change.pairs, change.right_before, change.right_after, *shown]
