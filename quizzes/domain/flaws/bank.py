"""Flaws of the items as a whole: habits that only many items show."""

from collections.abc import Sequence
from string import ascii_uppercase

from quizzes.domain.flaws.texts import Found, ItemText

LEAST_BANK = 5
VIGNETTE_WORDS = 15
MOST_KEYS_PERCENT = 40


def key_position(bank: Sequence[ItemText]) -> Found:
    """Where options are not shuffled, no place holds the right option in more than 40 % of the items."""
    places = [item.correct for item in bank]
    for place in sorted(set(places)):
        if _too_many(places.count(place), bank):
            letter = ascii_uppercase[place]
            yield (), f"the right option is {letter} in {places.count(place)} of {len(bank)} items; spread it evenly"


def mostly_recall(bank: Sequence[ItemText]) -> Found:
    """At least half of the items describe a situation: their stem has 15 words or more."""
    vignettes = sum(len(item.stem.split()) >= VIGNETTE_WORDS for item in bank)
    if vignettes * 2 < len(bank):
        said = f"{vignettes} of {len(bank)} items have a stem of {VIGNETTE_WORDS} words or more"
        yield (), f"{said}; let at least half of them describe a patient or a situation"


def key_is_longest_often(bank: Sequence[ItemText]) -> Found:
    """The right option is longer than all others in at most 40 % of the items."""
    longest = sum(len(item.options[item.correct]) > max(map(len, item.distractors), default=0) for item in bank)
    if _too_many(longest, bank):
        yield (), f"the right option is the longest in {longest} of {len(bank)} items; lengthen distractors"


BANK_RULES = (mostly_recall, key_is_longest_often)
"""Rules for a bank of at least five items; a smaller one says nothing about habits."""


def _too_many(count: int, bank: Sequence[ItemText]) -> bool:
    return count * 100 > MOST_KEYS_PERCENT * len(bank)
