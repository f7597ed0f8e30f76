"""The form that a contributor opens by the link of an e-mail, without an account."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses import disclosures, services
from courses.domain.disclosures import text_of
from courses.forms import DeclarationForm
from courses.models import DisclosureRequest
from courses.services.disclosures import today_of
from elearning.ratelimit import exceeded

REQUESTS_PER_MINUTE = 30


def _secret(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep the page, whose address is a secret, out of search engines and out of what other sites are told."""

    @wraps(view)
    def get(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        # Not "no-referrer": browsers then send the form with "Origin: null", which the CSRF protection refuses.
        response["Referrer-Policy"] = "same-origin"
        return response

    return get


@login_not_required
@never_cache
@_secret
@require_http_methods(["GET", "HEAD", "POST"])
def disclosure_form(request: HttpRequest, token: str) -> HttpResponse:
    """Declare relationships; afterwards the same address shows what was declared, until it expires."""
    now = timezone.now()
    if exceeded(request, action="disclosure", limit=REQUESTS_PER_MINUTE, now=now):
        return render(request, "429.html", status=429)
    asked = disclosures.request_of(token, now)
    if asked is None:
        return render(request, "courses/disclosure/closed.html", status=404)
    if asked.answered_at is not None:
        text = text_of(disclosures.answered(asked, now))
        return render(request, "courses/disclosure/answered.html", {"asked": asked, "text": text})
    if request.method == "POST" and "add" not in request.POST:
        return _answer(request, asked, now)
    today = today_of(asked.contributor.module, now)
    adding = request.method == "POST"
    form = DeclarationForm.again(request.POST, today=today) if adding else DeclarationForm(today=today)
    return _form(request, asked, form)


def _answer(request: HttpRequest, asked: DisclosureRequest, now: datetime) -> HttpResponse:
    form = DeclarationForm(request.POST, today=today_of(asked.contributor.module, now))
    if not form.is_valid():
        return _form(request, asked, form, status=422)
    services.answer_request(request=asked, declared=form.declared, now=now)
    return redirect(request.path)


def _form(request: HttpRequest, asked: DisclosureRequest, form: DeclarationForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "asked": asked, "contributor": asked.contributor, "module": asked.contributor.module}
    return render(request, "courses/disclosure/form.html", context, status=status)
