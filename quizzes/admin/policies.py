"""The rules of tests, and what single learners have beyond them."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from elearning.audit.admin import AuditedAdmin
from quizzes import services
from quizzes.forms import PolicyForm
from quizzes.models import Accommodation, TestPolicy


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


@admin.register(Accommodation)
class AccommodationAdmin(AuditedAdmin):
    """More time for one learner: a change is a new row, which holds for attempts that begin from then on."""

    list_display = ["learner", "module", "extra_percent", "at", "reason"]
    list_filter = ["module"]
    list_select_related = ["learner", "module"]
    search_fields = ["learner__email", "learner__name"]
    autocomplete_fields = ["learner"]
    readonly_fields = ["at"]

    def get_fields(self, request: HttpRequest, obj: Accommodation | None = None) -> list[str]:
        return ["learner", "module", "extra_percent", "reason", *(["at"] if obj else [])]

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Accommodation, form: ModelForm, change: bool) -> None:  # noqa: FBT001 Django's signature
        given = {name: form.cleaned_data[name] for name in ("learner", "module", "extra_percent", "reason")}
        saved = services.accommodate(**given, now=timezone.now(), actor=request.user)
        obj.pk, obj.at = saved.pk, saved.at
