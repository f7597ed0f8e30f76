"""What a learner enters about credit earned elsewhere."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from elearning.accounts.names import normalised
from elearning.transcript import texts
from elearning.transcript.domain.documents import MAX_BYTES, Document, Fault, Unusable, inspect
from elearning.transcript.models import FIRST_DAY, ExternalCredit

COLUMNS = ["title", "body", "credit_name", "amount", "completed_on", "note"]


class ExternalCreditForm(forms.ModelForm):
    """An external credit and its file; the service checks the day and the room for files."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("For example the certificate: one PDF, PNG or JPEG of at most 5 MB. Only you can open it."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"}),
        error_messages={"empty": texts.fault(Fault.EMPTY)},
    )
    drop_file = forms.BooleanField(label=_("Remove the file"), required=False)

    class Meta:
        model = ExternalCredit
        fields = COLUMNS
        widgets = {
            "completed_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["completed_on"].widget.attrs |= {"min": FIRST_DAY.isoformat(), "max": today.isoformat()}
        kept = getattr(self.instance, "file", None)
        if kept:
            self.fields["file"].label = _("Another file")
            self.fields["drop_file"].label = _("Remove the file “%(name)s”") % {"name": kept.name}
        else:
            del self.fields["drop_file"]
        self.helper = FormHelper()
        self.helper.add_input(Submit("", _("Save credit"), css_id="save-credit"))

    def clean(self) -> dict[str, Any]:
        for name in ("title", "body", "credit_name"):
            if name in self.cleaned_data:
                self.cleaned_data[name] = normalised(self.cleaned_data[name])
        return self.cleaned_data

    def clean_file(self) -> Document | None:
        upload: UploadedFile | None = self.cleaned_data["file"]
        if upload is None:
            return None
        try:
            if upload.size > MAX_BYTES:
                raise Unusable(Fault.TOO_LARGE)
            return inspect(upload.name, upload.read())
        except Unusable as unusable:
            raise forms.ValidationError(texts.fault(unusable.fault)) from None

    @property
    def given(self) -> dict[str, Any]:
        """What the valid form gives to the services."""
        data = self.cleaned_data
        return {"values": {name: data[name] for name in COLUMNS}, "document": data["file"]}
