"""The outbox in the administration: what was sent, what waits, what failed. Texts are shown to nobody."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from elearning.audit.admin import ReadOnlyAdmin
from elearning.notices.models import MAX_ATTEMPTS, Notice


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("waiting", _("waiting")), ("failed", _("given up")), ("sent", _("sent"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Notice]) -> QuerySet[Notice]:
        match self.value():
            case "waiting":
                return queryset.unsent()
            case "failed":
                return queryset.filter(sent_at__isnull=True, attempts__gte=MAX_ATTEMPTS)
            case "sent":
                return queryset.filter(sent_at__isnull=False)
        return queryset


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ["kind", "key", "subject", "to", "queued_at", "sent_at", "attempts", "last_error"]
    list_filter = [StateFilter, "kind"]
    search_fields = ["key", "=to", "subject"]
    fields = [*list_display, "claimed_until"]
    date_hierarchy = "queued_at"
