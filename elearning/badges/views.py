"""A learner's own badge as a file, and the public documents that prove it."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.domain.reasons import Refused
from courses.texts import describe
from elearning.badges import access, documents, png, services, svg, texts
from elearning.certificates.access import certificate_of
from elearning.certificates.models import Certificate
from elearning.certificates.records import completion_record
from elearning.downloads import attachment

HOUR = 3600
STATUS_SECONDS = 300  # within five minutes the world knows of a revocation
LINKED_DATA = "application/ld+json"


@never_cache
@require_safe
def badge(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The badge of the learner's own certificate, as picture with the credential in it or as the credential alone."""
    own = certificate_of(request.user, number)
    try:
        jwt = services.badge_of(certificate=own, now=timezone.now()).jwt
    except Refused as refused:
        messages.error(request, describe(refused.reason))
        return redirect("certificate", own.completion.module.slug)
    if not jwt:  # blanked with the printed name
        raise Http404
    return _file(own, jwt, kind)


def _file(certificate: Certificate, jwt: str, kind: str) -> HttpResponse:
    shown = texts.picture(texts.achieved(completion_record(certificate)))
    match kind:
        case "png":
            content, content_type = png.baked(shown, jwt), "image/png"
        case "svg":
            content, content_type = svg.baked(shown, jwt), "image/svg+xml"
        case _:
            content, content_type = jwt, "text/plain; charset=utf-8"
    return attachment(content, f"badge-{certificate.number}.{kind}", content_type)


@login_not_required
@require_safe
def picture(request: HttpRequest, slug: str, edition: int) -> HttpResponse:
    """The picture of the badge for an edition, without anybody's credential."""
    drawn = png.plain(texts.picture(texts.achieved_in(access.published_edition(slug, edition))))
    return HttpResponse(drawn, content_type="image/png", headers={"Cache-Control": f"public, max-age={HOUR}"})


@login_not_required
@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    """Who awards the badges."""
    return _public(documents.issuer(), LINKED_DATA)


@login_not_required
@require_safe
def achievement(request: HttpRequest, slug: str, edition: int) -> HttpResponse:
    """What a badge is given for."""
    return _public(documents.achievement(access.published_edition(slug, edition)), LINKED_DATA)


@login_not_required
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Every key that ever signed a badge (RFC 7517)."""
    return _public(documents.key_set(access.public_keys()), "application/jwk-set+json")


@login_not_required
@require_safe
def key(request: HttpRequest, thumbprint: str) -> HttpResponse:
    """One of these keys, at the address by which signatures call it."""
    return _public(documents.key(access.public_key(thumbprint)), "application/jwk+json")


@login_not_required
@require_safe
def status(request: HttpRequest, number: int) -> HttpResponse:
    """Which badges of a list were revoked, as one signed list for all of them."""
    token = documents.status_list(access.status_list(number), timezone.now())
    return _public(token, "application/vc+jwt", seconds=STATUS_SECONDS)


def _public(document: dict[str, Any] | str, content_type: str, seconds: int = HOUR) -> HttpResponse:
    """Return what wallets of any origin may read and keep."""
    content = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Access-Control-Allow-Origin": "*", "Cache-Control": f"public, max-age={seconds}"},
    )
