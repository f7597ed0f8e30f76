"""What a learner may send."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from quizzes.domain.kinds import Answer, Content, Kind, Order
from quizzes.models import ConfidenceChoice

MOST_NOTE = 2000


class AnswerForm(forms.Form):
    """What is sent beside the answer to an item: each field that the page does not have stays as it is.

    ``struck`` are places of options (from 1); ``revision`` is that of the response which the page shows.
    """

    flagged = forms.BooleanField(required=False)
    note = forms.CharField(required=False, max_length=MOST_NOTE, strip=False)
    confidence = forms.ChoiceField(required=False, choices=ConfidenceChoice.choices)
    revision = forms.IntegerField(required=False, min_value=0)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        struck = self.data.getlist("struck")
        if not all(place.isdecimal() and len(place) <= 2 for place in struck):  # noqa: PLR2004 digits
            raise forms.ValidationError("struck")
        return {**cleaned, "struck": [int(place) for place in struck]}

    @property
    def beside(self) -> dict[str, Any]:
        """What is to be noted beside the answer; a page without notes or confidence leaves them."""
        kept = {"flagged": self.cleaned_data["flagged"], "struck": self.cleaned_data["struck"]}
        sent = {name: self.cleaned_data[name] for name in ("note", "confidence") if name in self.data}
        return {**kept, **sent}


@dataclass(frozen=True)
class Asked:
    """An item of the pre-test as a learner sees it."""

    kind: Kind
    content: Content
    order: Order


class PretestForm(forms.Form):
    """The answers to a pre-test: of each item the fields of its kind, their names beginning with ``prefix_of`` its key.

    ``asked`` are the items by their keys. ``edition`` is the number of the edition that the page showed; ``anyway``
    submits in spite of blanks.
    """

    edition = forms.IntegerField()
    anyway = forms.BooleanField(required=False)

    def __init__(self, asked: Mapping[str, Asked], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.asked = asked

    @staticmethod
    def prefix_of(key: str) -> str:
        return f"item-{key}."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return {**cleaned, "answers": {key: self._answer(key, asked) for key, asked in self.asked.items()}}

    def _answer(self, key: str, asked: Asked) -> Answer:
        prefix = self.prefix_of(key)
        posted = {name.removeprefix(prefix): values for name, values in self.data.lists() if name.startswith(prefix)}
        try:
            return asked.kind.parse(asked.content, asked.order, posted, None)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers by the items' keys; None: left blank."""
        return self.cleaned_data.get("answers", {})

    @property
    def blank(self) -> list[str]:
        """The keys of the items that are not answered in every part."""
        return [
            key
            for key, asked in self.asked.items()
            if (given := self.answers.get(key)) is None or not asked.kind.answered(asked.content, given)
        ]

    def is_of_another(self, edition: int) -> bool:
        """Whether the page showed another edition than that of this number: its options may have been others too."""
        return self.cleaned_data.get("edition", edition) != edition

    def is_final(self, edition: int) -> bool:
        """Whether this is to be scored: the page showed the edition of that number, and blanks are meant."""
        return self.cleaned_data["edition"] == edition and (self.cleaned_data["anyway"] or not self.blank)
