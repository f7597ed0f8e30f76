"""A person's own data: all of it as a file, and its erasure."""

import json

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearning.downloads import attachment
from elearning.privacy import services
from elearning.privacy.export import data_of
from elearning.privacy.forms import EraseForm


@never_cache
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Everything stored of the person who asks, as a file."""
    now = timezone.now()
    text = json.dumps(data_of(request.user, now), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return attachment(text, f"my-data-{now:%Y-%m-%d}.json", "application/json")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def erase(request: HttpRequest) -> HttpResponse:
    """What erasing the account means; posting the typed address does it, after the password was given once more."""
    form = EraseForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.erase_account(user=request.user, actor=request.user, now=timezone.now())
        except services.OnlyAdministrator:
            form.add_error(None, _("You are the only administrator. Give somebody else these rights first."))
        else:
            logout(request)
            return redirect("privacy-erased")
    status = 422 if form.is_bound else 200
    return render(request, "privacy/erase.html", {"form": form, "years": services.years()}, status=status)


@login_not_required
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """The account is gone."""
    return render(request, "privacy/erased.html", {"years": services.years()})
