"""The learner's transcript, on the page, as PDF and as CSV, and the external credits they add to it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from elearning.addresses import absolute
from elearning.downloads import attachment
from elearning.interop.formats import CSV
from elearning.transcript import access, pdf, services, sheet
from elearning.transcript.domain.credit import Transcript
from elearning.transcript.domain.documents import CONTENT_TYPES
from elearning.transcript.forms import ExternalCreditForm
from elearning.transcript.models import ExternalCredit

YEAR_DIGITS = 4


@never_cache
@require_safe
def transcript(request: HttpRequest) -> HttpResponse:
    """All credit of the learner by year and body, or that of one year."""
    context = {"transcript": _asked(request), "now": timezone.now(), "verify_address": absolute("verify")}
    return render(request, "transcript/transcript.html", context)


@never_cache
@require_safe
def transcript_pdf(request: HttpRequest) -> HttpResponse:
    """The same as a document to hand on."""
    asked = _asked(request)
    content = pdf.render(
        transcript=asked, name=request.user.name, verify_address=absolute("verify"), made_at=timezone.now()
    )
    return attachment(content, f"transcript{_suffix(asked)}.pdf", "application/pdf")


@never_cache
@require_safe
def transcript_csv(request: HttpRequest) -> HttpResponse:
    """The same as rows for a spreadsheet."""
    asked = _asked(request)
    return attachment(sheet.write(asked), f"transcript{_suffix(asked)}.csv", CSV)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add an external credit."""
    form = _form(request)
    if form.is_valid():
        now = timezone.now()
        try:
            services.add_credit(learner=request.user, **form.given, today=timezone.localdate(now), now=now)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _saved(request, _("The external credit is added."))
    return _form_page(request, form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an external credit of one's own."""
    credit = access.credit_of(request.user, pk)
    form = _form(request, credit)
    if form.is_valid():
        now = timezone.now()
        drop = form.cleaned_data.get("drop_file", False)
        try:
            services.change_credit(credit=credit, **form.given, drop_file=drop, today=timezone.localdate(now), now=now)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _saved(request, _("The external credit is saved."))
    return _form_page(request, form, pk=pk)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    services.remove_credit(credit=access.credit_of(request.user, pk), now=timezone.now())
    return _saved(request, _("The external credit is removed."))


@never_cache
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The learner's own file, always as a download: what a stranger made is not shown in the site's name."""
    kept = access.file_of(request.user, pk)
    return attachment(bytes(kept.content), f"external-credit-{pk}.{kept.kind}", CONTENT_TYPES[kept.kind])


def _asked(request: HttpRequest) -> Transcript:
    """Return the transcript of the year in the address, or the whole one. Raises Http404 for what is no year."""
    text = request.GET.get("year", "")
    if not text:
        return access.transcript_of(request.user)
    if not (text.isascii() and text.isdecimal() and len(text) == YEAR_DIGITS and int(text)):
        raise Http404
    return access.transcript_of(request.user, int(text))


def _suffix(asked: Transcript) -> str:
    return f"-{asked.year:04}" if asked.year is not None else ""


def _form(request: HttpRequest, credit: ExternalCredit | None = None) -> ExternalCreditForm:
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    return ExternalCreditForm(*posted, instance=credit, today=timezone.localdate())


def _form_page(request: HttpRequest, form: ExternalCreditForm, pk: int | None = None) -> HttpResponse:
    context = {"form": form, "pk": pk}
    return render(request, "transcript/external_credit.html", context, status=422 if form.is_bound else 200)


def _saved(request: HttpRequest, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("transcript")
