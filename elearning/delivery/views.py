"""The page on which a learner decides which bodies are told of their credit."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from elearning.delivery import access, pages, services
from elearning.delivery.forms import IdentityForm, LicenceForm


@never_cache
@require_safe
def reporting(request: HttpRequest) -> HttpResponse:
    """What each body would be told, what is allowed, and where each credit stands."""
    return _page(request)


@require_POST
def identity(request: HttpRequest) -> HttpResponse:
    """Save name and birthday as bodies know them."""
    form = IdentityForm(request.POST)
    if form.is_valid():
        try:
            services.save_identity(learner=request.user, **form.cleaned_data, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return _back()
    return _page(request, status=422, identity_form=form)


@require_POST
def number(request: HttpRequest) -> HttpResponse:
    """Add a number by which a body knows the learner."""
    form = LicenceForm(request.POST)
    if form.is_valid():
        try:
            services.add_licence(learner=request.user, **form.cleaned_data, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The number is saved."))
            return _back()
    return _page(request, status=422, licence_form=form)


@require_POST
def remove_number(request: HttpRequest, pk: int) -> HttpResponse:
    services.remove_licence(licence=access.licence_of(request.user, pk), now=timezone.now())
    messages.success(request, _("The number is removed."))
    return _back()


@require_POST
def consent(request: HttpRequest, body: str) -> HttpResponse:
    """Allow reports to a body (``allow`` is "yes"), or stop them."""
    told, now = access.body_or_404(body), timezone.now()
    if request.POST.get("allow") == "yes":
        services.give_consent(learner=request.user, body=told, now=now)
        messages.success(request, _("Reports are allowed. You can stop them here at any time."))
    else:
        services.withdraw_consent(learner=request.user, body=told, now=now)
        messages.success(request, _("Reports are stopped. What was reported before stays with the body."))
    return _back()


def _back() -> HttpResponse:
    """Lead to the top of the page, where the message is; the browser would keep the fragment of the form."""
    return redirect(f"{reverse('reporting')}#main")


def _page(request: HttpRequest, status: int = 200, **bound: Any) -> HttpResponse:
    context = pages.context(request.user, timezone.now(), **bound)
    return render(request, "delivery/reporting.html", context, status=status)
