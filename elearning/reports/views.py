"""The page on which a learner reports an error in a slide or an item."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses import access as courses_access
from courses.domain.reasons import Refused
from courses.languages import Reading
from courses.pages import refusal
from courses.texts import describe
from elearning.reports import access, services
from elearning.reports.forms import ReportForm
from quizzes import access as quizzes_access
from quizzes.pages import closing
from quizzes.services import close_if_due


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def slide(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Report an error in a slide that the learner may see. The address may name the edition and language shown."""
    now = timezone.now()
    page = courses_access.slide_page(slug, key, request.user, now)
    module = page.edition.module
    if (reason := access.why_not_report(page, request.user, now)) is not None:
        return refusal(request, module, reason)
    language = request.GET.get("language", "")
    subject = access.slide_subject(page, request.GET.get("edition", ""), language)
    return _report(request, subject, {"back": Reading.last(page.edition, language).address("slide", key)}, now)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, slug: str, attempt_id: int, number: int) -> HttpResponse:
    """Report an error in an item of the learner's own attempt; an open one goes on meanwhile."""
    now = timezone.now()
    attempt = close_if_due(attempt=quizzes_access.attempt_of(request.user, attempt_id, slug=slug), now=now)
    subject = access.item_subject(attempt, number)
    if attempt.submitted_at is not None:
        return _report(request, subject, {"back": reverse("test-result", args=[slug, attempt_id])}, now)
    back = reverse("test-item", args=[slug, attempt_id, number])
    return _report(request, subject, {"back": back, "sitting": True, "closing": closing(attempt, now)}, now)


def _report(request: HttpRequest, subject: access.Subject, shown: dict, now: datetime) -> HttpResponse:
    """Show the form; store what is sent and lead back to where the learner was (``shown["back"]``)."""
    form = ReportForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            report = services.report_error(learner=request.user, subject=subject, **form.cleaned_data, now=now)
        except Refused as refused:
            form.add_error(None, describe(refused.reason, subject.module.time_zone))
            status = 429
        else:
            thanks = _("Thank you. Your report has the number %(number)s; you find its answer in “My learning”.")
            messages.success(request, thanks % {"number": report.pk})
            return redirect(shown["back"])
    elif form.is_bound:
        status = 422
    context = {"form": form, "subject": subject, "module": subject.module, "edition": subject.edition, **shown}
    return render(request, "reports/report.html", context, status=status)
