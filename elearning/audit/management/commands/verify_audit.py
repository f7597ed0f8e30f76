"""Check that no audit row was changed, removed or slipped in, and say where one was. Exit 1 when there is any."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from elearning.audit.access import faults
from elearning.audit.domain.chain import Chain, Fault, Kind

SENTENCES = {
    Kind.EDITED: "was edited, or the one before it was: its hash does not follow from the two.",
    Kind.MISSING: "missing.",
    Kind.INSERTED: "inserted: nobody who wrote to the audit gave that number.",
    Kind.HEAD: "the row that says where the chain ends (audit_head) was edited or removed.",
}


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--expect",
            metavar="HASH",
            action="append",
            default=[],
            help="a head hash noted earlier, elsewhere: it must be in the chain still (may be given several times)",
        )

    def handle(self, *args: Any, expect: list[str], **options: Any) -> None:
        chain, broken = Chain(digest.strip().lower() for digest in expect), False
        for fault in faults(chain):
            broken = True
            self.stdout.write(self._sentence(fault))
        for digest in sorted(chain.awaited):
            self.stdout.write(f"Expected hash {digest}: no intact entry has it. The chain was written anew since then.")
        self.stdout.write(f"{chain.intact} entries are intact. Head: entry {chain.number}, hash {chain.hash}")
        if broken or chain.awaited:
            raise SystemExit(1)

    def _sentence(self, fault: Fault) -> str:
        places = f"Entry {fault.first}" if fault.first == fault.last else f"Entries {fault.first} to {fault.last}"
        return f"{places}: {SENTENCES[fault.kind]}"
