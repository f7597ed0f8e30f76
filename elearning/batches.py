"""Rows read a few at a time, so that the memory it takes stays the same however many there are."""

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

SIZE = 500  # under 1,000: more keys in one list are too many for SQLite, when it fetches what belongs to the rows

Row = TypeVar("Row", bound=Model)


def in_batches(rows: QuerySet[Row]) -> Iterator[list[Row]]:
    """Yield ``rows`` in the order of their primary keys, at most SIZE at once.

    Each batch is a statement of its own: it reads the rows as they are by then, and locks them where ``rows`` does. So
    those of the batches before may be changed meanwhile, and changes be committed.
    """
    after = 0
    while batch := list(rows.filter(pk__gt=after).order_by("pk")[:SIZE]):
        yield batch
        if len(batch) < SIZE:
            return
        after = batch[-1].pk
