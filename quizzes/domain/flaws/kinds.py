"""Flaws that only one kind of item can have: statements, extended matching, ordering, numbers, cases."""

import re
from decimal import Decimal, InvalidOperation

from quizzes.domain.flaws.leadins import FAIR_NEGATIVE
from quizzes.domain.flaws.texts import (
    LEAD_IN,
    STEM,
    CaseText,
    Found,
    MatchingText,
    NumericText,
    ResponsesText,
    StatementsText,
    StepsText,
)
from quizzes.domain.quantities import quantity

DESCRIPTION_WORDS = 8
CASE_WORDS = 15
MOST_QUESTIONS = 5
WIDE_PERCENT = 25
LEAST_WRONG = 2

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight")
COUNT = re.compile(rf"\b({'|'.join(NUMBERS)}|[1-8])\b(?! (?:or|to) )", re.IGNORECASE)
CHOOSE_ALL = re.compile(r"\b(?:choose|select|mark|tick|name|identify)\b.*\b(?:all|each|every)\b", re.IGNORECASE)
TWO_IDEAS = re.compile(
    r";|\b(?:because|therefore|whereas|although|while)\b|, (?:but|so|which is why)\b"
    r"|, and (?:it|they|he|she|this|that|these|those|its|their)\b",
    re.IGNORECASE,
)
NOT = re.compile(r"\b(?:not|no|never|neither|cannot)\b|\w+n['’]t\b", re.IGNORECASE)
NUMBERED = re.compile(
    r"(?:first(?:ly| of all)?|second(?:ly)?|third(?:ly)?|next), |step \d|\d+[.)]\s"
    r"|(?:then|after (?:that|this)|afterwards|finally|lastly)\b",
    re.IGNORECASE,
)
FROM_WHERE = re.compile(
    r"\b(?:first|last|earliest|latest|begin(?:ning)?|start(?:ing)?|top|from|before|after|order of|sequence)\b",
    re.IGNORECASE,
)
PRECISION = re.compile(
    r"\b(?:decimals?|nearest|whole|round(?:ed)?|within|tolerance|exact(?:ly)?|significant)\b|±|\bplus or minus\b",
    re.IGNORECASE,
)
UNITS = {
    "%": ("per cent", "percent", "percentage"),
    "mg": ("milligram",),
    "g": ("gram",),
    "ml": ("millilitre", "milliliter"),
}


def unstated_number(item: ResponsesText) -> Found:
    """The lead-in says how many options to choose ("Which two …?"), or to choose each that meets a rule it states."""
    found = COUNT.search(item.lead_in)
    if found is None and not CHOOSE_ALL.search(item.lead_in):
        yield LEAD_IN, f"say how many to choose ({len(item.correct)}), or that all which meet the stated rule are asked"


def wrong_number(item: ResponsesText) -> Found:
    """The number that the lead-in asks for is the number of the right options."""
    counts = {_count(word) for word in COUNT.findall(item.lead_in)}
    if len(counts) == 1 and counts != {len(item.correct)}:
        yield LEAD_IN, f"it asks for {counts.pop()}, but {len(item.correct)} options are right"


def lopsided_key(item: ResponsesText) -> Found:
    """More than one option is right, and more than one is wrong."""
    if len(item.correct) == 1:
        yield (item.listed,), "a single option is right; make it a single best answer"
    elif len(item.distractors) < LEAST_WRONG:
        message = "one wrong option" if item.distractors else "no wrong option"
        yield (item.listed,), f"{message} among {len(item.options)}; write more that a learner could take for right"


def one_sided_statements(item: StatementsText) -> Found:
    """Some statements hold and some do not."""
    if len(item.holds) > 1 and len(set(item.holds)) == 1:
        yield (item.listed,), f"{'all' if item.holds[0] else 'no'} statements hold; mix true and false ones"


def two_ideas(item: StatementsText) -> Found:
    """A statement says one thing, so that it is true or false as a whole: no reasons, no second clause."""
    for index, statement in enumerate(item.options):
        if found := TWO_IDEAS.search(statement):
            yield item.at(index), f"'{found[0]}' joins two ideas, of which one may be true; split the statement"


def negative_statement(item: StatementsText) -> Found:
    """No statement is negative: to call a denial false is to deny twice (a clause may be: "who has not")."""
    for index, statement in enumerate(item.options):
        if found := NOT.search(FAIR_NEGATIVE.sub("", statement)):
            yield item.at(index), f"'{found[0]}' makes 'false' a double negative; state what is the case"


def few_options(item: MatchingText) -> Found:
    """The list is longer than the number of vignettes, so that the last one cannot be found by elimination."""
    if len(item.options) <= len(item.vignettes):
        yield (item.listed,), f"{len(item.options)} options for {len(item.vignettes)} vignettes; write more options"


def unordered_options(item: MatchingText) -> Found:
    """A long list is looked up: alphabetical, or numbers in their order."""
    if any(quantity(option) is not None for option in item.options):
        return
    folded = [re.sub(r"\W+", " ", option).strip().casefold() for option in item.options]
    if folded != sorted(folded):
        index = next(i for i in range(1, len(folded)) if folded[i] < folded[i - 1])
        yield item.at(index), f"'{item.options[index]}' breaks the alphabetical order, in which a list is searched"


def bare_vignette(item: MatchingText) -> Found:
    """Each vignette describes a patient or a situation, in eight words at least."""
    for index, vignette in enumerate(item.vignettes):
        if (count := len(vignette.split())) < DESCRIPTION_WORDS:
            yield ("vignettes", index), f"{count} words; describe the patient or the situation"


def one_answer_for_all(item: MatchingText) -> Found:
    """The vignettes do not all have the same answer."""
    if len(item.answers) > 1 and len(set(item.answers)) == 1:
        yield ("vignettes",), f"all match '{item.options[item.answers[0]]}'; let them differ"


def numbered_step(item: StepsText) -> Found:
    """No step says its own place: "First, …", "then", "step 2"."""
    for index, step in enumerate(item.options):
        if found := NUMBERED.match(step):
            yield item.at(index), f"'{found[0].strip()}' tells the place of the step; leave it out"


def unstated_order(item: StepsText) -> Found:
    """The lead-in says what the order goes by and where it begins ("by date of approval, the earliest first")."""
    if not FROM_WHERE.search(item.lead_in):
        yield LEAD_IN, "say what the order goes by and which step comes first"


def unit_not_asked(item: NumericText) -> Found:
    """Stem or lead-in names the unit of the answer, unless the learner chooses it."""
    if not item.unit or len(item.units) > 1:
        return
    names = (item.unit, *UNITS.get(item.unit.casefold(), ()))
    if not any(re.search(rf"(?<!\w){re.escape(name)}s?(?!\w)", item.lead_in, re.IGNORECASE) for name in names):
        yield LEAD_IN, f"say that the answer is wanted in '{item.unit}'"


def zero_tolerance(item: NumericText) -> Found:
    """An answer with decimals is rounded, so that it needs a tolerance."""
    answer, tolerance = _decimal(item.answer), _decimal(item.tolerance)
    if answer is not None and answer != answer.to_integral_value() and not tolerance:
        yield ("answer",), f"'{item.answer}' is rounded, and who rounds otherwise is wrong; give a tolerance"


def wide_tolerance(item: NumericText) -> Found:
    """The tolerance is less than a quarter of the answer."""
    answer, tolerance = _decimal(item.answer), _decimal(item.tolerance)
    if answer and tolerance and tolerance * 100 >= abs(answer) * WIDE_PERCENT:
        yield ("tolerance",), f"{item.tolerance} on {item.answer} lets guesses pass; narrow it"


def unstated_precision(item: NumericText) -> Found:
    """Where the answer is rounded, the lead-in says how precise it must be ("to one decimal", "within 0.2")."""
    answer, tolerance = _decimal(item.answer), _decimal(item.tolerance)
    rounded = bool(tolerance) or (answer is not None and answer != answer.to_integral_value())
    if rounded and not PRECISION.search(item.lead_in):
        yield LEAD_IN, "say how precise the answer must be: to how many decimals, or within which tolerance"


def bare_case(item: CaseText) -> Found:
    """The stem describes the case in 15 words at least, so that the questions cannot be answered without it."""
    if (count := len(item.stem.split())) < CASE_WORDS:
        yield STEM, f"{count} words; describe the patient, so that the questions need the case"


def missing_result(item: CaseText) -> Found:
    """Each question after the first begins with a new result."""
    for index, result in enumerate(item.results):
        if index and not result:
            yield item.at(index), "nothing new is disclosed; give a result, or make it an item of its own"


def many_questions(item: CaseText) -> Found:
    """A case has at most five questions: they hang together, and count as one item."""
    if (count := len(item.questions)) > MOST_QUESTIONS:
        yield (item.listed,), f"{count} questions; at most {MOST_QUESTIONS} in a case"


def _count(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS.index(word.casefold()) + 1


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ".")) if text else None
    except InvalidOperation:
        return None
