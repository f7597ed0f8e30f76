"""The fields by which an administrator gives an item of any kind another key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.domain.plaintext import words
from quizzes.domain.kinds import Content, kind_of
from quizzes.domain.kinds.numeric import written_number, written_tolerance
from quizzes.models import KindChoice

Cleaned = Mapping[str, Any]
BOXES = {"required": False, "widget": forms.CheckboxSelectMultiple}


@dataclass(frozen=True)
class NewKey:
    """``fields`` ask for a key; ``given`` says whether something was entered, ``accepted`` what a kind makes of it."""

    fields: dict[str, forms.Field]
    given: Callable[[Cleaned], bool]
    accepted: Callable[[Cleaned], Any]


def new_key(kind: str, content: Content, name: str = "key") -> NewKey:
    """Return what asks for a key of an item of this kind; the names of its fields begin with ``name``."""
    make = {
        KindChoice.MULTIPLE_TRUE_FALSE: _statements,
        KindChoice.EXTENDED_MATCHING: _vignettes,
        KindChoice.ORDERING: _steps,
        KindChoice.NUMERIC: _number,
        KindChoice.CASE: _questions,
    }
    return make.get(KindChoice(kind), _options)(kind, content, name)


def _options(kind: str, content: Content, name: str) -> NewKey:
    label = _("Right from now on (every option that counts as right)")
    field = forms.MultipleChoiceField(label=label, choices=_listed(kind, content), **BOXES)
    return NewKey(
        {name: field},
        given=lambda cleaned: bool(cleaned.get(name)),
        accepted=lambda cleaned: [int(place) for place in cleaned[name]],
    )


def _statements(kind: str, content: Content, name: str) -> NewKey:
    states = [("", "–"), ("true", _("true")), ("false", _("false"))]
    return _each(content["statements"], name, states, lambda text: text == "true")


def _vignettes(kind: str, content: Content, name: str) -> NewKey:
    return _each(content["vignettes"], name, [("", "–"), *_listed(kind, content)], int)


def _steps(kind: str, content: Content, name: str) -> NewKey:
    places = [(str(place), str(place)) for place in range(1, len(content["steps"]) + 1)]
    asked = _each(content["steps"], name, [("", _("Place")), *places], int)

    def in_order(cleaned: Cleaned) -> list[int]:
        return [
            index for _place, index in sorted((place, index) for index, place in enumerate(asked.accepted(cleaned)))
        ]

    def given(cleaned: Cleaned) -> bool:
        return asked.given(cleaned) and len(set(asked.accepted(cleaned))) == len(places)

    return NewKey(asked.fields, given, in_order)


def _number(kind: str, content: Content, name: str) -> NewKey:
    right = forms.CharField(label=_("Right number"), required=False, validators=[_is_number])
    tolerance = forms.CharField(
        label=_("Tolerance"), required=False, initial=content["tolerance"], validators=[_is_tolerance]
    )
    fields = {f"{name}_answer": right, f"{name}_tolerance": tolerance}
    return NewKey(
        fields,
        given=lambda cleaned: all(cleaned.get(each) for each in fields),
        accepted=lambda cleaned: {part: cleaned[f"{name}_{part}"] for part in ("answer", "tolerance")},
    )


def _questions(kind: str, content: Content, name: str) -> NewKey:
    """A question of a case whose fields are left blank keeps its key."""
    asked = [
        new_key(question["kind"], question["content"], f"{name}_{place}")
        for place, question in enumerate(content["questions"])
    ]
    for question, each in zip(content["questions"], asked, strict=True):
        for field in each.fields.values():
            field.label = f"{words(question['lead_in_html'])} {field.label}"
    return NewKey(
        {field: value for each in asked for field, value in each.fields.items()},
        given=lambda cleaned: any(each.given(cleaned) for each in asked),
        accepted=lambda cleaned: {
            place: each.accepted(cleaned) for place, each in enumerate(asked) if each.given(cleaned)
        },
    )


def _each(parts: list[dict[str, Any]], name: str, choices: list[tuple[str, Any]], read: Callable[[str], Any]) -> NewKey:
    """Return a field with the same choices for each part, all of which are needed."""
    fields: dict[str, forms.Field] = {
        f"{name}_{place}": forms.ChoiceField(label=words(part["html"]), choices=choices, required=False)
        for place, part in enumerate(parts)
    }
    return NewKey(
        fields,
        given=lambda cleaned: all(cleaned.get(each) for each in fields),
        accepted=lambda cleaned: [read(cleaned[each]) for each in fields],
    )


def _listed(kind: str, content: Content) -> list[tuple[str, str]]:
    return [(str(place), text) for place, text in enumerate(kind_of(kind).slots(content))]


def _is_tolerance(text: str) -> None:
    try:
        written_tolerance(text)
    except ValueError as error:
        raise forms.ValidationError(_("Write a number such as 0.5, not below 0.")) from error


def _is_number(text: str) -> None:
    try:
        written_number(text)
    except ValueError as error:
        raise forms.ValidationError(_("Write a number such as 12.5.")) from error
