"""Panels in the administration: made, looked at, their rounds closed. What they find changes no policy by itself."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearning.audit.admin import AuditedAdmin
from elearning.standards import services
from elearning.standards.admin import picture
from elearning.standards.domain.angoff import CutScore
from elearning.standards.forms import JudgesForm, PanelForm
from elearning.standards.models import Panel
from elearning.standards.results import Findings, findings_of


@admin.register(Panel)
class PanelAdmin(AuditedAdmin):
    form = PanelForm
    list_display = ["title", "test", "round", "rounds", "opened_at", "closed_at"]
    list_filter = [("closed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["test"]
    search_fields = ["title"]
    fields = ["test", "title", "rounds", "judges"]

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        close = path("<int:panel_id>/close/", view(self.close), name="standards_panel_close")
        judges = path("<int:panel_id>/judges/", view(self.judges), name="standards_panel_judges")
        return [close, judges, *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Panel, form: ModelForm, change: bool) -> None:  # noqa: FBT001 Django's signature
        wish = {name: form.cleaned_data[name] for name in ("test", "title", "rounds", "judges")}
        saved = services.open_panel(**wish, actor=request.user, now=timezone.now())
        obj.pk, obj.opened_at = saved.pk, saved.opened_at

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        try:
            return super().add_view(request, form_url, extra_context)
        except services.AlreadyOpen:  # by another administrator, after the form was checked
            messages.error(request, _("Somebody else has just opened a panel of this test."))
            return HttpResponseRedirect(reverse("admin:standards_panel_changelist"))

    def response_add(self, request: HttpRequest, obj: Panel, post_url_continue: str | None = None) -> HttpResponse:
        messages.success(request, _("The panel is open, and its judges are told by e-mail."))
        return HttpResponseRedirect(reverse("admin:standards_panel_change", args=[obj.pk]))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Show what the panel found; there is nothing to be edited."""
        panel = self._panel(request, object_id)
        may = {
            "may_close": panel.closed_at is None and _may_change(request),
            "may_add": panel.takes_judges and _may_change(request),
        }
        context = page_context(findings_of(panel))
        return self.page(request, "standards/admin/panel.html", panel.title, **context, **may)

    def close(self, request: HttpRequest, panel_id: int) -> HttpResponse:
        """Close the round that the page showed; ``finish`` closes the panel."""
        panel = self._panel(request, str(panel_id))
        number = request.POST.get("number", "")
        if request.method == "POST" and not _may_change(request):
            raise PermissionDenied
        if request.method == "POST" and number.isdecimal():
            finish = "finish" in request.POST
            services.close_round(
                panel=panel, number=int(number[:2]), finish=finish, actor=request.user, now=timezone.now()
            )
        return HttpResponseRedirect(reverse("admin:standards_panel_change", args=[panel_id]))

    def judges(self, request: HttpRequest, panel_id: int) -> HttpResponse:
        """Add judges to a panel of which no round is closed."""
        panel = self._panel(request, str(panel_id))
        if not _may_change(request):
            raise PermissionDenied
        form = JudgesForm(request.POST or None)
        over = not panel.takes_judges
        if not over and form.is_valid():
            try:
                services.add_judges(panel=panel, **form.cleaned_data, actor=request.user, now=timezone.now())
            except services.RoundOver:  # closed since the page was asked for
                over = True
            else:
                messages.success(request, _("The judges are on the panel, and are told by e-mail."))
        if over:
            messages.error(request, _("A round is closed already: nobody can be added any more."))
        if over or form.is_valid():
            return HttpResponseRedirect(reverse("admin:standards_panel_change", args=[panel_id]))
        return self.page(request, "standards/admin/judges.html", _("Add judges"), form=form, subject=panel)

    def _panel(self, request: HttpRequest, panel_id: str) -> Panel:
        self.require_view(request)
        panels = Panel.objects.select_related("test__edition__module")
        return get_object_or_404(panels, pk=panel_id if panel_id.isdecimal() and len(panel_id) < picture.DIGITS else 0)


def _may_change(request: HttpRequest) -> bool:
    return request.user.has_perm("standards.change_panel")


def page_context(found: Findings) -> dict[str, Any]:
    """Return the context of the page: judges, rounds with their pictures, the check, and the link to the policy."""
    with_result = [each for each in found.rounds if isinstance(each.result, CutScore)]
    return {
        "found": found,
        "panel": found.panel,
        "total": len(found.items),
        "rounds": [picture.round_of(each, found) for each in reversed(with_result)],
        "without": [each for each in found.rounds if each not in with_result],
        "standard": found.standard,
        "percent": found.standard and float(found.standard.percent),
        "check": found.check and picture.check_of(found.check, found.scores),
        "policy_link": found.standard and _policy_link(found.panel, found.standard),
    }


def _policy_link(panel: Panel, standard: CutScore) -> str:
    """Return the address of the policy's form with the pass mark filled in; to save it is the administrator's act."""
    reason = _("Standard set by the panel “%(title)s”: cut score %(percent).2f %%.") % {
        "title": panel.title,
        "percent": float(standard.percent),
    }
    values = {"module": panel.test.edition.module_id, "pass_percent": standard.pass_percent, "reason": reason}
    return f"{reverse('admin:quizzes_testpolicy_add')}?{urlencode(values)}"
