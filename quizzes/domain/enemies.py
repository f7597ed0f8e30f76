"""Enemies: items of which one gives away another's key, so that no paper may hold both.

The word is test assembly's (W. J. van der Linden, Linear Models for Optimal Test Design, 2005: "enemy items").
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from courses.domain.yamlfile import Where, YamlFile
from quizzes.domain.blueprint import PLACE, Cell, Row
from quizzes.domain.policy import Policy


class Drawn(Protocol):
    """What is asked of an item here: ``enemies`` are the keys its author wrote."""

    @property
    def key(self) -> str: ...
    @property
    def enemies(self) -> Collection[str]: ...
    @property
    def objectives(self) -> Collection[str]: ...
    @property
    def cell(self) -> Cell: ...


def mutual(items: Collection[Drawn]) -> dict[str, tuple[str, ...]]:
    """Return the enemies of each item by its key, sorted: those it names and those that name it."""
    found: dict[str, set[str]] = {item.key: set() for item in items}
    for item in items:
        for enemy in {*item.enemies} - {item.key}:
            found[item.key].add(enemy)
            found.setdefault(enemy, set()).add(item.key)
    return {key: tuple(sorted(enemies)) for key, enemies in found.items()}


def peaceful(enemies: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Return keys of which no two are enemies, so many that no other could join them; ``enemies`` is mutual.

    Who has fewest enemies comes first (of equals the first by name), so that of a hub and many around it the many stay.
    """
    found: set[str] = set()
    for key in sorted(enemies, key=lambda key: (len(enemies[key]), key)):
        if found.isdisjoint(enemies[key]):
            found.add(key)
    return frozenset(found)


def check_keys(file: YamlFile, items: Mapping[Where, Drawn]) -> None:
    """Report enemies that the bank does not hold."""
    known = {item.key for item in items.values()}
    for place, item in items.items():
        for index, enemy in enumerate(item.enemies):
            if enemy == item.key:
                file.problem((*place, "enemies", index), f"'enemies': '{enemy}' is this item itself")
            elif enemy not in known:
                file.problem((*place, "enemies", index), f"'enemies': 'items' holds no item '{enemy}'")


def check_draw(file: YamlFile, items: Collection[Drawn], policy: Policy, rows: Sequence[Row]) -> None:
    """Report where a paper might have to hold enemies: where a part of it cannot be drawn from ``peaceful`` items."""
    enemies = mutual(items)
    if not any(enemies.values()):
        return
    together = peaceful(enemies)
    peace = [item for item in items if item.key in together]
    for index, row in enumerate(rows):
        have = sum(item.cell == row.cell for item in peace)
        if have < row.draw:
            where = f"for '{row.objective}' in '{row.section}'"
            file.problem((*PLACE, index), _short(f"{row.draw} items are drawn {where}", have))
    if rows:
        return
    draw = policy.items_of(len(items))
    if len(peace) < draw:
        file.problem(("policy", "draw"), "'draw': " + _short(f"{draw} items are drawn", len(peace)))
    served = frozenset().union(*(item.objectives for item in peace))
    for objective in sorted(frozenset().union(*(item.objectives for item in items)) - served):
        file.problem(("items",), f"for the objective '{objective}' write an item without 'enemies'")


def _short(drawn: str, have: int) -> str:
    return f"{drawn}, and the bank has only {have} of which no two are 'enemies': write more or draw fewer"
