"""What became of commitments. (The evaluation itself is read by evaluation.domain.sheet.)"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from elearning.evaluation.models import Commitment, Outcome

MAX_COMMENT = 1000


class CommitmentsForm(forms.Form):
    """A question and a comment for each commitment. One left out stays as it is; all left out is refused."""

    def __init__(self, commitments: Iterable[Commitment], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commitments = list(commitments)
        for row in self.commitments:
            self.fields[f"outcome-{row.position}"] = forms.ChoiceField(
                choices=Outcome.choices, required=False, initial=row.outcome, widget=forms.RadioSelect
            )
            self.fields[f"comment-{row.position}"] = forms.CharField(
                label=_("What helped, or what was in the way?"),
                required=False,
                max_length=MAX_COMMENT,
                initial=row.comment,
                widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
            )

    def rows(self) -> list[tuple[Commitment, BoundField, BoundField]]:
        """Return each commitment with its two fields."""
        return [(row, self[f"outcome-{row.position}"], self[f"comment-{row.position}"]) for row in self.commitments]

    @property
    def answers(self) -> dict[int, tuple[Outcome, str]]:
        """The outcome and comment of each commitment that was answered, by its position."""
        given = {row.position: self.cleaned_data[f"outcome-{row.position}"] for row in self.commitments}
        return {
            position: (Outcome(outcome), self.cleaned_data[f"comment-{position}"].replace("\r\n", "\n"))
            for position, outcome in given.items()
            if outcome
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for row in self.commitments:
            name = f"outcome-{row.position}"
            if cleaned.get(f"comment-{row.position}") and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Say what became of it; the comment alone is not kept."))
        if not self.errors and not any(cleaned.get(f"outcome-{row.position}") for row in self.commitments):
            self.add_error(None, _("Choose an answer to at least one of your plans."))
        return cleaned
