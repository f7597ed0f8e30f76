"""Badges that were issued, the lists that tell whether they still hold, and the keys that prove them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from elearning.badges.domain.statuslist import BITS
from elearning.certificates.models import Certificate


class PublicKey(models.Model):
    """A key that signed badges, kept for ever: what an earlier key signed verifies after a rotation.

    ``thumbprint`` is that of RFC 7638, ``jwk`` the public key itself without a name.
    """

    thumbprint = models.CharField(_("thumbprint"), max_length=43, unique=True)
    jwk = models.JSONField(_("public key"))
    since = models.DateTimeField(_("used since"))

    class Meta:
        verbose_name = _("public key")
        verbose_name_plural = _("public keys")
        ordering = ["since", "pk"]

    def __str__(self) -> str:
        return self.thumbprint


class StatusList(models.Model):
    """A list with a bit for each badge (``elearning.badges.domain.statuslist``). The bits follow from the rows."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("status list")
        verbose_name_plural = _("status lists")
        ordering = ["number"]

    def __str__(self) -> str:
        return str(self.number)


class Badge(models.Model):
    """A certificate as a badge, made when its learner first asked for it.

    ``jwt`` is the signed credential. It holds name and hashed address, so it is blanked with the printed identity;
    its signature protects it from any other change. ``position`` in the list was drawn at random.
    """

    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, related_name="badge", verbose_name=_("certificate")
    )
    status_list = models.ForeignKey(
        StatusList, on_delete=models.PROTECT, related_name="badges", verbose_name=_("status list")
    )
    position = models.PositiveIntegerField(_("position"))
    issued_at = models.DateTimeField(_("issued at"))
    jwt = models.TextField(_("credential"), blank=True)

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["status_list", "position"], name="badge_has_a_position_of_its_own"),
            models.CheckConstraint(condition=Q(position__lt=BITS), name="badge_position_is_in_the_list"),
        ]

    def __str__(self) -> str:
        return str(self.certificate)
