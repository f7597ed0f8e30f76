"""Claiming and downloading a certificate, and verifying one."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from courses.domain.reasons import Code, Reason, Refused
from courses.models import Module
from courses.texts import describe
from elearning.certificates import access, findings, pages, services, verification
from elearning.certificates.domain import numbers
from elearning.certificates.forms import TOO_LARGE, ClaimForm, VerifyFileForm, VerifyForm
from elearning.certificates.models import Certificate
from elearning.downloads import attachment
from elearning.ratelimit import SECONDS, exceeded

VERIFICATIONS_PER_MINUTE = 30
FORM_BYTES = 64 * 1024
"""What a form with one file takes beside the file."""
MAX_KEY_DIGITS = 18  # more would not fit a BigAutoField


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: HttpRequest, slug: str) -> HttpResponse:
    """The learner's certificates of a module. Posting the confirmed form issues them, or issues them anew."""
    module = access.module_of(slug)
    if request.method != "POST":
        return _certificate_page(request, module)
    attempt = access.passed_attempt(request.user, module, _number(request.POST.get("attempt")))
    earned = access.earned_by(request.user, attempt, timezone.now())
    form = ClaimForm(earned, request.user, request.POST)
    if not form.is_valid():
        return _certificate_page(request, module, form, status=422)
    try:
        return _correct(request, form) if form.cleaned_data["generation"] else _claim(request, form)
    except Refused as refused:
        messages.error(request, describe(refused.reason, module.time_zone))
        return _certificate_page(request, module, status=409)


def _claim(request: HttpRequest, form: ClaimForm) -> HttpResponse:
    """Issue the certificates. A single one is downloaded at once; several are shown with their links."""
    now = timezone.now()
    attempt = form.earned.attempt
    issued = services.claim_certificates(learner=request.user, attempt=attempt, wish=form.wish, now=now)
    if len(issued) == 1:
        return _document(issued[0], now)
    return redirect("certificate", attempt.module.slug)


def _correct(request: HttpRequest, form: ClaimForm) -> HttpResponse:
    """Issue the learner's certificates anew with another name, profession or credit."""
    term, seen = form.earned.attempt.term, form.cleaned_data["generation"]
    completion = access.completion_of(request.user, term)
    new = services.correct_certificates(
        completion=completion, generation=seen, wish=form.wish, actor=request.user, now=timezone.now()
    )
    if new[0].generation == seen:
        messages.info(request, _("The certificate says this already; nothing was changed."))
    else:
        numbers_of = {"numbers": ", ".join(certificate.number for certificate in new)}
        messages.success(request, _("The corrected certificate has the number %(numbers)s.") % numbers_of)
    return redirect("certificate", term.module.slug)


@never_cache
@require_safe
def certificate_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The learner's own document."""
    own = access.certificate_of(request.user, number)
    try:
        return _document(own, timezone.now())
    except Refused as refused:
        messages.error(request, describe(refused.reason))
        return redirect("certificate", own.completion.module.slug)


@login_not_required
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Where a stranger enters a number."""
    if "number" not in request.GET:
        return _verify_page(request, VerifyForm())
    form = VerifyForm(request.GET)
    number = form.is_valid() and numbers.parse(form.cleaned_data["number"])
    if not number:
        return _mistyped(request, form, status=200)
    return redirect("verify-certificate", number)


@login_not_required
@require_safe
def verify_certificate(request: HttpRequest, number: str) -> HttpResponse:
    """What a number stands for: every printed fact and the state. A mistyped number is told without looking it up."""
    parsed = numbers.parse(number)
    if parsed is None:
        return _mistyped(request, VerifyForm({"number": number}), status=404)
    if parsed != number:
        return redirect("verify-certificate", parsed)
    if exceeded(request, action="verify", limit=VERIFICATIONS_PER_MINUTE, now=timezone.now()):
        return _wait(request)
    found = access.by_number_for_verification(parsed)
    context = {"number": parsed, "shown": pages.shown(found) if found else None, "form": VerifyForm()}
    return _unindexed(render(request, "certificates/verified.html", context, status=200 if found else 404))


@login_not_required
@csrf_exempt  # the check reads the body, whose size is looked at first; _compare makes up for it
@require_http_methods(["GET", "HEAD", "POST"])
def verify_file(request: HttpRequest) -> HttpResponse:
    """What a file that a stranger shows is. Nothing of it is kept."""
    if request.method != "POST":
        return redirect("verify")
    if exceeded(request, action="verify", limit=VERIFICATIONS_PER_MINUTE, now=timezone.now()):
        return _wait(request)
    if _is_long(request.META.get("CONTENT_LENGTH", "")):
        return _verify_page(request, VerifyForm(), VerifyFileForm(), refused=TOO_LARGE, status=413)
    return _compare(request)


@csrf_protect
def _compare(request: HttpRequest) -> HttpResponse:
    form = VerifyFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _verify_page(request, VerifyForm(), form, status=422)
    found = findings.shown(verification.examine(form.cleaned_data["file"].read()))
    context = {"found": found, "form": VerifyForm(), "file_form": VerifyFileForm()}
    return _unindexed(render(request, "certificates/verified_file.html", context))


def _is_long(content_length: str) -> bool:
    """Whether a body of this length cannot hold one file that is small enough."""
    most = verification.MAX_BYTES + FORM_BYTES
    return content_length.isdecimal() and (len(content_length) > len(str(most)) or int(content_length) > most)


def _certificate_page(
    request: HttpRequest, module: Module, bound: ClaimForm | None = None, status: int = 200
) -> HttpResponse:
    """Show what the learner earned; ``bound`` is the form that was just refused and is shown again."""
    earned = access.earned_in(request.user, module, timezone.now())
    entries = [pages.entry(one, request.user, bound) for one in earned]
    reason = "" if entries else describe(Reason(Code.NOT_PASSED), module.time_zone)
    context = {"module": module, "entries": entries, "reason": reason}
    return render(request, "certificates/certificate.html", context, status=status)


def _document(certificate: Certificate, now: datetime) -> HttpResponse:
    content = services.certificate_pdf(certificate=certificate, now=now)
    return attachment(content, f"certificate-{certificate.number}.pdf", "application/pdf")


def _mistyped(request: HttpRequest, form: VerifyForm, status: int) -> HttpResponse:
    if form.is_valid():
        form.add_error(
            "number", _("This is not a certificate number. Check for a typing error: one character or more is wrong.")
        )
    return _verify_page(request, form, status=status)


def _verify_page(
    request: HttpRequest,
    form: VerifyForm,
    file_form: VerifyFileForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "file_form": file_form or VerifyFileForm(), "refused": refused}
    return _unindexed(render(request, "certificates/verify.html", context, status=status))


def _wait(request: HttpRequest) -> HttpResponse:
    response = _unindexed(render(request, "certificates/too_many_requests.html", status=429))
    response["Retry-After"] = str(SECONDS)
    return response


def _unindexed(response: HttpResponse) -> HttpResponse:
    """Keep a name that somebody verified out of search engines and shared caches."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "private, no-store"
    return response


def _number(text: str | None) -> int:
    """Return a posted primary key, 0 (which no row has) where the text cannot be one."""
    return int(text) if text and text.isdecimal() and len(text) <= MAX_KEY_DIGITS else 0
