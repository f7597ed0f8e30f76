"""What a learner reports, and what an administrator answers."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from elearning.reports.models import Category, Outcome, Report

MIN_TEXT, MAX_TEXT = 10, 2000


class TextField(forms.CharField):
    """Running text. A line break counts as one character, as browsers count it, though they send two."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class ReportForm(forms.Form):
    """What is wrong with a slide or an item."""

    category = forms.ChoiceField(label=_("What is wrong?"), choices=[("", _("Choose …")), *Category.choices])
    text = TextField(
        label=_("Your message"),
        min_length=MIN_TEXT,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Say what you read and what would be right. 10 to 2000 characters."),
    )
    source = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=Report._meta.get_field("source").max_length,
        help_text=_("A DOI, PMID or address that shows it, where you know one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("", _("Send report"), css_id="send-report"))


class AnswerForm(forms.ModelForm):
    """The answer to a report; every outcome but "open" can be chosen."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=[("", "---------"), *(each for each in Outcome.choices if each[0] != Outcome.OPEN)]
    )
    answer = TextField(
        label=_("Answer"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 80}),
        help_text=_("The reporter gets it by e-mail and sees it in “My learning”."),
    )

    class Meta:
        model = Report
        fields = ["outcome", "answer"]
