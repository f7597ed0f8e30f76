"""Reports to bodies in the administration: choose, see what is wrong row by row, download, note the answers."""

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearning.audit.admin import ReadOnlyAdmin
from elearning.certificates.models import Certificate
from elearning.delivery import access, services, texts
from elearning.delivery.domain.bodies import OWN_FORMATS, body_of
from elearning.delivery.domain.standing import State
from elearning.delivery.forms import OutcomeForm, ReportForm
from elearning.delivery.models import Batch
from elearning.downloads import attachment
from elearning.interop.formats import FORMATS
from elearning.interop.reported import Action

SHOWN = 300  # rows of a table; a file holds all


@admin.register(Batch)
class BatchAdmin(ReadOnlyAdmin):
    list_display = ["filename", "body_name", "made_at", "lines", "first_day", "last_day"]
    list_filter = ["body", "made_at"]
    list_display_links = ["filename"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Batch]:
        return super().get_queryset(request).annotate(line_count=Count("lines"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("delivery.add_batch")

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/file/", guarded(self.file), name="delivery_batch_file"),
            path("activities/", guarded(self.activities), name="delivery_batch_activities"),
            path("taken-back/", guarded(self.taken_back), name="delivery_batch_taken_back"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """Choose a report; see its rows; a POST makes the file."""
        self._may_report(request)
        today = timezone.localdate()
        chosen = request.POST or request.GET
        form = ReportForm(chosen or None, initial={"first_day": today.replace(month=1, day=1), "last_day": today})
        shown: dict[str, Any] = {}
        if form.is_valid():
            key, period = form.cleaned_data["format"], (form.cleaned_data["first_day"], form.cleaned_data["last_day"])
            if request.method == "POST":
                return self._made(request, key, period)
            shown = {} if key in OWN_FORMATS else _preview(key, period)
            shown |= {"chosen": FORMATS[key], "own": key in OWN_FORMATS}
        return self.page(request, "delivery/admin/report.html", _("Report to a body"), form=form, **shown)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """The lines of a report; a POST notes what the body answered."""
        batch = get_object_or_404(Batch, pk=object_id if object_id.isdecimal() else 0)
        self.require_view(request, batch)
        form = OutcomeForm(request.POST or None)
        if request.method == "POST":
            self._may_report(request)
            if form.is_valid() and self._noted(request, batch, form):
                return HttpResponseRedirect(reverse("admin:delivery_batch_change", args=[batch.pk]))
        lines = access.lines_of(batch)
        context = {
            "batch": batch,
            "body": texts.bodies()[batch.body],
            "draft": FORMATS[batch.format].draft,
            "lines": lines[:SHOWN],
            "more": max(0, len(lines) - SHOWN),
            "form": form,
        }
        return self.page(request, "delivery/admin/batch.html", batch.filename, **context)

    def file(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Download the file, the same one every time."""
        self._may_report(request)
        batch = get_object_or_404(Batch, pk=pk)
        try:
            content = services.batch_file(batch=batch, actor=request.user, now=timezone.now())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(reverse("admin:delivery_batch_change", args=[pk]))
        return _attachment(content, batch.format, batch.filename)

    def activities(self, request: HttpRequest) -> HttpResponse:
        """Download the modules with AMA credit as PARS lists activities."""
        self._may_report(request)
        form = ReportForm(request.GET)
        if not form.is_valid():
            return HttpResponseRedirect(f"{reverse('admin:delivery_batch_add')}?{request.GET.urlencode()}")
        period = form.cleaned_data["first_day"], form.cleaned_data["last_day"]
        content = services.list_activities(period=period, actor=request.user, now=timezone.now())
        return _attachment(content, "pars-json", f"pars-activities-{period[0]}-{period[1]}.json")

    def taken_back(self, request: HttpRequest) -> HttpResponse:
        """Note that a report was taken back at the body by hand."""
        self._may_report(request)
        posted = {name: request.POST.get(name, "") for name in ("certificate", "body", "back")}
        certificate = get_object_or_404(Certificate, number=posted["certificate"])
        body = access.body_or_404(posted["body"])
        services.take_back_by_hand(certificate=certificate, body=body, actor=request.user, now=timezone.now())
        messages.success(request, _("Noted: %s was taken back.") % certificate.number)
        return HttpResponseRedirect(f"{reverse('admin:delivery_batch_add')}?{posted['back']}")

    def _made(self, request: HttpRequest, key: str, period: tuple[date, date]) -> HttpResponse:
        given = {"format_key": key, "period": period, "actor": request.user, "now": timezone.now()}
        if key in OWN_FORMATS:
            name = f"completions-{period[0]}-{period[1]}.{FORMATS[key].extension}"
            return _attachment(services.list_completions(**given), key, name)
        try:
            batch = services.make_batch(**given)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(reverse("admin:delivery_batch_add"))
        messages.success(request, _("The report is made. Download its file, send it, then note the answers here."))
        return HttpResponseRedirect(reverse("admin:delivery_batch_change", args=[batch.pk]))

    def _noted(self, request: HttpRequest, batch: Batch, form: OutcomeForm) -> bool:
        outcome = State(form.cleaned_data["state"]), form.cleaned_data["message"].strip()
        if form.cleaned_data["scope"] == OutcomeForm.WAITING:
            keys = batch.lines.filter(state__in=[State.EXPORTED, State.SENT]).values_list("pk", flat=True)
        else:
            ticked = set(request.POST.getlist("line"))
            keys = [key for key in batch.lines.values_list("pk", flat=True) if str(key) in ticked]
        outcomes = dict.fromkeys(keys, outcome)
        try:
            count = services.set_outcomes(batch=batch, outcomes=outcomes, actor=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
            return False
        messages.success(request, _("Lines changed: %s") % count)
        return True

    def _may_report(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied

    @admin.display(description=_("body"), ordering="body")
    def body_name(self, batch: Batch) -> str:
        return texts.bodies()[batch.body].name

    @admin.display(description=_("lines"), ordering="line_count")
    def lines(self, batch: Batch) -> int:
        return batch.line_count


def _preview(key: str, period: tuple[date, date]) -> dict[str, Any]:
    """Return the rows of the next report: those that something keeps out first."""
    body = body_of(key)
    rows = access.due_rows(key, body, period, timezone.now())
    wrong = [row for row in rows if row.problems]
    listed = sorted(rows, key=lambda row: not row.problems)
    return {
        "rows": [
            {
                "row": row,
                "deletes": row.reported.action is Action.DELETE,
                "problems": [texts.describe(one) for one in row.problems],
            }
            for row in listed[:SHOWN]
        ],
        "more": max(0, len(rows) - SHOWN),
        "good": len(rows) - len(wrong),
        "wrong": len(wrong),
        "without_consent": access.without_consent(body, period),
        "body": texts.bodies()[body.key],
        "body_key": body.key,
    }


def _attachment(content: bytes, key: str, name: str) -> HttpResponse:
    return attachment(content, name, FORMATS[key].content_type)
