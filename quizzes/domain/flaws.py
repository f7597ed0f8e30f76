"""Item-writing flaws: weaknesses by which a test measures something else than what was learned.

After chapter 3 ("Technical Item Flaws") of the NBME Item-Writing Guide, 6th edition, National Board of Medical
Examiners, Philadelphia 2020: some flaws make an item hard for reasons that do not matter, others let those who are
good at tests guess. Each rule is a function named like its flaw; its docstring states the rule. Thresholds and word
lists are this project's. A warning is advice: whoever writes the item decides.

The guide's repeated words (a word of the stem that only the right option holds) are left to the eye: in clinical items
the names of drugs and specimens repeat for good reasons, and no rule here told these from cues.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from courses.domain.markup import BOUND
from quizzes.domain.quantities import Quantity, quantity

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class ItemText:
    """An item as its reader sees it: plain text, without Markdown. ``correct`` is the index of the right option."""

    stem: str
    lead_in: str
    options: tuple[str, ...]
    correct: int

    @property
    def distractors(self) -> tuple[str, ...]:
        return self.options[: self.correct] + self.options[self.correct + 1 :]


@dataclass(frozen=True)
class Flaw:
    """A flaw found: its name, what was found and would be better, and its place within the item (or the bank)."""

    name: str
    message: str
    place: Place = ()


Found = Iterator[tuple[Place, str]]

LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
EMPHASIS = re.compile(r"[*`]+|(?<!\w)_+|_+(?!\w)")

LEAST_OPTIONS, MOST_OPTIONS = 4, 5
LONGER_THAN_MEAN, LONGER_THAN_NEXT, LONGER_BY = 1.35, 1.15, 12
VIGNETTE_WORDS = 15
LEAST_BANK = 5
MOST_KEYS_PERCENT = 40

LEAD_IN = ("lead_in",)
OPTIONS = ("options",)
NOUN = r"(?:statements?|answers?|options?|assertions?|claims?|sentences?|choices?|conclusions?|explanations?)"
ABOUT = r"(?:about|concerning|for|here|in|now|of|on|regarding|with)"
UNFOCUSED = re.compile(
    rf"(?:which|what)(?: one)?(?: of (?:the|these)(?: following)?)?(?: {NOUN})?(?: {ABOUT}\b.*?)? "
    r"(?:(?:is|are) (?:the )?(?:most |best )?(?:true|correct|right|accurate|valid|false|wrong|incorrect)"
    rf"|holds?(?: true)?|apply|applies)(?: (?:{ABOUT}|to)\b.*)?\W*",
    re.IGNORECASE,
)
NEGATIVE = re.compile(r"\b(?:not|except|least|incorrect)\b|\w+n['’]t\b", re.IGNORECASE)
FAIR_NEGATIVE = re.compile(r"\bwho (?:\w+ not|\w+n['’]t)\b|\bor not\b|\bnot only\b|\bat least\b", re.IGNORECASE)
OTHERS = r"(?:the others?|the other options|these|those)\W*$"
ALL_OF_THESE = re.compile(rf"\ball (?:of )?the above\b|^all (?:of )?{OTHERS}", re.IGNORECASE)
NONE_OF_THESE = re.compile(
    rf"\b(?:none|neither|both|any|some|two) of the above\b|^(?:none|neither|both|any|some|two) of {OTHERS}",
    re.IGNORECASE,
)
LETTERS = re.compile(r"(?:(?i:both|either|neither|only) )?[A-H](?:, ?[A-H])*,? (?:and|or|nor|&) [A-H](?: only)?\W*")
ABSOLUTE = re.compile(
    r"(?<![\w-])(?:always|never|all|only|every|none|invariably|exclusively|impossible|without exception)(?![\w-])",
    re.IGNORECASE,
)
VAGUE = re.compile(
    r"(?<!\bmore )(?<!\bless )(?<!\bmost )(?<!\bleast )(?<!\bas )(?<!\bhow )"
    r"(?<![\w-])(?:often|usually|rarely|sometimes|frequently|occasionally|seldom|generally)(?![\w-])",
    re.IGNORECASE,
)
ARTICLE = re.compile(r"\b(an?)\W*$", re.IGNORECASE)
SENTENCE = re.compile(r"(?:\S+\s+){2,}\S*[\w)%][.!?]")


def plain(markdown: str) -> str:
    """Return the text that a reader sees of ``markdown``: figures without their addresses, no signs of emphasis."""
    text = LINK.sub(r"\1", BOUND.sub(r"\1", markdown))
    return " ".join(EMPHASIS.sub("", text).split())


def unfocused_lead_in(item: ItemText) -> Found:
    """The lead-in is a question or a sentence to complete, and can be answered with the options covered."""
    if item.lead_in.endswith((".", "!")) and not item.lead_in.endswith("..."):
        yield LEAD_IN, "the lead-in asks nothing; end it with a question mark, or leave a sentence to complete"
    elif UNFOCUSED.fullmatch(item.lead_in):
        message = "the lead-in asks for true or false; ask what can be answered with the options covered"
        yield LEAD_IN, message


def negative_lead_in(item: ItemText) -> Found:
    """The lead-in asks for what is right: no "not", "except", "least" or "incorrect" (but "who has not" may stand)."""
    if found := NEGATIVE.search(FAIR_NEGATIVE.sub("", item.lead_in)):
        yield LEAD_IN, f"'{found[0]}' turns the question round; ask for the right answer instead"


def all_of_the_above(item: ItemText) -> Found:
    """No option says that all others are right."""
    yield from _in_options(item, ALL_OF_THESE, "two right options give it away; write one more distractor")


def none_of_the_above(item: ItemText) -> Found:
    """No option is made of other options: "none of the above", "both of these", "A and C"."""
    better = "options are chosen for themselves; write one more distractor"
    yield from _in_options(item, NONE_OF_THESE, better)
    for index, option in enumerate(item.options):
        if LETTERS.fullmatch(option):
            yield (*OPTIONS, index), f"'{option}': {better}"


def absolute_word(item: ItemText) -> Found:
    """No option holds always, never, all, only … as a word of its own, unless every option does."""
    found = [ABSOLUTE.search(NONE_OF_THESE.sub("", ALL_OF_THESE.sub("", option))) for option in item.options]
    if all(found):
        return
    for index, word in enumerate(found):
        if word:
            yield (*OPTIONS, index), f"'{word[0]}': absolute words betray wrong options; say what holds for whom"


def vague_frequency(item: ItemText) -> Found:
    """No option holds often, usually, rarely … ("more often than" is a comparison, and clear)."""
    yield from _in_options(item, VAGUE, "readers take it for different shares; give the share or leave it out")


def longest_option_cue(item: ItemText) -> Found:
    """The right option does not stand out by its length.

    It does when it has more than 1.35 times the mean length of the others, more than 1.15 times the length of the
    longest of them, and at least 12 characters more than their mean.
    """
    right, others = len(item.options[item.correct]), [len(option) for option in item.distractors]
    if not others:
        return
    mean = sum(others) / len(others)
    if right > LONGER_THAN_MEAN * mean and right > LONGER_THAN_NEXT * max(others) and right >= mean + LONGER_BY:
        message = f"the right option has {right} characters, the others {mean:.0f} on average; even them out"
        yield (*OPTIONS, item.correct), message


def grammatical_cue(item: ItemText) -> Found:
    """After a lead-in that ends in "a" or "an" every option fits it."""
    if (article := ARTICLE.search(item.lead_in)) is None:
        return
    for index, option in enumerate(item.options):
        if takes_an(option) is (article[1].lower() == "a"):
            message = f"'{option}' does not follow '{article[1]}'; write 'a(n)', or the article in the options"
            yield (*OPTIONS, index), message


def heterogeneous_options(item: ItemText) -> Found:
    """The options are of one kind: all numbers or all words, all whole sentences or all fragments."""
    numeric = [quantity(option) is not None for option in item.options]
    sentences = [SENTENCE.fullmatch(option) is not None for option in item.options]
    if any(numeric) and not all(numeric):
        yield OPTIONS, "numbers stand beside words; make the options all of one kind"
    elif any(sentences) and not all(sentences):
        yield OPTIONS, "whole sentences stand beside fragments; make the options all of one kind"


def number_of_options(item: ItemText) -> Found:
    """An item has four or five options."""
    count = len(item.options)
    if not LEAST_OPTIONS <= count <= MOST_OPTIONS:
        yield OPTIONS, f"{count} options; write {LEAST_OPTIONS} or {MOST_OPTIONS}"


def numeric_order(item: ItemText) -> Found:
    """Numbers with one unit stand in ascending or descending order."""
    found = [quantity(option) for option in item.options]
    numbers = [number for number in found if number is not None]
    if len(numbers) < len(found) or len({number.unit for number in numbers}) > 1:
        return
    if numbers not in (sorted(numbers, key=Quantity.bounds), sorted(numbers, key=Quantity.bounds, reverse=True)):
        yield OPTIONS, "numbers are read in order; write them ascending or descending"


WORD_RULES = (
    unfocused_lead_in,
    negative_lead_in,
    all_of_the_above,
    none_of_the_above,
    absolute_word,
    vague_frequency,
    grammatical_cue,
)
"""The rules that know English words; an item in another language is judged by the others."""
FORM_RULES = (longest_option_cue, heterogeneous_options, number_of_options, numeric_order)


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


def name_of(rule: Callable[..., Found]) -> str:
    """Return the name of the flaw that ``rule`` finds, as authors look it up."""
    return rule.__name__.replace("_", "-")


def flaws_of(item: ItemText, *, english: bool = True) -> list[Flaw]:
    """Return the flaws of one item. ``english``: its words are English, so that the rules about words apply."""
    rules = (*WORD_RULES, *FORM_RULES) if english else FORM_RULES
    return [Flaw(name_of(rule), message, place) for rule in rules for place, message in rule(item)]


def flaws_of_bank(bank: Sequence[ItemText], *, shuffled: bool) -> list[Flaw]:
    """Return the flaws of the items as a whole. ``shuffled``: learners see the options in random order."""
    if len(bank) < LEAST_BANK:
        return []
    rules = BANK_RULES if shuffled else (*BANK_RULES, key_position)
    return [Flaw(name_of(rule), message, place) for rule in rules for place, message in rule(bank)]


def takes_an(text: str) -> bool | None:
    """Whether ``text`` is spoken after "an"; None where only the ear could tell (abbreviations, numbers)."""
    word = re.match(r"[^\W\d_]*", text)[0]
    if not word or (len(word) > 1 and word.isupper()) or re.match(r"\w*\d", text):
        return None
    if re.match(r"uni(?!n|m)|us[aeu]|ut[ei]|eu|one\b|once\b", word, re.IGNORECASE):
        return False
    return word[0].lower() in "aeiou" or bool(re.match(r"hour|honest|honour|heir", word, re.IGNORECASE))


def _in_options(item: ItemText, pattern: re.Pattern[str], better: str) -> Found:
    for index, option in enumerate(item.options):
        if found := pattern.search(option):
            yield (*OPTIONS, index), f"'{found[0]}': {better}"


def _too_many(count: int, bank: Sequence[ItemText]) -> bool:
    return count * 100 > MOST_KEYS_PERCENT * len(bank)
