import re
from decimal import Decimal
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from elearning.certificates import access, pages
from elearning.certificates.statements import AMA_PHRASE
from elearning.certificates.statements import amount as in_figures
from quizzes.models import Attempt

register = template.Library()


@register.filter
def credit(sentence: str) -> SafeString:
    """Return a sentence about credit as HTML: the AMA's phrase in italics, as its rules ask (A18)."""
    return mark_safe(re.sub(f"{AMA_PHRASE}s?", r"<em>\g<0></em>", escape(sentence)))


@register.filter
def amount(credit: Decimal) -> str:
    """Return credit as people write it: 0.75, 1, 1.5."""
    return in_figures(credit)


@register.inclusion_tag("certificates/includes/claim.html", takes_context=True)
def certificate_claim(context: Context, attempt: Attempt) -> dict[str, Any]:
    """Show what follows from the learner's own passed attempt: the form that issues the certificate, or its link."""
    learner = context["request"].user
    entry = pages.entry(access.earned_by(learner, attempt, timezone.now()), learner)
    return {"entry": entry, "request": context["request"]}
