"""The paper of an attempt: which items, in which order, with their options in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TypedDict

from quizzes.domain.blueprint import Cell, Row, allocate
from quizzes.domain.policy import Policy


class PaperItem(TypedDict):
    """One place of a paper. ``options`` holds the options' original indexes (from 0) in the order shown."""

    item: str
    options: list[int]


@dataclass(frozen=True)
class BankItem:
    """What the draw needs to know of an item of the bank."""

    key: str
    objectives: frozenset[str]
    option_count: int
    cell: Cell = ("", "")


def draw_paper(
    bank: Sequence[BankItem], policy: Policy, random: Random, blueprint: Sequence[Row] = ()
) -> list[PaperItem]:
    """Return the paper that ``random`` (seeded by the caller) draws from ``bank``: the same seed, the same paper.

    Each row of the blueprint gives its part (``allocate``). Without one, whenever as many items are drawn as the bank
    has objectives, or more, every objective is served by one of them.
    """
    count = policy.items_of(len(bank))
    chosen = _choose_by_row(bank, count, random, blueprint) if blueprint else _choose(bank, count, random)
    if policy.shuffle_items:
        random.shuffle(chosen)
    else:
        chosen.sort(key=bank.index)
    return [PaperItem(item=item.key, options=_option_order(item, policy, random)) for item in chosen]


def _choose(bank: Sequence[BankItem], count: int, random: Random) -> list[BankItem]:
    pool = random.sample(bank, len(bank))
    objectives = sorted(frozenset().union(*(item.objectives for item in bank)))
    random.shuffle(objectives)
    chosen: list[BankItem] = []
    for objective in objectives:
        if not any(objective in item.objectives for item in chosen):
            chosen.append(next(item for item in pool if objective in item.objectives))
    rest = [item for item in pool if item not in chosen]
    return [*chosen, *rest][:count]


def _choose_by_row(bank: Sequence[BankItem], count: int, random: Random, rows: Sequence[Row]) -> list[BankItem]:
    return [
        item
        for row, number in zip(rows, allocate(count, rows), strict=True)
        for item in random.sample([item for item in bank if item.cell == row.cell], number)
    ]


def _option_order(item: BankItem, policy: Policy, random: Random) -> list[int]:
    order = list(range(item.option_count))
    if policy.shuffle_options:
        random.shuffle(order)
    return order
