"""Scheduled publications: set for a draft, looked at, cancelled."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Edition
from courses.texts import moment
from elearning.audit.admin import ReadOnlyAdmin
from elearning.lifecycle import services
from elearning.lifecycle.forms import CancelForm, ScheduleForm
from elearning.lifecycle.models import ScheduledPublication
from elearning.publishing import services as publishing


@admin.register(ScheduledPublication)
class ScheduledPublicationAdmin(ReadOnlyAdmin):
    list_display = ["edition", "at", "state", "by", "settled_at", "outcome"]
    list_filter = ["state", "edition__module"]
    search_fields = ["edition__title", "edition__module__slug", "reason"]
    fields = ["edition", "at", "substance", "reason", "by", "created_at", "state", "settled_at", "outcome"]
    change_form_template = "lifecycle/admin/publication_change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ScheduledPublication]:
        rows = super().get_queryset(request).select_related("edition__module", "by")
        return rows.defer("edition__front_matter", "edition__outline", "edition__translations")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("schedule/<int:edition_pk>/", view(self.schedule), name="lifecycle_scheduledpublication_schedule"),
            path("<int:pk>/cancel/", view(self.cancel), name="lifecycle_scheduledpublication_cancel"),
            *super().get_urls(),
        ]

    def schedule(self, request: HttpRequest, edition_pk: int) -> HttpResponse:
        """Ask when a draft is to be published, in the module's time zone."""
        edition, now = _edition(request, edition_pk), timezone.now()
        changed = publishing.changed_slides(edition)
        with timezone.override(ZoneInfo(edition.module.time_zone)):
            form = ScheduleForm(
                request.POST if request.method == "POST" else None,
                changed=[(slide.key, slide.title) for slide in changed],
                now=now,
                time_zone=edition.module.time_zone,
            )
            valid = request.method == "POST" and form.is_valid()
        if valid and (scheduled := _schedule(request, edition, form, now)):
            at = moment(scheduled.at, edition.module.time_zone)
            messages.success(request, _("%(edition)s will be published on %(at)s.") % {"edition": edition, "at": at})
            return HttpResponseRedirect(reverse("admin:courses_edition_change", args=[edition.pk]))
        context = {"edition": edition, "changed": changed, "form": form}
        title = _("Publish %s at a set time") % edition
        return self.page(request, "lifecycle/admin/schedule.html", title, **context)

    def cancel(self, request: HttpRequest, pk: int) -> HttpResponse:
        scheduled = get_object_or_404(self.get_queryset(request), pk=pk)
        _edition(request, scheduled.edition_id)
        form = CancelForm(request.POST or None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            services.cancel_publication(scheduled=scheduled, actor=request.user, reason=reason, now=timezone.now())
            messages.success(request, _("The scheduled publication is cancelled."))
            return HttpResponseRedirect(reverse("admin:lifecycle_scheduledpublication_change", args=[pk]))
        title = _("Cancel: %s") % scheduled
        return self.page(request, "lifecycle/admin/cancel.html", title, scheduled=scheduled, form=form)


def _edition(request: HttpRequest, pk: int) -> Edition:
    if not request.user.has_perm("courses.change_edition"):
        raise PermissionDenied
    return get_object_or_404(Edition.objects.select_related("module"), pk=pk)


def _schedule(request: HttpRequest, edition: Edition, form: ScheduleForm, now: datetime) -> ScheduledPublication | None:
    wish = {name: form.cleaned_data[name] for name in ("at", "substance", "reason")}
    try:
        return services.schedule_publication(edition=edition, **wish, actor=request.user, now=now)
    except publishing.Refused as refused:
        form.add_error(None, refused.problems)
        return None
