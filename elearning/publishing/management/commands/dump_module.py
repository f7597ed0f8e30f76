"""Write the source files of a module's newest edition into a new folder, byte for byte."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.models import Edition
from elearning.publishing import services
from elearning.publishing.folder import write_folder


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("folder", type=Path)
        parser.add_argument("--edition", type=int, help="its number; without it the newest, published or not")

    def handle(self, *args: Any, slug: str, folder: Path, edition: int | None, **options: Any) -> None:
        editions = Edition.objects.filter(module__slug=slug, **({"number": edition} if edition else {}))
        chosen = editions.order_by("-number").first()
        if chosen is None:
            raise CommandError(f"There is no such edition of '{slug}'.")
        files = services.files_of(chosen)
        try:
            write_folder(folder, files)
        except FileExistsError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{chosen}: {len(files)} files written to {folder}.")
