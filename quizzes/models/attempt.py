"""A learner's sittings: attempts at the test with their responses, and the pre-test."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Edition, Module, Term
from quizzes.domain import rules
from quizzes.domain.paper import PaperItem
from quizzes.models.bank import Test
from quizzes.models.policy import TestPolicy


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def complete(self) -> "AttemptQuerySet":
        """With everything that decides when an attempt closes and what may be shown of it."""
        return self.select_related("module", "term", "policy")

    def for_answers(self) -> "AttemptQuerySet":
        """With no more than saving an answer needs, which happens far more often than anything else."""
        return self.select_related("module", "term").only(
            "paper",
            "deadline",
            "grace_minutes",
            "submitted_at",
            "module__slug",
            "module__time_zone",
            "module__withdrawn_at",
            "term__expires_at",
        )

    def open(self) -> "AttemptQuerySet":
        return self.filter(submitted_at__isnull=True)


class Attempt(models.Model):
    """One sitting. Edition, policy, paper and grace are frozen when it begins; its score when it is submitted.

    ``term`` is the one in which it began. ``deadline`` comes from the time limit alone, ``closes_at`` adds the term's
    end. ``paper`` is a list of ``{"item": key, "options": [original indexes in the order shown]}``. ``in_time`` says
    whether the attempt can earn credit. The learner is emptied when an account is erased.
    """

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="attempts",
        verbose_name=_("learner"),
    )
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("module"))
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("term"))
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("edition"))
    test = models.ForeignKey(Test, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("test"))
    policy = models.ForeignKey(TestPolicy, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("policy"))
    number = models.PositiveSmallIntegerField(_("number"))
    language = models.CharField(_("language"), max_length=12)
    seed = models.BigIntegerField(_("seed"))
    paper = models.JSONField(_("paper"))
    started_at = models.DateTimeField(_("started at"))
    deadline = models.DateTimeField(_("deadline"), null=True)
    grace_minutes = models.PositiveSmallIntegerField(_("grace minutes"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    correct = models.PositiveSmallIntegerField(_("correct"), null=True)
    total = models.PositiveSmallIntegerField(_("items"), null=True)
    passed = models.BooleanField(_("passed"), null=True)
    in_time = models.BooleanField(_("in time"), null=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "module"],
                condition=Q(submitted_at__isnull=True),
                name="attempt_one_open_per_learner",
            ),
            models.UniqueConstraint(fields=["learner", "term", "number"], name="attempt_number_unique_in_term"),
            models.CheckConstraint(condition=Q(number__gte=1), name="attempt_number_counts_from_one"),
            models.CheckConstraint(
                condition=Q(deadline__isnull=True) | Q(deadline__gt=F("started_at")),
                name="attempt_deadline_after_start",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(submitted_at__gte=F("started_at")),
                name="attempt_submitted_after_start",
            ),
            models.CheckConstraint(
                condition=Q(
                    submitted_at__isnull=True,
                    correct__isnull=True,
                    total__isnull=True,
                    passed__isnull=True,
                    in_time__isnull=True,
                )
                | Q(
                    submitted_at__isnull=False,
                    correct__isnull=False,
                    total__isnull=False,
                    passed__isnull=False,
                    in_time__isnull=False,
                ),
                name="attempt_scored_exactly_when_submitted",
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(total__gte=1, correct__lte=F("total")),
                name="attempt_score_within_total",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.module_id} attempt {self.number}"

    @property
    def credit_ends_at(self) -> datetime | None:
        """The instant from which a submission earns nothing."""
        return rules.credit_ends_at(self.term.expires_at, self.grace_minutes, self.module.withdrawn_at)

    @property
    def closes_at(self) -> datetime | None:
        """The instant at which the attempt is scored as it stands, submitted or not."""
        return rules.closes_at(self.deadline, self.term.expires_at, self.grace_minutes, self.module.withdrawn_at)

    @property
    def earns_credit(self) -> bool:
        return bool(self.passed and self.in_time)

    def place(self, number: int) -> PaperItem | None:
        """Return the place ``number`` (from 1) of the paper; None where it has no such place."""
        return self.paper[number - 1] if 1 <= number <= len(self.paper) else None


class Response(models.Model):
    """The saved answer to one item of an attempt: the chosen option's original index (None: not answered) and the flag.

    Once the attempt is submitted nothing writes here any more: every service locks the attempt first and looks. (The
    database itself cannot say so: PostgreSQL allows no subquery in a trigger's condition.)
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="responses", verbose_name=_("attempt"))
    item_key = models.SlugField(_("item"), max_length=80)
    option = models.PositiveSmallIntegerField(_("option"), null=True)
    flagged = models.BooleanField(_("flagged"), default=False)
    answered_at = models.DateTimeField(_("saved at"))

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [models.UniqueConstraint(fields=["attempt", "item_key"], name="response_once_per_item")]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.item_key}"


class PretestSitting(models.Model):
    """A learner's one sitting of the pre-test of a module: stored whole when it is submitted, then never changed.

    ``answers`` maps the key of each item to the original index of the chosen option (None: left blank). The learner is
    emptied when an account is erased.
    """

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="pretest_sittings",
        verbose_name=_("learner"),
    )
    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, related_name="pretest_sittings", verbose_name=_("module")
    )
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="pretest_sittings", verbose_name=_("edition")
    )
    answers = models.JSONField(_("answers"))
    correct = models.PositiveSmallIntegerField(_("correct"))
    total = models.PositiveSmallIntegerField(_("items"))
    submitted_at = models.DateTimeField(_("submitted at"))

    class Meta:
        verbose_name = _("sitting of a pre-test")
        verbose_name_plural = _("sittings of pre-tests")
        ordering = ["-submitted_at"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "module"], name="pretest_once_per_learner"),
            models.CheckConstraint(
                condition=Q(total__gte=1, correct__lte=F("total")), name="pretest_score_within_total"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.module_id} pre-test {self.pk}"
