"""The rules of a test as an administrator enters them."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from quizzes.domain.policy import Layout, Policy
from quizzes.domain.policyfile import DAY, MOST_ATTEMPTS, MOST_ITEMS, MOST_MINUTES
from quizzes.models import TestPolicy

PERCENTS = range(1, 101)
MOST = {
    "max_attempts": MOST_ATTEMPTS,
    "wait_minutes": MOST_MINUTES,
    "draw": MOST_ITEMS,
    "time_limit_minutes": DAY,
    "pause_minutes": DAY,
}
"""The most that each number may be, as in a module folder; far more would lie beyond the end of the calendar."""


class PolicyForm(forms.ModelForm):
    """The rules that are to hold from now on."""

    later_waits = forms.CharField(
        label=capfirst(TestPolicy._meta.get_field("later_waits").verbose_name),
        required=False,
        max_length=200,
        help_text=_(
            "Minutes after the second attempt, the third and so on, with commas between; the last one holds on. "
            "Empty: always the same."
        ),
    )

    section_percents = forms.CharField(
        label=capfirst(TestPolicy._meta.get_field("section_percents").verbose_name),
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text=_(
            "Keys of sections with their per cent and commas between, such as basics: 60, practice: 50. "
            "A section that is not named has no pass mark of its own."
        ),
    )

    class Meta:
        model = TestPolicy
        fields = [
            "module",
            "pass_percent",
            "section_percents",
            "max_attempts",
            "wait_minutes",
            "later_waits",
            "remedial",
            "draw",
            "shuffle_items",
            "shuffle_options",
            "layout",
            "back",
            "time_limit_minutes",
            "pause_minutes",
            "partial_credit",
            "confidence",
            "reveal",
            "reason",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in MOST.keys() & self.fields.keys():  # a policy that is only looked at has no fields
            self.fields[name].validators.append(MaxValueValidator(MOST[name]))
        waits = self.initial.get("later_waits")
        if isinstance(waits, list):
            self.initial["later_waits"] = ", ".join(str(minutes) for minutes in waits)
        percents = self.initial.get("section_percents")
        if isinstance(percents, dict):
            self.initial["section_percents"] = ", ".join(f"{key}: {percent}" for key, percent in percents.items())

    def clean_later_waits(self) -> list[int]:
        waits = [text.strip() for text in self.cleaned_data["later_waits"].split(",") if text.strip()]
        if not all(text.isdecimal() and int(text) <= MOST_MINUTES for text in waits):
            raise forms.ValidationError(_("Write whole minutes with commas between, such as 60, 1440."))
        return [int(text) for text in waits]

    def clean_section_percents(self) -> dict[str, int]:
        parts = [text.partition(":") for text in self.cleaned_data["section_percents"].split(",") if text.strip()]
        written = {key.strip(): percent.strip() for key, _colon, percent in parts}
        whole = all(text.isdecimal() and int(text) in PERCENTS for text in written.values())
        if not whole or len(written) < len(parts):
            message = _("Write each section once with whole per cent, such as basics: 60, practice: 50.")
            raise forms.ValidationError(message)
        return {key: int(text) for key, text in written.items()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "back" in cleaned and not cleaned["back"] and cleaned.get("layout") == Layout.ALL:
            self.add_error("layout", _("Without going back there is one item on a page."))
        if cleaned.get("pause_minutes") and not cleaned.get("time_limit_minutes"):
            self.add_error("pause_minutes", _("Without a time limit nothing needs to pause."))
        self._check_sections(cleaned)
        return cleaned

    def _check_sections(self, cleaned: dict[str, Any]) -> None:
        percents, module = cleaned.get("section_percents") or {}, cleaned.get("module")
        outline = module.current_edition.outline if module and module.current_edition else None
        unknown = sorted(set(percents) - {section["key"] for section in outline or []})
        if outline is not None and unknown:
            self.add_error("section_percents", _("The module has no section %s.") % ", ".join(unknown))

    def policy(self) -> Policy:
        """Return what was entered as a plain value."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in {"module", "reason"}}
        return Policy(**{**values, "later_waits": tuple(values["later_waits"])})


class GrantForm(forms.Form):
    """One attempt more."""

    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Why; kept in the audit.")
    )
