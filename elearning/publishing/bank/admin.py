"""The bank in and out in the administration of modules: a file is checked, then confirmed; items are downloaded."""

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Module
from elearning.downloads import attachment
from elearning.publishing.bank import services
from elearning.publishing.bank.forms import ConfirmForm, ExportForm, UploadForm
from elearning.publishing.bank.plan import Plan
from elearning.publishing.services import Refused
from quizzes.domain.exchange.formats import FORMATS, Format

KEPT_SECONDS = 60 * 60


class ModuleBank:
    """For the administration of modules: "Import items" and "Export items"."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/import-items/", view(self.import_items), name="courses_module_import_items"),
            path("<int:pk>/import-items/apply/", view(self.apply_import), name="courses_module_apply_import"),
            path("<int:pk>/export-items/", view(self.export_items), name="courses_module_export_items"),
            *super().get_urls(),
        ]

    def import_items(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a file and show what importing it would do; nothing of the module changes."""
        module = _module(request, pk, "courses.change_edition")
        try:
            edition = services.newest_edition(module)
        except services.Refused as refused:
            return self._back(request, module, str(refused))
        form = UploadForm(request.POST or None, request.FILES or None, edition=edition)
        if not form.is_valid():
            return self._import_page(request, module, form=form)
        upload = form.cleaned_data["file"]
        content = upload.read()
        plan = _plan(module, content, upload.name, form)
        cache.set(_kept(request, plan.sha256), (upload.name, content), KEPT_SECONDS)
        confirm = ConfirmForm({**request.POST.dict(), **_lists(request), "sha256": plan.sha256}, edition=edition)
        return self._import_page(request, module, form=form, plan=plan, confirm=confirm)

    def apply_import(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the draft edition out of the file that was checked."""
        module = _module(request, pk, "courses.change_edition")
        edition = get_object_or_404(module.editions.order_by("-number")[:1])
        form = ConfirmForm(request.POST or None, edition=edition)
        kept = cache.get(_kept(request, form.cleaned_data["sha256"])) if form.is_valid() else None
        if kept is None or hashlib.sha256(kept[1]).hexdigest() != form.cleaned_data["sha256"]:
            messages.error(request, _("The file is no longer kept; give it again."))
            return HttpResponseRedirect(reverse("admin:courses_module_import_items", args=[pk]))
        plan = _plan(module, kept[1], kept[0], form)
        try:
            edition = services.import_items(plan=plan, actor=request.user, now=timezone.now())
        except (services.Refused, Refused) as refused:
            return self._back(request, module, str(refused))
        cache.delete(_kept(request, plan.sha256))
        count = len(plan.added)
        messages.success(
            request, _("%(edition)s is a draft with %(count)d new items.") % {"edition": edition, "count": count}
        )
        return HttpResponseRedirect(reverse("admin:courses_edition_change", args=[edition.pk]))

    def export_items(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for a format, then give the file; what the format cannot hold is shown before."""
        module = _module(request, pk, "quizzes.view_test")
        form = ExportForm(request.POST or None)
        left_out = None
        if form.is_valid():
            chosen = FORMATS[form.cleaned_data["format"]]
            try:
                _edition, writing = services.write_items(module=module, format=chosen.name)
            except services.Refused as refused:
                return self._back(request, module, str(refused))
            if not writing.left_out or request.POST.get("download") == chosen.name:
                return _download(request, module, chosen)
            left_out = writing.left_out
        context = {"module": module, "form": form, "left_out": left_out}
        return self.page(request, "publishing/bank/export.html", _("Export items of %s") % module, **context)

    def _import_page(self, request: HttpRequest, module: Module, **context: Any) -> HttpResponse:
        title = _("Import items into %s") % module
        return self.page(request, "publishing/bank/import.html", title, module=module, **context)

    def _back(self, request: HttpRequest, module: Module, message: str) -> HttpResponse:
        messages.error(request, message)
        return HttpResponseRedirect(reverse("admin:courses_module_change", args=[module.pk]))


def _module(request: HttpRequest, pk: int, permission: str) -> Module:
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return get_object_or_404(Module, pk=pk)


def _plan(module: Module, content: bytes, name: str, form: forms.Form) -> Plan:
    return services.plan_import(
        module=module, content=content, name=name, format=form.cleaned_data["format"], defaults=form.defaults
    )


def _download(request: HttpRequest, module: Module, chosen: Format) -> HttpResponse:
    edition, writing = services.export_items(module=module, format=chosen.name, actor=request.user, now=timezone.now())
    name = f"{module.slug}-edition-{edition.number}-{chosen.name}{chosen.suffix}"
    return attachment(writing.content, name, chosen.media_type)


def _lists(request: HttpRequest) -> dict[str, list[str]]:
    return {name: request.POST.getlist(name) for name in ("objectives", "slides", "references")}


def _kept(request: HttpRequest, sha256: str) -> str:
    """Return under which name the file waits: for this person only, and not in any folder that is served."""
    return f"import-items:{request.user.pk}:{sha256}"
