"""Terms, corrected within the limits of the module's accreditations. A renewal has a page of its own."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from courses.models import Term
from elearning.lifecycle import access, texts
from elearning.lifecycle.domain.renewal import too_long
from elearning.publishing import admin as publishing
from elearning.publishing.forms import TermForm


class LimitedTermForm(TermForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        review, last = cleaned.get("last_review"), cleaned.get("last_valid_day")
        if review and last and {"last_review", "last_valid_day"} & set(self.changed_data):
            self._check_limits(review, last)
        return cleaned

    def _check_limits(self, last_review: date, last_valid_day: date) -> None:
        for problem in too_long(access.limits_of(self.instance.module, timezone.now()), last_review, last_valid_day):
            self.add_error("last_valid_day", texts.describe(problem))


admin.site.unregister(Term)


@admin.register(Term)
class TermAdmin(publishing.TermAdmin):
    form = LimitedTermForm

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A term is added by renewing its module, which asks who affirms the content."""
        return False
