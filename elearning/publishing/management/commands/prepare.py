"""Make the database ready: migrations, the cache table, and in a demonstration the shipped modules and accounts."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from elearning.publishing.demonstration import create_accounts, describe_accounts


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        if not settings.DEMO:
            return
        for folder in sorted((Path(settings.BASE_DIR) / "courses" / "content").iterdir()):
            if (folder / "module.yaml").is_file():
                call_command("load_module", folder, publish=True)
        create_accounts()
        self.stdout.write(describe_accounts())
