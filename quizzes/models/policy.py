"""The rules of a module's test, as dated rows, and attempts granted beyond them."""

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Module, Term
from quizzes.domain.policy import Policy, Reveal


class RevealChoice(models.TextChoices):
    NEVER = Reveal.NEVER.value, _("never")
    AFTER_PASS = Reveal.AFTER_PASS.value, _("after a pass")
    AFTER_FINAL_ATTEMPT = Reveal.AFTER_FINAL_ATTEMPT.value, _("after a pass or the last attempt")
    AFTER_SUBMIT = Reveal.AFTER_SUBMIT.value, _("after each attempt")


class TestPolicyQuerySet(models.QuerySet["TestPolicy"]):
    def in_force(self, module: Module, now: datetime) -> "TestPolicyQuerySet":
        """The policies of ``module`` that have taken effect, the one that rules first."""
        return self.filter(module=module, effective_from__lte=now).order_by("-effective_from")


class TestPolicy(models.Model):
    """The rules of a module's test from an instant on. Rows are never changed: a change is a new row."""

    __test__ = False  # not a test of pytest's

    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="policies", verbose_name=_("module"))
    pass_percent = models.PositiveSmallIntegerField(
        _("pass mark, per cent"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    max_attempts = models.PositiveSmallIntegerField(
        _("attempts"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Empty: no limit.")
    )
    wait_minutes = models.PositiveIntegerField(_("wait between attempts, minutes"), default=0)
    draw = models.PositiveSmallIntegerField(
        _("items in an attempt"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Drawn from the item bank. Empty: all items."),
    )
    shuffle_items = models.BooleanField(_("shuffle items"), default=True)
    shuffle_options = models.BooleanField(_("shuffle options"), default=True)
    time_limit_minutes = models.PositiveSmallIntegerField(
        _("time limit, minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: no limit."),
    )
    reveal = models.CharField(_("show the right answers"), max_length=20, choices=RevealChoice.choices)
    effective_from = models.DateTimeField(_("in force from"))
    reason = models.TextField(_("reason"), help_text=_("Why the rules change; kept in the audit."))

    objects = TestPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("test policy")
        verbose_name_plural = _("test policies")
        ordering = ["module", "-effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["module", "effective_from"], name="policy_one_at_an_instant"),
            models.CheckConstraint(
                condition=Q(pass_percent__range=(1, 100)), name="policy_pass_percent_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(max_attempts__isnull=True) | Q(max_attempts__gte=1), name="policy_allows_an_attempt"
            ),
            models.CheckConstraint(condition=Q(draw__isnull=True) | Q(draw__gte=1), name="policy_draws_an_item"),
            models.CheckConstraint(
                condition=Q(time_limit_minutes__isnull=True) | Q(time_limit_minutes__gte=1), name="policy_gives_time"
            ),
            models.CheckConstraint(condition=Q(reveal__in=RevealChoice.values), name="policy_reveal_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="policy_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.module} {self.effective_from:%Y-%m-%d %H:%M}"

    @property
    def rules(self) -> Policy:
        """The row as a plain value."""
        return Policy(
            pass_percent=self.pass_percent,
            reveal=Reveal(self.reveal),
            max_attempts=self.max_attempts,
            wait_minutes=self.wait_minutes,
            draw=self.draw,
            shuffle_items=self.shuffle_items,
            shuffle_options=self.shuffle_options,
            time_limit_minutes=self.time_limit_minutes,
        )


class AttemptGrant(models.Model):
    """One attempt more than the policy allows, for one learner in one term."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempt_grants", verbose_name=_("learner")
    )
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="attempt_grants", verbose_name=_("term"))
    reason = models.TextField(_("reason"))
    granted_by_id = models.BigIntegerField(_("granted by"), null=True, help_text=_("Id of the user."))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("granted attempt")
        verbose_name_plural = _("granted attempts")
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="grant_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.term}"
