"""The pre-flight in the administration: what an edition meets of each scheme's rules, and the dossier to download."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Edition, Module
from elearning.downloads import attachment
from elearning.publishing.dossier.services import dossier
from elearning.publishing.material import Material, gather
from elearning.publishing.preflight.domain.report import Report, chosen_by
from elearning.publishing.preflight.domain.rules import Verdict
from elearning.publishing.preflight.domain.sources import SOURCES
from elearning.publishing.preflight.evidence import facts_of
from elearning.publishing.preflight.forms import SchemesForm
from elearning.publishing.preflight.services import report_on

PERMISSION = "courses.change_edition"


class EditionPreflight:
    """For the administration of editions: the pages of the pre-flight."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/preflight/", view(self.preflight), name="courses_edition_preflight"),
            path("<int:pk>/dossier/", view(self.dossier), name="courses_edition_dossier"),
            *super().get_urls(),
        ]

    def preflight(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show every rule of the chosen schemes with its verdict, evidence and sources."""
        if not request.user.has_perm(PERMISSION):
            return HttpResponse(status=403)
        material = _material(pk)
        form, report = _asked(request, material)
        context = {
            "edition": material.edition,
            "day": material.today,
            "form": form,
            "report": report,
            "verdicts": [(verdict, sum(part.count(verdict) for part in report.parts)) for verdict in Verdict],
            "sources": _sources(report),
            "query": request.GET.urlencode(),
        }
        return self.page(request, "admin/preflight.html", _("Pre-flight of %s") % material.edition, **context)

    def dossier(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Download the dossier; it holds the test with its key."""
        if not request.user.has_perm(PERMISSION):
            return HttpResponse(status=403)
        material = _material(pk)
        _form, report = _asked(request, material)
        name = f"{material.module.slug}-edition-{material.edition.number}-dossier.zip"
        return attachment(dossier(material=material, report=report), name, "application/zip")


class ModulePreflight:
    """For the administration of modules: the way to the pre-flight of the newest edition."""

    change_form_template = "admin/module_change_form.html"

    def get_urls(self) -> list[URLPattern]:
        newest = self.admin_site.admin_view(self.preflight)
        return [path("<int:pk>/preflight/", newest, name="courses_module_preflight"), *super().get_urls()]

    def preflight(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = get_object_or_404(Module, pk=pk).editions.order_by("-number").values_list("pk", flat=True).first()
        if edition is None:
            raise Http404
        return HttpResponseRedirect(reverse("admin:courses_edition_preflight", args=[edition]))


def _material(pk: int) -> Material:
    return gather(get_object_or_404(Edition.objects.select_related("module"), pk=pk), timezone.now())


def _asked(request: HttpRequest, material: Material) -> tuple[SchemesForm, Report]:
    """Return the choice of schemes and the report on them; nothing chosen yet: those of the accreditations."""
    proposed = chosen_by(facts_of(material))
    form = SchemesForm(request.GET if {"scheme", "chosen"} & request.GET.keys() else {"scheme": proposed})
    chosen = form.cleaned_data["scheme"] if form.is_valid() else proposed
    return form, report_on(material, chosen)


def _sources(report: Report) -> list[tuple[str, str]]:
    used = {source for part in report.parts for each in part.checked for source in each.rule.sources}
    return [(key, address) for key, address in SOURCES.items() if key in used]
