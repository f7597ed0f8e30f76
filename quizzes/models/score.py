"""What attempts scored, and the corrections of flawed items."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Module
from quizzes.domain.scoring import Effect
from quizzes.models.attempt import Attempt
from quizzes.models.bank import Test


class EffectChoice(models.TextChoices):
    NEUTRALISED = Effect.NEUTRALISED.value, _("does not count")
    REKEYED = Effect.REKEYED.value, _("has another key")


class ItemCorrection(models.Model):
    """A flawed item of a test: from now on it counts for nobody, or its ``content`` has another key.

    Rows are never changed; the newest for an item rules. ``take_passes_away`` says that a pass which the correction
    undoes is lost; without it whoever has passed stays so.
    """

    test = models.ForeignKey(Test, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("test"))
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("module"))
    item_key = models.SlugField(_("item"), max_length=80)
    effect = models.CharField(_("effect"), max_length=20, choices=EffectChoice.choices)
    content = models.JSONField(_("content"), null=True, blank=True)
    take_passes_away = models.BooleanField(_("passes may be lost"), default=False)
    reason = models.TextField(_("reason"), help_text=_("What is wrong with the item; learners read it."))
    corrected_by_id = models.BigIntegerField(_("corrected by"), null=True, help_text=_("Id of the user."))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("correction of an item")
        verbose_name_plural = _("corrections of items")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason"),
            models.CheckConstraint(condition=Q(effect__in=EffectChoice.values), name="correction_effect_is_known"),
            models.CheckConstraint(
                condition=Q(effect=Effect.NEUTRALISED.value, content__isnull=True)
                | Q(effect=Effect.REKEYED.value, content__isnull=False),
                name="correction_has_content_exactly_with_another_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_key}: {self.get_effect_display()}"


class Score(models.Model):
    """What an attempt scored: the first row when it was submitted, another for each correction of one of its items.

    ``correction`` is the newest of the test's corrections that the score knows; null before the first.
    ``marks`` holds the mark of each item by its key, ``sections`` [points, items] by the key of the section; points
    and marks are in 1/WHOLE of an item. ``held`` says that the numbers fall short, but a pass given before stays.
    The attempt's own numbers are those of its newest score.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="scores", verbose_name=_("attempt"))
    number = models.PositiveSmallIntegerField(_("number"))
    correction = models.ForeignKey(
        ItemCorrection,
        on_delete=models.PROTECT,
        null=True,
        related_name="scores",
        verbose_name=_("correction"),
    )
    correct = models.PositiveSmallIntegerField(_("correct"))
    total = models.PositiveSmallIntegerField(_("items"))
    points = models.PositiveIntegerField(_("points"))
    passed = models.BooleanField(_("passed"))
    held = models.BooleanField(_("pass held"), default=False)
    marks = models.JSONField(_("marks"))
    sections = models.JSONField(_("sections"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["attempt", "number"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "number"], name="score_number_unique_in_attempt"),
            models.CheckConstraint(condition=Q(correct__lte=F("total")), name="score_within_total"),
            models.CheckConstraint(
                condition=Q(number=1) | Q(number__gt=1, correction__isnull=False),
                name="score_after_the_first_names_its_correction",
            ),
            models.CheckConstraint(condition=Q(held=False) | Q(passed=True), name="score_holds_only_a_pass"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} score {self.number}"
