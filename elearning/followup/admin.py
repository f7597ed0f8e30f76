"""The follow-up in the administration: what is remembered of each module. Nobody's answers are shown."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from courses.models import Module
from elearning.audit.admin import ReadOnlyAdmin
from elearning.followup import results, texts
from elearning.followup.models import Enrolment
from elearning.groups import FEWEST


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnlyAdmin):
    """The list is one of modules; each leads to what all its learners remembered."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view
        return [path("<int:module_id>/results/", page(self.show), name="followup_results"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        context = {"modules": self._allowed(request, results.modules())}
        return self._page(request, "modules.html", _("Spaced follow-up by module"), context)

    def change_view(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Nobody looks at one learner's answers."""
        raise Http404

    def show(self, request: HttpRequest, module_id: int) -> HttpResponse:
        modules = self._allowed(request, Module.objects.select_related("current_edition"))
        found = results.results_of(get_object_or_404(modules, pk=module_id))
        repeats = [(texts.repeat(number), share) for number, share in found.repeats]
        context = {"results": found, "repeats": repeats, "fewest": FEWEST}
        return self._page(request, "results.html", _("What is remembered of %s") % found.module, context)

    def _allowed(self, request: HttpRequest, rows: Any) -> Any:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return rows

    def _page(self, request: HttpRequest, template: str, title: str, context: dict[str, Any]) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, f"followup/admin/{template}", {**shared, **context})
