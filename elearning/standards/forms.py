"""What judges enter, and what an administrator enters to make a panel."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from elearning.accounts.models import User
from elearning.standards.domain.angoff import LEAST_JUDGES
from elearning.standards.models import HofsteeJudgement, Panel
from quizzes.models import Item, Test

MOST = 100
HOFSTEE = ("min_pass", "max_pass", "min_fail", "max_fail")


class PercentField(forms.CharField):
    """A whole number from 0 to 100, with or without a per cent sign; None where nothing is written.

    A text field, because browsers throw away what is no number instead of letting it be corrected.
    """

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "class": "form-control percent"})
        super().__init__(max_length=20, widget=widget, **kwargs)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value).removesuffix("%").strip()
        if not text and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and int(text) <= MOST):
            raise forms.ValidationError(_("Write a whole number from 0 to 100."))
        return int(text)


class RatingsForm(forms.Form):
    """A number for each item; ``number`` says to which round they belong."""

    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, items: Iterable[Item], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {item.key: f"item-{item.key}" for item in items}
        for name in self.names.values():
            self.fields[name] = PercentField(required=False, label=_("Of 100 borderline candidates, how many?"))

    @property
    def ratings(self) -> dict[str, int | None]:
        """What was entered, by the key of the item; None where nothing was."""
        return {key: self.cleaned_data[name] for key, name in self.names.items()}


class HofsteeForm(forms.Form):
    """The four numbers after Hofstee; the lower one of each pair is not above the higher one."""

    min_pass = PercentField(label=_("Lowest pass mark you find acceptable, per cent"))
    max_pass = PercentField(label=_("Highest pass mark you find acceptable, per cent"))
    min_fail = PercentField(label=_("Fewest failures you find acceptable, per cent of the learners"))
    max_fail = PercentField(label=_("Most failures you find acceptable, per cent of the learners"))

    @classmethod
    def of(cls, stored: HofsteeJudgement | None, posted: Mapping[str, Any] | None) -> "HofsteeForm":
        """Return the form with what the judge said before."""
        return cls(posted, initial={name: getattr(stored, name) for name in HOFSTEE} if stored else None)

    def clean(self) -> dict[str, Any]:
        for low, high in (("min_pass", "max_pass"), ("min_fail", "max_fail")):
            least, most = self.cleaned_data.get(low), self.cleaned_data.get(high)
            if least is not None and most is not None and least > most:
                self.add_error(high, _("This is below the lowest, %(least)s.") % {"least": least})
        return self.cleaned_data


class AccountsField(forms.CharField):
    """Accounts by their e-mail addresses, in the order written; every address without one is named."""

    widget = forms.Textarea(attrs={"rows": 6})

    def clean(self, value: Any) -> list[User]:
        words = super().clean(value).replace(",", " ").replace(";", " ").split()
        addresses = list(dict.fromkeys(word.lower() for word in words))
        found = {user.email.lower(): user for user in User.objects.filter(email__in=addresses, is_active=True)}
        missing = [address for address in addresses if address not in found]
        if missing:
            raise forms.ValidationError(_("No account has the address %s.") % ", ".join(missing))
        return [found[address] for address in addresses]


class JudgesForm(forms.Form):
    """Accounts that are to judge as well."""

    judges = AccountsField(
        label=_("Judges to be added"),
        help_text=_(
            "E-mail addresses of accounts on this site, one a line. They are asked by e-mail at once; who is a judge "
            "already stays one."
        ),
    )


class PanelForm(forms.ModelForm):
    """A panel of accounts, which are named by their e-mail addresses."""

    judges = AccountsField(
        label=_("Judges"),
        help_text=_(
            "E-mail addresses of accounts on this site, one a line, at least two. Judges see every item with its right "
            "answer, so nobody should judge a test that they still want to take."
        ),
    )

    class Meta:
        model = Panel
        fields = ["test", "title", "rounds"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["test"].queryset = _tests()
        self.fields["test"].label_from_instance = lambda test: f"{test.edition}: {test.title}"

    def clean_judges(self) -> list[User]:
        judges = self.cleaned_data["judges"]
        if len(judges) < LEAST_JUDGES:
            raise forms.ValidationError(_("Name at least two judges."))
        return judges

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        test = cleaned.get("test")
        if test is not None and Panel.objects.filter(test=test, closed_at__isnull=True).exists():
            self.add_error("test", _("A panel of this test is open already. Close it first."))
        return cleaned


def _tests() -> QuerySet[Test]:
    tests = Test.objects.select_related("edition__module")
    return tests.defer("edition__front_matter", "edition__outline", "edition__translations").order_by("-edition")
