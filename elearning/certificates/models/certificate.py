"""Certificates: what was issued, to whom, the document, and what became of it."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from elearning.accounts import names
from elearning.accounts.models import validate_printable_name
from elearning.accounts.professions import Profession
from elearning.certificates.domain import rules
from elearning.certificates.domain.claiming import Variant
from elearning.certificates.models.completion import Claim, Completion


class VariantChoice(models.TextChoices):
    PHYSICIAN = Variant.PHYSICIAN.value, _("credit, physician")
    OTHER_PROFESSIONS = Variant.OTHER_PROFESSIONS.value, _("credit, other professions")
    PARTICIPATION = Variant.PARTICIPATION.value, _("participation")
    NO_CREDIT = Variant.NO_CREDIT.value, _("no credit")


class PrintedIdentity(models.Model):
    """The name as one certificate prints it, kept in a row of its own until retention ends and then blanked."""

    name = models.CharField(_("printed name"), max_length=names.MAX_LENGTH, validators=[validate_printable_name])

    class Meta:
        verbose_name = _("printed identity")
        verbose_name_plural = _("printed identities")

    def __str__(self) -> str:
        return self.name


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def complete(self) -> "CertificateQuerySet":
        """With everything that is printed and with what the state follows from."""
        newer = Certificate.objects.filter(completion=OuterRef("completion"), generation__gt=OuterRef("generation"))
        first = Certificate.objects.filter(completion=OuterRef("completion"), generation=1)
        revocations = Revocation.objects.filter(certificate__completion=OuterRef("completion"))
        return self.select_related("completion__module", "identity", "claim__accreditation").annotate(
            is_replaced=Exists(newer),
            revoked_at=Subquery(revocations.values("at")[:1]),
            first_issued_at=Subquery(first.values("issued_at")[:1]),
        )

    def newest(self) -> "CertificateQuerySet":
        """Only those of each completion's latest issue; needs rows that came through ``complete()``."""
        return self.filter(is_replaced=False)


class Certificate(models.Model):
    """A numbered certificate: one for each claim of a completion, or a single one without credit (``claim`` empty).

    ``generation`` counts the issues: a correction issues all certificates of the completion anew under the next one,
    and those of earlier issues are replaced. ``facts`` is everything that is printed except the name and the number;
    ``elearning.certificates.texts.printed`` gives it its words.
    """

    number = models.CharField(_("number"), max_length=14, unique=True)
    completion = models.ForeignKey(
        Completion, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("completion")
    )
    identity = models.ForeignKey(
        PrintedIdentity, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("printed name")
    )
    issued_at = models.DateTimeField(_("issued at"))
    generation = models.PositiveSmallIntegerField(_("issue"), default=1, db_default=1)
    claim = models.OneToOneField(
        Claim, on_delete=models.PROTECT, null=True, related_name="certificate", verbose_name=_("claim")
    )
    variant = models.CharField(
        _("variant"),
        max_length=20,
        choices=VariantChoice.choices,
        default=VariantChoice.NO_CREDIT,
        db_default=VariantChoice.NO_CREDIT,
    )
    profession = models.CharField(
        _("profession"), max_length=20, choices=Profession.choices, blank=True, default="", db_default=""
    )
    facts = models.JSONField(_("printed facts"))

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["completion", "generation"],
                condition=Q(claim__isnull=True),
                name="certificate_one_without_credit_per_issue",
            ),
            models.CheckConstraint(condition=Q(generation__gte=1), name="certificate_issue_counts_from_one"),
            models.CheckConstraint(
                condition=Q(claim__isnull=True, variant__in=[Variant.PARTICIPATION, Variant.NO_CREDIT])
                | Q(claim__isnull=False, variant__in=[Variant.PHYSICIAN, Variant.OTHER_PROFESSIONS]),
                name="certificate_awards_credit_exactly_with_a_claim",
            ),
        ]

    is_replaced: bool
    revoked_at: datetime | None
    first_issued_at: datetime

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> rules.State:
        """The state of the number; needs a row that came through ``complete()``."""
        return rules.state(replaced=self.is_replaced, revoked=self.revoked_at is not None)


class Revocation(models.Model):
    """A certificate was withdrawn, and with it every number of its completion."""

    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, related_name="revocation", verbose_name=_("certificate")
    )
    at = models.DateTimeField(_("at"))
    by_id = models.BigIntegerField(_("by"), null=True, help_text=_("Id of the user; empty: a command on the server."))
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="revocation_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.certificate} {self.at:%Y-%m-%d}"


class SealingCertificate(models.Model):
    """The certificate of a key that ever sealed a document, so that its seals can be checked when the key is gone.

    ``fingerprint`` is the SHA-256 of the certificate in hexadecimal digits; ``pem`` holds it and then its chain.
    """

    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    pem = models.TextField(_("certificate"))
    first_used_at = models.DateTimeField(_("first used at"))

    class Meta:
        verbose_name = _("sealing certificate")
        verbose_name_plural = _("sealing certificates")
        ordering = ["-first_used_at"]
        constraints = [
            models.UniqueConstraint(fields=["fingerprint"], name="sealing_certificate_once"),
            models.CheckConstraint(condition=~Q(pem=""), name="sealing_certificate_is_there"),
        ]

    def __str__(self) -> str:
        return self.fingerprint[:16]


class CertificateFile(models.Model):
    """The document as it was first made; every download gives the same bytes.

    ``sealed_with`` is empty for documents of the time before there were seals.
    """

    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, related_name="file", verbose_name=_("certificate")
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    content = models.BinaryField(_("content"))
    made_at = models.DateTimeField(_("made at"))
    sealed_with = models.ForeignKey(
        SealingCertificate,
        on_delete=models.PROTECT,
        null=True,
        related_name="files",
        verbose_name=_("sealed with"),
    )

    class Meta:
        verbose_name = _("certificate file")
        verbose_name_plural = _("certificate files")
        indexes = [models.Index(fields=["sha256"], name="certificate_file_by_hash")]

    def __str__(self) -> str:
        return self.sha256[:12]
