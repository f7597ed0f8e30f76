"""What a learner lets be reported to whom, and what was reported.

Numbers, birthday and consents are the learner's own and go with the account; that something was reported stays.
"""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from elearning.certificates.models import Certificate
from elearning.delivery.domain import bodies
from elearning.delivery.domain.standing import State
from elearning.interop.formats import FORMATS
from elearning.interop.identifiers import KINDS, LICENCE, US_STATES, Identifier
from elearning.interop.reported import Action, Identity

COUNTRY = RegexValidator(r"^[A-Z]{2}\Z", _("Write the two capital letters of the country, for example CH, DE or US."))


class BodyChoice(models.TextChoices):
    PARS = bodies.PARS, _("ACCME (PARS) and US boards")
    CE_BROKER = bodies.CE_BROKER, _("CE Broker (US state boards)")
    EIV = bodies.EIV, _("EIV (German chambers of physicians)")
    MORA = bodies.MORA, _("ESMO-MORA")


class BodyIdentity(models.Model):
    """How bodies know a learner. Of the birthday they ask for month and day, never for the year."""

    learner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="body_identity")
    given_name = models.CharField(_("given names"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80)
    birth_day = models.PositiveSmallIntegerField(
        _("day of birth"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    birth_month = models.PositiveSmallIntegerField(
        _("month of birth"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[COUNTRY])

    class Meta:
        verbose_name = _("identity for bodies")
        verbose_name_plural = _("identities for bodies")
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_day__isnull=True, birth_month__isnull=True)
                | Q(birth_day__isnull=False, birth_month__isnull=False)  # else a null would make the rest unknown
                & Q(birth_day__range=(1, 31), birth_month__range=(1, 12)),
                name="body_identity_birthday_is_whole",
                violation_error_message=_("Give day and month of your birthday, or neither."),
            ),
            models.CheckConstraint(condition=~Q(given_name="") & ~Q(family_name=""), name="body_identity_has_names"),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"


class Licence(models.Model):
    """A number by which a body knows a learner, checked when it was entered."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="licences")
    kind = models.CharField(_("kind"), max_length=10, choices=[(kind, kind) for kind in KINDS])
    value = models.CharField(_("number"), max_length=40)
    state = models.CharField(
        _("US state"), max_length=2, blank=True, choices=[(code, code) for code in sorted(US_STATES)]
    )
    profession = models.CharField(_("profession code"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("number of a person")
        verbose_name_plural = _("numbers of persons")
        ordering = ["kind", "state", "profession"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "kind", "state", "profession"],
                name="licence_one_of_a_kind",
                violation_error_message=_("You have entered a number of this kind already. Remove it first."),
            ),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="licence_kind_is_known"),
            models.CheckConstraint(condition=~Q(value=""), name="licence_has_a_number"),
            models.CheckConstraint(
                condition=(Q(kind=LICENCE, state__in=sorted(US_STATES)) & ~Q(profession=""))
                | (~Q(kind=LICENCE) & Q(state="", profession="")),
                name="licence_names_its_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}".strip()

    @property
    def identifier(self) -> Identifier:
        """The row as a plain value."""
        return Identifier(self.kind, self.value, self.state, self.profession)


class Consent(models.Model):
    """A learner lets a body be told of their credits, from ``given_at`` until ``withdrawn_at``; anew: a new row."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="report_consents")
    body = models.CharField(_("body"), max_length=10, choices=BodyChoice.choices)
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        verbose_name = _("consent to reports")
        verbose_name_plural = _("consents to reports")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "body"], condition=Q(withdrawn_at__isnull=True), name="consent_open_once_per_body"
            ),
            models.CheckConstraint(condition=Q(body__in=BodyChoice.values), name="consent_body_is_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.given_at:%Y-%m-%d}"


class Batch(models.Model):
    """One file for one body. It is made again from its lines for every download; ``sha256`` proves that it is the same.

    ``sender`` holds the provider's own numbers as they were written. The bytes are not kept: they name persons, who
    may have their account erased.
    """

    format = models.CharField(_("format"), max_length=20, choices=[(one.key, one.title) for one in FORMATS.values()])
    body = models.CharField(_("body"), max_length=10, choices=BodyChoice.choices)
    made_at = models.DateTimeField(_("made at"))
    by_id = models.BigIntegerField(_("by"), null=True, help_text=_("Id of the user."))
    first_day = models.DateField(_("completed from"))
    last_day = models.DateField(_("completed until"))
    sender = models.JSONField(_("provider's numbers"), default=dict)
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("report to a body")
        verbose_name_plural = _("reports to bodies")
        ordering = ["-made_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(body__in=BodyChoice.values), name="batch_body_is_known")]

    def __str__(self) -> str:
        return self.filename

    @property
    def filename(self) -> str:
        return f"{self.format}-{self.made_at:%Y-%m-%d}-{self.pk}.{FORMATS[self.format].extension}"


class StateChoice(models.TextChoices):
    EXPORTED = State.EXPORTED.value, _("file made")
    SENT = State.SENT.value, _("sent")
    ACCEPTED = State.ACCEPTED.value, _("accepted")
    REJECTED = State.REJECTED.value, _("rejected")


class Delivery(models.Model):
    """One certificate as a line of a report, and what became of it; without a batch it was done by hand.

    ``consent_given_at`` copies the consent it rests on, so that none can be written without. A rejected line stays, and
    the certificate may stand in another report.
    """

    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, null=True, related_name="lines", verbose_name=_("report")
    )
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("certificate")
    )
    body = models.CharField(_("body"), max_length=10)
    action = models.CharField(_("action"), max_length=6, choices=[(each.value, each.value) for each in Action])
    consent_given_at = models.DateTimeField(_("consent given at"))
    state = models.CharField(_("state"), max_length=8, choices=StateChoice.choices, default=StateChoice.EXPORTED)
    at = models.DateTimeField(_("at"), help_text=_("Since when it is in this state."))
    message = models.CharField(
        _("message"), max_length=300, blank=True, help_text=_("What the body answered; the learner reads it.")
    )

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "body", "action"],
                condition=~Q(state=StateChoice.REJECTED),
                name="delivery_stands_once",
            ),
            models.CheckConstraint(condition=Q(body__in=BodyChoice.values), name="delivery_body_is_known"),
            models.CheckConstraint(condition=Q(state__in=StateChoice.values), name="delivery_state_is_known"),
            models.CheckConstraint(
                condition=Q(action__in=[each.value for each in Action]), name="delivery_action_is_known"
            ),
            models.CheckConstraint(condition=Q(consent_given_at__lte=F("at")), name="delivery_rests_on_consent"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.body} {self.action}"


class DeliveredIdentity(models.Model):
    """The learner as one line of a report named them: what makes the file again, and what goes with the account."""

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="named")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="delivered_identities")
    values = models.JSONField()

    @property
    def identity(self) -> Identity:
        """The row as a plain value."""
        identifiers = tuple(Identifier(**one) for one in self.values["identifiers"])
        return Identity(**{**self.values, "identifiers": identifiers})
