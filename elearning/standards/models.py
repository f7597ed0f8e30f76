"""Panels of judges who set the standard of a test, and what each judged."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quizzes.models import PretestSitting, Test

MOST_ROUNDS = 2


class Panel(models.Model):
    """Judges of one test. Of ``rounds`` the open one is ``round``; once ``closed_at`` is set nothing changes."""

    test = models.ForeignKey(Test, on_delete=models.PROTECT, related_name="panels", verbose_name=_("test"))
    title = models.CharField(_("title"), max_length=200, help_text=_("The judges read it."))
    rounds = models.PositiveSmallIntegerField(
        _("rounds"),
        choices=[(1, _("one")), (2, _("two, the second after a discussion"))],
        default=MOST_ROUNDS,
        help_text=_("In the second round the judges see how far all of them differ, and how learners did."),
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    opened_at = models.DateTimeField(_("opened at"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    created_by_id = models.BigIntegerField(_("created by"), null=True, help_text=_("Id of the user."))

    class Meta:
        verbose_name = _("panel of judges")
        verbose_name_plural = _("panels of judges")
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["test"], condition=Q(closed_at__isnull=True), name="panel_one_open_for_a_test"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="panel_has_a_title"),
            models.CheckConstraint(condition=Q(rounds__range=(1, MOST_ROUNDS)), name="panel_has_one_or_two_rounds"),
            models.CheckConstraint(
                condition=Q(round__gte=1, round__lte=F("rounds")), name="panel_round_is_one_of_them"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="panel_closed_after_it_opened",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rounds_over(self) -> int:
        """How many rounds are closed, which is the number of the last of them."""
        return self.round if self.closed_at else self.round - 1

    @property
    def takes_judges(self) -> bool:
        """Whether judges may be added: as long as nobody was shown what the others said."""
        return self.rounds_over == 0


class Judge(models.Model):
    """An expert on a panel. The user is emptied when the account is erased; what was judged stays. ``settled``: see
    Rating."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="judges", verbose_name=_("panel"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="judged_panels",
        verbose_name=_("judge"),
    )
    settled = models.BooleanField(_("settled"), default=False)

    class Meta:
        verbose_name = _("judge")
        verbose_name_plural = _("judges")
        ordering = ["panel", "pk"]
        constraints = [models.UniqueConstraint(fields=["panel", "user"], name="judge_once_on_a_panel")]

    def __str__(self) -> str:
        return f"{self.panel_id} judge {self.pk}"


class Rating(models.Model):
    """What a judge said of an item in a round: the share of borderline candidates, in per cent, who answer it rightly.

    ``settled`` is set when the round is closed; from then on a trigger in the database keeps the row as it is.
    """

    judge = models.ForeignKey(Judge, on_delete=models.PROTECT, related_name="ratings", verbose_name=_("judge"))
    item_key = models.SlugField(_("item"), max_length=80)
    round = models.PositiveSmallIntegerField(_("round"))
    percent = models.PositiveSmallIntegerField(_("per cent"))
    at = models.DateTimeField(_("saved at"))
    settled = models.BooleanField(_("settled"), default=False)

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ["judge", "round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["judge", "item_key", "round"], name="rating_once_in_a_round"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="rating_is_a_share"),
            models.CheckConstraint(condition=Q(round__range=(1, MOST_ROUNDS)), name="rating_round_is_one_or_two"),
        ]

    def __str__(self) -> str:
        return f"{self.judge_id} {self.item_key}: {self.percent}"


class HofsteeJudgement(models.Model):
    """What pass marks and what shares of failures a judge finds acceptable, in per cent. ``settled``: see Rating."""

    judge = models.OneToOneField(Judge, on_delete=models.PROTECT, related_name="hofstee", verbose_name=_("judge"))
    min_pass = models.PositiveSmallIntegerField(_("lowest acceptable pass mark, per cent"))
    max_pass = models.PositiveSmallIntegerField(_("highest acceptable pass mark, per cent"))
    min_fail = models.PositiveSmallIntegerField(_("lowest acceptable share of failures, per cent"))
    max_fail = models.PositiveSmallIntegerField(_("highest acceptable share of failures, per cent"))
    at = models.DateTimeField(_("saved at"))
    settled = models.BooleanField(_("settled"), default=False)

    class Meta:
        verbose_name = _("judgement after Hofstee")
        verbose_name_plural = _("judgements after Hofstee")
        ordering = ["judge"]
        constraints = [
            models.CheckConstraint(
                condition=Q(min_pass__lte=F("max_pass"), max_pass__lte=100), name="hofstee_marks_in_order"
            ),
            models.CheckConstraint(
                condition=Q(min_fail__lte=F("max_fail"), max_fail__lte=100), name="hofstee_failures_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judge_id}: {self.min_pass}–{self.max_pass}, {self.min_fail}–{self.max_fail}"


class LearningGain(PretestSitting):
    """Sittings of pre-tests as the administration compares them with the test."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("learning gain")
        verbose_name_plural = _("learning gain")
