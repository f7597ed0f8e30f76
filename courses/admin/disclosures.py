"""Contributors, what they disclosed and how it was mitigated. Every change goes through a service."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from courses import services
from courses.admin.forms import AddressForm, DecisionForm, EndForm, SupportForm
from courses.domain.disclosures import ASK_BEFORE, LIFE
from courses.forms import DeclarationForm, PaperForm
from courses.models import (
    CommercialSupport,
    Contributor,
    Declaration,
    Disclosure,
    DisclosureRequest,
    DisclosureStatement,
)
from courses.services.disclosures import today_of
from elearning.audit.admin import AuditedAdmin, ReadOnlyAdmin

NEWEST = Declaration.objects.filter(contributor=OuterRef("pk"))
LATER = Declaration.objects.filter(contributor=OuterRef("declaration__contributor"), pk__gt=OuterRef("declaration"))


class DueFilter(admin.SimpleListFilter):
    title = _("to be asked")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", _("none yet, stale, or stale within 30 days"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Contributor]) -> QuerySet[Contributor]:
        if self.value() != "yes":
            return queryset
        last_day = timezone.localdate() - LIFE + ASK_BEFORE
        return queryset.filter(Q(declared_on__isnull=True) | Q(declared_on__lte=last_day))


@admin.register(Contributor)
class ContributorAdmin(AuditedAdmin):
    """People come from the module folder; here they get an address and are asked to disclose."""

    form = AddressForm
    change_form_template = "courses/admin/contributor.html"
    list_display = ["name", "role", "declared_on", "refused", "email", "asked_until", "module"]
    list_filter = [DueFilter, "module", "role"]
    list_select_related = ["module"]
    search_fields = ["name", "key", "=email"]
    readonly_fields = ["module", "key", "name", "role", "credentials", "declared_on", "refused", "asked_until"]
    fields = [*readonly_fields, "email"]
    actions = ["ask"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contributor]:
        waiting = DisclosureRequest.objects.filter(
            contributor=OuterRef("pk"), answered_at__isnull=True, closed_at__isnull=True
        )
        return (
            super()
            .get_queryset(request)
            .annotate(
                declared_on=Subquery(NEWEST.values("declared_on")[:1]),
                refused=Subquery(NEWEST.values("refused")[:1]),
                asked_until=Subquery(waiting.values("expires_at")[:1]),
            )
        )

    @admin.display(description=_("declared on"), ordering="declared_on")
    def declared_on(self, contributor: Contributor) -> Any:
        return contributor.declared_on

    @admin.display(description=_("declined"), boolean=True)
    def refused(self, contributor: Contributor) -> bool | None:
        return contributor.refused

    @admin.display(description=_("asked, link opens until"))
    def asked_until(self, contributor: Contributor) -> Any:
        return contributor.asked_until

    def save_model(self, request: HttpRequest, obj: Contributor, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        services.change_address(
            contributor=obj, email=form.cleaned_data["email"], actor=request.user, now=timezone.now()
        )

    @admin.action(description=_("Ask for a disclosure by e-mail"), permissions=["change"])
    def ask(self, request: HttpRequest, queryset: QuerySet[Contributor]) -> None:
        now = timezone.now()
        sent = [services.request_disclosure(contributor=each, actor=request.user, now=now) for each in queryset]
        asked = sum(each is not None for each in sent)
        if asked:
            messages.success(
                request, _("%(count)s asked; the e-mails go out with the next run_due.") % {"count": asked}
            )
        if asked < len(sent):
            message = _("%(count)s not asked, because there is no e-mail address: enter one first.")
            messages.warning(request, message % {"count": len(sent) - asked})

    def get_urls(self) -> list[URLPattern]:
        enter = self.admin_site.admin_view(self.enter)
        return [path("<int:pk>/enter/", enter, name="courses_contributor_enter"), *super().get_urls()]

    def enter(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Enter what a contributor declared on paper."""
        if not request.user.has_perm("courses.change_contributor"):
            raise PermissionDenied
        contributor = get_object_or_404(Contributor.objects.select_related("module"), pk=pk)
        now = timezone.now()
        today, adding = today_of(contributor.module, now), "add" in request.POST
        form: DeclarationForm = PaperForm(
            request.POST if request.method == "POST" and not adding else None, today=today
        )
        if adding:
            form = PaperForm.again(request.POST, today=today)
        if form.is_valid():
            services.enter_declaration(contributor=contributor, declared=form.declared, actor=request.user, now=now)
            messages.success(request, _("The declaration is stored; decide about its relationships now."))
            return redirect(reverse("admin:courses_contributor_change", args=[pk]))
        title = _("Enter a declaration of %s") % contributor
        return self.page(request, "courses/admin/enter.html", title, form=form, contributor=contributor)


class DecidedFilter(admin.SimpleListFilter):
    title = _("decision")
    parameter_name = "decided"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("no", _("waits for one")), ("yes", _("decided"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Disclosure]) -> QuerySet[Disclosure]:
        if self.value() not in {"no", "yes"}:
            return queryset
        return queryset.filter(superseded=False, mitigations__isnull=self.value() == "no").distinct()


@admin.register(Disclosure)
class DisclosureAdmin(AuditedAdmin):
    """Relationships as declared. Deciding about one adds a row; what was decided before stays."""

    form = DecisionForm
    list_display = ["company", "nature", "begins", "ends", "contributor", "module", "superseded"]
    list_filter = [DecidedFilter, "declaration__contributor__module", "nature"]
    search_fields = ["company", "declaration__contributor__name"]
    readonly_fields = ["contributor", "module", "company", "nature", "begins", "ends", "superseded", "decided"]
    fields = [*readonly_fields, "relevant", "step", "mitigated_by", "mitigated_on"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Disclosure]:
        rows = super().get_queryset(request).select_related("declaration__contributor__module")
        return rows.annotate(superseded=Exists(LATER)).order_by("superseded", "-pk")

    @admin.display(description=_("contributor"), ordering=F("declaration__contributor__name"))
    def contributor(self, disclosure: Disclosure) -> Contributor:
        return disclosure.declaration.contributor

    @admin.display(description=_("module"))
    def module(self, disclosure: Disclosure) -> Model:
        return disclosure.declaration.contributor.module

    @admin.display(description=_("declared anew since"), boolean=True)
    def superseded(self, disclosure: Disclosure) -> bool:
        return disclosure.superseded

    @admin.display(description=_("decided so far"))
    def decided(self, disclosure: Disclosure) -> str:
        rows = [
            (date_format(localtime(each.at), "j F Y, H:i"), _("relevant") if each.relevant else _("not relevant"), each)
            for each in disclosure.mitigations.all()
        ]
        told = [(*row, each.step, each.mitigated_by) for *row, each in rows]
        return format_html_join("", "<p>{}: {} {} {}</p>", told) or "–"

    def save_model(self, request: HttpRequest, obj: Disclosure, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        services.decide_relationship(disclosure=obj, **form.decision, actor=request.user, now=timezone.now())


@admin.register(CommercialSupport)
class CommercialSupportAdmin(AuditedAdmin):
    """Support is added, and ended when it no longer holds; it is never changed."""

    form = EndForm
    list_display = ["company", "nature", "description", "module", "at", "ended_at"]
    list_filter = ["module", "nature", ("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["module"]
    search_fields = ["company"]

    def get_form(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> type[ModelForm]:
        return super().get_form(request, obj, **{**kwargs, "form": EndForm if obj else SupportForm})

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [*SupportForm.Meta.fields, *(["at", "ended_at", "ended"] if obj else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [*SupportForm.Meta.fields, "at", "ended_at"] if obj else []

    def save_model(self, request: HttpRequest, obj: CommercialSupport, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        given = {"actor": request.user, "now": timezone.now()}
        if not change:
            values = {name: form.cleaned_data[name] for name in ("company", "nature", "description")}
            obj.pk = services.add_support(module=form.cleaned_data["module"], values=values, **given).pk
        elif form.cleaned_data["ended"]:
            services.end_support(support=obj, **given)


@admin.register(DisclosureRequest)
class DisclosureRequestAdmin(ReadOnlyAdmin):
    list_display = ["contributor", "asked_at", "expires_at", "answered_at", "closed_at", "asked_by_id"]
    fields = list_display
    list_filter = ["contributor__module", ("answered_at", admin.EmptyFieldListFilter)]
    list_select_related = ["contributor"]
    search_fields = ["contributor__name"]


@admin.register(Declaration)
class DeclarationAdmin(ReadOnlyAdmin):
    list_display = ["contributor", "declared_on", "source", "nothing_to_disclose", "refused", "at"]
    list_filter = ["contributor__module", "source", "refused"]
    list_select_related = ["contributor"]
    search_fields = ["contributor__name"]
    date_hierarchy = "declared_on"


@admin.register(DisclosureStatement)
class DisclosureStatementAdmin(ReadOnlyAdmin):
    """Which words learners were shown; "Starts" says who."""

    list_display = ["module", "sha256", "first_shown_at"]
    list_filter = ["module"]
    list_select_related = ["module"]
    search_fields = ["=sha256"]
