"""Forms of the administration: each change has a reason, which the audit keeps."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.domain.terms import EARLIEST_DAY, LATEST_DAY
from courses.models import Module, Term


class ReasonForm(forms.ModelForm):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Why this changes; kept in the audit history."),
    )


class ModuleForm(ReasonForm):
    class Meta:
        model = Module
        fields = ["access", "claim_days", "grace_minutes", "replaces", "withdrawn_at", "withdrawn_reason"]

    def clean_withdrawn_at(self) -> datetime | None:
        at = self.cleaned_data["withdrawn_at"]
        if at is not None and at > timezone.now():
            raise forms.ValidationError(_("A withdrawal takes effect at once: give the present or a past time."))
        return at


class TermForm(ReasonForm):
    class Meta:
        model = Term
        fields = ["module", "release", "last_review", "last_valid_day"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        module, release = cleaned.get("module") or getattr(self.instance, "module", None), cleaned.get("release")
        if (last := cleaned.get("last_valid_day")) and last > LATEST_DAY:
            self.add_error("last_valid_day", _("Write a day before the year 2200."))
        if release and release < EARLIEST_DAY:
            self.add_error("release", _("Write a day after the year 1989."))
        if module and release:
            number = self.instance.number or 10**6
            others = module.terms.exclude(pk=self.instance.pk)
            if others.filter(number__lt=number, release__gte=release).exists():
                self.add_error("release", _("An earlier term of this module was released on or after this day."))
            if others.filter(number__gt=number, release__lte=release).exists():
                self.add_error("release", _("A later term of this module was released on or before this day."))
        return cleaned


class PublishForm(forms.Form):
    """Which slides of a new edition learners must see again."""

    substance = forms.MultipleChoiceField(
        label=_("Changed in substance"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Learners who saw these slides in an earlier edition are asked to read them again. "
            "New slides count by themselves."
        ),
    )

    def __init__(self, *args: Any, changed: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["substance"].choices = changed
