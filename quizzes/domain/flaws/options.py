"""Flaws of options, statements, steps and labels: what single ones say, and how they stand beside each other."""

import re
from itertools import pairwise

from quizzes.domain.flaws.texts import Found, Text
from quizzes.domain.quantities import Quantity, quantity

MOST_WORDS, MOST_MEAN_WORDS = 35, 22
REPEATED_WORDS = 3
LEAST_ALIKE = 3

OTHERS = r"(?:the others?|the other options|these|those)\W*$"
ALL_OF_THESE = re.compile(rf"\ball (?:of )?the above\b|^all (?:of )?{OTHERS}", re.IGNORECASE)
NONE_OF_THESE = re.compile(
    rf"\b(?:none|neither|both|any|some|two) of the above\b|^(?:none|neither|both|any|some|two) of {OTHERS}",
    re.IGNORECASE,
)
LETTERS = re.compile(r"(?:(?i:both|either|neither|only) )?[A-H](?:, ?[A-H])*,? (?:and|or|nor|&) [A-H](?: only)?\W*")
ABSOLUTE = re.compile(
    r"(?<![\w-])(?!(?-i:ALL)\b)"  # the leukaemia
    r"(?:always|never|all|only|none|invariably|exclusively|impossible|without exception"
    r"|every(?! (?:\d|other|few|two|three|four|six|hour|day|night|morning|evening|week|month|year)))(?![\w-])",
    re.IGNORECASE,
)
VAGUE = re.compile(
    r"(?<!\bmore )(?<!\bless )(?<!\bmost )(?<!\bleast )(?<!\bas )(?<!\bhow )"
    r"(?<![\w-])(?:often|usually|rarely|sometimes|frequently|occasionally|seldom|generally)(?![\w-])",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?:\S+\s+){2,}\S*[\w)%][.!?]")
NO_MEASURE = re.compile(r"\d[^\W\d_]|\d/\d")  # "46XX", 1/10, 120/80
CLAUSE = re.compile(r"(?:to [a-z]+|because|since|when|if|although|by [a-z]+ing)\b", re.IGNORECASE)


def all_of_the_above(item: Text) -> Found:
    """No option says that all others are right."""
    yield from _in_options(item, ALL_OF_THESE, "two right options give it away; write one more distractor")


def none_of_the_above(item: Text) -> Found:
    """No option is made of other options: "none of the above", "both of these", "A and C"."""
    better = "options are chosen for themselves; write one more distractor"
    yield from _in_options(item, NONE_OF_THESE, better)
    for index, option in enumerate(item.options):
        if LETTERS.fullmatch(option):
            yield item.at(index), f"'{option}': {better}"


def absolute_word(item: Text) -> Found:
    """No option holds always, never, all, only … as a word of its own, unless every option does."""
    found = [ABSOLUTE.search(NONE_OF_THESE.sub("", ALL_OF_THESE.sub("", option))) for option in item.options]
    if all(found):
        return
    for index, word in enumerate(found):
        if word:
            yield item.at(index), f"'{word[0]}': absolute words betray wrong options; say what holds for whom"


def vague_frequency(item: Text) -> Found:
    """No option holds often, usually, rarely … ("more often than" is a comparison, and clear)."""
    yield from _in_options(item, VAGUE, "readers take it for different shares; give the share or leave it out")


def long_options(item: Text) -> Found:
    """Options are short: at most 35 words each, at most 22 on average; what they share belongs in the stem."""
    counts = [len(option.split()) for option in item.options]
    for index, count in enumerate(counts):
        if count > MOST_WORDS:
            yield item.at(index), f"{count} words; let the stem say more and the option less"
            return
    if counts and sum(counts) > MOST_MEAN_WORDS * len(counts):
        yield (item.listed,), f"{sum(counts) / len(counts):.0f} words on average; let the stem say more"


def repeated_beginning(item: Text) -> Found:
    """What all options begin with (three words or more) stands once, in the lead-in."""
    beginnings = {tuple(option.split()[:REPEATED_WORDS]) for option in item.options}
    if len(item.options) > 1 and len(beginnings) == 1 and len(words := beginnings.pop()) == REPEATED_WORDS:
        yield (item.listed,), f"all begin with '{' '.join(words)}'; put it into the lead-in"


def heterogeneous_options(item: Text) -> Found:
    """The options are of one kind: all numbers or all words, all whole sentences or all fragments."""
    numeric = [_measure(option) is not None for option in item.options]
    sentences = [SENTENCE.fullmatch(option) is not None for option in item.options]
    if any(numeric) and not all(numeric):
        yield (item.listed,), "numbers stand beside words; make the options all of one kind"
    elif any(sentences) and not all(sentences):
        yield (item.listed,), "whole sentences stand beside fragments; make the options all of one kind"


def unparallel_options(item: Text) -> Found:
    """All options begin in the same form; one "to …", "because …" or "by …ing" among nouns stands out."""
    clauses = [index for index, option in enumerate(item.options) if CLAUSE.match(option)]
    if len(clauses) == 1 and len(item.options) >= LEAST_ALIKE:
        yield item.at(clauses[0]), f"'{item.options[clauses[0]]}' begins otherwise than the others; use one form"


def number_of_options(item: Text) -> Found:
    """A single best answer has four or five options, a multiple response four to eight, a picture three to eight."""
    count, (least, most) = len(item.options), item.LIMITS
    if not least <= count <= most:
        wanted = f"{least} or {most}" if most == least + 1 else f"{least} to {most}"
        yield (item.listed,), f"{count} {item.listed}; write {wanted}"


def numeric_order(item: Text) -> Found:
    """Numbers with one unit stand in ascending or descending order."""
    numbers = _numbers(item)
    if len({number.unit for number in numbers}) != 1:
        return
    if numbers not in (sorted(numbers, key=Quantity.bounds), sorted(numbers, key=Quantity.bounds, reverse=True)):
        yield (item.listed,), "numbers are read in order; write them ascending or descending"


def inconsistent_numbers(item: Text) -> Found:
    """Numbers are given in one way: with the same unit, all as ranges or none, and no range within another."""
    numbers = sorted(_numbers(item), key=Quantity.bounds)
    if len({number.unit for number in numbers}) > 1:
        units = ", ".join(sorted({number.unit or "none" for number in numbers}))
        yield (item.listed,), f"numbers with different units ({units}); use one"
    elif len({number.least < number.most for number in numbers}) > 1:
        yield (item.listed,), "ranges stand beside single numbers; use one or the other"
    elif any(second.least < first.most for first, second in pairwise(numbers)):
        yield (item.listed,), "ranges overlap, so two can hold; set them apart"


def _numbers(item: Text) -> list[Quantity]:
    """Return the options as quantities; none where any of them is something else."""
    found = [_measure(option) for option in item.options]
    return [number for number in found if number is not None] if None not in found else []


def _measure(option: str) -> Quantity | None:
    return None if NO_MEASURE.search(option) else quantity(option)


def _in_options(item: Text, pattern: re.Pattern[str], better: str) -> Found:
    for index, option in enumerate(item.options):
        if found := pattern.search(option):
            yield item.at(index), f"'{found[0]}': {better}"
