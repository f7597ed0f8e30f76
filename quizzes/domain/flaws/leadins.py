"""Flaws of stem and lead-in, whatever the kind of the item."""

import re

from quizzes.domain.flaws.texts import LEAD_IN, STEM, Found, ItemText, ResponsesText, Text

MOST_STEM_WORDS, MOST_LEAD_IN_WORDS = 250, 40

NOUN = r"(?:statements?|answers?|options?|assertions?|claims?|sentences?|choices?|conclusions?|explanations?)"
ABOUT = r"(?:about|concerning|for|here|in|now|of|on|regarding|with)"
UNFOCUSED = re.compile(
    rf"(?:which|what)(?: one)?(?: of (?:the|these)(?: following)?)?(?: {NOUN})?(?: {ABOUT}\b.*?)? "
    r"(?:(?:is|are) (?:the )?(?:most |best )?(?:true|correct|right|accurate|valid|false|wrong|incorrect)"
    rf"|holds?(?: true)?|apply|applies)(?: (?:{ABOUT}|to)\b.*)?\W*",
    re.IGNORECASE,
)
NEGATIVE = re.compile(r"\b(?:not|except|least|incorrect)\b|\w+n['’]t\b", re.IGNORECASE)
FAIR_NEGATIVE = re.compile(
    r"\b(?:who|that) (?:\w+ not|\w+n['’]t)\b|\bnot being\b|\bor not\b|\bnot only\b|\bat least\b", re.IGNORECASE
)
ALL_THAT_APPLY = re.compile(r"\ball (?:of )?(?:those |the \w+ )?(?:that|which) (?:apply|applies)\b", re.IGNORECASE)


def unfocused_lead_in(item: ItemText | ResponsesText) -> Found:
    """The lead-in is a question or a sentence to complete, and can be answered with the options covered."""
    if UNFOCUSED.fullmatch(item.lead_in):
        message = "the lead-in asks for true or false; ask what can be answered with the options covered"
        yield LEAD_IN, message
    elif isinstance(item, ItemText) and item.lead_in.endswith((".", "!")) and not item.lead_in.endswith("..."):
        yield LEAD_IN, "the lead-in asks nothing; end it with a question mark, or leave a sentence to complete"


def negative_lead_in(item: Text) -> Found:
    """The lead-in asks for what is right: no "not", "except", "least" or "incorrect" ("who has not" may stand)."""
    if found := NEGATIVE.search(FAIR_NEGATIVE.sub("", item.lead_in)):
        yield LEAD_IN, f"'{found[0]}' turns the question round; ask for the right answer instead"


def all_that_apply(item: ItemText | ResponsesText) -> Found:
    """No lead-in asks for "all that apply": each option is a question of its own then, and the number a riddle."""
    if found := ALL_THAT_APPLY.search(item.lead_in):
        better = "one is right" if isinstance(item, ItemText) else f"say that {len(item.right)} are right"
        yield LEAD_IN, f"'{found[0]}' leaves open how many; {better}"


def complicated_stem(item: Text) -> Found:
    """The stem has at most 250 words and the lead-in 40: what matters is the problem, not its length."""
    for place, text, most in (
        (STEM, item.stem, MOST_STEM_WORDS),
        (LEAD_IN, item.lead_in, MOST_LEAD_IN_WORDS),
    ):
        if (count := len(text.split())) > most:
            yield place, f"{count} words; leave out what the answer does not need (at most {most})"
