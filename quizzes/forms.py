"""What a learner and an administrator may send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.domain.policy import Policy, Reveal
from quizzes.models import TestPolicy


class AnswerForm(forms.Form):
    """One item: the place of the chosen option (from 1; empty leaves the answer) and the flag."""

    option = forms.IntegerField(required=False)
    flagged = forms.BooleanField(required=False)


class PolicyForm(forms.ModelForm):
    """The rules that are to hold from now on."""

    class Meta:
        model = TestPolicy
        fields = [
            "module",
            "pass_percent",
            "max_attempts",
            "wait_minutes",
            "draw",
            "shuffle_items",
            "shuffle_options",
            "time_limit_minutes",
            "reveal",
            "reason",
        ]

    def policy(self) -> Policy:
        """Return what was entered as a plain value."""
        values: dict[str, Any] = {
            name: value for name, value in self.cleaned_data.items() if name not in {"module", "reason"}
        }
        return Policy(**{**values, "reveal": Reveal(values["reveal"])})


class GrantForm(forms.Form):
    """One attempt more."""

    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Why; kept in the audit.")
    )
