"""Where learners switch reminders of expiry off and on: signed in, or by the key in a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from elearning.accounts.models import User
from elearning.lifecycle import access, services


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    return _switch(request, request.user)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reminders_by_key(request: HttpRequest, key: str) -> HttpResponse:
    """The page to which a reminder links; it shows nothing of the person."""
    return _switch(request, access.learner_of(key))


def _switch(request: HttpRequest, learner: User) -> HttpResponse:
    if request.method == "POST":
        wanted = request.POST.get("wanted") == "yes"
        services.set_reminders(learner=learner, wanted=wanted, now=timezone.now())
        messages.success(request, _("You will be reminded.") if wanted else _("You will not be reminded any more."))
        return redirect(request.path)
    return render(request, "lifecycle/reminders.html", {"wanted": access.wants_reminders(learner)})
