from importlib import import_module

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "elearning"
    label = "elearning"
    verbose_name = "Site"

    def ready(self) -> None:
        import_module("elearning.checks")
