"""Accreditations, completions and certificates in the administration. Every change goes through a service."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from elearning.audit.admin import AuditedAdmin, ReadOnlyAdmin
from elearning.certificates import services, texts
from elearning.certificates.domain.rules import State
from elearning.certificates.domain.statement import AccreditationState
from elearning.certificates.forms import AccreditationForm, ReasonForm, ReissueForm
from elearning.certificates.models import Accreditation, Certificate, Completion, Revocation, SealingCertificate


@admin.register(Accreditation)
class AccreditationAdmin(AuditedAdmin):
    """Rows are added, never edited: a new row says how the accreditation stands from now on."""

    form = AccreditationForm
    list_display = [
        "module_title",
        "body",
        "scheme",
        "credit_name",
        "state",
        "maximum_credit",
        "opens",
        "closes",
        "effective_from",
    ]
    list_filter = ["module", "scheme", "state"]
    search_fields = ["body", "credit_name", "reference_number", "module__title"]
    list_select_related = ["module"]

    # Named as text, because the administration never wraps a related row, and titles are long.
    @admin.display(description=_("module"), ordering="module__title")
    def module_title(self, obj: Accreditation) -> str:
        return obj.module.title

    def has_change_permission(self, request: HttpRequest, obj: Accreditation | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Accreditation, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        values = {**form.cleaned_data, "state": AccreditationState(form.cleaned_data["state"])}
        obj.pk = services.set_accreditation(**values, actor=request.user, now=timezone.now()).pk
        # The body decides, so nothing is refused here; but what the scheme asks for should be looked at.
        address = reverse("admin:courses_module_preflight", args=[values["module"].pk])
        link = format_html('<a href="{}">{}</a>', address, _("the pre-flight"))
        messages.info(request, format_html(_("What the scheme asks of the module: see {}."), link))


@admin.register(Completion)
class CompletionAdmin(ReadOnlyAdmin):
    list_display = ["learner", "module", "term", "completed_at"]
    list_filter = ["module", "completed_at"]
    search_fields = ["learner__email", "learner__name", "certificates__number"]
    date_hierarchy = "completed_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Completion]:
        return super().get_queryset(request).select_related("learner", "module", "term__module")


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(state.value, texts.state_label(state)) for state in State]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Certificate]) -> QuerySet[Certificate]:
        match self.value():
            case State.REVOKED:
                return queryset.filter(revoked_at__isnull=False)
            case State.REPLACED:
                return queryset.filter(revoked_at__isnull=True, is_replaced=True)
            case State.VALID:
                return queryset.filter(revoked_at__isnull=True, is_replaced=False)
        return queryset


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    """Certificates are issued by their learners; here they are looked up and revoked."""

    list_display = ["number", "name", "learner", "module", "issued_at", "state"]
    list_filter = ["completion__module", StateFilter, "issued_at"]
    search_fields = ["number", "identity__name", "completion__learner__email"]
    date_hierarchy = "issued_at"
    fields = ["number", "state", "name", "learner", "module", "issued_at", "variant", "generation"]
    fields += ["printed", "revocation_reason"]
    readonly_fields = fields
    change_form_template = "certificates/admin/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Certificate]:
        certificates = super().get_queryset(request).complete()
        return certificates.select_related("completion__module", "completion__learner", "identity")

    def get_urls(self) -> list[URLPattern]:
        revoke = self.admin_site.admin_view(self.revoke)
        reissue = self.admin_site.admin_view(self.reissue)
        return [
            path("<int:pk>/revoke/", revoke, name="certificates_certificate_revoke"),
            path("<int:pk>/reissue/", reissue, name="certificates_certificate_reissue"),
            *super().get_urls(),
        ]

    def revoke(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the reason, then revoke through the service."""
        certificate = get_object_or_404(self.get_queryset(request), pk=pk)
        form = ReasonForm(request.POST or None)
        if not request.user.has_perm("certificates.add_revocation"):
            return HttpResponse(status=403)
        if certificate.state is not State.REVOKED and form.is_valid():
            reason = form.cleaned_data["reason"]
            services.revoke(certificate=certificate, reason=reason, actor=request.user, now=timezone.now())
            messages.success(request, _("The certificate is revoked."))
            return HttpResponseRedirect(reverse("admin:certificates_certificate_change", args=[pk]))
        title = _("Revoke certificate %s") % certificate.number
        return self.page(request, "certificates/admin/revoke.html", title, certificate=certificate, form=form)

    def reissue(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the name and the reason, then issue all certificates of the completion anew."""
        certificate = get_object_or_404(self.get_queryset(request), pk=pk)
        form = ReissueForm(request.POST or None, initial={"name": certificate.identity.name})
        if not request.user.has_perm("certificates.add_certificate"):
            return HttpResponse(status=403)
        if certificate.state is State.VALID and form.is_valid():
            new = services.reissue_certificates(
                completion=certificate.completion, **form.cleaned_data, actor=request.user, now=timezone.now()
            )
            messages.success(request, _("The newest number is %s.") % ", ".join(row.number for row in new))
            return HttpResponseRedirect(reverse("admin:certificates_certificate_change", args=[new[0].pk]))
        title = _("Issue certificate %s anew") % certificate.number
        return self.page(request, "certificates/admin/reissue.html", title, certificate=certificate, form=form)

    @admin.display(description=_("state"))
    def state(self, certificate: Certificate) -> str:
        return texts.state_label(certificate.state)

    @admin.display(description=_("printed name"), ordering="identity__name")
    def name(self, certificate: Certificate) -> str:
        return certificate.identity.name

    @admin.display(description=_("learner"), ordering="completion__learner__email")
    def learner(self, certificate: Certificate) -> str:
        return str(certificate.completion.learner or _("account erased"))

    @admin.display(description=_("module"), ordering="completion__module__title")
    def module(self, certificate: Certificate) -> str:
        return certificate.completion.module.title

    @admin.display(description=_("printed facts"))
    def printed(self, certificate: Certificate) -> str:
        lines = texts.printed(certificate.facts, certificate.issued_at)
        return "\n".join([*(f"{line.label}: {line.value}" for line in lines), *certificate.facts["statement"]])

    @admin.display(description=_("why revoked"))
    def revocation_reason(self, certificate: Certificate) -> str:
        revocations = Revocation.objects.filter(certificate__completion=certificate.completion_id)
        return "\n".join(revocations.values_list("reason", flat=True))


@admin.register(SealingCertificate)
class SealingCertificateAdmin(ReadOnlyAdmin):
    """The certificates of all keys that ever sealed; hand them to who checks old documents without this site."""

    list_display = ["fingerprint", "first_used_at"]
    fields = readonly_fields = ["fingerprint", "first_used_at", "pem"]
