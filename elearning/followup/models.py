"""Who is asked again what they learned, which items, and every question that was asked."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Edition, Module
from elearning.certificates.models import Completion
from elearning.followup.domain.pace import LEAST_A_WEEK, MOST_A_WEEK
from elearning.followup.domain.recall import FEWEST_REPEATS, Memory
from quizzes.domain.kinds import WHOLE
from quizzes.models import ConfidenceChoice


class State(models.TextChoices):
    ACTIVE = "active", _("active")
    STOPPED = "stopped", _("stopped")
    FINISHED = "finished", _("finished")
    ENDED = "ended", _("ended with the module")


class Retired(models.TextChoices):
    """Why a card is asked no more; empty while it is."""

    KEPT = "kept", _("kept")
    GONE = "gone", _("no longer in the module")


class Enrolment(models.Model):
    """A learner who wished to be asked again what they learned, after one completion. All of it goes with the account.

    ``paused_until`` is the first day (in the site's time zone) on which questions come again. ``resumed_at`` is when
    the learner last began or resumed; ``language`` the one in which the slides were read (empty: the module's own).
    """

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followups", verbose_name=_("learner")
    )
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="followups", verbose_name=_("module"))
    completion = models.OneToOneField(
        Completion, on_delete=models.PROTECT, related_name="followup", verbose_name=_("completion")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ACTIVE)
    paused_until = models.DateField(_("paused until"), null=True)
    per_week = models.PositiveSmallIntegerField(
        _("e-mails a week, at most"),
        default=MOST_A_WEEK,
        validators=[MinValueValidator(LEAST_A_WEEK), MaxValueValidator(MOST_A_WEEK)],
    )
    language = models.CharField(_("language"), max_length=12, blank=True)
    begun_at = models.DateTimeField(_("begun at"))
    resumed_at = models.DateTimeField(_("resumed at"))
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        verbose_name = _("spaced follow-up")
        verbose_name_plural = _("spaced follow-ups")
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "module"],
                condition=Q(state="active"),
                name="followup_one_active_per_learner_and_module",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="followup_state_is_known"),
            models.CheckConstraint(
                condition=Q(per_week__range=(LEAST_A_WEEK, MOST_A_WEEK)), name="followup_mails_are_limited"
            ),
            models.CheckConstraint(
                condition=Q(paused_until__isnull=True) | Q(state="active"), name="followup_paused_only_when_active"
            ),
            models.CheckConstraint(
                condition=Q(state="active", closed_at__isnull=True) | ~Q(state="active") & Q(closed_at__isnull=False),
                name="followup_closed_exactly_when_not_active",
            ),
            models.CheckConstraint(condition=Q(resumed_at__gte=F("begun_at")), name="followup_resumed_after_begun"),
        ]

    def __str__(self) -> str:
        return f"{self.module_id} follow-up {self.pk}"


class Card(models.Model):
    """One item that a learner is asked again, and what FSRS knows of it.

    ``rank`` (from 0) is its place in what was chosen; ``right`` and ``confidence`` are those of the test. ``stability``
    (days) and ``difficulty`` (1 to 10) are FSRS's, after the answer at ``reviewed_at``, at first that in the test.
    """

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="cards", verbose_name=_("spaced follow-up")
    )
    item_key = models.SlugField(_("item"), max_length=80)
    kind = models.CharField(_("kind"), max_length=40)
    objectives = models.JSONField(_("objectives"), default=list)
    rank = models.PositiveSmallIntegerField(_("rank"))
    right = models.BooleanField(_("right in the test"))
    confidence = models.CharField(_("confidence"), max_length=10, choices=ConfidenceChoice.choices, blank=True)
    stability = models.FloatField(_("stability"))
    difficulty = models.FloatField(_("difficulty"))
    reviewed_at = models.DateTimeField(_("reviewed at"))
    due_at = models.DateTimeField(_("due at"))
    repeats = models.PositiveSmallIntegerField(_("repeats"), default=0)
    retired = models.CharField(_("retired"), max_length=4, choices=Retired.choices, blank=True)

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        ordering = ["enrolment", "rank"]
        indexes = [models.Index(fields=["due_at"], condition=Q(retired=""), name="followup_card_due")]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "item_key"], name="followup_card_once_per_item"),
            models.CheckConstraint(
                condition=Q(confidence__in=["", *ConfidenceChoice.values]), name="followup_card_confidence_is_known"
            ),
            models.CheckConstraint(
                condition=Q(stability__gt=0, difficulty__range=(1, 10)), name="followup_card_memory_is_possible"
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("reviewed_at")), name="followup_card_due_after_review"),
            models.CheckConstraint(
                condition=Q(retired__in=["", *Retired.values]), name="followup_card_retired_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(retired="kept") | Q(repeats__gte=FEWEST_REPEATS), name="followup_card_repeated_twice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.item_key}"

    @property
    def memory(self) -> Memory:
        return Memory(self.stability, self.difficulty, self.reviewed_at)


class Review(models.Model):
    """A question that was asked about a card, and its one answer: written when it is asked, and once when answered.

    Of the random token in the mail's link only the SHA-256 is stored (None: asked on the learner's page). The link
    answers until ``expires_at``; ``lapsed`` says that the question was given up for a newer one. With the answer
    stand the edition in whose words it was asked, the order in which its parts were shown, the grade (in 840ths), and
    ``next_due_at`` (None: the card retired).
    """

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="reviews", verbose_name=_("card"))
    number = models.PositiveSmallIntegerField(_("repeat"))
    asked_at = models.DateTimeField(_("asked at"))
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 many have none
    expires_at = models.DateTimeField(_("expires at"))
    lapsed = models.BooleanField(_("lapsed"), default=False)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, related_name="followup_reviews", verbose_name=_("edition")
    )
    order = models.JSONField(_("order"), null=True)
    answer = models.JSONField(_("answer"), null=True)
    grade = models.PositiveSmallIntegerField(_("grade"), null=True)
    confidence = models.CharField(_("confidence"), max_length=10, choices=ConfidenceChoice.choices, blank=True)
    rating = models.PositiveSmallIntegerField(_("rating"), null=True)
    next_due_at = models.DateTimeField(_("due again at"), null=True)

    class Meta:
        verbose_name = _("repeat")
        verbose_name_plural = _("repeats")
        ordering = ["card", "asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["card"],
                condition=Q(answered_at__isnull=True, lapsed=False),
                name="followup_review_one_open_per_card",
            ),
            models.UniqueConstraint(
                fields=["card", "number"],
                condition=Q(answered_at__isnull=False),
                name="followup_review_answered_once_per_repeat",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="followup_review_counts_from_one"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")), name="followup_review_expires_after_asked"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, edition__isnull=True, grade__isnull=True, rating__isnull=True)
                | Q(
                    answered_at__isnull=False,
                    edition__isnull=False,
                    grade__isnull=False,
                    rating__isnull=False,
                    lapsed=False,
                ),
                name="followup_review_graded_exactly_when_answered",
            ),
            models.CheckConstraint(
                condition=Q(grade__isnull=True) | Q(grade__lt=WHOLE, rating=1) | Q(grade=WHOLE, rating__in=[2, 3, 4]),
                name="followup_review_rated_by_its_grade",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("asked_at")),
                name="followup_review_answered_after_asked",
            ),
            models.CheckConstraint(
                condition=Q(confidence__in=["", *ConfidenceChoice.values]), name="followup_review_confidence_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card_id} repeat {self.number}"

    @property
    def right(self) -> bool:
        return self.grade == WHOLE
