"""Import questions of another system into a draft edition of a module. Without --apply nothing is stored.

The report names every question that cannot become an item and why, by file and line.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.models import Module
from elearning.publishing.bank import services
from elearning.publishing.bank.plan import Defaults, Plan
from elearning.publishing.services import Refused
from quizzes.domain.exchange.formats import FORMATS


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=FORMATS, default="", help="without it the file tells")
        for name in ("objective", "slide", "reference"):
            text = f"a {name} for the questions that name none; may be given several times"
            parser.add_argument(f"--{name}", action="append", default=[], metavar="KEY", help=text)
        parser.add_argument("--rationale", default="", help="a text for the questions that have no general feedback")
        parser.add_argument("--comment", default="", help="a text for the options that have no feedback")
        parser.add_argument("--apply", action="store_true", help="make the draft edition")

    def handle(self, *args: Any, slug: str, file: Path, apply: bool, **options: Any) -> None:
        module = Module.objects.filter(slug=slug).first()
        if module is None:
            raise CommandError(f"There is no module '{slug}'.")
        if not file.is_file() or file.stat().st_size > services.MAX_UPLOAD:
            raise CommandError(f"{file} is no file of at most {services.MAX_UPLOAD // 1024**2} MB.")
        given = {f"{name}s": tuple(options[name]) for name in ("objective", "slide", "reference")}
        defaults = Defaults(**given, rationale=options["rationale"], comment=options["comment"])
        try:
            plan = services.plan_import(
                module=module, content=file.read_bytes(), name=file.name, format=options["format"], defaults=defaults
            )
            self._report(plan)
            if apply:
                edition = services.import_items(plan=plan, actor=None, now=timezone.now())
                self.stdout.write(f"{edition} stored; it is a draft.")
        except (services.Refused, Refused) as refused:
            raise CommandError(str(refused)) from None
        if not apply and (plan.unread or plan.faults):
            raise SystemExit(1)

    def _report(self, plan: Plan) -> None:
        kinds = ", ".join(f"{count} {kind}" for kind, count in plan.kinds)
        self.stdout.write(f"{len(plan.added)} new items{f' ({kinds})' if kinds else ''} for {plan.edition}.")
        for key in plan.skipped:
            self.stdout.write(f"'{key}' is in the bank already, or earlier in the file, with the same content; skipped")
        for heading, problems in (
            ("cannot be represented", plan.unread),
            ("left out", plan.left_out),
            ("missing or wrong", plan.faults),
            ("advice", plan.advice),
        ):
            for problem in problems:
                self.stdout.write(f"{heading}: {problem}")
