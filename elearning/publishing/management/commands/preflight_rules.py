"""Write every rule of the pre-flight as Markdown: the text of docs/preflight-rules.md."""

from typing import Any

from django.core.management.base import BaseCommand

from elearning.publishing.preflight.domain.handbook import handbook


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(handbook(), ending="")
