from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from elearning.certificates import access, pages
from quizzes.models import Attempt

register = template.Library()


@register.inclusion_tag("certificates/includes/claim.html", takes_context=True)
def certificate_claim(context: Context, attempt: Attempt) -> dict[str, Any]:
    """Show what follows from the learner's own passed attempt: the form that issues the certificate, or its link."""
    learner = context["request"].user
    entry = pages.entry(access.claim_of(learner, attempt, timezone.now()), learner)
    return {"entry": entry, "request": context["request"]}
