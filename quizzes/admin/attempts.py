"""Attempts, scores and sittings of pre-tests, which are looked at."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearning.audit.admin import ReadOnlyAdmin
from quizzes import services
from quizzes.forms import GrantForm
from quizzes.models import Attempt, AttemptGrant, PretestSitting, Score


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    change_form_template = "quizzes/admin/attempt.html"
    list_display = ["learner", "module", "number", "score", "passed", "in_time", "started_at", "submitted_at"]
    list_filter = ["module", "term", "passed", "in_time", ("submitted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["learner", "module", "term"]
    search_fields = ["learner__email", "learner__name"]
    search_help_text = _("E-mail address or name of the learner")
    date_hierarchy = "started_at"

    @admin.display(description=_("right"))
    def score(self, attempt: Attempt) -> str:
        return f"{attempt.correct}/{attempt.total}" if attempt.submitted_at else "–"

    def get_urls(self) -> list[URLPattern]:
        grant = path("<int:attempt_id>/grant/", self.admin_site.admin_view(self.grant), name="quizzes_attempt_grant")
        return [grant, *super().get_urls()]

    def grant(self, request: HttpRequest, attempt_id: int) -> HttpResponse:
        """Grant one more attempt to the learner of an attempt, in its term."""
        if not request.user.has_perm("quizzes.add_attemptgrant"):
            raise PermissionDenied
        attempt = get_object_or_404(Attempt.objects.complete(), pk=attempt_id, learner__isnull=False)
        form = GrantForm(request.POST or None)
        if form.is_valid():
            services.grant_attempt(
                learner=attempt.learner,
                term=attempt.term,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
                actor=request.user,
            )
            messages.success(request, _("One more attempt was granted."))
            return redirect(reverse("admin:quizzes_attempt_change", args=[attempt_id]))
        return self.page(request, "quizzes/admin/grant.html", _("Grant one more attempt"), form=form, subject=attempt)


@admin.register(Score)
class ScoreAdmin(ReadOnlyAdmin):
    """The first score of each attempt, and those that corrections of items made of it."""

    list_display = ["attempt", "number", "correct", "total", "passed", "held", "correction", "at"]
    list_filter = ["attempt__module", "passed", "held", ("correction", admin.EmptyFieldListFilter)]
    list_select_related = ["attempt", "correction"]
    date_hierarchy = "at"


@admin.register(PretestSitting)
class PretestSittingAdmin(ReadOnlyAdmin):
    list_display = ["learner", "module", "edition", "score", "submitted_at"]
    list_filter = ["module"]
    list_select_related = ["learner", "module", "edition__module"]
    search_fields = ["learner__email", "learner__name"]
    search_help_text = _("E-mail address or name of the learner")
    date_hierarchy = "submitted_at"

    @admin.display(description=_("right"))
    def score(self, sitting: PretestSitting) -> str:
        return f"{sitting.correct}/{sitting.total}"


@admin.register(AttemptGrant)
class AttemptGrantAdmin(ReadOnlyAdmin):
    list_display = ["learner", "term", "reason", "at", "granted_by_id"]
    list_filter = ["term"]
    list_select_related = ["learner", "term__module"]
    search_fields = ["learner__email", "learner__name", "reason"]
