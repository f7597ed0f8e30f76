from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BadgesConfig(AppConfig):
    name = "elearning.badges"
    label = "badges"
    verbose_name = _("Badges")

    def ready(self) -> None:
        import_module("elearning.badges.checks")
