from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from elearning.certificates import access, services


class Command(BaseCommand):
    help = (
        "Draws and seals every certificate that was issued and not downloaded yet, so that nobody waits for it. "
        "Safe to run at any time, twice, or several times at once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        total, failed = access.undrawn().count(), []
        done = 0
        for certificate, error in services.draw_missing(now=timezone.now()):
            if error:
                failed.append(f"{certificate.number}: {error}")
                continue
            done += 1
            if self.stdout.isatty():
                self.stdout.write(f"{done} of {total}", ending="\r")
        self.stdout.write(f"{done} certificates drawn.")
        if failed:
            raise CommandError("\n".join(["These could not be drawn:", *failed]))
