"""Forms of the administration for contributors, decisions about relationships, and commercial support."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.domain.disclosures import is_plain_name
from courses.models import CommercialSupport, Contributor, Disclosure

NAME_ONLY = _("Write the name of the company only, without address, markup, picture or trade mark sign.")


class AddressForm(forms.ModelForm):
    class Meta:
        model = Contributor
        fields = ["email"]


class DecisionForm(forms.ModelForm):
    """Whether a relationship is relevant, and how a relevant one was mitigated."""

    relevant = forms.TypedChoiceField(
        label=_("Relevant to the content"),
        choices=[("", _("not decided")), ("yes", _("yes")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
    )
    step = forms.CharField(
        label=_("Mitigation"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text=_("What was done about a relevant relationship before the role began."),
    )
    mitigated_by = forms.CharField(label=_("Mitigated by"), required=False, max_length=200, help_text=_("A name."))
    mitigated_on = forms.DateField(
        label=_("Mitigated on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    class Meta:
        model = Disclosure
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = self.instance.mitigations.last() if self.instance.pk else None
        if last is not None:
            told = {name: getattr(last, name) for name in ("step", "mitigated_by", "mitigated_on")}
            self.initial.update(relevant="yes" if last.relevant else "no", **told)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("step") and not cleaned.get("mitigated_by"):
            self.add_error("mitigated_by", _("Say who mitigated it."))
        if cleaned.get("step") and not cleaned.get("mitigated_on") and "mitigated_on" not in self.errors:
            self.add_error("mitigated_on", _("Say when it was mitigated."))
        return cleaned

    @property
    def decision(self) -> dict[str, Any]:
        """What services.decide_relationship needs."""
        return {name: self.cleaned_data[name] for name in ("relevant", "step", "mitigated_by", "mitigated_on")}


class SupportForm(forms.ModelForm):
    class Meta:
        model = CommercialSupport
        fields = ["module", "company", "nature", "description"]

    def clean_company(self) -> str:
        name = self.cleaned_data["company"]
        if not is_plain_name(name):
            raise forms.ValidationError(NAME_ONLY)
        return name


class EndForm(forms.ModelForm):
    ended = forms.BooleanField(
        label=_("No longer holds"), required=False, help_text=_("The row is kept; learners no longer read it.")
    )

    class Meta:
        model = CommercialSupport
        fields: list[str] = []
