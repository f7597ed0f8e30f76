"""The append-only record of who changed what."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from elearning.audit.domain.chain import GENESIS


class Entry(models.Model):
    """One change. It holds opaque ids only, so that it may outlive the persons it speaks of.

    ``number`` and ``hash`` are its place in the chain (elearning.audit.domain.chain), which shows whether any was
    changed, removed or slipped in since.
    """

    at = models.DateTimeField(_("at"))
    actor_id = models.BigIntegerField(
        _("actor"), null=True, help_text=_("Id of the user; empty: a command on the server.")
    )
    action = models.CharField(_("action"), max_length=60, db_index=True)
    subject_type = models.CharField(_("type of row"), max_length=60)
    subject_id = models.CharField(_("row"), max_length=60)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    number = models.BigIntegerField(_("number"))
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="audit_entry_subject")]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="audit_one_entry_at_a_place"),
            models.CheckConstraint(condition=Q(number__gte=1), name="audit_numbers_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject_type} {self.subject_id}"


class Head(models.Model):
    """Where the chain ends: the number and hash of its last entry. The one row is locked by whoever appends to it."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    number = models.BigIntegerField(_("number"), default=0)
    hash = models.CharField(_("hash"), max_length=64, default=GENESIS)

    class Meta:
        verbose_name = _("head of the audit")
        verbose_name_plural = _("head of the audit")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="audit_has_one_head")]

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"
