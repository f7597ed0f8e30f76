"""The fields by which an administrator gives an item of any kind another key."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from quizzes.domain.kinds import KeyField

PREFIX = "key"


class TypedField(forms.CharField):
    """A text of which ``read`` makes the value; None where it is blank."""

    def __init__(self, *, read: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.read = read

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return self.read(text) if text else None
        except ValueError as error:
            raise forms.ValidationError(_(str(error)).capitalize()) from error


def form_fields(asked: Mapping[str, KeyField]) -> dict[str, forms.Field]:
    """Return the fields of a form by their names there; what is left blank in it is None."""
    return {_name(name): _form_field(field) for name, field in asked.items()}


def given(asked: Mapping[str, KeyField], cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was filled in, by the names that the kind has for its fields."""
    return {name: cleaned[_name(name)] for name in asked if cleaned.get(_name(name)) is not None}


def _name(name: str) -> str:
    return f"{PREFIX}_{name}" if name else PREFIX


def _form_field(field: KeyField) -> forms.Field:
    label = " ".join(text for text in (field.part.strip(), field.label and _(field.label)) if text)
    shared: dict[str, Any] = {"label": label, "required": False, "initial": field.initial}
    if field.several:
        boxes = forms.CheckboxSelectMultiple
        return forms.TypedMultipleChoiceField(
            choices=field.choices, widget=boxes, coerce=field.read, empty_value=None, **shared
        )
    if field.choices:
        choices = [("", "–"), *field.choices]
        return forms.TypedChoiceField(choices=choices, coerce=field.read, empty_value=None, **shared)
    return TypedField(read=field.read, **shared)
