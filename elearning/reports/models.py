"""What learners report as wrong in a slide or an item, and what they are answered."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Edition, Module


class SubjectKind(models.TextChoices):
    SLIDE = "slide", _("slide")
    ITEM = "item", _("item of the test")


class Category(models.TextChoices):
    FACT = "fact", _("A figure or a fact")
    REFERENCE = "reference", _("A reference")
    WORDING = "wording", _("Wording or typing")
    DISPLAY = "display", _("Display or accessibility")
    OTHER = "other", _("Something else")


class Outcome(models.TextChoices):
    OPEN = "open", _("Open")
    CORRECTED = "corrected", _("Corrected")
    NO_CHANGE = "no-change", _("No change needed")
    DUPLICATE = "duplicate", _("Reported before")


class Report(models.Model):
    """One error as its reporter saw it, and its answer.

    ``edition`` is the one that was shown, ``subject_key`` the key of the slide or item, ``subject_title`` how it was
    called there. What was reported is never changed (a trigger in the database refuses it), only the answer. When the
    account of its reporter is erased, reporter, text, source and answer are emptied: the words are a person's.
    """

    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="reports", verbose_name=_("module"))
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="reports", verbose_name=_("edition"))
    subject_kind = models.CharField(_("kind"), max_length=8, choices=SubjectKind.choices)
    subject_key = models.SlugField(_("key"), max_length=80)
    subject_title = models.CharField(_("title"), max_length=250)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="reports",
        verbose_name=_("reporter"),
    )
    category = models.CharField(_("what is wrong"), max_length=12, choices=Category.choices)
    text = models.TextField(_("message"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    at = models.DateTimeField(_("sent at"))
    answer = models.TextField(_("answer"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, default=Outcome.OPEN)
    answered_by_id = models.BigIntegerField(_("answered by"), null=True, help_text=_("Id of the user."))
    answered_at = models.DateTimeField(_("answered at"), null=True)

    class Meta:
        verbose_name = _("report of an error")
        verbose_name_plural = _("reports of errors")
        ordering = [F("answered_at").desc(nulls_first=True), "at"]  # open ones first, the one that waits longest on top
        constraints = [
            models.CheckConstraint(condition=Q(subject_kind__in=SubjectKind.values), name="report_subject_is_known"),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="report_category_is_known"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="report_outcome_is_known"),
            models.CheckConstraint(condition=~Q(text="") | Q(reporter__isnull=True), name="report_has_a_text"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.OPEN, answer="", answered_at__isnull=True, answered_by_id__isnull=True)
                | (
                    ~Q(outcome=Outcome.OPEN) & (~Q(answer="") | Q(reporter__isnull=True)) & Q(answered_at__isnull=False)
                ),
                name="report_answered_exactly_when_not_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}. {self.subject_title}"
