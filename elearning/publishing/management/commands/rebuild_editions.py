"""Render again every edition whose HTML an older renderer made. Safe to run twice."""

from typing import Any

from django.core.management.base import BaseCommand

from courses.domain.markup import RENDERER
from courses.models import Edition
from elearning.publishing import services


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        for edition in Edition.objects.filter(renderer__lt=RENDERER).select_related("module"):
            services.rebuild(edition=edition)
            self.stdout.write(f"{edition} rendered again.")
