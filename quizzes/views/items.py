"""The items of an open attempt: shown, answered, left."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.domain.reasons import Code, Refused
from courses.texts import describe
from quizzes import access, pages, services
from quizzes.forms import AnswerForm
from quizzes.models import Attempt, Response
from quizzes.views.common import closed, own_attempt


@never_cache
@require_safe
def item(request: HttpRequest, slug: str, attempt_id: int, number: int) -> HttpResponse:
    """One item of an open attempt, or all of them where the policy shows them on one page."""
    now = timezone.now()
    attempt = own_attempt(request, slug, attempt_id, now)
    if attempt.submitted_at is not None:
        return closed(request, attempt)
    place = attempt.place(number)
    if place is None:
        raise Http404
    if pages.shows_all(attempt) and number > 1:
        return _to_item(attempt, number)
    responses = access.responses_of(attempt)
    if place["item"] not in responses or not attempt.policy.back or attempt.paused_at:
        try:
            services.show_item(learner=request.user, attempt_id=attempt.pk, number=number, now=now)
        except Refused as refused:
            return _elsewhere(request, attempt, refused)
        responses = access.responses_of(attempt)
    if pages.shows_all(attempt):
        context = pages.all_items_context(attempt, responses, now)
    else:
        context = pages.item_context(attempt, number, responses, now)
    return render(request, "quizzes/item.html", context)


@never_cache
@require_POST
def answer(request: HttpRequest, slug: str, attempt_id: int, number: int) -> HttpResponse:
    """Save an answer and what is noted beside it.

    The script of the page gets what changed on it; a plain form goes on to the next item. Both say with ``leave`` that
    the item is left for good; ``stay`` stays at it, and ``next`` settles a question of a case.
    """
    now = timezone.now()
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    try:
        attempt, responses = services.save_answer(
            learner=request.user,
            attempt_id=attempt_id,
            number=number,
            slug=slug,
            posted=dict(request.POST.lists()),
            beside=form.beside,
            revision=form.cleaned_data["revision"],
            now=now,
        )
        if request.POST.get("leave"):
            attempt = services.leave_item(learner=request.user, attempt_id=attempt_id, number=number, now=now)
    except Refused as refused:
        return _not_saved(request, own_attempt(request, slug, attempt_id, now), number, refused)
    if request.htmx:
        return _saved(attempt, number, responses, now)
    return _after(request, attempt, number, responses)


def _after(request: HttpRequest, attempt: Attempt, number: int, responses: dict[str, Response]) -> HttpResponse:
    """Lead from an item whose form posted itself to where that asked to go on."""
    if request.POST.get("next") and not _has_settled(attempt, number, responses, request.POST.get("question", "")):
        messages.warning(request, _("Answer the question first; then the next result can be shown."))
    if request.POST.get("stay") or request.POST.get("next"):
        return _to_item(attempt, number)
    return _onwards(attempt, number)


def _has_settled(attempt: Attempt, number: int, responses: dict[str, Response], question: str) -> bool:
    """Whether the ``question`` (from 1) of a case can no longer be changed."""
    given = responses[attempt.paper[number - 1]["item"]].answer
    settled = given.get("settled", 0) if isinstance(given, dict) else 0
    return question in {str(each) for each in range(1, settled + 1)}


def _to_item(attempt: Attempt, number: int) -> HttpResponse:
    """Lead to item ``number``, on its own page or in its place on the page of all."""
    if pages.shows_all(attempt):
        return redirect(f"{reverse('test-item', args=[attempt.module.slug, attempt.pk, 1])}#item-{number}")
    return redirect("test-item", attempt.module.slug, attempt.pk, number)


def _onwards(attempt: Attempt, number: int) -> HttpResponse:
    """Go on to the next item; without going back this one has to be left for it."""
    target = number + 1 if attempt.policy.back else attempt.reached
    if target > len(attempt.paper):
        return redirect("test-submit", attempt.module.slug, attempt.pk)
    return _to_item(attempt, target)


def _elsewhere(request: HttpRequest, attempt: Attempt, refused: Refused) -> HttpResponse:
    """Lead from an item that is not open to where the learner can go on."""
    if refused.reason.code is Code.ITEM_LEFT and attempt.reached <= len(attempt.paper):
        return redirect("test-item", attempt.module.slug, attempt.pk, attempt.reached)
    if refused.reason.code is Code.ITEM_LEFT:
        return redirect("test-submit", attempt.module.slug, attempt.pk)
    if refused.reason.code is Code.ATTEMPT_PAUSED:
        return redirect("test", attempt.module.slug)
    return closed(request, attempt)


def _not_saved(request: HttpRequest, attempt: Attempt, number: int, refused: Refused) -> HttpResponse:
    """Say why an answer was not saved (409); the header tells the page's script which reason it is."""
    if refused.reason.code is Code.ATTEMPT_CLOSED:
        response = closed(request, attempt, status=409)
    else:
        sentence = describe(refused.reason, attempt.module.time_zone)
        newer = number if refused.reason.code in (Code.ANSWER_NEWER, Code.ANSWER_SETTLED) else None
        context = {"attempt": attempt, "module": attempt.module, "sentence": sentence, "newer": newer}
        response = render(request, "quizzes/not_saved.html", context, status=409)
    response["X-Answer"] = str(refused.reason.code)
    return response


def _saved(attempt: Attempt, number: int, responses: dict[str, Response], now: datetime) -> HttpResponse:
    """Return what changes on the page, the sentence for the item first.

    X-Answer tells the page's script that this is no sign-in page instead, X-Revision the revision that it shows now.
    """
    context = {
        "attempt": attempt,
        "module": attempt.module,
        "number": number,
        "entry": pages.entry_of(attempt, number, responses),
        "answered": pages.answered_count(responses),
        "total": len(attempt.paper),
        "saved_at": now,
    }
    # Without the request: the fragment needs no context processor, and nothing is asked for more often.
    response = HttpResponse(render_to_string("quizzes/saved.html", context))
    response["X-Answer"] = "saved"
    response["X-Revision"] = str(responses[attempt.paper[number - 1]["item"]].revision)
    return response
