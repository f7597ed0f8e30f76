"""The permanent record of a completion, and the credit that was claimed for it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Edition, Module, Term
from elearning.accounts.professions import Profession
from elearning.certificates.models.accreditation import Accreditation
from quizzes.models import Attempt


class Completion(models.Model):
    """A learner met every requirement of a module in one term; across its editions there is one.

    ``completed_at`` is when the test was submitted. ``snapshot`` holds what was true then: module, edition, score,
    policy, disclosures shown, accreditations, provider. The learner is emptied when the account is erased.
    """

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="completions",
        verbose_name=_("learner"),
    )
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="completions", verbose_name=_("module"))
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="completions", verbose_name=_("term"))
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="completions", verbose_name=_("edition")
    )
    attempt = models.OneToOneField(
        Attempt, on_delete=models.PROTECT, related_name="completion", verbose_name=_("attempt")
    )
    completed_at = models.DateTimeField(_("completed at"))
    snapshot = models.JSONField(_("snapshot"))

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        ordering = ["-completed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "term"],
                condition=Q(learner__isnull=False),
                name="completion_once_per_learner_and_term",
            )
        ]

    def __str__(self) -> str:
        return f"{self.module_id} {self.completed_at:%Y-%m-%d}"


class Claim(models.Model):
    """Credit that a learner says they earned under an accreditation as it stood when the test was submitted.

    ``generation`` counts the issues of the completion's certificates: a correction claims everything anew under the
    next one. ``maximum_credit`` is a copy, so that the database itself refuses more.
    """

    completion = models.ForeignKey(
        Completion, on_delete=models.PROTECT, related_name="claims", verbose_name=_("completion")
    )
    generation = models.PositiveSmallIntegerField(_("issue"))
    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.PROTECT, related_name="claims", verbose_name=_("accreditation")
    )
    profession = models.CharField(_("profession"), max_length=20, choices=Profession.choices)
    credit = models.DecimalField(_("credit"), max_digits=6, decimal_places=2)
    maximum_credit = models.DecimalField(_("maximum credit"), max_digits=6, decimal_places=2)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["completion", "generation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["completion", "generation", "accreditation"], name="claim_once_per_issue_and_accreditation"
            ),
            models.CheckConstraint(
                condition=Q(credit__gt=0, credit__lte=F("maximum_credit")), name="claim_within_the_maximum"
            ),
            models.CheckConstraint(condition=Q(generation__gte=1), name="claim_issue_counts_from_one"),
            models.CheckConstraint(condition=Q(profession__in=Profession.values), name="claim_profession_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.credit} {self.accreditation_id}"
