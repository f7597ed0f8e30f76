"""Forms of a certificate: the printed name, its correction, the number to verify."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from elearning.accounts import names
from elearning.accounts.models import validate_printable_name
from elearning.certificates import verification
from elearning.certificates.models import Accreditation, Certificate
from quizzes.models import Attempt

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
    """Confirms the name once; then the certificate is issued and downloaded."""

    def __init__(self, attempt: Attempt, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"id_claim_{attempt.pk}_%s")
        super().__init__(*args, **kwargs)
        self.attempt = attempt
        self.fields["attempt"] = forms.IntegerField(widget=forms.HiddenInput, initial=attempt.pk)
        self.fields["name"].help_text = _("Check the spelling: this is how it will be printed.")
        self.helper = FormHelper()
        self.helper.form_class = "certificate-claim__form"
        self.helper.form_action = reverse("certificate", args=[attempt.module.slug])
        self.helper.add_input(Submit("", _("Download certificate"), css_id=f"download-{attempt.pk}"))


class CorrectionForm(PrintedNameForm):
    """Issues a certificate anew with another name."""

    def __init__(self, certificate: Certificate, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"id_correct_{certificate.pk}_%s")
        super().__init__(*args, **kwargs)
        self.certificate = certificate
        self.fields["name"].help_text = _(
            "A new certificate with a new number is issued; the old number then shows “replaced”."
        )
        self.helper = FormHelper()
        self.helper.form_class = "certificate-correct__form"
        self.helper.form_action = reverse("certificate-correct", args=[certificate.number])
        self.helper.add_input(
            Submit(
                "",
                _("Issue corrected certificate"),
                css_id=f"correct-{certificate.pk}",
                css_class="btn-outline-primary",
            )
        )


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
            raise forms.ValidationError(
                _("This file is no PDF. Choose the PDF of a certificate, as it was downloaded.")
            )
        file.seek(0)
        return file


class ReasonForm(forms.Form):
    """Why an administrator does something; kept in the audit."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class AccreditationForm(forms.ModelForm):
    """How an accreditation stands from now on."""

    class Meta:
        model = Accreditation
        fields = [
            "module",
            "body",
            "scheme",
            "state",
            "reference_number",
            "maximum_credit",
            "opens",
            "closes",
            "reason",
        ]

    def clean(self) -> dict[str, Any]:
        """Take the module's own demonstration flag, which is no field of the form."""
        cleaned = super().clean() or self.cleaned_data
        if module := cleaned.get("module"):
            self.instance.demonstration = module.demonstration
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Let the rule on demonstrations be checked with the others, though its flag is no field of the form."""
        return super()._get_validation_exclusions() - ({"demonstration"} if self.cleaned_data.get("module") else set())
