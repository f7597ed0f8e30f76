"""Cues: what lets those who are good at tests find the right option without knowing the subject."""

import re
from collections import Counter

from quizzes.domain.flaws.texts import Found, ItemText, Text

LONGER_THAN_MEAN, LONGER_THAN_NEXT, LONGER_BY = 1.35, 1.15, 12
LEAST_CONVERGENT, LEAST_PARTS = 4, 2

ARTICLE = re.compile(r"\b(an?)\W*$", re.IGNORECASE)
PARTS = re.compile(r"\s*(?:[,;+]|\band\b|\bwith\b)\s*", re.IGNORECASE)
OPPOSITES = (
    {"increase", "decrease"},
    {"increased", "decreased", "unchanged", "normal"},
    {"increases", "decreases"},
    {"higher", "lower", "equal", "similar"},
    {"longer", "shorter", "equal", "similar"},
    {"faster", "slower"},
    {"more", "less", "fewer"},
    {"positive", "negative"},
    {"present", "absent"},
    {"with", "without"},
    {"before", "after"},
)


def longest_option_cue(item: Text) -> Found:
    """The right options do not stand out by their length.

    They do when the shortest of them has more than 1.35 times the mean length of the others, more than 1.15 times the
    length of the longest of the others, and at least 12 characters more than their mean.
    """
    others = [len(option) for option in item.distractors]
    if not others or not item.right:
        return
    right, mean = min(len(item.options[index]) for index in item.right), sum(others) / len(others)
    if right > LONGER_THAN_MEAN * mean and right > LONGER_THAN_NEXT * max(others) and right >= mean + LONGER_BY:
        message = f"the right option has {right} characters, the others {mean:.0f} on average; even them out"
        yield item.at(item.right[0]), message


def grammatical_cue(item: Text) -> Found:
    """After a lead-in that ends in "a" or "an" every option fits it."""
    if (article := ARTICLE.search(item.lead_in)) is None:
        return
    for index, option in enumerate(item.options):
        if takes_an(option) is (article[1].lower() == "a"):
            message = f"'{option}' does not follow '{article[1]}'; write 'a(n)', or the article in the options"
            yield item.at(index), message


def logical_cue(item: ItemText) -> Found:
    """No two options are each other's opposites when the right one is among them and the rest stand for themselves.

    "Higher dose" and "lower dose" beside three unrelated options say that the answer is one of the two. Pairs balance
    each other: where all options have their opposite, nothing is given away, nor where each combines several parts.
    """
    if any(len(PARTS.split(option)) > 1 for option in item.options):
        return
    twins = {
        index: others
        for index, option in enumerate(item.options)
        if (others := [i for i, other in enumerate(item.options) if _opposed(option, other)])
    }
    if item.correct in twins and len(twins) == len(twins[item.correct]) + 1 < len(item.options):
        pair = " and ".join(f"'{item.options[index]}'" for index in sorted(twins))
        yield item.at(item.correct), f"{pair} cover all that is possible between them; give the others an opposite too"


def convergence_cue(item: ItemText) -> Found:
    """The right option is not the one that has most in common with the others.

    It is when all options have as many parts (joined by a comma, "and" or "with"), two or more, and in each place the
    part of the right one is in more options than any other, and in half of them at least.
    """
    parts = [[part.casefold() for part in PARTS.split(option)] for option in item.options]
    if len(parts) < LEAST_CONVERGENT or len({len(part) for part in parts}) > 1 or len(parts[0]) < LEAST_PARTS:
        return
    columns = [
        (Counter(column), part) for column, part in zip(zip(*parts, strict=True), parts[item.correct], strict=True)
    ]
    varied = [(counts.pop(part), counts) for counts, part in columns if len(counts) > 1]
    if len(varied) >= LEAST_PARTS and all(
        count * 2 >= len(parts) and count > max(others.values()) for count, others in varied
    ):
        yield item.at(item.correct), "the right option has most in common with the others; combine parts evenly"


def takes_an(text: str) -> bool | None:
    """Whether ``text`` is spoken after "an"; None where only the ear could tell (abbreviations, numbers)."""
    word = re.match(r"[^\W\d_]*", text)[0]
    if not word or (len(word) > 1 and word.isupper()) or re.match(r"\w*\d", text):
        return None
    if re.match(r"uni(?!n|m)|us[aeu]|ut[ei]|eu|one\b|once\b", word, re.IGNORECASE):
        return False
    return word[0].lower() in "aeiou" or bool(re.match(r"hour|honest|honour|heir", word, re.IGNORECASE))


def _opposed(one: str, other: str) -> bool:
    """Whether two options are the same but for a word and its opposite."""
    first, second = one.casefold().split(), other.casefold().split()
    if len(first) != len(second):
        return False
    different = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
    return len(different) == 1 and any(set(different[0]) <= group for group in OPPOSITES)
