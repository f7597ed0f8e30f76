from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranscriptConfig(AppConfig):
    name = "elearning.transcript"
    label = "transcript"
    verbose_name = _("Transcript")
