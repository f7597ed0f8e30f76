"""National bodies: what holds for any of them, and Italy's distance learning (ECM-FAD), whose rules are public."""

from math import ceil

from elearning.publishing.preflight.domain import checks as k
from elearning.publishing.preflight.domain import credit as c
from elearning.publishing.preflight.domain.facts import Credit, Facts
from elearning.publishing.preflight.domain.rules import (
    Finding,
    RuleSet,
    always,
    by_hand,
    decide,
    each_credit,
    listed,
    look,
    never,
    not_met,
)
from elearning.publishing.preflight.domain.rulesets.common import CLAIMED, WRITTEN, of_credit, rule
from quizzes.domain.policy import Reveal

ITEMS_PER_CREDIT, OPTIONS, MOST_ATTEMPTS, PASS_PERCENT = 3, 4, 5, 75
HOUR = 60
ONLY_WHEN_OVER = (Reveal.NEVER, Reveal.AFTER_PASS, Reveal.AFTER_FINAL_ATTEMPT)


def _items_per_credit(facts: Facts, credit: Credit) -> Finding:
    if credit.maximum is None:
        return by_hand(c.NOTHING_YET)
    wanted = ceil(credit.maximum * ITEMS_PER_CREDIT)
    said = f"{facts.drawn} items for {credit.maximum} credits"
    return decide(facts.drawn >= wanted, said, f"{said}; {wanted} at least")


def _four_options(facts: Facts) -> Finding:
    odd = [f"{item.key} ({item.options})" for item in facts.items if item.options != OPTIONS or item.correct != 1]
    said = f"{len(facts.items)} items with {OPTIONS} options, one of them right"
    return decide(facts.items and not odd, said, f"otherwise: {listed(odd) or 'there is no item'}")


def _shuffled(facts: Facts) -> Finding:
    if facts.policy is None:
        return not_met("the module has no test")
    still = [
        name
        for name, on in (("items", facts.policy.shuffle_items), ("options", facts.policy.shuffle_options))
        if not on
    ]
    return decide(not still, "items and options are shuffled for every attempt", f"not shuffled: {listed(still)}")


def _attempts(facts: Facts) -> Finding:
    if facts.policy is None:
        return not_met("the module has no test")
    most = facts.policy.max_attempts
    said = f"attempts: {most or 'no limit'}"
    return decide(most is not None and most <= MOST_ATTEMPTS, said, f"{said}; {MOST_ATTEMPTS} at most")


def _revealed(facts: Facts) -> Finding:
    if facts.policy is None:
        return not_met("the module has no test")
    said = f"right answers are shown: {facts.policy.reveal.value.replace('_', ' ')}"
    return decide(facts.policy.reveal in ONLY_WHEN_OVER, said, said)


ITALY = RuleSet(
    "italy",
    "Italy, ECM distance learning (FAD)",
    (
        rule(
            "italy",
            "items",
            "There are three items for each credit at least.",
            "E9",
            each_credit(["national"], _items_per_credit),
        ),
        rule("italy", "options", "Each item has four options, one of them right.", "E9", _four_options),
        rule("italy", "shuffled", "Items and options are both in random order.", "E8 E9", _shuffled),
        rule("italy", "attempts", "There are five attempts at most.", "E8 E9", _attempts),
        rule("italy", "pass-mark", "75 % at least are right.", "E9", k.pass_mark_at_least(PASS_PERCENT)),
        rule("italy", "revealed", "Right answers are disclosed only when the course is over.", "E9", _revealed),
        rule(
            "italy",
            "order",
            "Lessons are taken in their order.",
            "E8",
            never("the site does not offer this: slides may be opened in any order; the test waits for all of them"),
        ),
        rule(
            "italy",
            "area",
            "Every learner has an area of their own.",
            "E8",
            always("“My learning”, behind the learner's account"),
        ),
        rule(
            "italy",
            "tracked",
            "All activity is tracked and can be downloaded.",
            "E8",
            look("slides, seconds, answers and attempts are stored; confirm the form of the download with the body"),
        ),
        rule(
            "italy",
            "evaluation",
            "A questionnaire on quality is filled in.",
            "E8",
            each_credit(["national"], c.evaluated),
        ),
        rule(
            "italy",
            "certificates",
            "Certificates of attendance and of ECM are given.",
            "E8",
            look("confirm the wording with the body"),
        ),
    ),
    "As two public texts of providers describe it; the decree itself was not read.",
)


def _named(facts: Facts, credit: Credit) -> Finding:
    return decide(credit.name, f"{credit.label}", "the accreditation does not say what its credit is called")


def _generic(key: str, title: str, words: str) -> RuleSet:
    return RuleSet(
        key,
        title,
        (
            rule(key, "named", "Body and credit are named.", "site", each_credit([key], _named)),
            rule(key, "number", "A granted accreditation has its number.", "site", each_credit([key], c.referenced)),
            rule(key, "faculty", "Who wrote it is shown, with credentials.", "A1 E1", k.credentials),
            rule(key, "time", "The time needed is shown.", "A1 E1", k.time_stated),
            rule(key, "dates", "Release, review and expiry are shown.", "A1 E1", k.dates_stated),
            rule(key, "assessment", "A test with a stated pass mark confirms achievement.", "A3 E1", k.assessed),
            rule(key, "sources", "References are given.", "A3 E1", k.sources_given),
            rule(
                key,
                "disclosed",
                "Everyone in control of content disclosed within twelve months.",
                "A6 E5",
                k.disclosed_by_all,
            ),
            rule(key, "mitigated", "Relevant relationships were mitigated.", "A7", k.mitigated),
            rule(
                key,
                "credit-time",
                "The maximum is not above an hour's credit for each hour.",
                "A14 E6",
                each_credit([key], c.within_time(HOUR)),
            ),
            rule(key, "claim", "Learners claim no more than they earned.", "A15 E6", always(CLAIMED)),
            rule(key, "statement", "What is printed follows from scheme and state.", "E5", always(WRITTEN)),
            rule(key, "own-rules", "The body's own rules are met.", "E10 E14", look(words)),
            *of_credit(key, "A15"),
        ),
    )


NATIONAL = _generic(
    "national",
    "A national body",
    "compare the rules of the body; some, such as Germany's, ask for numbers of event and learner",
)
OWN = _generic("own", "The provider's own scheme", "compare the rules that the provider made for its own credit")
