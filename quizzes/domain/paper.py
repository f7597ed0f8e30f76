"""The paper of an attempt: which items, in which order, with their options in which order."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypedDict

from quizzes.domain.blueprint import Cell, Row, allocate
from quizzes.domain.enemies import peaceful
from quizzes.domain.kinds import Content, Order, kind_of
from quizzes.domain.policy import Policy


class PaperItem(TypedDict):
    """One place of a paper. ``options`` is the order of the item's kind: mostly original indexes in the order shown."""

    item: str
    options: Order


@dataclass(frozen=True)
class BankItem:
    """What the draw needs to know of an item of the bank."""

    key: str
    kind: str
    content: Content
    objectives: frozenset[str]
    cell: Cell = ("", "")
    enemies: frozenset[str] = frozenset()


def draw_paper(
    bank: Sequence[BankItem],
    policy: Policy,
    random: Random,
    blueprint: Sequence[Row] = (),
    seen: Collection[str] = (),
) -> list[PaperItem]:
    """Return the paper that ``random`` (seeded by the caller) draws from ``bank``: the same seed, the same paper.

    Of items that serve alike, those are drawn first whose keys are not ``seen``: a later attempt asks its siblings.

    Each row of the blueprint gives its part (``allocate``). Without one, whenever as many items are drawn as the bank
    has objectives, or more, every objective is served by one of them. Enemies meet only where nothing else is left.
    """
    count = policy.items_of(len(bank))
    pool = sorted(random.sample(bank, len(bank)), key=lambda item: item.key in seen)
    objectives = [] if blueprint else _objectives(pool, random)
    chosen = _choose(pool, count, blueprint, objectives)
    if _meet(chosen):
        together = peaceful({item.key: item.enemies for item in bank})
        chosen = _choose(sorted(pool, key=lambda item: item.key not in together), count, blueprint, objectives)
    if policy.shuffle_items:
        random.shuffle(chosen)
    else:
        chosen.sort(key=bank.index)
    return [PaperItem(item=item.key, options=_order(item, policy, random)) for item in chosen]


def _meet(chosen: Sequence[BankItem]) -> bool:
    keys = {item.key for item in chosen}
    return any(item.enemies & keys for item in chosen)


def _objectives(pool: Sequence[BankItem], random: Random) -> list[str]:
    objectives = sorted(frozenset().union(*(item.objectives for item in pool)))
    random.shuffle(objectives)
    return objectives


def _choose(pool: Sequence[BankItem], count: int, rows: Sequence[Row], objectives: Sequence[str]) -> list[BankItem]:
    chosen: list[BankItem] = []
    if rows:
        room = dict(zip((row.cell for row in rows), allocate(count, rows), strict=True))
        _add(pool, chosen, lambda item: sum(each.cell == item.cell for each in chosen) < room.get(item.cell, 0))
        return chosen

    def up_to(number: int) -> Callable[[BankItem], bool]:
        return lambda _: len(chosen) < number

    for objective in objectives:
        if not any(objective in item.objectives for item in chosen):
            _add([item for item in pool if objective in item.objectives], chosen, up_to(len(chosen) + 1))
    _add(pool, chosen, up_to(count))
    return chosen[:count]


def _add(pool: Sequence[BankItem], chosen: list[BankItem], has_room: Callable[[BankItem], bool]) -> None:
    """Add those of ``pool``, in its order, for which there is room; enemies of the chosen only where room remains."""
    keys = {item.key for item in chosen}
    for may_meet in (False, True):
        for item in pool:
            if item.key not in keys and (may_meet or not item.enemies & keys) and has_room(item):
                chosen.append(item)
                keys.add(item.key)


def _order(item: BankItem, policy: Policy, random: Random) -> Order:
    return kind_of(item.kind).order(item.content, random, shuffle=policy.shuffle_options)
