"""What bodies granted: dated rows that are added, never changed."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.domain.terms import LATEST_DAY
from courses.models import Module
from elearning.accounts import names
from elearning.accounts.professions import Profession
from elearning.certificates.domain.claiming import Gates
from elearning.certificates.domain.schemes import SCHEMES, STEPS
from elearning.certificates.domain.statement import AccreditationFacts, AccreditationState

SENSIBLE_DAYS = [MinValueValidator(date(1990, 1, 1)), MaxValueValidator(LATEST_DAY)]


def validate_drawable(value: str) -> None:
    """Refuse a text that the certificate's font cannot draw: found out later, it would stop every claim."""
    if missing := names.undrawable(names.normalised(value)):
        characters = ", ".join(f"“{char}” (U+{ord(char):04X})" for char in missing)
        raise ValidationError(_("Certificates cannot print %(characters)s.") % {"characters": characters})


def validate_professions(value: object) -> None:
    """Refuse anything but a list of known professions, each once."""
    known = isinstance(value, list) and all(item in Profession.values for item in value)
    if not known or len(set(value)) != len(value):
        raise ValidationError(_("Choose professions of the list, each once."))


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
        _("scheme"), max_length=12, choices={key: scheme.title for key, scheme in SCHEMES.items()}
    )
    credit_name = models.CharField(
        _("name of the credit"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        validators=[validate_drawable],
        help_text=_("For a national body or the provider's own scheme: what one credit is called."),
    )
    state = models.CharField(_("state"), max_length=12, choices=StateChoice.choices)
    reference_number = models.CharField(_("reference number"), max_length=80, blank=True)
    maximum_credit = models.DecimalField(_("maximum credit"), max_digits=6, decimal_places=2, null=True, blank=True)
    step = models.DecimalField(
        _("step"),
        max_digits=3,
        decimal_places=2,
        choices=[(step, str(step)) for step in STEPS],
        default=Decimal("0.5"),
        db_default=Decimal("0.5"),
        help_text=_("Credit is claimed in multiples of it."),
    )
    professions = models.JSONField(
        _("professions served"),
        default=list,
        db_default=[],
        blank=True,
        validators=[validate_professions],
        help_text=_("Who can claim this credit."),
    )
    opens = models.DateField(_("first day"), null=True, blank=True, validators=SENSIBLE_DAYS)
    closes = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        validators=SENSIBLE_DAYS,
        help_text=_("The last day on which credit can be earned."),
    )
    minimum_active_seconds = models.PositiveIntegerField(
        _("least time"), default=0, db_default=0, help_text=_("Seconds on the slides, measured by the server.")
    )
    minimum_slides_percent = models.PositiveSmallIntegerField(
        _("least share of slides"), default=0, db_default=0, help_text=_("Percent of all slides that must be seen.")
    )
    minimum_score_percent = models.PositiveSmallIntegerField(
        _("least score"), null=True, blank=True, help_text=_("Percent; empty: the test's own pass mark.")
    )
    evaluation_required = models.BooleanField(
        _("evaluation required"),
        default=False,
        db_default=False,
        help_text=_("No certificate before the module is evaluated."),
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
                fields=["module", "body", "scheme", "credit_name", "effective_from"],
                name="accreditation_one_state_at_an_instant",
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
            models.CheckConstraint(condition=Q(scheme__in=list(SCHEMES)), name="accreditation_scheme_is_known"),
            models.CheckConstraint(condition=Q(step__in=STEPS), name="accreditation_step_is_known"),
            models.CheckConstraint(
                condition=Q(minimum_slides_percent__lte=100)
                & (Q(minimum_score_percent__isnull=True) | Q(minimum_score_percent__lte=100)),
                name="accreditation_gates_can_be_met",
                violation_error_message=_("A least share or score lies between 0 and 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.facts.credit or self.get_scheme_display()}"

    @property
    def identity(self) -> tuple[str, str, str]:
        """What the rows of one accreditation have in common."""
        return self.body, self.scheme, self.credit_name

    @property
    def facts(self) -> AccreditationFacts:
        """The row as a plain value."""
        return AccreditationFacts(
            body=self.body,
            scheme=self.scheme,
            state=AccreditationState(self.state),
            credit_name=self.credit_name,
            reference_number=self.reference_number,
            maximum_credit=self.maximum_credit,
            step=self.step,
            professions=tuple(self.professions),
            opens=self.opens,
            closes=self.closes,
            gates=Gates(
                active_seconds=self.minimum_active_seconds,
                slides_percent=self.minimum_slides_percent,
                score_percent=self.minimum_score_percent,
                evaluation=self.evaluation_required,
            ),
        )
