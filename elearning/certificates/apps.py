from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "elearning.certificates"
    label = "certificates"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        import_module("elearning.certificates.checks")
