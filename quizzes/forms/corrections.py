"""The correction of a flawed item as an administrator enters it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.domain.kinds import Content
from quizzes.domain.scoring import Effect
from quizzes.forms import newkeys
from quizzes.models import EffectChoice, Item


class CorrectionForm(forms.Form):
    """What is to become of a flawed ``item``, which has the key by which it is scored now, and why."""

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
        self.asked = item.by_kind.key_fields(item.content)
        self.key = newkeys.form_fields(self.asked)
        self.fields.update(self.key)
        first = next(iter(self.key.values()))
        first.help_text = _(
            "The new key, where the item has another one. It stays empty where the item does not count."
        )
        self.order_fields(["effect", *self.key, "take_passes_away", "reason"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        wrong = any(name in self.errors for name in self.key)
        if cleaned.get("effect") == Effect.REKEYED and not wrong and self._rekeyed(cleaned) is None:
            self.add_error(None, _("Say what is right: every part of the new key is needed, each place once."))
        return cleaned

    @property
    def correction(self) -> dict[str, Any]:
        """What ``services.correct_item`` is to be given beside the item."""
        effect = Effect(self.cleaned_data["effect"])
        content = self._rekeyed(self.cleaned_data) if effect is Effect.REKEYED else None
        kept = {name: self.cleaned_data[name] for name in ("reason", "take_passes_away")}
        return {"effect": effect, "content": content, **kept}

    def _rekeyed(self, cleaned: dict[str, Any]) -> Content | None:
        return self.item.by_kind.rekeyed(self.item.content, newkeys.given(self.asked, cleaned))
