"""Who controls a module's content, what they declared of companies, how it was mitigated, what learners were shown.

Everything here is only added to: triggers in the database keep declarations, relationships, mitigations and statements.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """As courses.domain.disclosures.ROLES."""

    AUTHOR = "author", _("author")
    EDITOR = "editor", _("editor")
    REVIEWER = "reviewer", _("reviewer")
    PLANNER = "planner", _("planner")


class Nature(models.TextChoices):
    """As courses.domain.disclosures.NATURES."""

    EMPLOYEE = "employee", _("employee")
    RESEARCHER = "researcher", _("researcher (also where the institution is paid)")
    CONSULTANT = "consultant", _("consultant")
    ADVISOR = "advisor", _("advisor")
    SPEAKER = "speaker", _("speaker")
    CONTRACTOR = "contractor", _("independent contractor (contracted research included)")
    ROYALTIES = "royalties", _("royalties or patent")
    EXECUTIVE = "executive", _("executive role")
    OWNER = "owner", _("ownership interest")
    STOCK = "stock", _("individual stocks or options")


class Source(models.TextChoices):
    FOLDER = "folder", _("module folder")
    FORM = "form", _("form opened by the contributor")
    ADMINISTRATOR = "administrator", _("entered by an administrator")


class SupportNature(models.TextChoices):
    FINANCIAL = "financial", _("financial")
    IN_KIND = "in-kind", _("in-kind")


class Contributor(models.Model):
    """A person who controls content of a module, known by the key that module.yaml gives.

    Name, role and credentials are those of the edition loaded last; pages show those of the edition that is read.
    ``email`` is entered by an administrator and never shown to learners or other contributors.
    """

    module = models.ForeignKey(
        "courses.Module", on_delete=models.PROTECT, related_name="contributors", verbose_name=_("module")
    )
    key = models.SlugField(_("key"), max_length=80)
    name = models.CharField(_("name"), max_length=250)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    credentials = models.TextField(_("credentials"))
    email = models.EmailField(
        _("e-mail address"), blank=True, help_text=_("Where requests for a disclosure go. Never shown to others.")
    )

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["module", "name"]
        constraints = [
            models.UniqueConstraint(fields=["module", "key"], name="contributor_key_unique_in_module"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="contributor_role_is_known"),
            models.CheckConstraint(condition=~Q(name=""), name="contributor_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class DisclosureRequest(models.Model):
    """A contributor was asked to disclose, by a link that opens a form until it is answered or expires.

    Of the link's random token only the SHA-256 is stored. ``closed_at`` is set when a newer request takes its place.
    ``asked_by_id`` is the administrator; empty: asked because the last declaration goes stale.
    """

    contributor = models.ForeignKey(Contributor, on_delete=models.PROTECT, related_name="requests")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked at"))
    expires_at = models.DateTimeField(_("expires at"))
    answered_at = models.DateTimeField(_("answered at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    asked_by_id = models.BigIntegerField(_("asked by"), null=True, help_text=_("Id of the user; empty: by the site."))

    class Meta:
        verbose_name = _("request for a disclosure")
        verbose_name_plural = _("requests for disclosures")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["contributor"],
                condition=Q(answered_at__isnull=True, closed_at__isnull=True),
                name="disclosure_request_one_open",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")), name="disclosure_request_expires_after_it_was_asked"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True)
                | Q(answered_at__gte=F("asked_at"), answered_at__lt=F("expires_at")),
                name="disclosure_request_answered_before_it_expires",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(closed_at__isnull=True),
                name="disclosure_request_answered_or_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor} {self.asked_at:%Y-%m-%d}"


class Declaration(models.Model):
    """What a contributor declared on a day: relationships, that there are none, or that they refuse to disclose.

    The one recorded last (``at``) supersedes those before it. ``declared_on`` is the day from which its twelve months
    count, in the module's time zone.
    """

    contributor = models.ForeignKey(
        Contributor, on_delete=models.PROTECT, related_name="declarations", verbose_name=_("contributor")
    )
    declared_on = models.DateField(_("declared on"))
    at = models.DateTimeField(_("recorded at"))
    source = models.CharField(_("source"), max_length=14, choices=Source.choices)
    request = models.OneToOneField(
        DisclosureRequest, on_delete=models.PROTECT, null=True, related_name="declaration", verbose_name=_("request")
    )
    nothing_to_disclose = models.BooleanField(_("nothing to disclose"), default=False)
    refused = models.BooleanField(_("declined to disclose"), default=False)

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(source__in=Source.values), name="declaration_source_is_known"),
            models.CheckConstraint(
                condition=Q(source=Source.FORM, request__isnull=False)
                | (~Q(source=Source.FORM) & Q(request__isnull=True)),
                name="declaration_by_form_answers_a_request",
            ),
            models.CheckConstraint(
                condition=Q(nothing_to_disclose=False) | Q(refused=False), name="declaration_refused_or_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor} {self.declared_on}"


class Disclosure(models.Model):
    """One relationship with an ineligible company, by name only; ``ends`` empty: it goes on."""

    declaration = models.ForeignKey(
        Declaration, on_delete=models.PROTECT, related_name="disclosures", verbose_name=_("declaration")
    )
    company = models.CharField(_("company"), max_length=200)
    nature = models.CharField(_("nature"), max_length=12, choices=Nature.choices)
    begins = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True)

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(nature__in=Nature.values), name="disclosure_nature_is_known"),
            models.CheckConstraint(condition=~Q(company=""), name="disclosure_names_a_company"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("begins")), name="disclosure_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} ({self.nature})"


class Mitigation(models.Model):
    """The provider's decision about a relationship: relevant or not, and how a relevant one was mitigated.

    The newest rules. ``decided_by_id`` is the administrator; empty: it came with the module folder.
    """

    disclosure = models.ForeignKey(
        Disclosure, on_delete=models.PROTECT, related_name="mitigations", verbose_name=_("disclosure")
    )
    relevant = models.BooleanField(_("relevant"))
    step = models.TextField(_("mitigation"), blank=True)
    mitigated_by = models.CharField(_("mitigated by"), max_length=200, blank=True)
    mitigated_on = models.DateField(_("mitigated on"), null=True)
    at = models.DateTimeField(_("recorded at"))
    decided_by_id = models.BigIntegerField(_("decided by"), null=True)

    class Meta:
        verbose_name = _("mitigation")
        verbose_name_plural = _("mitigations")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step="") | (~Q(mitigated_by="") & Q(mitigated_on__isnull=False)),
                name="mitigation_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.step or self.relevant)


class CommercialSupport(models.Model):
    """Money or goods that a company gives for a module. ``ended_at``: a row that no longer holds."""

    module = models.ForeignKey(
        "courses.Module", on_delete=models.PROTECT, related_name="supports", verbose_name=_("module")
    )
    company = models.CharField(_("company"), max_length=200)
    nature = models.CharField(_("nature"), max_length=9, choices=SupportNature.choices)
    description = models.CharField(
        _("description"), max_length=300, blank=True, help_text=_("For in-kind support: what was given.")
    )
    at = models.DateTimeField(_("recorded at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("commercial support")
        verbose_name_plural = _("commercial support")
        ordering = ["module", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(nature__in=SupportNature.values), name="commercial_support_nature_is_known"
            ),
            models.CheckConstraint(condition=~Q(company=""), name="commercial_support_names_a_company"),
            models.CheckConstraint(
                condition=~Q(nature=SupportNature.IN_KIND) | ~Q(description=""),
                name="commercial_support_in_kind_is_described",
                violation_error_message=_("Say what was given."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("at")),
                name="commercial_support_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} ({self.nature})"


class DisclosureStatement(models.Model):
    """What learners were shown of disclosures and support in a module, word for word (AC-6).

    ``content`` is that of courses.domain.disclosures.Statement, ``sha256`` its hash. ``Start.statement``: who saw it.
    """

    module = models.ForeignKey(
        "courses.Module", on_delete=models.PROTECT, related_name="statements", verbose_name=_("module")
    )
    sha256 = models.CharField("SHA-256", max_length=64)
    content = models.JSONField(_("content"))
    first_shown_at = models.DateTimeField(_("first shown at"))

    class Meta:
        verbose_name = _("disclosure statement")
        verbose_name_plural = _("disclosure statements")
        ordering = ["-first_shown_at"]
        constraints = [
            models.UniqueConstraint(fields=["module", "sha256"], name="disclosure_statement_unique_in_module")
        ]

    def __str__(self) -> str:
        return f"{self.module} {self.sha256[:12]}"
