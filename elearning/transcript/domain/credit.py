"""Credit put together by year, body and profession. Amounts are Decimal; credit of different bodies is never added up.

A body's credit is known by the body's name and the credit's own, in any case: "EBAP" and "ebap" are one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar


@dataclass(frozen=True)
class Line:
    """One activity. ``day`` is the day of completion, in the time zone of its module.

    ``amount`` is 0 where it gave no credit; ``body`` and ``credit`` (its name) are empty then. ``profession`` is the
    one in which the credit was claimed, in words, or empty.
    """

    day: date
    title: str
    body: str
    credit: str
    amount: Decimal
    profession: str


@dataclass(frozen=True)
class Verified(Line):
    """What a certificate of this site says. ``variant``, ``state`` in words; ``language`` is that of the title."""

    number: str
    verify_url: str
    variant: str
    state: str
    language: str


@dataclass(frozen=True)
class Declared(Line):
    """What the learner says was earned elsewhere. ``file`` is the name of what was added to it, or empty."""

    pk: int
    note: str
    file: str


AnyLine = TypeVar("AnyLine", bound=Line)


@dataclass(frozen=True)
class Group(Generic[AnyLine]):
    """One body's credit: its lines, the latest first."""

    body: str
    credit: str
    lines: tuple[AnyLine, ...]

    @property
    def total(self) -> Decimal:
        return _sum(self.lines)

    @property
    def shares(self) -> list[tuple[str, Decimal]]:
        """The total by profession, as (profession, amount), in alphabetical order."""
        professions = sorted({line.profession for line in self.lines})
        return [(each, _sum(line for line in self.lines if line.profession == each)) for each in professions]


@dataclass(frozen=True)
class Year(Generic[AnyLine]):
    """What was completed in one calendar year; ``without_credit`` are the activities that gave none."""

    year: int
    groups: tuple[Group[AnyLine], ...]
    without_credit: tuple[AnyLine, ...]


@dataclass(frozen=True)
class Part(Generic[AnyLine]):
    """Lines of one kind: by year, the latest first, and in total."""

    years: tuple[Year[AnyLine], ...]
    totals: tuple[Group[AnyLine], ...]

    @property
    def lines(self) -> list[AnyLine]:
        """Every line once, in the order in which the years show them."""
        by_group = [(*(group.lines for group in year.groups), year.without_credit) for year in self.years]
        return [line for groups in by_group for lines in groups for line in lines]


@dataclass(frozen=True)
class Transcript:
    """All that a learner earned, or in ``year`` alone.

    ``years`` are all in which there is something, the latest first. ``revoked`` certificates count nothing. What was
    ``declared`` has totals of its own.
    """

    year: int | None
    years: tuple[int, ...]
    verified: Part[Verified]
    revoked: tuple[Verified, ...]
    declared: Part[Declared]

    @property
    def is_empty(self) -> bool:
        return not (self.verified.years or self.revoked or self.declared.years)

    @property
    def first_and_last_day(self) -> tuple[date, date] | None:
        """The period it speaks of: the whole ``year``, or from the first day with something on it to the last."""
        if self.year is not None:
            return date(self.year, 1, 1), date(self.year, 12, 31)
        days = [line.day for line in (*self.verified.lines, *self.revoked, *self.declared.lines)]
        return (min(days), max(days)) if days else None


def assemble(
    verified: Iterable[Verified], revoked: Iterable[Verified], declared: Iterable[Declared], year: int | None = None
) -> Transcript:
    """Return the transcript of these lines, of ``year`` alone where one is given."""
    everything = [list(lines) for lines in (verified, revoked, declared)]
    found = {line.day.year for lines in everything for line in lines}
    valid, void, own = ([line for line in lines if year in {None, line.day.year}] for lines in everything)
    return Transcript(
        year=year,
        years=tuple(sorted(found, reverse=True)),
        verified=part(valid),
        revoked=tuple(_latest_first(void)),
        declared=part(own),
    )


def part(lines: Iterable[AnyLine]) -> Part[AnyLine]:
    """Return ``lines`` by year and in total."""
    ordered = _latest_first(lines)
    years = sorted({line.day.year for line in ordered}, reverse=True)
    by_year = (_year(year, [line for line in ordered if line.day.year == year]) for year in years)
    return Part(tuple(by_year), _groups(ordered))


def _year(year: int, lines: list[AnyLine]) -> Year[AnyLine]:
    return Year(year, _groups(lines), tuple(line for line in lines if not line.amount))


def _groups(lines: list[AnyLine]) -> tuple[Group[AnyLine], ...]:
    """Return the lines that gave credit, by body and credit in alphabetical order, named as the latest line is."""
    found: dict[tuple[str, str], list[AnyLine]] = {}
    for line in lines:
        if line.amount:
            found.setdefault((line.body.casefold(), line.credit.casefold()), []).append(line)
    return tuple(Group(own[0].body, own[0].credit, tuple(own)) for _key, own in sorted(found.items()))


def _latest_first(lines: Iterable[AnyLine]) -> list[AnyLine]:
    return sorted(lines, key=lambda line: line.day, reverse=True)


def _sum(lines: Iterable[Line]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))
