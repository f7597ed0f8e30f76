"""The slide player."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST, require_safe

from courses import access, questions, services
from courses.domain.media import SUFFIXES, SVG_TYPE
from courses.domain.reading import Mark
from courses.domain.reasons import Code, Reason, Refused
from courses.domain.terms import Window
from courses.models import Edition, Slide
from courses.pages import refusal, translated, validity_banner
from courses.player import below, page_html

PREFETCH_HEADERS = ("Sec-Purpose", "Purpose", "X-Moz", "X-Purpose")


@login_not_required
@require_POST
@translated
def start(request: HttpRequest, slug: str, language: str | None = None) -> HttpResponse:
    """The module page was read: note it and go to the slide where the learner left off, or to the first one."""
    now = timezone.now()
    reading = access.newest_reading(slug, language)
    edition = reading.edition
    window = access.window_of(access.current_term(edition.module, now))
    if (reason := access.why_not_read(edition.module, window, request.user, now)) is not None:
        return refusal(request, edition.module, reason, reading.in_address)
    if request.user.is_authenticated:
        page = {"shown": request.POST.get("edition", ""), "disclosed": request.POST.get("statement", "")}
        try:
            services.start_from_page(learner=request.user, edition=edition, **page, now=now)
        except Refused as refused:
            return refusal(request, edition.module, refused.reason, reading.in_address)
    progress = access.summary(edition, access.progress_of(request.user, edition.module))
    return redirect(reading.address("slide", progress.resume))


@login_not_required
@require_safe
@translated
def slide(request: HttpRequest, slug: str, key: str, language: str | None = None) -> HttpResponse:
    """One slide. Showing it records progress; a prefetch, or a part fetched ahead by the player, never does."""
    now = timezone.now()
    page = access.slide_page(slug, key, request.user, now, language)
    read_in = page.reading.in_address
    if (reason := _why_not_shown(request, page, now)) is not None:
        return refusal(request, page.edition.module, reason, read_in)
    marks = access.progress_of(request.user, page.edition.module)
    shown = not is_ahead(request)
    if shown and request.user.is_authenticated:
        services.record_visit(learner=request.user, slide=page, marks=marks, now=now, language=read_in)
    states = questions.states(page, marks.get(key))
    response = HttpResponse(_slide_html(request, page, marks, states, now=now, shown=shown))
    patch_cache_control(response, private=True, no_cache=True)
    response["Vary"] = "Cookie, X-Fragment"
    return response


@login_not_required
@require_POST
@translated
def answer(request: HttpRequest, slug: str, key: str, question: str, language: str | None = None) -> HttpResponse:
    """A question of a slide is answered: recorded for a learner, only told to a visitor of a public module.

    The player's script takes the question's block; a browser without scripts is sent back to the slide.
    """
    now = timezone.now()
    page = access.slide_page(slug, key, request.user, now, language)
    in_place, read_in = "X-Fragment" in request.headers, page.reading.in_address
    if (reason := _why_not_shown(request, page, now)) is not None:
        return HttpResponse(status=403) if in_place else refusal(request, page.edition.module, reason, read_in)
    asked = questions.question_of(page, question)
    marks = access.progress_of(request.user, page.edition.module)
    states = questions.states(page, marks.get(key))
    state = states[question].after(questions.posted_option(asked, request.POST))
    recorded = state.fault is None and request.user.is_authenticated
    if recorded:
        choice = {"question": asked, "option": state.chosen, "language": read_in}
        services.answer_question(learner=request.user, slide=page, **choice, marks=marks, now=now)
    if in_place:
        return HttpResponse(questions.block(page, asked, state).replace(questions.TOKEN, get_token(request)))
    if recorded:
        return HttpResponse(status=303, headers={"Location": f"../../#question-{question}"})
    states[question] = replace(state, posted=True)
    return HttpResponse(below(_slide_html(request, page, marks, states, now=now)))


def is_ahead(request: HttpRequest) -> bool:
    """Tell whether the page is fetched before (or without) being shown."""
    asked = any("prefetch" in request.headers.get(name, "").lower() for name in PREFETCH_HEADERS)
    return asked or "X-Fragment" in request.headers or request.method == "HEAD"


@login_not_required
@require_POST
@translated
def seen(request: HttpRequest, slug: str, key: str, language: str | None = None) -> HttpResponse:
    """The player shows a slide that it had fetched ahead, or (``leaving``) its page was hidden or left."""
    now = timezone.now()
    page = access.slide_page(slug, key, request.user, now, language)
    if _why_not_shown(request, page, now) is not None:
        return HttpResponse(status=403)
    if request.user.is_authenticated:
        module = page.edition.module
        marks = access.progress_of(request.user, module)
        if "leaving" in request.POST:
            services.record_leaving(learner=request.user, module=module, marks=marks, now=now)
        else:
            read_in = page.reading.in_address
            services.record_visit(learner=request.user, slide=page, marks=marks, now=now, language=read_in)
    return HttpResponse(status=204)


@login_not_required
@require_safe
@translated
def overview(request: HttpRequest, slug: str, language: str | None = None) -> HttpResponse:
    """All slides of the module as a grid."""
    reading = access.newest_reading(slug, language, request.user)
    module = reading.edition.module
    if (reason := _why_not_listed(request, reading.edition)) is not None:
        return refusal(request, module, reason, reading.in_address)
    progress = access.summary(reading.edition, access.progress_of(request.user, module))
    links = reading.links("slides-overview")
    context = {"module": module, "reading": reading, "languages": links, "progress": progress}
    return render(request, "courses/overview.html", context)


@login_not_required
@require_safe
@translated
def printed(request: HttpRequest, slug: str, language: str | None = None) -> HttpResponse:
    """The whole module on one page, for print. Reading here is not recorded as progress."""
    reading = access.newest_reading(slug, language, request.user)
    edition = reading.edition
    if (reason := _why_not_listed(request, edition)) is not None:
        return refusal(request, edition.module, reason, reading.in_address)
    slides = access.slides_in(reading)
    for each in slides:
        each.printed_html = questions.printed(each)
    context = {
        "module": edition.module,
        "edition": edition,
        "reading": reading,
        "languages": reading.links("module-print"),
        "slides": slides,
        "now": timezone.now(),
    }
    return render(request, "courses/print.html", context)


@login_not_required
@csp_replace({"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "sandbox": True})
@require_safe
def picture(request: HttpRequest, slug: str, sha256: str, name: str) -> HttpResponse:
    """A picture of a published edition. Its address holds the hash of its bytes, so browsers keep it for ever."""
    file = access.picture(slug, sha256, name)
    module = file.edition.module
    if module.withdrawn_at is not None or (access.why_not_read(module, None, request.user, timezone.now()) is not None):
        return HttpResponse(status=403)
    suffix = name.rpartition(".")[2].lower()
    content_type = SVG_TYPE if suffix == "svg" else f"image/{SUFFIXES[suffix].lower()}"
    response = HttpResponse(bytes(file.blob.content), content_type=content_type)
    patch_cache_control(response, private=True, max_age=31_536_000, immutable=True)
    return response


def _slide_html(
    request: HttpRequest,
    page: Slide,
    marks: Mapping[str, Mark],
    states: Mapping[str, questions.State],
    *,
    now: datetime,
    shown: bool = True,
) -> str:
    """Return the page of a slide; ``marks`` are those before this visit, which counts when the slide is ``shown``."""
    progress = access.summary(page.edition, marks)
    finished, asking = progress.finished, progress.asking
    if shown and any(state.open for state in states.values()):
        asking |= {page.key}
    elif shown:
        finished |= {page.key}
    return page_html(
        page,
        fragment="X-Fragment" in request.headers,
        token=get_token(request),
        finished=finished,
        asking=asking,
        states=states,
        banner=validity_banner(page.edition, page, now),
        messages=() if is_ahead(request) else get_messages(request),  # a page fetched ahead must not use them up
    )


def _why_not_shown(request: HttpRequest, page: Slide, now: datetime) -> Reason | None:
    return _why_not(request, page.edition, access.window_of(page), begun=page.begun, now=now)


def _why_not_listed(request: HttpRequest, edition: Edition) -> Reason | None:
    now = timezone.now()
    window = access.window_of(access.current_term(edition.module, now))
    return _why_not(request, edition, window, begun=edition.begun, now=now)


def _why_not(
    request: HttpRequest, edition: Edition, window: Window | None, *, begun: bool, now: datetime
) -> Reason | None:
    """A visitor of a public module reads without having started; a learner was shown the front matter first."""
    reason = access.why_not_read(edition.module, window, request.user, now)
    return reason or (Reason(Code.NOT_STARTED) if request.user.is_authenticated and not begun else None)
