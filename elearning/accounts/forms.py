"""Forms of a person's own account."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from elearning.accounts import names
from elearning.accounts.models import User


class NameField(forms.ModelForm):
    """The printed name, normalised before it is checked."""

    class Meta:
        model = User
        fields = ["name"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def clean_name(self) -> str:
        return names.normalised(self.cleaned_data["name"])


class ProfileForm(NameField):
    class Meta(NameField.Meta):
        fields = ["name", "profession"]

    helper = FormHelper()
    helper.add_input(Submit("save", _("Save profile")))


class SignupForm(NameField):
    """The part of the sign-up form that is ours; allauth adds e-mail address and password before it."""

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
