"""Check an edition against every rule of the chosen schemes: met, not met, or by hand, with the evidence.

Exit 1 when any rule is not met. The schemes are those of the accreditations applied for or granted, if none is named;
the site's own rules are always checked. --zip writes the dossier for the accreditor, which holds the test's key.
"""

from argparse import ArgumentParser
from pathlib import Path
from textwrap import wrap
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.models import Edition
from elearning.publishing.dossier.services import dossier
from elearning.publishing.material import gather
from elearning.publishing.preflight.domain.report import RULE_SETS, Part
from elearning.publishing.preflight.domain.rules import Verdict
from elearning.publishing.preflight.services import report_on

WIDTH = 110
SIGNS = {Verdict.MET: "+", Verdict.NOT_MET: "X", Verdict.BY_HAND: "?"}
INDENT = " " * 4


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--scheme", action="append", choices=list(RULE_SETS), help="may be given several times")
        parser.add_argument("--edition", type=int, help="its number; default: the newest, published or not")
        parser.add_argument(
            "--zip", dest="target", type=Path, metavar="FILE", help="write the dossier to this new file"
        )

    def handle(
        self,
        *args: Any,
        slug: str,
        scheme: list[str] | None,
        edition: int | None,
        target: Path | None,
        **options: Any,
    ) -> None:
        now = timezone.now()
        found = self._edition(slug, edition)
        material = gather(found, now)
        report = report_on(material, scheme)
        self.stdout.write(f"{found} ({material.today})")
        for part in report.parts:
            self._show(part)
        self._summarise(report.parts)
        if target:
            self._write(target, dossier(material=material, report=report))
        if report.not_met:
            raise SystemExit(1)

    def _edition(self, slug: str, number: int | None) -> Edition:
        editions = Edition.objects.select_related("module").filter(module__slug=slug).order_by("-number")
        if not editions.exists():
            raise CommandError(f"There is no module '{slug}'.")
        found = editions.filter(number=number).first() if number else editions.first()
        if found is None:
            numbers = ", ".join(map(str, editions.values_list("number", flat=True)))
            raise CommandError(f"{slug} has no edition {number}; it has {numbers}.")
        return found

    def _show(self, part: Part) -> None:
        self.stdout.write(f"\n{part.rules.title}: {part.summary}")
        if part.rules.note:
            self._lines(part.rules.note, "  ")
        for each in part.checked:
            sources = ", ".join(each.rule.sources)
            sign = SIGNS[each.finding.verdict]
            self._lines(f"{each.rule.key}: {each.rule.sentence} [{sources}]", f"{sign}   ")
            self._lines(f"{each.finding.verdict.value}: {each.finding.evidence}", INDENT)

    def _lines(self, words: str, first: str) -> None:
        for line in wrap(words, WIDTH, initial_indent=first, subsequent_indent=INDENT):
            self.stdout.write(line)

    def _summarise(self, parts: tuple[Part, ...]) -> None:
        counts = ", ".join(f"{sum(part.count(verdict) for part in parts)} {verdict.value}" for verdict in Verdict)
        self.stdout.write(f"\nTogether: {counts}.")

    def _write(self, path: Path, content: bytes) -> None:
        try:
            with path.open("xb") as file:
                file.write(content)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}; give a new file in a folder that exists") from error
        self.stdout.write(f"{path}: {len(content) // 1024} kB. It holds the test with its key: keep it confidential.")
