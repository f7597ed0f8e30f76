"""Forms of a certificate: the printed name, its correction, the number to verify."""

from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from elearning.accounts import names
from elearning.accounts.models import User, validate_printable_name
from elearning.accounts.professions import Profession
from elearning.certificates import verification
from elearning.certificates.access import Earned
from elearning.certificates.domain.claiming import (
    SECONDS_PER_MINUTE,
    Offer,
    choices,
    default_credit,
)
from elearning.certificates.domain.statement import faults
from elearning.certificates.models import Accreditation
from elearning.certificates.services import Wish
from elearning.certificates.statements import amount, fault

TOO_LARGE = _("This file is larger than 2 MB; certificates of this site are much smaller.")
NO_PDF = _("This file is no PDF. Choose the PDF of a certificate as it was downloaded.")


class PrintedNameForm(forms.Form):
    """The name as the certificate prints it."""

    name = forms.CharField(
        label=_("Name on the certificate"),
        max_length=names.MAX_LENGTH,
        validators=[validate_printable_name],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_name(self) -> str:
        return names.normalised(self.cleaned_data["name"])


class ClaimForm(PrintedNameForm):
    """Name, profession and credit as the certificates will print them: for the first issue, or for a correction.

    ``generation`` is the issue that the learner sees (0: none yet). Profession and credit are asked for only where an
    accreditation was open when the test was passed.
    """

    def __init__(self, earned: Earned, learner: User, *args: Any, **kwargs: Any) -> None:
        newest = earned.certificates[0] if earned.certificates else None
        self.earned, self.newest = earned, newest
        kind = "correct" if newest else "claim"
        kwargs.setdefault("auto_id", f"id_{kind}_{earned.attempt.pk}_%s")
        super().__init__(*args, **kwargs)
        self.fields["attempt"] = forms.IntegerField(widget=forms.HiddenInput, initial=earned.attempt.pk)
        self.fields["generation"] = forms.IntegerField(
            widget=forms.HiddenInput,
            required=False,
            min_value=0,
            initial=newest.generation if newest else 0,
        )
        self.fields["name"].initial = newest.identity.name if newest else learner.name
        self.fields["name"].help_text = _("Check the spelling: this is how it will be printed.")
        if earned.offers:
            self._ask_for_credit(newest.profession if newest else learner.profession)
        self.helper = FormHelper()
        self.helper.form_class = f"certificate-{kind}__form"
        self.helper.form_action = reverse("certificate", args=[earned.attempt.module.slug])
        self.helper.add_input(self._button())

    def _ask_for_credit(self, profession: str) -> None:
        self.fields["profession"] = forms.ChoiceField(
            label=_("Profession"),
            choices=[("", _("Choose")), *Profession.choices],
            initial=profession,
            error_messages={"required": _("Choose your profession: it decides which credit you can claim.")},
        )
        claimed = {row.claim.accreditation_id: row.claim.credit for row in self.earned.certificates if row.claim}
        for offer, row in zip(self.earned.offers, self.earned.accreditations, strict=True):
            if offer.unmet:
                continue
            self.fields[f"credit_{offer.key}"] = forms.TypedChoiceField(
                label=row.facts.credit,
                choices=[(Decimal(0), _("none")), *((one, amount(one)) for one in choices(offer.maximum, offer.step))],
                coerce=Decimal,
                initial=claimed.get(offer.key, Decimal(0)) if self.newest else self._measured(offer, row),
                help_text=self._explained(row),
            )

    def _measured(self, offer: Offer, row: Accreditation) -> Decimal:
        seconds = self.earned.reached.active_seconds
        return default_credit(offer.maximum, offer.step, row.facts.rules.minutes_per_credit, seconds)

    def _explained(self, row: Accreditation) -> str:
        served = ", ".join(str(Profession(key).label) for key in row.professions)
        values = {"body": row.body, "served": served, "most": amount(row.maximum_credit)}
        if row.facts.rules.minutes_per_credit is None:
            return _("%(body)s, at most %(most)s. For: %(served)s.") % values
        values["minutes"] = self.earned.reached.active_seconds // SECONDS_PER_MINUTE
        return (
            _(
                "%(body)s, at most %(most)s. For: %(served)s. Measured on the slides: %(minutes)s minutes. Claim only "
                "the time that you actually spent."
            )
            % values
        )

    def _button(self) -> Submit:
        if self.newest:
            label = _("Issue corrected certificate")
            return Submit("", label, css_id=f"correct-{self.earned.attempt.pk}", css_class="btn-outline-primary")
        label = _("Claim and download") if self.earned.offers else _("Download certificate")
        return Submit("", label, css_id=f"download-{self.earned.attempt.pk}")

    @property
    def wish(self) -> Wish:
        """What the valid form asks for."""
        asked = self.cleaned_data
        claimed = {offer.key: asked.get(f"credit_{offer.key}", Decimal(0)) for offer in self.earned.offers}
        return Wish(name=asked["name"], profession=asked.get("profession", ""), credits=claimed)


class VerifyForm(forms.Form):
    """A certificate's number, as somebody reads it off the document."""

    number = forms.CharField(
        label=_("Certificate number"),
        max_length=60,
        help_text=_("Twelve characters, for example K7QD-4M2X-9T3F. Case, spaces and hyphens do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_class = "verify__form"
        self.helper.form_action = reverse("verify")
        self.helper.add_input(Submit("", _("Verify"), css_id="verify-submit"))


class VerifyFileForm(forms.Form):
    """The PDF of a certificate, which is compared with what was issued and not kept."""

    file = forms.FileField(
        label=_("PDF of the certificate"),
        help_text=_("At most 2 MB. The file is compared with what was issued here, and not kept."),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={"required": _("Choose the PDF of a certificate first.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_class = "verify__file"
        self.helper.form_action = reverse("verify-file")
        self.helper.add_input(Submit("", _("Compare file"), css_id="verify-file-submit"))

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > verification.MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        if not verification.is_pdf(file.read(verification.HEADER_WITHIN)):
            raise forms.ValidationError(NO_PDF)
        file.seek(0)
        return file


class ReasonForm(forms.Form):
    """Why an administrator does something; kept in the audit."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ReissueForm(PrintedNameForm, ReasonForm):
    """The name that an administrator lets be printed instead, and why."""

    field_order = ["name", "reason"]


class AccreditationForm(forms.ModelForm):
    """How an accreditation stands from now on."""

    class Meta:
        model = Accreditation
        fields = [
            "module",
            "body",
            "scheme",
            "credit_name",
            "state",
            "reference_number",
            "maximum_credit",
            "step",
            "professions",
            "opens",
            "closes",
            "minimum_active_seconds",
            "minimum_slides_percent",
            "minimum_score_percent",
            "evaluation_required",
            "reason",
        ]

    professions = forms.MultipleChoiceField(
        label=_("Professions served"),
        choices=Profession.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who can claim this credit."),
    )

    def clean(self) -> dict[str, Any]:
        """Take the module's own demonstration flag, which is no field of the form."""
        cleaned = super().clean() or self.cleaned_data
        if module := cleaned.get("module"):
            self.instance.demonstration = module.demonstration
        return cleaned

    def _post_clean(self) -> None:
        """Say also what contradicts the rules of the scheme, beside everything else that is wrong."""
        super()._post_clean()
        if not self.errors:
            for found in faults(self.instance.facts):
                self.add_error(None, fault(found, self.instance.facts))

    def _get_validation_exclusions(self) -> set[str]:
        """Let the rule on demonstrations be checked with the others, though its flag is no field of the form."""
        return super()._get_validation_exclusions() - ({"demonstration"} if self.cleaned_data.get("module") else set())
