"""The append-only record of who changed what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One change. It holds opaque ids only, so that it may outlive the persons it speaks of."""

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

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="audit_entry_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject_type} {self.subject_id}"
