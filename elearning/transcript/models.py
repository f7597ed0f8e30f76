"""Credit that learners earned elsewhere and add to their transcript themselves; it goes with the account."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from elearning.accounts import names
from elearning.transcript.domain import documents

FIRST_DAY = date(1950, 1, 1)
"""Nobody who learns today earned credit before: an earlier day is a slip of the pen."""
LEAST = Decimal("0.01")


def validate_printable(value: str) -> None:
    """Refuse a text that the transcript's font cannot draw, and say which characters are at fault."""
    if missing := names.undrawable(names.normalised(value)):
        shown = ", ".join(f"“{char}”" if char.isprintable() else f"U+{ord(char):04X}" for char in missing)
        said = _("The transcript cannot print %(characters)s. Write it in Latin, Greek or Cyrillic letters.")
        raise ValidationError(said % {"characters": shown})


class FileKind(models.TextChoices):
    PDF = "pdf", "PDF"
    PNG = "png", "PNG"
    JPEG = "jpeg", "JPEG"


class ExternalCredit(models.Model):
    """One activity elsewhere, as its learner tells it; nobody verified it."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="external_credits", verbose_name=_("learner")
    )
    title = models.CharField(_("activity"), max_length=200, validators=[validate_printable])
    body = models.CharField(
        _("body"),
        max_length=120,
        validators=[validate_printable],
        help_text=_("Who gave the credit: an accreditor, a society, a hospital."),
    )
    credit_name = models.CharField(
        _("credit"),
        max_length=80,
        validators=[validate_printable],
        help_text=_("What the body calls it, for example “ECMEC” or “CPD hour”."),
    )
    amount = models.DecimalField(_("amount"), max_digits=6, decimal_places=2, validators=[MinValueValidator(LEAST)])
    completed_on = models.DateField(_("completed on"), validators=[MinValueValidator(FIRST_DAY)])
    note = models.TextField(_("note"), max_length=500, blank=True, help_text=_("For yourself; it is not printed."))
    created_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("external credit")
        verbose_name_plural = _("external credits")
        ordering = ["-completed_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="external_credit_is_positive"),
            models.CheckConstraint(condition=Q(completed_on__gte=FIRST_DAY), name="external_credit_day_is_plausible"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(body="") & ~Q(credit_name=""), name="external_credit_is_named"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ExternalFile(models.Model):
    """What a learner keeps beside an external credit, with the name it had; only they get it back."""

    credit = models.OneToOneField(
        ExternalCredit, on_delete=models.CASCADE, related_name="file", verbose_name=_("external credit")
    )
    kind = models.CharField(_("kind"), max_length=4, choices=FileKind.choices)
    name = models.CharField(_("name"), max_length=documents.MAX_NAME)
    size = models.PositiveIntegerField(_("size in bytes"))
    content = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("file of an external credit")
        verbose_name_plural = _("files of external credits")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=FileKind.values), name="external_file_kind_is_known"),
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=documents.MAX_BYTES), name="external_file_has_a_size_that_is_kept"
            ),
        ]

    def __str__(self) -> str:
        return self.name
