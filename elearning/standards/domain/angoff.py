"""The modified Angoff method: what a borderline candidate would know of each item, in the judgement of several experts.

Angoff WH. Scales, norms, and equivalent scores. In: Thorndike RL, editor. Educational measurement. 2nd ed. Washington:
American Council on Education; 1971. p. 508-600 (the footnote on p. 515: the probability instead of yes or no).
Cizek GJ, Bunch MB. Standard setting. Thousand Oaks: Sage; 2007. Chapter 6 (rounds, spread, standard error).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, sqrt

LEAST_JUDGES = 2
"""With one judge there is an opinion and no spread."""
DISCUSSED = 5
"""How many items with the largest spread are named for the discussion."""

Ratings = Mapping[str, int]
"""One judge's ratings: for each item's key the probability, in per cent from 0 to 100, that a borderline candidate
answers it rightly."""


@dataclass(frozen=True)
class ItemSpread:
    """What the judges said of one item, in per cent: ``ratings`` in their order, ``sd`` is between them."""

    item: str
    ratings: tuple[int, ...]

    @property
    def mean(self) -> Fraction:
        return Fraction(sum(self.ratings), len(self.ratings))

    @property
    def sd(self) -> float:
        return standard_deviation(self.ratings)

    @property
    def least(self) -> int:
        return min(self.ratings)

    @property
    def most(self) -> int:
        return max(self.ratings)


@dataclass(frozen=True)
class CutScore:
    """The result: ``judges`` has the cut score of each, in items and in their order, as an exact number.

    ``cut`` is their mean, in items of ``len(items)``; ``sd`` is the standard deviation between them and
    ``standard_error`` that of the mean (SD divided by the root of the number of judges), both in items.
    """

    items: tuple[ItemSpread, ...]
    judges: tuple[Fraction, ...]

    @property
    def cut(self) -> Fraction:
        return sum(self.judges, Fraction(0)) / len(self.judges)

    @property
    def percent(self) -> Fraction:
        """The cut score in per cent of the items, exactly."""
        return self.cut * 100 / len(self.items)

    @property
    def pass_percent(self) -> int:
        """The whole per cent that a policy takes: rounded up, so that nobody below the cut score passes; at least 1."""
        return max(1, ceil(self.percent))

    @property
    def sd(self) -> float:
        return standard_deviation(self.judges)

    @property
    def standard_error(self) -> float:
        return self.sd / sqrt(len(self.judges))

    @property
    def to_discuss(self) -> list[ItemSpread]:
        return most_spread(self.items)


@dataclass(frozen=True)
class TooFew:
    """There is no result: only ``judges`` have rated every item."""

    judges: int


def cut_score(items: Sequence[str], judges: Sequence[Ratings]) -> CutScore | TooFew:
    """Return the cut score of those ``judges`` who rated all of ``items`` (keys, in order).

    Who left an item out is not counted at all: a sum over fewer items would not be a cut score of this test. Of no
    items there is none.
    """
    complete = [ratings for ratings in judges if items and all(item in ratings for item in items)]
    if len(complete) < LEAST_JUDGES:
        return TooFew(len(complete))
    return CutScore(
        items=tuple(ItemSpread(item, tuple(ratings[item] for ratings in complete)) for item in items),
        judges=tuple(Fraction(sum(ratings[item] for item in items), 100) for ratings in complete),
    )


def spreads(items: Sequence[str], judges: Sequence[Ratings]) -> dict[str, ItemSpread]:
    """Return what was said of each item by whoever rated it, by its key; nothing of an item that nobody rated."""
    said = {item: tuple(ratings[item] for ratings in judges if item in ratings) for item in items}
    return {item: ItemSpread(item, ratings) for item, ratings in said.items() if ratings}


def most_spread(items: Iterable[ItemSpread]) -> list[ItemSpread]:
    """Return the items on which the judges differ most, the largest spread first; none on which they agree."""
    differing = [item for item in items if item.sd > 0]
    return sorted(differing, key=lambda item: (-item.sd, item.item))[:DISCUSSED]


def standard_deviation(values: Sequence[int | Fraction]) -> float:
    """Return the standard deviation of a sample (divisor n - 1); 0 for a single value. Exact up to the root."""
    if len(values) < LEAST_JUDGES:
        return 0.0
    mean = Fraction(sum(values, Fraction(0))) / len(values)
    return sqrt(sum(((value - mean) ** 2 for value in values), Fraction(0)) / (len(values) - 1))
