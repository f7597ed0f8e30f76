"""What somebody types to have an account erased."""

import re
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from elearning.accounts.models import User


class EraseForm(forms.Form):
    """The account's own address, typed, so that nobody erases an account by a click too many."""

    wrong_address = _("This is not the address of this account. You sign in as %(email)s.")
    email = forms.EmailField(
        label=_("Your e-mail address, to confirm"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.helper = FormHelper()
        self.helper.form_action = reverse("privacy-erase")  # the page may be shown where the password was asked for
        self.helper.add_input(Submit("", _("Erase my account"), css_id="erase-account", css_class="btn-danger"))

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if email.lower() != self.user.email.lower():
            raise forms.ValidationError(self.wrong_address % {"email": self.user.email})
        return email


class EraseOnRequestForm(EraseForm):
    """The same for an administrator, who also says why."""

    wrong_address = _("This is not the address of this account, which is %(email)s.")
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the audit for ever, so name nobody: “Request by letter of 3 May” says enough."),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["email"].label = _("E-mail address of the account, to confirm")

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"].strip()
        named = "|".join(re.escape(word) for word in (self.user.email, self.user.name) if word)
        if re.search(rf"(?<!\w)(?:{named})(?!\w)", reason, re.IGNORECASE):  # whole words: who is called Li may go too
            raise forms.ValidationError(_("The reason names the person. The audit must not: it outlives the account."))
        return reason
