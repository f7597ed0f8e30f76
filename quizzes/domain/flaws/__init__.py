"""Item-writing flaws: weaknesses by which a test measures something else than what was learned.

After chapter 3 ("Technical Item Flaws") of the NBME Item-Writing Guide, 6th edition, National Board of Medical
Examiners, Philadelphia 2020: some flaws make an item hard for reasons that do not matter, others let those who are
good at tests guess. Each rule is a function named like its flaw; its docstring states the rule. Thresholds, word
lists and the rules for kinds that the guide does not treat are this project's. A warning is advice: whoever writes the
item decides.

The guide's repeated words (a word of the stem that only the right option holds) are left to the eye: in clinical items
the names of drugs and specimens repeat for good reasons, and no rule here told these from cues.
"""

from collections.abc import Callable, Sequence

from quizzes.domain.flaws import areas, bank, cues, kinds, leadins, options
from quizzes.domain.flaws.reading import text_of
from quizzes.domain.flaws.texts import (
    CaseText,
    Flaw,
    Found,
    HotspotText,
    ItemText,
    MatchingText,
    NumericText,
    ResponsesText,
    StatementsText,
    StepsText,
    Text,
)

__all__ = [
    "ENGLISH", "RULES", "Flaw", "ItemText", "flaws_of", "flaws_of_bank", "name_of", "text_of",
]  # fmt: skip

Rule = Callable[..., Found]

STEMS = (leadins.negative_lead_in, leadins.complicated_stem)
WORDS = (options.all_of_the_above, options.none_of_the_above, options.absolute_word, options.vague_frequency)
FORM = (options.heterogeneous_options, options.long_options, options.numeric_order, options.inconsistent_numbers)
CHOICE = (
    leadins.unfocused_lead_in,
    leadins.all_that_apply,
    *WORDS,
    *FORM,
    options.unparallel_options,
    options.repeated_beginning,
    options.number_of_options,
    cues.longest_option_cue,
)

RULES: dict[type[Text], tuple[Rule, ...]] = {
    Text: STEMS,
    ItemText: (*STEMS, *CHOICE, cues.grammatical_cue, cues.logical_cue, cues.convergence_cue),
    ResponsesText: (*STEMS, *CHOICE, kinds.unstated_number, kinds.wrong_number, kinds.lopsided_key),
    StatementsText: (
        *STEMS,
        options.absolute_word,
        options.vague_frequency,
        options.long_options,
        kinds.one_sided_statements,
        kinds.two_ideas,
        kinds.negative_statement,
    ),
    MatchingText: (
        *STEMS,
        *WORDS,
        *FORM,
        kinds.few_options,
        kinds.unordered_options,
        kinds.bare_vignette,
        kinds.one_answer_for_all,
    ),
    StepsText: (*STEMS, options.long_options, kinds.numbered_step, kinds.unstated_order),
    NumericText: (
        *STEMS,
        kinds.unit_not_asked,
        kinds.zero_tolerance,
        kinds.wide_tolerance,
        kinds.unstated_precision,
    ),
    HotspotText: (
        *STEMS,
        options.number_of_options,
        cues.longest_option_cue,
        areas.telling_label,
        areas.tiny_area,
        areas.overlapping_areas,
        areas.largest_area,
    ),
    CaseText: (leadins.complicated_stem, kinds.bare_case, kinds.missing_result, kinds.many_questions),
}
"""The rules by what they read of a kind of item, in the order in which they are reported."""

ENGLISH: frozenset[Rule] = frozenset(
    (
        leadins.unfocused_lead_in,
        leadins.negative_lead_in,
        leadins.all_that_apply,
        *WORDS,
        options.unparallel_options,
        cues.grammatical_cue,
        cues.logical_cue,
        cues.convergence_cue,
        kinds.unstated_number,
        kinds.wrong_number,
        kinds.two_ideas,
        kinds.negative_statement,
        kinds.numbered_step,
        kinds.unstated_order,
        kinds.unit_not_asked,
        kinds.unstated_precision,
    )
)
"""The rules that know English words; an item in another language is judged by the others."""


def name_of(rule: Rule) -> str:
    """Return the name of the flaw that ``rule`` finds, as authors look it up."""
    return rule.__name__.replace("_", "-")


def flaws_of(item: Text, *, english: bool = True) -> list[Flaw]:
    """Return the flaws of one item of any kind, and those of each question of a case at its place.

    ``english``: its words are English, so that the rules about words apply.
    """
    rules = [rule for rule in RULES[type(item)] if english or rule not in ENGLISH]
    found = [Flaw(name_of(rule), message, place) for rule in rules for place, message in rule(item)]
    for index, question in enumerate(item.questions if isinstance(item, CaseText) else ()):
        found += [
            Flaw(flaw.name, flaw.message, (*item.at(index), *flaw.place))
            for flaw in flaws_of(question, english=english)
        ]
    return found


def flaws_of_bank(items: Sequence[ItemText], *, shuffled: bool) -> list[Flaw]:
    """Return the flaws of the items as a whole. ``shuffled``: learners see the options in random order."""
    if len(items) < bank.LEAST_BANK:
        return []
    rules = bank.BANK_RULES if shuffled else (*bank.BANK_RULES, bank.key_position)
    return [Flaw(name_of(rule), message, place) for rule in rules for place, message in rule(items)]
