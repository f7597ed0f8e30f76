from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from elearning.lifecycle.running import PARTS, run


class Command(BaseCommand):
    help = (
        "Does everything that is due by the clock: closes attempts whose time is over, publishes what was scheduled, "
        "reminds of expiry, sends mail. For cron, every five minutes; safe to run twice, in parallel and to be "
        "killed. Exits 1 when a part failed; the other parts have run then too."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes = [run(name, part, timezone.now()) for name, part in PARTS.items()]
        for outcome in outcomes:
            if outcome.error:
                self.stderr.write(f"FAILED {outcome.name}: {outcome.error}")
            elif outcome.done or options["verbosity"] > 1:
                self.stdout.write(f"{outcome.done} {outcome.name}")
        if any(outcome.error for outcome in outcomes):
            raise SystemExit(1)
