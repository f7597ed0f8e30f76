"""Print every figure that a module shows with its slides, items, source, and where it was read, as Markdown."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.domain.problems import Problems
from courses.domain.provenance import evidence_table
from elearning.publishing import services
from elearning.publishing.folder import read_folder


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        oversized = Problems()
        files = read_folder(folder, oversized)
        module, problems = services.check(files)
        if problems or oversized:
            raise CommandError("The module has problems; see check_module.")
        self.stdout.write(evidence_table(module.content), ending="")
