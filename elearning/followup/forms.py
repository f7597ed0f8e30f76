"""How often questions come, and until when none does."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from elearning.followup.domain.pace import LEAST_A_WEEK, MOST_A_WEEK

LONGEST_PAUSE = timedelta(days=366)


PACES = ngettext_lazy("At most %d question a week", "At most %d questions a week")


class PaceForm(forms.Form):
    per_week = forms.TypedChoiceField(
        label=_("How often?"),
        coerce=int,
        choices=[(count, PACES % count) for count in range(MOST_A_WEEK, LEAST_A_WEEK - 1, -1)],
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class PauseForm(forms.Form):
    """``today`` is the day in the site's time zone."""

    until = forms.DateField(
        label=_("No questions before"),
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the day on which questions may come again.")},
    )

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        limits = {"min": today + timedelta(days=1), "max": today + LONGEST_PAUSE}
        self.fields["until"].widget.attrs.update({name: day.isoformat() for name, day in limits.items()})

    def clean_until(self) -> date:
        until = self.cleaned_data["until"]
        if not self.today < until <= self.today + LONGEST_PAUSE:
            raise forms.ValidationError(_("Choose a day after today and within a year."))
        return until
