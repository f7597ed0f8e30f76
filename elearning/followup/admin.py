"""The follow-up in the administration: what is remembered of each module. Nobody's answers are shown."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from courses.models import Module
from elearning.audit.admin import SummaryAdmin
from elearning.followup import results, texts
from elearning.followup.models import Enrolment
from elearning.groups import FEWEST


@admin.register(Enrolment)
class EnrolmentAdmin(SummaryAdmin):
    """The list is one of modules; each leads to what all its learners remembered."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view
        return [path("<int:module_id>/results/", page(self.show), name="followup_results"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        self.require_view(request)
        title = _("Spaced follow-up by module")
        return self.page(request, "followup/admin/modules.html", title, modules=results.modules())

    def show(self, request: HttpRequest, module_id: int) -> HttpResponse:
        self.require_view(request)
        module = get_object_or_404(Module.objects.select_related("current_edition"), pk=module_id)
        found = results.results_of(module)
        repeats = [(texts.repeat(number), share) for number, share in found.repeats]
        context = {"results": found, "repeats": repeats, "fewest": FEWEST}
        return self.page(request, "followup/admin/results.html", _("What is remembered of %s") % module, **context)
