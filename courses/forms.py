"""What contributors declare: relationships row by row, none, or that they decline. Nothing is filled in beforehand."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.domain.disclosures import Declared, Relationship, is_plain_name
from courses.models import Disclosure, Nature

FIRST_ROWS, MORE_ROWS, MOST_ROWS = 2, 2, 40


class Answer(models.TextChoices):
    NOTHING = "nothing", _("I have nothing to disclose")
    RELATIONSHIPS = "relationships", _("I have, or had in the last 24 months, the relationships below")
    DECLINED = "declined", _("I decline to disclose (I can then not contribute to this module)")


class RelationshipForm(forms.Form):
    """One relationship; a row in which nothing is entered counts for nothing."""

    company = forms.CharField(
        label=_("Company"), max_length=Disclosure._meta.get_field("company").max_length, help_text=_("The name only.")
    )
    nature = forms.ChoiceField(label=_("Relationship"), choices=[("", _("Choose …")), *Nature.choices])
    begins = forms.DateField(
        label=_("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("About is enough."),
    )
    ends = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: it goes on."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)
        self.today = today

    def clean_company(self) -> str:
        name = self.cleaned_data["company"]
        if not is_plain_name(name):
            raise forms.ValidationError(
                _("Write the name of the company only, without address, markup, picture or trade mark sign.")
            )
        return name

    def clean_begins(self) -> date:
        day = self.cleaned_data["begins"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("begins") and cleaned.get("ends") and cleaned["ends"] < cleaned["begins"]:
            self.add_error("ends", _("This day comes before the first one."))
        return cleaned


class DeclarationForm(forms.Form):
    """A declaration as a whole. ``again`` shows what was entered with more empty rows, without judging it."""

    answer = forms.ChoiceField(
        label=_("Your declaration"),
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three answers; none is chosen for you.")},
    )
    rows = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=MOST_ROWS)

    def __init__(self, data: Mapping[str, Any] | None = None, *, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today
        count = _rows_in(data)
        self.initial.setdefault("rows", count)
        self.relationships = [RelationshipForm(data, prefix=f"row-{n}", today=today) for n in range(count)]
        self.template_row = RelationshipForm(prefix="row-__n__", today=today)

    @classmethod
    def again(cls, data: Mapping[str, Any], *, today: date) -> "DeclarationForm":
        """Return a form that shows what ``data`` holds, with more empty rows."""
        count = min(_rows_in(data) + MORE_ROWS, MOST_ROWS)
        entered = {name: data.get(name) for name in cls.base_fields}
        form = cls(today=today, initial={**entered, "rows": count})
        form.relationships = [
            RelationshipForm(
                prefix=f"row-{n}",
                today=today,
                initial={name: data.get(f"row-{n}-{name}", "") for name in RelationshipForm.base_fields},
            )
            for n in range(count)
        ]
        return form

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        entered = [row for row in self.relationships if row.has_changed()]
        invalid = [row for row in self.relationships if not row.is_valid()]  # all are judged, for all are shown again
        answer = cleaned.get("answer")
        if answer == Answer.RELATIONSHIPS and not entered:
            self.add_error("answer", _("Enter at least one relationship, or choose another answer."))
        elif answer and answer != Answer.RELATIONSHIPS and entered:
            self.add_error("answer", _("You have entered relationships below: choose that answer, or empty the rows."))
        elif invalid:
            self.add_error(None, _("Something is missing or wrong in the rows below."))
        return cleaned

    @property
    def declared(self) -> Declared:
        """What a valid form declares, today."""
        rows = [row.cleaned_data for row in self.relationships if row.has_changed()]
        relationships = tuple(Relationship(**row) for row in rows)
        refused = self.cleaned_data["answer"] == Answer.DECLINED
        return Declared(self.cleaned_data.get("declared_on", self.today), relationships, refused)


class PaperForm(DeclarationForm):
    """A declaration that reached an administrator on another way."""

    declared_on = forms.DateField(
        label=_("Declared on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_declared_on(self) -> date:
        day = self.cleaned_data["declared_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return day


def _rows_in(data: Mapping[str, Any] | None) -> int:
    sent = str((data or {}).get("rows", ""))
    known = sent.isascii() and sent.isdecimal() and len(sent) < 3  # noqa: PLR2004 more than 99 is none of ours
    return min(int(sent), MOST_ROWS) if known and int(sent) else FIRST_ROWS
