"""Write the items of a module's newest published edition for another system; what its format cannot hold is named."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.models import Module
from elearning.publishing.bank import services
from quizzes.domain.exchange.formats import FORMATS


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--output", type=Path, metavar="FILE", help="without it, the standard output")

    def handle(self, *args: Any, slug: str, output: Path | None, **options: Any) -> None:
        module = Module.objects.filter(slug=slug).first()
        if module is None:
            raise CommandError(f"There is no module '{slug}'.")
        try:
            _edition, writing = services.export_items(
                module=module, format=options["format"], actor=None, now=timezone.now()
            )
        except services.Refused as refused:
            raise CommandError(str(refused)) from None
        if output:
            output.write_bytes(writing.content)
        else:
            sys.stdout.buffer.write(writing.content)
        for problem in writing.left_out:
            self.stderr.write(f"left out: {problem}")
