"""Who is responsible for a module, who affirmed it, what is to be published when, and who was reminded."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Edition, Module, Term


class Cycle(Module):
    """A module as its life cycle is looked after in the administration."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("module's life cycle")
        verbose_name_plural = _("modules in the calendar")


class Responsible(models.Model):
    """An administrator who is told when a module is about to expire; without any the site's contact is."""

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="responsible")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="responsible_for")

    class Meta:
        verbose_name = _("responsible administrator")
        verbose_name_plural = _("responsible administrators")
        constraints = [models.UniqueConstraint(fields=["module", "user"], name="responsible_once_per_module")]


class Review(models.Model):
    """A named contributor affirmed a module for a term: "reviewed and still current". Never changed.

    Name, credentials, role and the day of the disclosure are as they were then.
    """

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("term"))
    contributor_key = models.SlugField(_("contributor"), max_length=80)
    name = models.CharField(_("name"), max_length=250)
    credentials = models.TextField(_("credentials"))
    role = models.CharField(_("role"), max_length=12)
    disclosed_on = models.DateField(_("disclosed on"))
    reviewed_on = models.DateField(_("reviewed on"))
    statement = models.TextField(_("statement"))
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-recorded_at", "name"]
        constraints = [
            models.UniqueConstraint(fields=["term", "contributor_key"], name="review_once_per_term_and_person"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(statement=""), name="review_says_who_and_what"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.reviewed_on}"


class PublicationState(models.TextChoices):
    PENDING = "pending", _("waiting")
    DONE = "done", _("published")
    FAILED = "failed", _("refused")
    CANCELLED = "cancelled", _("cancelled")


class ScheduledPublication(models.Model):
    """A draft that is to be published at an instant; ``substance`` are the slides to be read again.

    ``outcome`` says why it was refused or cancelled.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="schedule", verbose_name=_("edition"))
    at = models.DateTimeField(_("publish at"))
    substance = models.JSONField(_("changed in substance"), default=list, blank=True)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="scheduled_publications",
        verbose_name=_("scheduled by"),
    )
    created_at = models.DateTimeField(_("scheduled on"))
    state = models.CharField(
        _("state"), max_length=10, choices=PublicationState.choices, default=PublicationState.PENDING
    )
    settled_at = models.DateTimeField(_("settled at"), null=True)
    outcome = models.TextField(_("what became of it"), blank=True)

    class Meta:
        verbose_name = _("scheduled publication")
        verbose_name_plural = _("scheduled publications")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"], condition=Q(state=PublicationState.PENDING), name="publication_scheduled_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=PublicationState.values), name="scheduled_publication_state_is_known"
            ),
            models.CheckConstraint(condition=Q(at__gt=F("created_at")), name="scheduled_publication_is_in_the_future"),
            models.CheckConstraint(condition=~Q(reason=""), name="scheduled_publication_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state=PublicationState.PENDING, settled_at__isnull=True)
                | (~Q(state=PublicationState.PENDING) & Q(settled_at__isnull=False)),
                name="scheduled_publication_settled_unless_pending",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PublicationState.FAILED, PublicationState.CANCELLED]) | ~Q(outcome=""),
                name="scheduled_publication_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, {self.at:%Y-%m-%d %H:%M}"


class Audience(models.TextChoices):
    RESPONSIBLE = "responsible", _("responsible administrators")
    LEARNERS = "learners", _("learners in progress")


class ExpiryReminder(models.Model):
    """All reminders of one occasion are in the outbox: of a term with that last day, so many days before it."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="reminders", verbose_name=_("term"))
    last_valid_day = models.DateField(_("last valid day"))
    audience = models.CharField(_("to"), max_length=12, choices=Audience.choices)
    days_before = models.PositiveSmallIntegerField(_("days before"))
    queued_at = models.DateTimeField(_("queued at"))
    count = models.PositiveIntegerField(_("mails"))

    class Meta:
        verbose_name = _("reminder of expiry")
        verbose_name_plural = _("reminders of expiry")
        ordering = ["-queued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "last_valid_day", "audience", "days_before"], name="expiry_reminder_once"
            ),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="expiry_reminder_audience_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.term_id} {self.audience} {self.days_before}"


class NoReminders(models.Model):
    """A learner who does not want to be reminded that a module they began expires."""

    learner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="no_reminders")
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("learner without reminders")
        verbose_name_plural = _("learners without reminders")
