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
        for enemy in item.enemies:
            found[item.key].add(enemy)
            found.setdefault(enemy, set()).add(item.key)
    return {key: tuple(sorted(enemies)) for key, enemies in found.items()}


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
    """Report where a paper might have to hold enemies.

    It never has to when each part of it could be drawn from items without enemies alone. That asks for more than is
    needed, and can be told to an author in one sentence.
    """
    enemies = mutual(items)
    if not any(enemies.values()):
        return
    free = [item for item in items if not enemies[item.key]]
    for index, row in enumerate(rows):
        have = sum(item.cell == row.cell for item in free)
        if have < row.draw:
            where = f"for '{row.objective}' in '{row.section}'"
            file.problem((*PLACE, index), _short(f"{row.draw} items are drawn {where}", have))
    if rows:
        return
    draw = policy.items_of(len(items))
    if len(free) < draw:
        file.problem(("policy", "draw"), "'draw': " + _short(f"{draw} items are drawn", len(free)))
    served = frozenset().union(*(item.objectives for item in free))
    for objective in sorted(frozenset().union(*(item.objectives for item in items)) - served):
        file.problem(("items",), f"all items for the objective '{objective}' have 'enemies'; write one that has none")


def _short(drawn: str, have: int) -> str:
    return f"{drawn}, and the bank has only {have} without 'enemies': write more or draw fewer"
