"""Reports of errors in the administration: read, compared, answered."""

from urllib.parse import urlencode

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from courses.domain.reading import slides_of
from elearning.audit.admin import AuditedAdmin
from elearning.reports import services
from elearning.reports.forms import AnswerForm
from elearning.reports.models import Outcome, Report, SubjectKind
from quizzes.models import Item


@admin.register(Report)
class ReportAdmin(AuditedAdmin):
    """What was reported is looked at; the answer goes through its service and to the reporter."""

    form = AnswerForm
    list_display = ["__str__", "outcome", "category", "subject_kind", "subject_key", "at", "reporter", "module"]
    list_filter = ["outcome", "module", "category", "subject_kind"]
    list_select_related = ["module", "reporter"]
    search_fields = ["subject_key", "subject_title", "text", "source", "answer", "reporter__email"]
    search_help_text = _("Key or title of the slide or item, words of the report, e-mail address of the reporter")
    readonly_fields = [
        "module",
        "edition",
        "subject",
        "others",
        "category",
        "text",
        "source",
        "reporter",
        "at",
        "answered_at",
        "answered_by_id",
    ]
    fields = [*readonly_fields, *AnswerForm.Meta.fields]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Report, form: ModelForm, change: bool) -> None:  # noqa: FBT001 Django's signature
        services.answer_report(
            report=obj,
            answer=form.cleaned_data["answer"],
            outcome=Outcome(form.cleaned_data["outcome"]),
            actor=request.user,
            now=timezone.now(),
        )

    @admin.display(description=_("slide or item"))
    def subject(self, report: Report) -> str:
        """Name the slide or item, with a link to the slide as learners see it now, or to the item as it was shown."""
        name = f"{report.get_subject_kind_display()} {report.subject_key}: {report.subject_title}"
        address = _address_of(report)
        return format_html('<a href="{}">{}</a>', address, name) if address else name

    @admin.display(description=_("all about it"))
    def others(self, report: Report) -> str:
        same = {
            "module__id__exact": report.module_id,
            "subject_kind__exact": report.subject_kind,
            "subject_key": report.subject_key,
        }
        address = f"{reverse('admin:reports_report_changelist')}?{urlencode(same)}"
        return format_html('<a href="{}">{}</a>', address, _("Every report about this slide or item"))


def _address_of(report: Report) -> str:
    """Return where the subject can be seen, or nothing where the slide is gone."""
    if report.subject_kind == SubjectKind.ITEM:
        item = Item.objects.filter(test__edition=report.edition_id, key=report.subject_key).first()
        return reverse("admin:quizzes_item_change", args=[item.pk]) if item else ""
    current = report.module.current_edition
    keys = {slide["key"] for slide in slides_of(current.outline)} if current else set()
    return reverse("slide", args=[report.module.slug, report.subject_key]) if report.subject_key in keys else ""
