"""Reading the chain of audit rows back."""

from collections.abc import Iterator

from elearning.audit.domain.chain import COLUMNS, Chain, Fault, Kind, Link
from elearning.audit.models import Entry, Head

CHUNK = 2000


def faults(chain: Chain) -> Iterator[Fault]:
    """Follow the stored entries with ``chain`` and yield what is wrong. Rows appended meanwhile wait for next time."""
    head = Head.objects.filter(pk=Head.ONLY).first()
    for link in _links(up_to=head):
        yield from chain.follow(link)
    if head is None:
        if chain.number:
            yield Fault(Kind.HEAD, chain.number, chain.number)
        return
    yield from chain.end(head.number, head.hash)
    for number in _beyond_the_head():
        yield Fault(Kind.INSERTED, number, number)


def _links(up_to: Head | None) -> Iterator[Link]:
    rows = Entry.objects.order_by("number", "pk").values_list("number", "hash", *COLUMNS)
    rows = rows.filter(number__lte=up_to.number) if up_to else rows
    for number, digest, *columns in rows.iterator(chunk_size=CHUNK):
        yield Link(number, digest, dict(zip(COLUMNS, columns, strict=True)))


def _beyond_the_head() -> Iterator[int]:
    """Yield the numbers that no writer gave: head and entries are read in one statement, so nobody comes between."""
    beyond = Entry.objects.filter(number__gt=Head.objects.filter(pk=Head.ONLY).values("number"))
    return beyond.order_by("number").values_list("number", flat=True).iterator(chunk_size=CHUNK)
