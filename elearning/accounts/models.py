"""The user: known by e-mail address, with the name that certificates print."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearning.accounts import names
from elearning.accounts.professions import Profession


def validate_printable_name(value: str) -> None:
    """Refuse a name that the certificate could not print, and say which characters are at fault."""
    if not any(char.isalpha() for char in value):
        raise ValidationError(_("Write your name in letters, as it should appear on your certificates."))
    if missing := names.undrawable(names.normalised(value)):
        raise ValidationError(
            _(
                "Certificates cannot print %(characters)s. Write your name in Latin, Greek or Cyrillic letters, "
                "for example as in your passport."
            ),
            params={
                "characters": ", ".join(f"“{char}”" if char.isprintable() else f"U+{ord(char):04X}" for char in missing)
            },
        )


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(
            email, password, **{"name": "Administrator", **fields, "is_staff": True, "is_superuser": True}
        )


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(
        _("name"),
        max_length=names.MAX_LENGTH,
        validators=[validate_printable_name],
        help_text=_("As it should appear on your certificates."),
    )
    profession = models.CharField(
        _("profession"),
        max_length=20,
        choices=Profession.choices,
        blank=True,
        default="",
        db_default="",
        help_text=_("Decides which credit you can claim. You are asked again with each certificate."),
    )
    is_member = models.BooleanField(
        _("member"), default=False, help_text=_("May take modules that are for members only.")
    )
    is_staff = models.BooleanField(_("staff"), default=False, help_text=_("May enter the administration."))
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_in_any_case"),
            models.CheckConstraint(
                condition=models.Q(profession__in=["", *Profession.values]), name="user_profession_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.email
