"""What learners said of a module, and what they committed to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Edition, Module, Term


class Evaluation(models.Model):
    """A learner's questionnaire about a module in one term, as it was sent; a trigger in the database keeps it so.

    ``form`` is the version of the form (evaluation.domain.form.VERSION), ``edition`` the one whose objectives were
    rated, ``language`` the one in which these were shown; ``answers`` is ``Sheet.answers``. The learner is emptied when
    an account is erased; the answers then belong to nobody.
    """

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="evaluations",
        verbose_name=_("learner"),
    )
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="evaluations", verbose_name=_("module"))
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="evaluations", verbose_name=_("term"))
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="evaluations", verbose_name=_("edition")
    )
    form = models.PositiveSmallIntegerField(_("version of the form"))
    language = models.CharField(_("language"), max_length=12)
    answers = models.JSONField(_("answers"))
    submitted_at = models.DateTimeField(_("submitted at"))

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["-submitted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "term"],
                condition=Q(learner__isnull=False),
                name="evaluation_once_per_learner_and_term",
            ),
            models.CheckConstraint(condition=Q(form__gte=1), name="evaluation_form_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.term_id} evaluation {self.pk}"


class Outcome(models.TextChoices):
    """What became of a commitment."""

    DONE = "done", _("I did it")
    PARTLY = "partly", _("I did a part of it")
    NOT_YET = "not-yet", _("Not yet")
    NO_LONGER = "no-longer", _("I no longer intend to")


SETTLED = (Outcome.DONE, Outcome.NO_LONGER)
"""After these nobody is asked again."""


class Commitment(models.Model):
    """One thing that a learner will change, in the words of the form or in own ones, and what became of it.

    ``key`` is the form's value of it. ``remind_on`` is the next day (UTC) on which the learner wants to be asked, None
    when there is none to come; ``asked_at`` when that was done last. What was committed to is never changed; how it
    went may be, at any time.
    """

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, related_name="commitments", verbose_name=_("evaluation")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    key = models.CharField(_("key"), max_length=100)
    text = models.TextField(_("commitment"))
    remind_on = models.DateField(_("remind on"), null=True)
    asked_at = models.DateTimeField(_("asked at"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        verbose_name = _("commitment to change")
        verbose_name_plural = _("commitments to change")
        ordering = ["evaluation", "position"]
        indexes = [
            models.Index(fields=["remind_on"], condition=Q(remind_on__isnull=False), name="commitment_to_be_reminded")
        ]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "position"], name="commitment_position_unique"),
            models.CheckConstraint(condition=Q(position__range=(1, 3)), name="commitment_one_to_three"),
            models.CheckConstraint(condition=~Q(text=""), name="commitment_has_a_text"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="commitment_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True, comment="")
                | (~Q(outcome="") & Q(answered_at__isnull=False)),
                name="commitment_answered_exactly_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(remind_on__isnull=True) | ~Q(outcome__in=["done", "no-longer"]),
                name="commitment_settled_is_not_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}.{self.position}"
