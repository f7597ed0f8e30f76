"""The outbox: e-mails that wait to be sent, and the proof that one was."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MAX_ATTEMPTS = 5
"""After so many failures a notice is given up and left for an administrator to see."""


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unsent(self) -> "NoticeQuerySet":
        """Those that still may be sent, now or later."""
        return self.filter(sent_at__isnull=True, attempts__lt=MAX_ATTEMPTS)

    def due(self, now: datetime) -> "NoticeQuerySet":
        """Those that nobody is sending and that do not wait after a failure."""
        return self.unsent().filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=now))


class Notice(models.Model):
    """One e-mail. ``kind`` and ``key`` together name its occasion, for which there is one e-mail ever.

    ``key`` holds opaque ids only. ``claimed_until`` is the instant before which nobody else may send it: a runner that
    is sending it put it there, or a failure after which it waits. Once it is sent, or its reader's account is gone,
    address and text are empty; the row stays as the proof of occasion and time.
    """

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("occasion"), max_length=200)
    to = models.EmailField(_("to"), max_length=254, blank=True)
    subject = models.TextField(_("subject"))
    body = models.TextField(_("text"), blank=True)
    queued_at = models.DateTimeField(_("queued at"))
    claimed_until = models.DateTimeField(_("not before"), null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="notice_once_per_occasion"),
            models.CheckConstraint(condition=~Q(kind="") & ~Q(key=""), name="notice_names_its_occasion"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(to="", body=""), name="notice_sent_keeps_no_address"
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False) | Q(attempts__gte=MAX_ATTEMPTS) | ~Q(to=""),
                name="notice_to_be_sent_has_an_address",
            ),
            models.CheckConstraint(condition=Q(attempts__lte=MAX_ATTEMPTS), name="notice_attempts_are_limited"),
        ]
        indexes = [models.Index(fields=["queued_at"], condition=Q(sent_at__isnull=True), name="notice_unsent")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
