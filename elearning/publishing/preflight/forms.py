"""The choice of schemes whose rules are checked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from elearning.publishing.preflight.domain.report import RULE_SETS
from elearning.publishing.preflight.domain.rulesets.site import SITE


class SchemesForm(forms.Form):
    """The site's own rules are not offered: they are always checked."""

    scheme = forms.MultipleChoiceField(
        label=_("Rules of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(key, rules.title) for key, rules in RULE_SETS.items() if key != SITE.key],
        help_text=_("The rules of this site are always checked."),
    )
