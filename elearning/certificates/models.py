"""Credit: what bodies granted, who completed what, and the certificates that prove it.

The state of a certificate (valid, replaced, revoked) is derived from the rows, never stored.
"""

from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from courses.domain.terms import LATEST_DAY
from courses.models import Edition, Module, Term
from elearning.accounts import names
from elearning.accounts.models import validate_printable_name
from elearning.certificates.domain import rules
from elearning.certificates.domain.statement import AccreditationFacts, AccreditationState
from quizzes.models import Attempt

SENSIBLE_DAYS = [MinValueValidator(date(1990, 1, 1)), MaxValueValidator(LATEST_DAY)]


def validate_drawable(value: str) -> None:
    """Refuse a text that the certificate's font cannot draw: found out later, it would stop every claim."""
    if missing := names.undrawable(names.normalised(value)):
        characters = ", ".join(f"“{char}” (U+{ord(char):04X})" for char in missing)
        raise ValidationError(_("Certificates cannot print %(characters)s.") % {"characters": characters})


class StateChoice(models.TextChoices):
    NONE = AccreditationState.NONE.value, _("none")
    APPLIED = AccreditationState.APPLIED.value, _("applied for")
    GRANTED = AccreditationState.GRANTED.value, _("granted")
    REFUSED = AccreditationState.REFUSED.value, _("refused")
    EXPIRED = AccreditationState.EXPIRED.value, _("expired")
    WITHDRAWN = AccreditationState.WITHDRAWN.value, _("withdrawn")


class Accreditation(models.Model):
    """One body's credit for a module as it stands from ``effective_from`` on. A change is a new row.

    So the state at any past instant can be told, which decides what a test submitted then has earned. ``opens`` and
    ``closes`` are the first and the last day of the credit in the module's time zone; ``demonstration`` is a copy of
    the module's flag, so that the database itself refuses a granted accreditation of a demonstration.
    """

    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, related_name="accreditations", verbose_name=_("module")
    )
    body = models.CharField(
        _("body"), max_length=200, validators=[validate_drawable], help_text=_("The organisation that accredits.")
    )
    scheme = models.CharField(
        _("scheme"),
        max_length=200,
        validators=[validate_drawable],
        help_text=_("The kind of credit, as the body calls it."),
    )
    state = models.CharField(_("state"), max_length=12, choices=StateChoice.choices)
    reference_number = models.CharField(_("reference number"), max_length=80, blank=True)
    maximum_credit = models.DecimalField(_("maximum credit"), max_digits=6, decimal_places=2, null=True, blank=True)
    opens = models.DateField(_("first day"), null=True, blank=True, validators=SENSIBLE_DAYS)
    closes = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        validators=SENSIBLE_DAYS,
        help_text=_("The last day on which credit can be earned."),
    )
    demonstration = models.BooleanField(_("demonstration"), editable=False)
    effective_from = models.DateTimeField(_("recorded at"), editable=False)
    reason = models.TextField(_("reason"), help_text=_("Why this is recorded; kept in the audit."))

    class Meta:
        verbose_name = _("accreditation")
        verbose_name_plural = _("accreditations")
        ordering = ["module", "body", "scheme", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["module", "body", "scheme", "effective_from"], name="accreditation_one_state_at_an_instant"
            ),
            models.CheckConstraint(condition=Q(state__in=StateChoice.values), name="accreditation_state_is_known"),
            models.CheckConstraint(
                condition=Q(demonstration=False) | ~Q(state=StateChoice.GRANTED),
                name="accreditation_demonstration_is_not_granted",
                violation_error_message=_("A demonstration module cannot hold a granted accreditation."),
            ),
            models.CheckConstraint(
                condition=~Q(state=StateChoice.GRANTED)
                | Q(maximum_credit__isnull=False, opens__isnull=False, closes__isnull=False),
                name="accreditation_granted_has_credit_and_days",
                violation_error_message=_("A granted accreditation needs its maximum credit, first day and last day."),
            ),
            models.CheckConstraint(
                condition=Q(maximum_credit__isnull=True) | Q(maximum_credit__gt=0),
                name="accreditation_credit_is_positive",
                violation_error_message=_("Credit is more than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(opens__isnull=True) | Q(closes__isnull=True) | Q(closes__gte=F("opens")),
                name="accreditation_closes_after_it_opens",
                violation_error_message=_("The last day cannot lie before the first."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="accreditation_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.scheme}"

    @property
    def facts(self) -> AccreditationFacts:
        """The row as a plain value."""
        return AccreditationFacts(
            body=self.body,
            scheme=self.scheme,
            state=AccreditationState(self.state),
            maximum_credit=self.maximum_credit,
            opens=self.opens,
            closes=self.closes,
        )


class Completion(models.Model):
    """A learner met every requirement of a module in one term; across its editions there is one.

    ``completed_at`` is when the test was submitted. ``snapshot`` holds what was true then: module, edition, score,
    policy, disclosures shown, accreditations, provider. The learner is emptied when the account is erased.
    """

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="completions",
        verbose_name=_("learner"),
    )
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="completions", verbose_name=_("module"))
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="completions", verbose_name=_("term"))
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="completions", verbose_name=_("edition")
    )
    attempt = models.OneToOneField(
        Attempt, on_delete=models.PROTECT, related_name="completion", verbose_name=_("attempt")
    )
    completed_at = models.DateTimeField(_("completed at"))
    snapshot = models.JSONField(_("snapshot"))

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        ordering = ["-completed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "term"],
                condition=Q(learner__isnull=False),
                name="completion_once_per_learner_and_term",
            )
        ]

    def __str__(self) -> str:
        return f"{self.module_id} {self.completed_at:%Y-%m-%d}"


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
        newer = Certificate.objects.filter(replaces=OuterRef("pk"))
        revocations = Revocation.objects.filter(certificate__completion=OuterRef("completion"))
        return self.select_related("completion__module", "identity").annotate(
            is_replaced=Exists(newer), revoked_at=Subquery(revocations.values("at")[:1])
        )

    def newest(self) -> "CertificateQuerySet":
        """Only those that no other replaces: one per completion."""
        return self.filter(replaced_by__isnull=True)


class Certificate(models.Model):
    """A numbered certificate. A correction of the printed name is a new one that ``replaces`` it.

    ``facts`` is everything that is printed except the name and the number; ``elearning.certificates.texts.printed``
    gives it its words.
    """

    number = models.CharField(_("number"), max_length=14, unique=True)
    completion = models.ForeignKey(
        Completion, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("completion")
    )
    identity = models.ForeignKey(
        PrintedIdentity, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("printed name")
    )
    issued_at = models.DateTimeField(_("issued at"))
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    facts = models.JSONField(_("printed facts"))

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["completion"], condition=Q(replaces__isnull=True), name="certificate_one_first_per_completion"
            ),
            models.CheckConstraint(condition=~Q(replaces=F("pk")), name="certificate_does_not_replace_itself"),
        ]

    is_replaced: bool
    revoked_at: datetime | None

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
