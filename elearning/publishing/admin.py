"""Modules, terms and editions in the administration. Every change goes through a service."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import courses.services
from courses.models import Edition, Module, Term
from elearning.audit.admin import AuditedAdmin, ReadOnlyAdmin
from elearning.publishing import services
from elearning.publishing.bank.admin import ModuleBank
from elearning.publishing.forms import ModuleForm, PublishForm, TermForm
from elearning.publishing.preflight.admin import EditionPreflight, ModulePreflight
from elearning.publishing.preflight.services import refusals


@admin.register(Module)
class ModuleAdmin(ModuleBank, ModulePreflight, AuditedAdmin):
    """A module comes from its folder; here its rules are changed."""

    form = ModuleForm
    list_display = ["title", "slug", "access", "demonstration", "withdrawn_at"]
    list_filter = ["access", "demonstration"]
    search_fields = ["title", "slug"]
    readonly_fields = ["slug", "title", "demonstration", "time_zone", "created_at"]
    fields = [*readonly_fields, *ModuleForm.Meta.fields, "reason"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Module, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        values = {name: form.cleaned_data[name] for name in ModuleForm.Meta.fields if name in form.changed_data}
        if values:
            reason = form.cleaned_data["reason"]
            courses.services.change_module(
                module=obj, values=values, actor=request.user, reason=reason, now=timezone.now()
            )


@admin.register(Term)
class TermAdmin(AuditedAdmin):
    """Release, review and expiry. A renewal adds a term; a correction or an extension changes one."""

    form = TermForm
    list_display = ["module", "number", "release", "last_review", "last_valid_day", "expires_at"]
    list_filter = ["module", "last_valid_day"]
    search_fields = ["module__title", "module__slug"]
    list_select_related = ["module"]
    fields = [*TermForm.Meta.fields, "reason"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["module"] if obj else []

    def save_model(self, request: HttpRequest, obj: Term, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        names = ["release", "last_review", "last_valid_day"]
        given = {"actor": request.user, "reason": form.cleaned_data["reason"], "now": timezone.now()}
        if not change:
            days = {name: form.cleaned_data[name] for name in names}
            obj.pk = courses.services.add_term(module=form.cleaned_data["module"], **days, **given).pk
        elif days := {name: form.cleaned_data[name] for name in names if name in form.changed_data}:
            courses.services.change_term(term=obj, days=days, **given)


@admin.register(Edition)
class EditionAdmin(EditionPreflight, ReadOnlyAdmin):
    """Editions are looked at and published here, never edited: content changes in the folder, which is loaded again."""

    list_display = ["module", "number", "title", "loaded_at", "published_at"]
    list_filter = ["module", "published_at"]
    search_fields = ["title", "module__slug", "content_hash"]
    list_select_related = ["module"]
    fields = ["module", "number", "title", "language", "content_hash", "renderer", "loaded_at", "published_at"]
    change_form_template = "admin/edition_change_form.html"

    def get_urls(self) -> list[URLPattern]:
        publish = self.admin_site.admin_view(self.publish)
        return [path("<int:pk>/publish/", publish, name="courses_edition_publish"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return super().get_queryset(request).defer("front_matter", "outline", "translations")

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what changes for learners, then publish."""
        edition = get_object_or_404(Edition.objects.select_related("module"), pk=pk)
        if not request.user.has_perm("courses.change_edition"):
            return HttpResponse(status=403)
        changed = services.changed_slides(edition)
        form = PublishForm(
            request.POST if request.method == "POST" else None, changed=[(slide.key, slide.title) for slide in changed]
        )
        if request.method == "POST" and form.is_valid():
            return self._publish(request, edition, form.cleaned_data["substance"])
        context = {
            "edition": edition,
            "changed": changed,
            "unmet": refusals(edition=edition, now=timezone.now()),
            "form": form,
        }
        return self.page(request, "admin/publish_edition.html", _("Publish %s") % edition, **context)

    def _publish(self, request: HttpRequest, edition: Edition, substance: list[str]) -> HttpResponse:
        try:
            services.publish_edition(edition=edition, substance=substance, actor=request.user, now=timezone.now())
        except services.Refused as refused:
            for problem in refused.problems:
                messages.error(request, problem)
        else:
            messages.success(request, _("%s is published; learners read it now.") % edition)
        return HttpResponseRedirect(reverse("admin:courses_edition_change", args=[edition.pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["edition"] = kwargs.get("obj")
        return super().render_change_form(request, context, *args, **kwargs)
