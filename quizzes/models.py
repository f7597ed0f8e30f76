"""The item bank of each edition, the rules of the test, and the learners' attempts."""

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Edition, Module, Term
from quizzes.domain import rules
from quizzes.domain.blueprint import Cell, Row
from quizzes.domain.paper import PaperItem
from quizzes.domain.policy import Policy, Reveal


class RevealChoice(models.TextChoices):
    NEVER = Reveal.NEVER.value, _("never")
    AFTER_PASS = Reveal.AFTER_PASS.value, _("after a pass")
    AFTER_FINAL_ATTEMPT = Reveal.AFTER_FINAL_ATTEMPT.value, _("after a pass or the last attempt")
    AFTER_SUBMIT = Reveal.AFTER_SUBMIT.value, _("after each attempt")


class Test(models.Model):
    """The CME test of an edition: its item bank. Its rules are the module's (TestPolicy).

    ``blueprint`` is a list of the fields of ``quizzes.domain.blueprint.Row``; empty where all items are drawn alike.
    """

    __test__ = False  # not a test of pytest's

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="test", verbose_name=_("edition"))
    title = models.CharField(_("title"), max_length=250)
    blueprint = models.JSONField(_("blueprint"), default=list)

    class Meta:
        verbose_name = _("test")
        verbose_name_plural = _("tests")

    def __str__(self) -> str:
        return f"{self.title} ({self.edition_id})"

    @property
    def rows(self) -> list[Row]:
        """The blueprint as plain values."""
        return [Row(**row) for row in self.blueprint]


class ItemQuerySet(models.QuerySet["Item"]):
    def bank(self) -> "ItemQuerySet":
        """The items from which attempts are drawn."""
        return self.filter(matches__isnull=True)

    def pretest(self) -> "ItemQuerySet":
        """The items of the pre-test, which no attempt ever holds."""
        return self.filter(matches__isnull=False)


class Item(models.Model):
    """A question. ``objectives`` and ``slides`` are lists of keys, ``references`` a list ready to be shown.

    ``section`` is the key of its first slide's, which with its first objective is its cell of the blueprint. An item
    of the pre-test ``matches`` one of the bank; an item of the bank matches none.
    """

    test = models.ForeignKey(Test, on_delete=models.CASCADE, related_name="items", verbose_name=_("test"))
    key = models.SlugField(_("key"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"))
    stem_html = models.TextField(_("stem"), blank=True)
    lead_in_html = models.TextField(_("lead-in"))
    rationale_html = models.TextField(_("rationale"))
    objectives = models.JSONField(_("objectives"), default=list)
    slides = models.JSONField(_("slides"), default=list)
    section = models.SlugField(_("section"), max_length=80, blank=True, default="")
    references = models.JSONField(_("references"), default=list)
    matches = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="matched_by",
        verbose_name=_("matches"),
        help_text=_("Empty: an item of the bank. Else the item is part of the pre-test."),
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["test", "position"]
        constraints = [
            models.UniqueConstraint(fields=["test", "key"], name="item_key_unique_in_test"),
            models.UniqueConstraint(fields=["test", "position"], name="item_position_unique_in_test"),
            models.CheckConstraint(condition=~Q(matches=F("pk")), name="item_does_not_match_itself"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def cell(self) -> Cell:
        return self.objectives[0], self.section


class Option(models.Model):
    """An answer to choose from. ``position`` (from 0) is its original index, which papers and responses name."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="options", verbose_name=_("item"))
    position = models.PositiveSmallIntegerField(_("position"))
    html = models.TextField(_("text"))
    comment_html = models.TextField(_("comment"))
    correct = models.BooleanField(_("correct"), default=False)

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        ordering = ["item", "position"]
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="option_position_unique_in_item"),
            models.UniqueConstraint(fields=["item"], condition=Q(correct=True), name="option_one_correct_in_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}.{self.position}"


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
