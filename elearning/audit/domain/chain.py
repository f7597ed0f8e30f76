"""The audit as a chain: each entry's hash covers its columns, its place and the hash before it. Pure.

Anybody who has the rows can recompute the chain. The hash of an entry is the SHA-256, in small hexadecimal letters, of
one JSON object in UTF-8: keys sorted, no white space, characters beyond ASCII as they are (RFC 8785 writes it so). Its
ten members are

    number         the place in the chain, from 1, without a gap
    previous       the hash of entry number - 1; 64 zeros for the first one
    at             the instant in UTC to the microsecond: "2027-03-01T12:00:00.000000+00:00"
    actor_id       a number or null
    action, subject_type, subject_id, reason      texts as stored
    before, after                                 the stored JSON objects; they hold no fractions, only whole numbers

The row's own ``id`` is left out: the database gives it, and nothing refers to it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

COLUMNS = ("at", "actor_id", "action", "subject_type", "subject_id", "before", "after", "reason")
GENESIS = "0" * 64


@dataclass(frozen=True)
class Link:
    """One entry as it is stored. ``columns`` holds the values of COLUMNS by name; ``at`` is an aware datetime."""

    number: int
    hash: str
    columns: Mapping[str, Any]


def link_hash(number: int, previous: str, columns: Mapping[str, Any]) -> str:
    """Return the hash of entry ``number`` with these columns after the entry whose hash is ``previous``."""
    at: datetime = columns["at"]
    written = {name: columns[name] for name in COLUMNS}
    written |= {
        "number": number,
        "previous": previous,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    text = json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return sha256(text.encode()).hexdigest()


class Kind(StrEnum):
    EDITED = "edited"
    MISSING = "missing"
    INSERTED = "inserted"
    HEAD = "head"


@dataclass(frozen=True)
class Fault:
    """What is wrong with the entries ``first`` to ``last`` (numbers in the chain, both included).

    EDITED: the hash does not follow from the columns and the entry before; one of the two was changed. MISSING and
    INSERTED: there are too few or too many. HEAD: the row that says where the chain ends was changed or removed.
    """

    kind: Kind
    first: int
    last: int


class Chain:
    """Follows stored entries in the order of their numbers, in constant memory.

    ``intact`` counts the entries that are proved by the one before; the one after a gap cannot be. ``awaited`` are
    hashes noted earlier that no intact entry has had so far.
    """

    def __init__(self, awaited: Iterable[str] = ()) -> None:
        self.number, self.hash, self.intact = 0, GENESIS, 0
        self.awaited = set(awaited) - {GENESIS}

    def follow(self, link: Link) -> Iterator[Fault]:
        """Take the next entry, and yield what is wrong with it or before it."""
        expected = self.number + 1
        if link.number < expected:
            yield Fault(Kind.INSERTED, link.number, link.number)
            return
        if link.number > expected:
            yield Fault(Kind.MISSING, expected, link.number - 1)
        elif link.hash != link_hash(link.number, self.hash, link.columns):
            yield Fault(Kind.EDITED, link.number, link.number)
        else:
            self.intact += 1
            self.awaited.discard(link.hash)
        self.number, self.hash = link.number, link.hash

    def end(self, number: int, digest: str) -> Iterator[Fault]:
        """Compare with the head, which says where the chain ends, and yield what is wrong."""
        if self.number < number:
            yield Fault(Kind.MISSING, self.number + 1, number)
        elif (self.number, self.hash) != (number, digest):
            yield Fault(Kind.HEAD, number, number)
