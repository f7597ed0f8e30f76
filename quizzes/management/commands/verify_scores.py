"""Recompute every score from paper, answers, items and corrections. Exit 1 when one does not come out again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.models import Module
from quizzes import scores
from quizzes.models import Attempt


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--module", metavar="SLUG", help="only the attempts in this module")

    def handle(self, *args: Any, module: str | None, **options: Any) -> None:
        attempts = Attempt.objects.all()
        if module is not None:
            if not Module.objects.filter(slug=module).exists():
                raise CommandError(f"There is no module '{module}'.")
            attempts = attempts.filter(module__slug=module)
        sat = recomputed = differences = 0
        for checked in scores.check(attempts):
            sat, recomputed, differences = sat + 1, recomputed + checked.scores, differences + len(checked.differences)
            for each in checked.differences:
                self.stdout.write(f"Attempt {each.attempt}, score {each.number}: {each.what}.")
        self.stdout.write(f"{recomputed} scores of {sat} attempts recomputed, {differences} differences.")
        if differences:
            raise SystemExit(1)
