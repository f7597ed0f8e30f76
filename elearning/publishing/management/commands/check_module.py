"""Check a module folder: every problem at once, as file:line: message; exit 1 when there is any.

Warnings name weaknesses (of test items, for example); they refuse nothing.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from courses.domain.problems import Problems
from courses.domain.reading import reading_minutes
from elearning.publishing import services
from elearning.publishing.fix import fixed
from elearning.publishing.folder import read_folder


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--fix", action="store_true", help="rewrite figures that differ from evidence.yaml")

    def handle(self, *args: Any, folder: Path, fix: bool, **options: Any) -> None:
        oversized = Problems()
        files = read_folder(folder, oversized)
        if fix:
            files |= self._fix(folder, files)
        module, problems = services.check(files)
        problems = sorted({*oversized.found, *problems})
        for problem in problems:
            self.stdout.write(str(problem))
        if problems:
            self.stderr.write(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}")
            raise SystemExit(1)
        for warning in module.warnings:
            self.stdout.write(str(warning))
        slides = module.content.slides
        minutes = reading_minutes(sum(slide.seconds for slide in slides))
        kinds = [question.kind for slide in slides for question in slide.questions]
        translated = "".join(
            f" {language}: {len(translation.slides)} of {len(slides)} slides translated."
            for language, translation in module.content.translations.items()
        )
        self.stdout.write(
            f"No problems: {len(slides)} slides, {minutes} minutes, {len(module.test.items)} test items, "
            f"{kinds.count('check')} check questions, {kinds.count('case')} cases.{translated}"
        )

    def _fix(self, folder: Path, files: dict[str, bytes]) -> dict[str, bytes]:
        changed = fixed(files)
        for path, content in changed.items():
            (folder / path).write_bytes(content)
            self.stdout.write(f"{path}: figures rewritten from evidence.yaml")
        return changed
