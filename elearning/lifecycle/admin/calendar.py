"""The calendar of modules, and one module's life cycle: renew, extend, who is responsible."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from courses.domain.terms import Validity
from courses.models import Module
from courses.texts import day, moment
from elearning.audit.admin import ReadOnlyAdmin
from elearning.lifecycle import access, calendar, services
from elearning.lifecycle.domain.renewal import Standing, suggested
from elearning.lifecycle.forms import ExtendForm, RenewForm, ResponsibleForm
from elearning.lifecycle.models import Cycle, ExpiryReminder, Review, ScheduledPublication


@admin.register(Cycle)
class CycleAdmin(ReadOnlyAdmin):
    list_display = [
        "title",
        "standing",
        "release",
        "last_review",
        "last_valid_day",
        "days_left",
        "closing",
        "next_reminder",
        "scheduled",
        "responsible",
    ]
    list_display_links = ["title"]
    search_fields = ["title", "slug"]
    actions = None

    def has_view_permission(self, request: HttpRequest, obj: Module | None = None) -> bool:
        return request.user.has_perm("courses.view_module") or request.user.has_perm("courses.change_module")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cycle]:
        request.now = timezone.now()  # one instant for the whole page
        return calendar.modules(request.now)

    def get_ordering(self, request: HttpRequest) -> list[str]:
        return ["expires_at", "title"]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Calendar of modules"), **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        own = {"renew": self.renew, "extend": self.extend, "responsible": self.set_responsible}
        views = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"lifecycle_cycle_{name}")
            for name, view in own.items()
        ]
        return [*views, *super().get_urls()]

    @admin.display(description=_("state"))
    def standing(self, module: Cycle) -> str:
        if module.withdrawn_at is not None:
            return _("withdrawn")
        labels = {
            None: _("no term"),
            Validity.NOT_RELEASED: _("not released"),
            Validity.VALID: _("valid"),
            Validity.EXPIRED: _("expired"),
        }
        return labels[_row(module).validity]

    @admin.display(description=_("release"))
    def release(self, module: Cycle) -> date | None:
        row = _row(module)
        return row.term and row.term.release

    @admin.display(description=_("last review"))
    def last_review(self, module: Cycle) -> date | None:
        row = _row(module)
        return row.term and row.term.last_review

    @admin.display(description=_("last valid day"), ordering="expires_at")
    def last_valid_day(self, module: Cycle) -> date | None:
        row = _row(module)
        return row.term and row.term.last_valid_day

    @admin.display(description=_("days left"), ordering="expires_at")
    def days_left(self, module: Cycle) -> int | str | None:
        row = _row(module)
        if row.coming is not None:
            return _("%(days)s; renewed from %(release)s") % {
                "days": 0 if row.days_left is None else row.days_left,
                "release": day(row.coming.release),
            }
        return row.days_left

    @admin.display(description=_("accreditations close"))
    def closing(self, module: Cycle) -> str:
        return _lines(f"{name}: {day(closes)}" for name, closes in calendar.closing(module))

    @admin.display(description=_("next reminder"))
    def next_reminder(self, module: Cycle) -> date | None:
        return _row(module).next_reminder

    @admin.display(description=_("to be published"))
    def scheduled(self, module: Cycle) -> str:
        return _lines(
            _("edition %(number)s: %(at)s") % {"number": row.edition.number, "at": moment(row.at, module.time_zone)}
            for row in calendar.scheduled(module)
        )

    @admin.display(description=_("responsible"))
    def responsible(self, module: Cycle) -> str:
        return _lines(address for _key, address in access.addresses_for(module))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """One module: its terms, who affirmed them, what comes, what was changed."""
        module = self.get_object(request, unquote(object_id))
        if module is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        self.require_view(request, module)
        context = {
            "row": _row(module),
            "state": self.standing(module),
            "closing": calendar.closing(module),
            "responsible": access.addresses_for(module),
            "reviews": Review.objects.filter(term__module=module).select_related("term"),
            "schedule": ScheduledPublication.objects.filter(edition__module=module).select_related("edition", "by"),
            "reminders": ExpiryReminder.objects.filter(term__module=module),
            "entries": access.history_of(module),
        }
        return self.page(request, "lifecycle/admin/module.html", str(module), module=module, **context)

    def renew(self, request: HttpRequest, pk: int) -> HttpResponse:
        module, standing = self._standing(request, pk, "courses.add_term")
        initial = asdict(suggested(standing))
        form = RenewForm(request.POST or None, candidates=standing.candidates, initial=initial)

        def act(**given: Any) -> str:
            term = services.renew(days=form.days, reviewers=form.cleaned_data["reviewers"], **given)
            return _("The module is renewed: a new term from %(first)s to %(last)s.") % {
                "first": day(term.release),
                "last": day(term.last_valid_day),
            }

        context = {
            "undisclosed": [person for person in standing.candidates if not person.disclosed],
            "affected": access.learners_affected(access.latest_term(module)),
        }
        return self._change(request, module, "renew", form, act, context | {"standing": standing})

    def extend(self, request: HttpRequest, pk: int) -> HttpResponse:
        module, standing = self._standing(request, pk, "courses.change_term")
        form = ExtendForm(request.POST or None, initial={"last_valid_day": standing.latest.last_valid_day})

        def act(**given: Any) -> str:
            term = services.extend(last_valid_day=form.cleaned_data["last_valid_day"], **given)
            return _("The term lasts until %s.") % day(term.last_valid_day)

        limits = [(limit, limit.last_day(standing.latest.last_review)) for limit in standing.limits]
        context = {"standing": standing, "limits": limits, "entries": access.history_of(module)}
        return self._change(request, module, "extend", form, act, context)

    def set_responsible(self, request: HttpRequest, pk: int) -> HttpResponse:
        module = self._module(request, pk, "courses.change_module")
        form = ResponsibleForm(
            request.POST if request.method == "POST" else None,
            initial={"users": list(module.responsible.values_list("user", flat=True))},
        )

        def act(**given: Any) -> str:
            services.set_responsible(
                module=given["module"], users=form.cleaned_data["users"], actor=given["actor"], now=given["now"]
            )
            return _("It is noted who is responsible.")

        return self._change(request, module, "responsible", form, act, {})

    def _module(self, request: HttpRequest, pk: int, permission: str) -> Cycle:
        if not request.user.has_perm(permission):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request).select_related("current_edition"), pk=pk)

    def _standing(self, request: HttpRequest, pk: int, permission: str) -> tuple[Cycle, Standing]:
        module = self._module(request, pk, permission)
        return module, access.standing_of(module, request.now)

    def _change(
        self,
        request: HttpRequest,
        module: Cycle,
        page: str,
        form: Form,
        act: Callable[..., str],
        context: dict[str, Any],
    ) -> HttpResponse:
        """Do what the form asks for and go back to the module, or show the form with all that is wrong."""
        if request.method == "POST" and form.is_valid():
            given = {"module": module, "actor": request.user, "now": request.now}
            try:
                done = act(**given, reason=form.cleaned_data.get("reason", ""))
            except services.Refused as refused:
                form.show(refused.problems)
            else:
                messages.success(request, done)
                return HttpResponseRedirect(reverse("admin:lifecycle_cycle_change", args=[module.pk]))
        titles = {
            "renew": _("Renew “%s”"),
            "extend": _("Extend the term of “%s”"),
            "responsible": _("Responsible for “%s”"),
        }
        context |= {"module": module, "form": form}
        return self.page(request, f"lifecycle/admin/{page}.html", titles[page] % module, **context)


def _row(module: Cycle) -> calendar.Row:
    return calendar.row_of(module, timezone.now())


def _lines(found: Any) -> str:
    return format_html_join("", "<div>{}</div>", ((line,) for line in found)) or "–"
