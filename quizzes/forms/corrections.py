"""The correction of a flawed item as an administrator enters it: the fields of a new key depend on its kind."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.domain.kinds.contract import words
from quizzes.domain.kinds.numeric import written_number
from quizzes.domain.scoring import Effect
from quizzes.models import EffectChoice, Item, KindChoice

CHOSEN = (KindChoice.SINGLE_BEST_ANSWER, KindChoice.MULTIPLE_RESPONSE, KindChoice.HOTSPOT)


class CorrectionForm(forms.Form):
    """What is to become of a flawed ``item``, and why."""

    effect = forms.ChoiceField(label=_("The item"), choices=EffectChoice.choices, widget=forms.RadioSelect)
    take_passes_away = forms.BooleanField(
        label=_("Whoever does not reach the pass mark now loses the pass"),
        required=False,
        help_text=_("Without this, nobody who has passed fails by the correction."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is wrong with the item. Learners read it; it is kept in the audit."),
    )

    def __init__(self, item: Item, data: Any = None) -> None:
        super().__init__(data)
        self.item = item
        self.new_key = _key_fields(item)
        self.fields.update(self.new_key)
        if not self.new_key:
            self.fields["effect"].choices = EffectChoice.choices[:1]
        self.order_fields(["effect", *self.new_key, "take_passes_away", "reason"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("effect") != Effect.REKEYED:
            return cleaned
        for name in self.new_key:
            if name not in self.errors and cleaned.get(name) in (None, "", []) and name != "key_holds":
                self.add_error(name, _("Say what is right."))
        return cleaned

    @property
    def correction(self) -> dict[str, Any]:
        """What ``services.correct_item`` is to be given beside the item."""
        effect = Effect(self.cleaned_data["effect"])
        content = None
        if effect is Effect.REKEYED:
            content = self.item.by_kind.rekeyed(self.item.content, self._accepted())
        kept = {name: self.cleaned_data[name] for name in ("reason", "take_passes_away")}
        return {"effect": effect, "content": content, **kept}

    def _accepted(self) -> Any:
        given = self.cleaned_data
        if self.item.kind == KindChoice.MULTIPLE_TRUE_FALSE:
            return [str(place) in given["key_holds"] for place in range(len(self.item.content["statements"]))]
        if self.item.kind == KindChoice.EXTENDED_MATCHING:
            return [int(given[name]) for name in self.new_key]
        if self.item.kind == KindChoice.NUMERIC:
            return {"answer": given["key_answer"], "tolerance": given["key_tolerance"]}
        return [int(place) for place in given["key_options"]]


def _key_fields(item: Item) -> dict[str, forms.Field]:
    """Return the fields by which an item of this kind gets another key; none where it can only be neutralised."""
    listed = list(enumerate(item.by_kind.slots(item.content)))
    boxes = {"required": False, "choices": listed, "widget": forms.CheckboxSelectMultiple}
    if item.kind in CHOSEN:
        label = _("Right from now on (every option that counts as right)")
        return {"key_options": forms.MultipleChoiceField(label=label, **boxes)}
    if item.kind == KindChoice.MULTIPLE_TRUE_FALSE:
        return {"key_holds": forms.MultipleChoiceField(label=_("Statements that hold"), **boxes)}
    if item.kind == KindChoice.EXTENDED_MATCHING:
        return {
            f"key_{place}": forms.ChoiceField(
                label=words(vignette["html"]), choices=[("", "–"), *listed], required=False
            )
            for place, vignette in enumerate(item.content["vignettes"])
        }
    if item.kind == KindChoice.NUMERIC:
        number = {"required": False, "validators": [_is_number]}
        return {
            "key_answer": forms.CharField(label=_("Right number"), **number),
            "key_tolerance": forms.CharField(label=_("Tolerance"), initial=item.content["tolerance"], **number),
        }
    return {}


def _is_number(text: str) -> None:
    try:
        written_number(text)
    except ValueError as error:
        raise forms.ValidationError(_("Write a number such as 12.5.")) from error
