"""What the pages of a module show, put together for their templates."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from courses import access, texts
from courses.domain.reasons import Code, Reason
from courses.domain.terms import Validity
from courses.languages import address
from courses.models import Edition, Module

REMIND_WITHIN_DAYS = 30
"""From how many days before expiry the pages remind the learner of it."""


def refusal(request: HttpRequest, module: Module, reason: Reason, language: str = "") -> HttpResponse:
    """Say why, and lead to where the learner can do something about it: sign-in, or the module page in ``language``."""
    page = address("module", module.slug, language)
    if reason.code is Code.SIGN_IN:
        return redirect(f"{reverse('account_login')}?next={page}")
    messages.warning(request, texts.describe(reason, module.time_zone))
    return redirect(page)


def translated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead to the page in the module's own language when the module is no longer published in the one asked for."""

    @wraps(view)
    def get(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except access.NoLongerTranslated:
            if request.method == "POST":
                return redirect("module", kwargs["slug"])
            rest = {name: value for name, value in kwargs.items() if name != "language"}
            return redirect(request.resolver_match.url_name, **rest)

    return get


def validity_banner(edition: Edition, row: object, now: datetime) -> dict[str, Any] | None:
    """Return the reminder before expiry or the notice after it; ``row`` is a term or carries a term's instants."""
    window = access.window_of(row)
    if window is None:
        return None
    time_zone = edition.module.time_zone
    facts = {
        "expires": texts.moment(window.expires_at, time_zone),
        "successor": edition.module.successor,
    }
    if window.validity(now) is Validity.EXPIRED:
        return {"kind": "expired", **facts}
    days = window.days_left(now, time_zone)
    return (
        {"kind": "reminder", "days": days, **facts}
        if window.validity(now) is Validity.VALID and days <= REMIND_WITHIN_DAYS
        else None
    )
