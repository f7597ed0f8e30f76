"""The rules of a module's test, as dated rows, and what single learners have beyond them."""

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Module, Term
from quizzes.domain.policy import Layout, Policy, Reveal

MOST_EXTRA_PERCENT = 400


class RevealChoice(models.TextChoices):
    NEVER = Reveal.NEVER.value, _("never")
    AFTER_PASS = Reveal.AFTER_PASS.value, _("after a pass")
    AFTER_FINAL_ATTEMPT = Reveal.AFTER_FINAL_ATTEMPT.value, _("after a pass or the last attempt")
    AFTER_SUBMIT = Reveal.AFTER_SUBMIT.value, _("after each attempt")


class LayoutChoice(models.TextChoices):
    ONE = Layout.ONE.value, _("one item on a page")
    ALL = Layout.ALL.value, _("all items on one page")


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
    section_percents = models.JSONField(
        _("pass mark of sections, per cent"),
        default=dict,
        blank=True,
        help_text=_("By the key of the section; a section that is not named has no pass mark of its own."),
    )
    wait_minutes = models.PositiveIntegerField(_("wait between attempts, minutes"), default=0)
    later_waits = models.JSONField(
        _("later waits, minutes"),
        default=list,
        blank=True,
        help_text=_("After the second attempt, the third and so on; the last one holds on. Empty: always the same."),
    )
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
    pause_minutes = models.PositiveSmallIntegerField(
        _("pauses, minutes"),
        default=0,
        help_text=_("How long the clock may stand still in an attempt, all pauses together. 0: no pauses."),
    )
    layout = models.CharField(_("pages"), max_length=10, choices=LayoutChoice.choices, default=LayoutChoice.ONE)
    back = models.BooleanField(
        _("going back allowed"), default=True, help_text=_("Without it an item is left for good; one on a page.")
    )
    partial_credit = models.BooleanField(
        _("partial credit"),
        default=False,
        help_text=_("Items of several parts are marked in shares. Without it all parts must be right."),
    )
    confidence = models.BooleanField(
        _("ask how sure"), default=False, help_text=_("Each answer is given as sure, unsure or a guess.")
    )
    remedial = models.BooleanField(
        _("read again before the next attempt"),
        default=False,
        help_text=_("The next attempt opens once the slides of the missed items were seen again."),
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
            models.CheckConstraint(condition=Q(layout__in=LayoutChoice.values), name="policy_layout_is_known"),
            models.CheckConstraint(
                condition=Q(back=True) | Q(layout=Layout.ONE.value), name="policy_no_way_back_needs_single_items"
            ),
            models.CheckConstraint(
                condition=Q(pause_minutes=0) | Q(time_limit_minutes__isnull=False),
                name="policy_pauses_need_a_time_limit",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="policy_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.module} {self.effective_from:%Y-%m-%d %H:%M %Z}"

    @property
    def rules(self) -> Policy:
        """The row as a plain value."""
        values = {name: getattr(self, name) for name in Policy.__dataclass_fields__}
        return Policy(**{**values, "later_waits": tuple(self.later_waits)})


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


class Accommodation(models.Model):
    """More time for one learner, because of a disability for example: in one module, or in all (``module`` empty).

    It holds for attempts that begin afterwards. Rows are never changed: the newest counts, 0 per cent takes it back.
    """

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="accommodations", verbose_name=_("learner")
    )
    module = models.ForeignKey(
        Module,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="accommodations",
        verbose_name=_("module"),
        help_text=_("Empty: every module."),
    )
    extra_percent = models.PositiveSmallIntegerField(
        _("more time, per cent"), validators=[MaxValueValidator(MOST_EXTRA_PERCENT)]
    )
    reason = models.TextField(_("reason"), help_text=_("Why; no diagnosis. Kept in the audit."))
    granted_by_id = models.BigIntegerField(_("granted by"), null=True, help_text=_("Id of the user."))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("accommodation")
        verbose_name_plural = _("accommodations")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="accommodation_has_a_reason"),
            models.CheckConstraint(
                condition=Q(extra_percent__lte=MOST_EXTRA_PERCENT), name="accommodation_is_within_bounds"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} +{self.extra_percent} %"
