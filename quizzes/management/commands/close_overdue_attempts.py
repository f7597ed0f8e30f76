from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from quizzes import services


class Command(BaseCommand):
    help = (
        "Scores every open attempt whose closing instant has passed, as of that instant. A page does the same when its "
        "learner comes back; this is for those who do not. Safe to run at any time and as often as you like."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        closed = services.close_overdue(now=timezone.now())
        self.stdout.write(f"{closed} attempts closed.")
