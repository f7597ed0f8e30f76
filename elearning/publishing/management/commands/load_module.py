"""Store a module folder as a new edition. Loading the same folder twice changes nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from courses.domain.problems import Problems
from elearning.publishing import services
from elearning.publishing.folder import read_folder


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--publish", action="store_true", help="make it the edition that learners read")
        parser.add_argument(
            "--substance",
            default="",
            metavar="KEY,KEY",
            help="slides whose change is one of substance: learners are asked to read them again",
        )

    def handle(self, *args: Any, folder: Path, publish: bool, substance: str, **options: Any) -> None:
        oversized = Problems()
        files = read_folder(folder, oversized)
        keys = [key.strip() for key in substance.split(",") if key.strip()]
        try:
            services.refuse_oversized(files, oversized)
            edition, stored = services.load(
                files=files, publish=publish, substance=keys, actor=None, now=timezone.now()
            )
        except services.Refused as refused:
            for problem in refused.problems:
                self.stdout.write(problem)
            self.stderr.write("Nothing was loaded.")
            raise SystemExit(1) from None
        state = "published" if edition.published_at else "a draft"
        self.stdout.write(f"{edition} {'stored' if stored else 'is already stored'}; it is {state}.")
