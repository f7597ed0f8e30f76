"""Forms of the life cycle: each change has a reason, which the audit keeps."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.domain.terms import EARLIEST_DAY
from elearning.accounts.models import User
from elearning.lifecycle import access, texts
from elearning.lifecycle.domain.renewal import Candidate, Code, Days, Problem
from elearning.publishing.forms import PublishForm

FIELDS = {
    Code.RELEASE_PAST: "release",
    Code.RELEASE_NOT_LATER: "release",
    Code.REVIEW_IN_THE_FUTURE: "last_review",
    Code.REVIEW_NOT_LATER: "last_review",
    Code.ENDS_BEFORE_IT_BEGINS: "last_valid_day",
    Code.ENDS_NOT_LATER: "last_valid_day",
    Code.ENDS_IN_THE_PAST: "last_valid_day",
    Code.TOO_FAR: "last_valid_day",
    Code.LIFE_TOO_LONG: "last_valid_day",
    Code.NOT_REVIEWED: "reviewers",
    Code.REVIEWER_UNKNOWN: "reviewers",
    Code.REVIEWER_NOT_DISCLOSED: "reviewers",
}
"""Beside which field each refusal is shown; one that is not here stands above the form."""


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and value < EARLIEST_DAY:
            raise forms.ValidationError(_("Write a day after the year 1989."))


class Reasoned(forms.Form):
    """A change with its reason; ``show`` puts refusals beside their fields."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Why this changes; kept in the audit history."),
    )
    field_order = ["release", "last_review", "last_valid_day", "reviewers", "at", "substance", "reason"]

    def show(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            field = FIELDS.get(problem.code)
            self.add_error(field if field in self.fields else None, texts.describe(problem))


class RenewForm(Reasoned):
    release = DayField(label=_("Release"), help_text=_("The first day of the new term."))
    last_review = DayField(label=_("Last review"), help_text=_("The day on which the content was reviewed."))
    last_valid_day = DayField(label=_("Last valid day"), help_text=_("The last day on which credit can be earned."))
    reviewers = forms.MultipleChoiceField(
        label=_("Affirmed by"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who reviewed the module on that day and says: it is still current."),
    )

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewers"].choices = [
            (person.key, f"{person.name}, {person.credentials} ({person.role})")
            for person in candidates
            if person.disclosed
        ]

    @property
    def days(self) -> Days:
        return Days(**{name: self.cleaned_data[name] for name in ("release", "last_review", "last_valid_day")})


class ExtendForm(Reasoned):
    last_valid_day = DayField(
        label=_("New last valid day"), help_text=_("The last day on which credit can be earned from now on.")
    )


class ResponsibleForm(forms.Form):
    users = forms.ModelMultipleChoiceField(
        label=_("Responsible administrators"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are written to 90, 30 and 7 days before the last valid day. Nobody: the site's contact is."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["users"].queryset = access.staff()
        self.fields["users"].label_from_instance = lambda user: f"{user.name} ({user.email})"


class ScheduleForm(Reasoned, PublishForm):
    """When a draft is published; the time is one in the module's zone (activate it before the form is read)."""

    at = forms.DateTimeField(
        label=_("Publish at"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )

    def __init__(self, *args: Any, now: datetime, time_zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["at"].help_text = _("In the module's time zone, %s.") % time_zone

    def clean_at(self) -> datetime:
        at = self.cleaned_data["at"]
        if at <= self.now:
            raise forms.ValidationError(_("This time is over. Give a later one, or publish now."))
        return at


class CancelForm(Reasoned):
    """Takes back a scheduled publication."""
