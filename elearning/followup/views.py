"""The learner's page of the follow-up, and the one question: signed in, or by the link of a mail."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from courses.domain.reasons import Refused
from courses.models import Module
from courses.pages import refusal
from elearning.certificates.models import Completion
from elearning.evaluation.access import language_read
from elearning.followup import access, pages, services, texts
from elearning.followup.domain.pace import MOST_A_WEEK
from elearning.followup.forms import PaceForm, PauseForm
from elearning.followup.models import Enrolment, Review

READ = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(READ)
def followup(request: HttpRequest, slug: str) -> HttpResponse:
    """What the learner is asked of a module and remembers; before that the invitation. Posting it begins."""
    now, module = timezone.now(), access.module_of(slug)
    enrolment = access.enrolment_of(request.user, module)
    completion = access.newest_completion(request.user, module)
    if enrolment is not None and not access.may_begin_anew(enrolment, completion):
        return render(request, "followup/followup.html", pages.followup_context(enrolment, request.user, now))
    if (reason := access.why_closed(module, now)) is not None:
        return refusal(request, module, reason)
    if completion is None:
        messages.info(request, _("Receive the certificate first; then we can help you to keep what you learned."))
        return redirect("certificate", slug)
    if (reason := access.why_not_begun(completion)) is not None:
        return refusal(request, module, reason)
    return _begin(request, module, completion, now)


def _begin(request: HttpRequest, module: Module, completion: Completion, now: datetime) -> HttpResponse:
    initial = {"per_week": MOST_A_WEEK}
    form = PaceForm(request.POST) if request.method == "POST" else PaceForm(initial=initial)
    if form.is_valid():
        language = language_read(request.user, module)
        wish = {"per_week": form.cleaned_data["per_week"], "language": language}
        services.begin(learner=request.user, completion=completion, **wish, now=now)
        messages.success(request, _("We will send you questions. You can pause or stop them at any time."))
        return redirect("followup", module.slug)
    context = pages.invitation_context(module, form)
    return render(request, "followup/invitation.html", context, status=422 if form.is_bound else 200)


@require_POST
def pace(request: HttpRequest, slug: str) -> HttpResponse:
    """How often questions come from now on."""
    form = PaceForm(request.POST)
    if form.is_valid():
        enrolment = access.own_enrolment(request.user, slug)
        services.change_pace(enrolment=enrolment, per_week=form.cleaned_data["per_week"], now=timezone.now())
        messages.success(request, _("Saved."))
    return redirect("followup", slug)


@never_cache
@require_POST
def pause(request: HttpRequest, slug: str) -> HttpResponse:
    """No questions before a day."""
    now, enrolment = timezone.now(), access.own_enrolment(request.user, slug)
    form = PauseForm(timezone.localdate(now), request.POST)
    if not form.is_valid():
        context = pages.followup_context(enrolment, request.user, now, form)
        return render(request, "followup/followup.html", context, status=422)
    services.pause(enrolment=enrolment, until=form.cleaned_data["until"], now=now)
    messages.success(request, _("No question comes by e-mail until then."))
    return redirect("followup", slug)


@require_POST
def resume(request: HttpRequest, slug: str) -> HttpResponse:
    """Go on after a pause or a stop."""
    enrolment = access.own_enrolment(request.user, slug)
    try:
        services.resume(enrolment=enrolment, now=timezone.now())
    except Refused as refused:
        return refusal(request, enrolment.module, refused.reason)
    messages.success(request, _("Questions come again."))
    return redirect("followup", slug)


@require_POST
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    """No questions any more."""
    services.stop(enrolment=access.own_enrolment(request.user, slug), now=timezone.now())
    messages.success(request, _("No more questions come by e-mail."))
    return redirect("followup", slug)


@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """The next question at once, instead of by e-mail."""
    review = services.ask_now(enrolment=access.own_enrolment(request.user, slug), now=timezone.now())
    if review is None:
        messages.info(request, _("Nothing is due now."))
        return redirect("followup", slug)
    return redirect("followup-question", review.pk)


@never_cache
@require_http_methods(READ)
def question(request: HttpRequest, review_id: int) -> HttpResponse:
    """A question that was asked of the learner, on the site."""
    return _question(request, access.own_review(request.user, review_id), "")


@login_not_required
@never_cache
@require_http_methods(READ)
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The one question of a mail, without sign-in. Opening it, as scanners of mail do, changes nothing."""
    return _question(request, access.review_by_token(token, request.user), token)


def _question(request: HttpRequest, review: Review, token: str) -> HttpResponse:
    """Show the question, or what its answer led to. Posting answers it, once."""
    now, posted, status, problem = timezone.now(), dict(request.POST.lists()), 200, ""
    if request.method == "POST":
        edition, sure = request.POST.get("edition", ""), request.POST.get("confidence", "")
        try:
            services.answer(review=review, posted=posted, confidence=sure, edition=edition, now=now)
        except services.Unanswered as refused:
            status, problem = (422 if refused.fault is services.Fault.BLANK else 409), texts.fault(refused.fault)
        else:
            return redirect(request.path)
    found = access.question_of(review)
    context = {"module": review.card.enrolment.module, "token": token, "problem": problem}
    withdrawn = review.card.enrolment.module.withdrawn_at is not None
    if found is None or withdrawn or (review.answered_at is None and access.is_over(review, now)):
        return render(request, "followup/over.html", context, status=410)
    if review.answered_at is not None:
        return render(request, "followup/feedback.html", context | pages.feedback_context(review, found))
    shown = pages.question_context(review, found, posted)
    return render(request, "followup/question.html", context | shown, status=status)


@login_not_required
@never_cache
@require_http_methods(READ)
def link_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of any mail stops the questions of its module, however old; it shows nothing of the person."""
    enrolment: Enrolment = access.review_by_token(token).card.enrolment
    if request.method == "POST":
        services.stop(enrolment=enrolment, now=timezone.now())
        return redirect(request.path)
    return render(request, "followup/stop.html", {"enrolment": enrolment, "module": enrolment.module, "token": token})
