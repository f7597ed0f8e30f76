"""A learner's sittings: attempts at the test with their responses, and the pre-test."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Edition, Module, Term
from quizzes.domain import rules
from quizzes.domain.kinds import WHOLE
from quizzes.domain.paper import PaperItem
from quizzes.domain.timing import Clock
from quizzes.models.bank import Test
from quizzes.models.policy import TestPolicy


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def complete(self) -> "AttemptQuerySet":
        """With everything that decides when an attempt closes and what may be shown of it."""
        return self.select_related("module", "term", "policy")

    def for_answers(self) -> "AttemptQuerySet":
        """With no more than saving an answer needs, which happens far more often than anything else."""
        return self.select_related("module", "term", "policy").only(
            "test_id",
            "paper",
            "deadline",
            "grace_minutes",
            "submitted_at",
            "paused_at",
            "pause_left",
            "reached",
            "policy__back",
            "module__slug",
            "module__time_zone",
            "module__withdrawn_at",
            "term__expires_at",
        )

    def open(self) -> "AttemptQuerySet":
        return self.filter(submitted_at__isnull=True)


class Attempt(models.Model):
    """One sitting. Edition, policy, paper and grace are frozen when it begins, all else when it is submitted.

    ``term`` is the one in which it began. ``deadline`` comes from the time limit alone (with the ``extra_percent`` of
    the learner and the pauses so far), ``closes_at`` adds the term's end. ``pause_left`` is in seconds. ``reached``
    is the only item open where there is no going back. ``paper`` is a list of ``{"item": key, "options": order}``
    (``quizzes.domain.kinds``). ``correct``, ``total``, ``points`` (in 1/WHOLE of an item) and ``passed`` are those of
    the newest ``Score``. ``in_time`` says whether the attempt can earn credit. The learner is emptied when an account
    is erased.
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
    extra_percent = models.PositiveSmallIntegerField(_("more time, per cent"), default=0)
    paused_at = models.DateTimeField(_("paused at"), null=True)
    pause_left = models.PositiveIntegerField(_("pause left, seconds"), default=0)
    reached = models.PositiveSmallIntegerField(_("item reached"), default=1)
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    correct = models.PositiveSmallIntegerField(_("correct"), null=True)
    total = models.PositiveSmallIntegerField(_("items"), null=True)
    points = models.PositiveIntegerField(_("points"), null=True)
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
                    points__isnull=True,
                    passed__isnull=True,
                    in_time__isnull=True,
                )
                | Q(
                    submitted_at__isnull=False,
                    correct__isnull=False,
                    total__isnull=False,
                    points__isnull=False,
                    passed__isnull=False,
                    in_time__isnull=False,
                ),
                name="attempt_scored_exactly_when_submitted",
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True)
                | Q(correct__lte=F("total"), points__gte=F("correct") * WHOLE, points__lte=F("total") * WHOLE),
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
    def clock(self) -> Clock:
        return Clock(self.deadline, self.paused_at, timedelta(seconds=self.pause_left))

    @property
    def closes_at(self) -> datetime | None:
        """The instant at which the attempt is scored as it stands, submitted or not."""
        return rules.closes_at(self.clock.ends_at, self.term.expires_at, self.grace_minutes, self.module.withdrawn_at)

    @property
    def earns_credit(self) -> bool:
        return bool(self.passed and self.in_time)

    def place(self, number: int) -> PaperItem | None:
        """Return the place ``number`` (from 1) of the paper; None where it has no such place."""
        return self.paper[number - 1] if 1 <= number <= len(self.paper) else None


class ConfidenceChoice(models.TextChoices):
    SURE = "sure", _("sure")
    UNSURE = "unsure", _("unsure")
    GUESS = "guess", _("a guess")


class Response(models.Model):
    """The saved answer to one item of an attempt, and what the learner noted beside it.

    ``answer`` is that of the item's kind (null: blank); ``answered`` says that no part of it is blank. ``struck`` holds
    the original indexes of the options struck out. ``revision`` counts the saves, so that a page that shows an older
    state overwrites nothing. ``shown_at`` is when the item was shown first, ``seconds`` the time spent on it.

    Once the attempt is submitted nothing writes here any more: every service locks the attempt first and looks. (The
    database itself cannot say so: PostgreSQL allows no subquery in a trigger's condition.)
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="responses", verbose_name=_("attempt"))
    item_key = models.SlugField(_("item"), max_length=80)
    answer = models.JSONField(_("answer"), null=True)
    answered = models.BooleanField(_("answered"), default=False)
    flagged = models.BooleanField(_("flagged"), default=False)
    note = models.TextField(_("note"), blank=True, default="")
    struck = models.JSONField(_("struck out"), default=list)
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=ConfidenceChoice.choices, blank=True, default=""
    )
    revision = models.PositiveIntegerField(_("revision"), default=0)
    seconds = models.PositiveIntegerField(_("seconds"), default=0)
    shown_at = models.DateTimeField(_("shown at"), null=True)
    answered_at = models.DateTimeField(_("saved at"), null=True)

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.UniqueConstraint(fields=["attempt", "item_key"], name="response_once_per_item"),
            models.CheckConstraint(
                condition=Q(confidence="") | Q(confidence__in=ConfidenceChoice.values),
                name="response_confidence_is_known",
            ),
            models.CheckConstraint(
                condition=Q(answered=False) | Q(answer__isnull=False), name="response_answered_has_an_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.item_key}"


class PretestSitting(models.Model):
    """A learner's one sitting of the pre-test of a module: stored whole when it is submitted, then never changed.

    ``answers`` maps the key of each item to the answer of its kind (None: left blank). The learner is
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
