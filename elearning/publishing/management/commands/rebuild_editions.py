"""Render again every edition whose HTML an older renderer made. Safe to run twice."""

from typing import Any

from django.core.management.base import BaseCommand

from courses.domain.markup import RENDERER
from courses.models import Edition
from elearning.publishing import services


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        failed = False
        for edition in Edition.objects.filter(renderer__lt=RENDERER).select_related("module"):
            try:
                services.rebuild(edition=edition)
            except services.Refused as refused:
                failed = True
                self.stdout.write(f"{edition} stays as it is:\n{refused}")
            else:
                self.stdout.write(f"{edition} rendered again.")
        if failed:
            raise SystemExit(1)
