"""The two steps of an import in the browser: the file with its defaults, then the confirmation; and the export."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from courses.domain.problems import Problems
from courses.domain.references import read_references
from courses.models import Edition
from elearning.publishing.bank.plan import Defaults
from elearning.publishing.bank.services import MAX_UPLOAD
from quizzes.domain.exchange.formats import FORMATS

FORMAT_CHOICES = [(made.name, made.label) for made in FORMATS.values()]
SUFFIXES = ".gift,.txt,.xml,.zip,.csv"


class DefaultsForm(forms.Form):
    """What questions get that have none of it; also sent again with the confirmation."""

    format = forms.ChoiceField(
        label=_("Format"), required=False, choices=[("", _("as the file tells")), *FORMAT_CHOICES]
    )
    objectives = forms.MultipleChoiceField(label=_("Objectives"), required=False)
    slides = forms.MultipleChoiceField(label=_("Slides"), required=False)
    references = forms.MultipleChoiceField(label=_("References"), required=False)
    rationale = forms.CharField(
        label=_("Rationale"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For questions without general feedback; complete it before you publish."),
    )
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For options without feedback; complete it before you publish."),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        front = edition.front_matter
        self.fields["objectives"].choices = [(each["key"], each["text"]) for each in front["objectives"]]
        self.fields["slides"].choices = edition.slides.order_by("position").values_list("key", "title")
        self.fields["references"].choices = _references(edition)

    @property
    def defaults(self) -> Defaults:
        data = self.cleaned_data
        lists = {name: tuple(data[name]) for name in ("objectives", "slides", "references")}
        return Defaults(**lists, rationale=data["rationale"], comment=data["comment"])


class UploadForm(DefaultsForm):
    """The first step: a file of at most MAX_UPLOAD bytes and a known kind."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("GIFT, Aiken, Moodle XML, a QTI item or package, or CSV; at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": SUFFIXES}),
    )
    field_order = ["file", "format"]

    def clean_file(self) -> UploadedFile:
        upload = self.cleaned_data["file"]
        if upload.size > MAX_UPLOAD:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        if not upload.name.lower().endswith(tuple(SUFFIXES.split(","))):
            raise forms.ValidationError(_("Give a file whose name ends in %s.") % SUFFIXES.replace(",", ", "))
        return upload


class ConfirmForm(DefaultsForm):
    """The second step: the hash of the file that was checked."""

    sha256 = forms.RegexField("[0-9a-f]{64}", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            many = isinstance(field, forms.MultipleChoiceField)
            self.fields[name].widget = forms.MultipleHiddenInput() if many else forms.HiddenInput()


class ExportForm(forms.Form):
    format = forms.ChoiceField(label=_("Format"), choices=FORMAT_CHOICES)


def _references(edition: Edition) -> list[tuple[str, str]]:
    """Return the references of the edition by key, with their titles."""
    row = edition.source_files.select_related("blob").get(path="references.yaml")
    listed = read_references(row.path, bytes(row.blob.content).decode("utf-8-sig"), Problems())
    return [(key, f"{key}: {reference.title}"[:120]) for key, reference in listed.items()]
