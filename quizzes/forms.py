"""What a learner and an administrator may send."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.domain.policy import Policy, Reveal
from quizzes.models import TestPolicy


class AnswerForm(forms.Form):
    """One item: the place of the chosen option (from 1; empty leaves the answer) and the flag."""

    option = forms.IntegerField(required=False)
    flagged = forms.BooleanField(required=False)


class PretestForm(forms.Form):
    """The answers to a pre-test: for each item the place of the chosen option (from 1; empty: left blank).

    ``orders`` holds the original indexes of each item's options in the order shown, by the item's key. ``edition`` is
    the number of the edition that the page showed; ``anyway`` submits in spite of blanks.
    """

    edition = forms.IntegerField()
    anyway = forms.BooleanField(required=False)

    def __init__(self, orders: Mapping[str, list[int]], data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        self.orders = orders
        for key, order in orders.items():
            self.fields[f"item-{key}"] = forms.IntegerField(required=False, min_value=1, max_value=len(order))

    @property
    def chosen(self) -> dict[str, int | None]:
        """The original index of the chosen option by the item's key; None: left blank."""
        places = {key: self.cleaned_data.get(f"item-{key}") for key in self.orders}
        return {key: self.orders[key][place - 1] if place else None for key, place in places.items()}

    @property
    def blank(self) -> list[str]:
        """The keys of the items left blank."""
        return [key for key, option in self.chosen.items() if option is None]

    def is_of_another(self, edition: int) -> bool:
        """Whether the page showed another edition than that of this number: its options may have been others too."""
        return self.cleaned_data.get("edition", edition) != edition

    def is_final(self, edition: int) -> bool:
        """Whether this is to be scored: the page showed the edition of that number, and blanks are meant."""
        return self.cleaned_data["edition"] == edition and (self.cleaned_data["anyway"] or not self.blank)


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
