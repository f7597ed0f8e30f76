"""What a learner enters for bodies, and what an administrator chooses for a report."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from elearning.certificates.models.accreditation import SENSIBLE_DAYS
from elearning.delivery import texts
from elearning.delivery.domain.bodies import BODIES, OWN_FORMATS
from elearning.delivery.models import BodyIdentity, Delivery, StateChoice
from elearning.interop.formats import FORMATS
from elearning.interop.identifiers import KINDS, US_STATES


class Optional(forms.TypedChoiceField):
    """A number that may be left open."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, required=False, **kwargs)


class Capitals(forms.CharField):
    """A code that may be typed in small letters."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).upper()


class IdentityForm(forms.ModelForm):
    """How bodies know the learner; the service checks the rest."""

    birth_day = Optional(label=_("Day of birth"), choices=[("", "–"), *((day, day) for day in range(1, 32))])
    birth_month = Optional(label=_("Month of birth"), choices=[("", "–"), *MONTHS.items()])

    country = Capitals(
        label=_("Country"),
        required=False,
        max_length=2,
        widget=forms.TextInput(attrs={"autocomplete": "country", "size": 2}),
        help_text=_("Two letters: CH, DE, US."),
    )

    class Meta:
        model = BodyIdentity
        fields = ["given_name", "family_name", "birth_day", "birth_month", "country"]
        widgets = {
            "given_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "family_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper("reporting-identity", _("Save"))


class LicenceForm(forms.Form):
    """A number of the learner; the service checks it."""

    kind = forms.ChoiceField(label=_("Kind of number"))
    value = forms.CharField(label=_("Number"), max_length=60, help_text=_("With or without spaces."))
    state = forms.ChoiceField(
        label=_("US state"),
        required=False,
        choices=[("", "–"), *((code, code) for code in sorted(US_STATES))],
        help_text=_("Only for a US state licence: the state that gave it."),
    )
    profession = forms.CharField(
        label=_("Profession code"),
        required=False,
        max_length=10,
        help_text=_("Only for a US state licence: as CE Broker codes it, for example ME or RN."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = texts.kinds()
        self.fields["kind"].choices = [("", _("Choose …")), *((kind, names[kind]) for kind in KINDS)]
        self.helper = _helper("reporting-number", _("Add number"))


def _helper(address: str, label: str) -> FormHelper:
    """Return the form's layout. The fragment leads back to the form where it is refused."""
    helper = FormHelper()
    helper.form_id = f"{address}-form"
    helper.form_action = f"{reverse(address)}#{helper.form_id}"
    helper.add_input(Submit("", label, css_id=f"send-{address}"))
    return helper


class ReportForm(forms.Form):
    """Which report, of which days."""

    format = forms.ChoiceField(label=_("Report"))
    first_day = forms.DateField(
        label=_("Completed from"), widget=forms.DateInput(attrs={"type": "date"}), validators=SENSIBLE_DAYS
    )
    last_day = forms.DateField(
        label=_("Completed until"), widget=forms.DateInput(attrs={"type": "date"}), validators=SENSIBLE_DAYS
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = texts.bodies()
        groups = [(names[body.key].name, body.formats) for body in BODIES.values()]
        groups.append((_("The provider's own list"), OWN_FORMATS))
        self.fields["format"].choices = [
            (name, [(key, FORMATS[key].title) for key in formats]) for name, formats in groups
        ]

    def clean(self) -> dict[str, Any]:
        days = [self.cleaned_data.get(name) for name in ("first_day", "last_day")]
        if all(days) and days[0] > days[1]:
            raise ValidationError({"last_day": _("The last day cannot lie before the first.")})
        return self.cleaned_data


class OutcomeForm(forms.Form):
    """What a body answered about some lines of a report, or about all that wait for an answer."""

    TICKED, WAITING = "ticked", "waiting"
    scope = forms.ChoiceField(
        label=_("Lines"),
        choices=[(TICKED, _("those ticked above")), (WAITING, _("all without an answer"))],
        widget=forms.RadioSelect,
    )
    state = forms.ChoiceField(label=_("State"), choices=[("", "---------"), *StateChoice.choices[1:]])
    message = forms.CharField(
        label=_("Message"), required=False, max_length=300, help_text=Delivery._meta.get_field("message").help_text
    )
