"""The audit trail in the administration, and the ways in which rows that services own are shown there."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, ChangeList
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from elearning.audit.models import Entry


class AuditedAdmin(admin.ModelAdmin):
    """The history of a row is its audit entries; rows are never deleted here, and Django's own log is not written."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        subject = self.get_object(request, object_id)
        if subject is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, subject):
            raise PermissionDenied
        entries = Entry.objects.filter(subject_type=self.opts.label_lower, subject_id=object_id)
        title = _("Audit history: %s") % subject
        return self.page(request, "admin/audit_history.html", title, entries=entries, object=subject)

    def page(self, request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
        """Return a page beside the lists and forms that Django makes, with what its frame needs in the context."""
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, template, {**frame, **context})

    def require_view(self, request: HttpRequest, obj: models.Model | None = None) -> None:
        """Raise PermissionDenied for whoever may not look at these rows."""
        if not self.has_view_permission(request, obj):
            raise PermissionDenied

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Answer a filter whose value cannot be with the list as it is (?e=1), whenever that turns out.

        Django does so for values that a field refuses, but some (a year 0) fail only in the finished statement.
        """
        try:
            return super().get_changelist_instance(request)
        except (ValueError, OverflowError, DatabaseError) as wrong:
            if request.GET.keys() <= {ERROR_FLAG}:
                raise  # no value was given, so this is a fault of ours
            raise IncorrectLookupParameters from wrong

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def log_addition(self, *args: object) -> None:
        """The service wrote the audit row."""

    def log_change(self, *args: object) -> None:
        """The service wrote the audit row."""


class ReadOnlyAdmin(AuditedAdmin):
    """For rows that are looked at, searched and filtered, but changed only by what learners and services do."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class SummaryAdmin(ReadOnlyAdmin):
    """For rows of which only what all say together is shown, on pages of their own; nobody looks at a single one."""

    def change_view(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        raise Http404


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["number", "at", "actor_id", "action", "subject_type", "subject_id", "reason"]
    list_filter = ["action", "subject_type"]
    search_fields = ["=actor_id", "=subject_id", "reason"]
    date_hierarchy = "at"
