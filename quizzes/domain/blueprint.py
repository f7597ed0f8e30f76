"""The blueprint of a test: how many items of an attempt come from each cell, an objective in a section."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from courses.domain import yamlfile
from courses.domain.yamlfile import Field, Where, YamlFile

Cell = tuple[str, str]
"""The keys of an objective and of a section. An item lies in that of its first objective and its first slide."""

PLACE = ("blueprint",)
MOST = 500
ROW_FIELDS = {
    "objective": Field(yamlfile.text),
    "section": Field(yamlfile.text),
    "draw": Field(yamlfile.integer(1, MOST)),
    "at_least": Field(yamlfile.integer(1, MOST)),
}


@dataclass(frozen=True)
class Row:
    """One cell: ``draw`` items of an attempt, ``at_least`` so many in the bank, which ``holds`` so many."""

    objective: str
    section: str
    draw: int
    at_least: int
    holds: int = 0

    @property
    def cell(self) -> Cell:
        return self.objective, self.section


def allocate(count: int, rows: Sequence[Row]) -> list[int]:
    """Return how many of ``count`` items come from each row: in proportion to its ``draw``, by largest remainder.

    A row gives no more than it holds; what it lacks comes from the others. Of equal remainders the first row's counts.
    """
    given = [0] * len(rows)
    count = min(count, sum(row.holds for row in rows))
    while left := count - sum(given):
        able = [index for index, row in enumerate(rows) if given[index] < row.holds]
        for index, share in zip(able, _shares(left, [rows[index].draw for index in able]), strict=True):
            given[index] = min(rows[index].holds, given[index] + share)
    return given


def _shares(count: int, weights: Sequence[int]) -> list[int]:
    total = sum(weights)
    shares = [count * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: -(count * weights[index] % total))
    for index in by_remainder[: count - sum(shares)]:
        shares[index] += 1
    return shares


def by_section(count: int, rows: Sequence[Row]) -> dict[str, int]:
    """Return how many of ``count`` items come from each section, by its key."""
    found: dict[str, int] = {}
    for row, number in zip(rows, allocate(count, rows), strict=True):
        found[row.section] = found.get(row.section, 0) + number
    return found


def read_rows(file: YamlFile, *, objectives: Collection[str], sections: Collection[str]) -> list[Row]:
    """Return the rows of the blueprint in ``file``; none when it has no blueprint, or one with a fault (reported)."""
    before = len(file.problems.found)
    if not isinstance(written := file.at(PLACE), list) or not written:
        message = "write at least one row, or leave the blueprint out" if written == [] else "write a list here"
        file.problem(PLACE, message)
        return []
    rows: list[Row] = []
    for place in file.each(PLACE):
        fields = file.mapping(place, ROW_FIELDS)
        if None not in fields.values():
            row = Row(**fields)
            _check_row(file, place, row, rows, {"objective": objectives, "section": sections})
            rows.append(row)
    return rows if len(file.problems.found) == before else []


def _check_row(
    file: YamlFile, place: Where, row: Row, earlier: list[Row], known: Mapping[str, Collection[str]]
) -> None:
    for name, keys in known.items():
        if (key := getattr(row, name)) not in keys:
            file.problem((*place, name), f"'{name}': '{key}' does not exist in this module")
    if any(other.cell == row.cell for other in earlier):
        message = f"a second row for '{row.objective}' in '{row.section}'; write one for each objective and section"
        file.problem(place, message)
    if row.at_least < row.draw:
        message = f"'at_least': {row.draw} items cannot be drawn from {row.at_least}; write at least {row.draw}"
        file.problem((*place, "at_least"), message)


def check_bank(file: YamlFile, rows: Sequence[Row], cells: Mapping[Where, Cell], draw: int | None) -> tuple[Row, ...]:
    """Return ``rows`` with what the bank holds, after comparing them with it and with the policy's ``draw``.

    ``cells`` are those of the items by their place in ``file``.
    """
    counted = tuple(replace(row, holds=sum(cell == row.cell for cell in cells.values())) for row in rows)
    for index, row in enumerate(counted):
        if row.holds < row.at_least:
            message = (
                f"the bank has {row.holds} items for '{row.objective}' in '{row.section}' and needs {row.at_least}"
            )
            file.problem((*PLACE, index), message)
    known = {row.cell for row in rows}
    for place, (objective, section) in cells.items():
        if (objective, section) not in known:
            where = f"its first objective is '{objective}', its first slide is in the section '{section}'"
            file.problem(place, f"the item lies in no row of the blueprint: {where}")
    if draw != (total := sum(row.draw for row in rows)):
        file.problem(("policy", "draw"), f"'draw': the rows of the blueprint draw {total} in all; write {total}")
    return counted
