"""The test in the administration: attempts and items are looked at, policies and grants go through services."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from elearning.audit.admin import AuditedAdmin, ReadOnlyAdmin
from quizzes import services
from quizzes.forms import GrantForm, PolicyForm
from quizzes.models import Attempt, AttemptGrant, Item, PretestSitting, Test, TestPolicy


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    change_form_template = "quizzes/admin/attempt.html"
    list_display = ["learner", "module", "number", "score", "passed", "in_time", "started_at", "submitted_at"]
    list_filter = ["module", "term", "passed", "in_time", ("submitted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["learner", "module", "term"]
    search_fields = ["learner__email", "learner__name"]
    search_help_text = _("E-mail address or name of the learner")
    date_hierarchy = "started_at"

    @admin.display(description=_("right"))
    def score(self, attempt: Attempt) -> str:
        return f"{attempt.correct}/{attempt.total}" if attempt.submitted_at else "–"

    def get_urls(self) -> list[URLPattern]:
        grant = path("<int:attempt_id>/grant/", self.admin_site.admin_view(self.grant), name="quizzes_attempt_grant")
        return [grant, *super().get_urls()]

    def grant(self, request: HttpRequest, attempt_id: int) -> HttpResponse:
        """Grant one more attempt to the learner of an attempt, in its term."""
        if not request.user.has_perm("quizzes.add_attemptgrant"):
            raise PermissionDenied
        attempt = get_object_or_404(Attempt.objects.complete(), pk=attempt_id, learner__isnull=False)
        form = GrantForm(request.POST or None)
        if form.is_valid():
            services.grant_attempt(
                learner=attempt.learner,
                term=attempt.term,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
                actor=request.user,
            )
            messages.success(request, _("One more attempt was granted."))
            return redirect(reverse("admin:quizzes_attempt_change", args=[attempt_id]))
        context = {**self.admin_site.each_context(request), "form": form, "attempt": attempt, "opts": self.opts}
        context["title"] = _("Grant one more attempt")
        return TemplateResponse(request, "quizzes/admin/grant.html", context)


@admin.register(PretestSitting)
class PretestSittingAdmin(ReadOnlyAdmin):
    list_display = ["learner", "module", "edition", "score", "submitted_at"]
    list_filter = ["module"]
    list_select_related = ["learner", "module", "edition__module"]
    search_fields = ["learner__email", "learner__name"]
    search_help_text = _("E-mail address or name of the learner")
    date_hierarchy = "submitted_at"

    @admin.display(description=_("right"))
    def score(self, sitting: PretestSitting) -> str:
        return f"{sitting.correct}/{sitting.total}"


@admin.register(AttemptGrant)
class AttemptGrantAdmin(ReadOnlyAdmin):
    list_display = ["learner", "term", "reason", "at", "granted_by_id"]
    list_filter = ["term"]
    list_select_related = ["learner", "term__module"]
    search_fields = ["learner__email", "learner__name", "reason"]


@admin.register(TestPolicy)
class TestPolicyAdmin(AuditedAdmin):
    """A change is a new row, which rules attempts that begin from then on."""

    form = PolicyForm
    change_form_template = "quizzes/admin/policy.html"
    list_display = [
        "module",
        "effective_from",
        "pass_percent",
        "max_attempts",
        "wait_minutes",
        "draw",
        "reveal",
        "reason",
    ]
    list_filter = ["module"]
    list_select_related = ["module"]
    readonly_fields = ["effective_from"]

    def get_fields(self, request: HttpRequest, obj: TestPolicy | None = None) -> list[str]:
        return [*PolicyForm.Meta.fields, *(["effective_from"] if obj else [])]

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with the rules in force of the module that the address names, where it names one."""
        initial = super().get_changeform_initial_data(request)
        number = initial.get("module", "")
        current = TestPolicy.objects.filter(module=number).first() if number.isdecimal() else None
        if current is None:
            return initial
        rules = {name: getattr(current, name) for name in PolicyForm.Meta.fields if name not in {"module", "reason"}}
        return {**rules, **initial}

    def save_model(self, request: HttpRequest, obj: TestPolicy, form: ModelForm, change: bool) -> None:  # noqa: FBT001 Django's signature
        saved = services.change_policy(
            module=obj.module, policy=form.policy(), reason=obj.reason, now=timezone.now(), actor=request.user
        )
        obj.pk, obj.effective_from = saved.pk, saved.effective_from


@admin.register(Test)
class TestAdmin(ReadOnlyAdmin):
    """The test of each edition with its blueprint; both are written in the module folder."""

    list_display = ["title", "edition", "bank"]
    list_filter = ["edition__module"]
    list_select_related = ["edition__module"]
    fields = ["title", "edition", "bank", "drawn"]
    readonly_fields = ["bank", "drawn"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Test]:
        in_bank = Count("items", filter=Q(items__matches__isnull=True))
        return super().get_queryset(request).annotate(bank=in_bank)

    @admin.display(description=_("items"), ordering="bank")
    def bank(self, test: Test) -> int:
        return test.bank

    @admin.display(description=_("blueprint"))
    def drawn(self, test: Test) -> str:
        """Return the rows of the blueprint as a table."""
        return render_to_string("quizzes/admin/blueprint.html", {"rows": test.rows})


@admin.register(Item)
class ItemAdmin(ReadOnlyAdmin):
    """Items are written in the module folder; a change is a new edition."""

    list_display = ["key", "edition", "kind", "position", "objectives", "section", "matches"]
    list_filter = ["test__edition__module", "kind", "section", ("matches", admin.EmptyFieldListFilter)]
    list_select_related = ["test__edition__module", "matches"]
    search_fields = ["key", "stem_html", "lead_in_html"]
    readonly_fields = ["right"]

    @admin.display(description=_("right answer"))
    def right(self, item: Item) -> str:
        return format_html_join("", "{}<br>", ((line,) for line in item.key_in_words))

    @admin.display(description=_("edition"), ordering="test__edition")
    def edition(self, item: Item) -> str:
        return str(item.test.edition)
