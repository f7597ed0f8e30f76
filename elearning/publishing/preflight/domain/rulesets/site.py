"""What the site asks of every module: its acceptance criteria AC-1 to AC-19. Publishing refuses what is not met."""

from courses.domain.requirements import Rule as Requirement
from elearning.publishing.preflight.domain import checks as k
from elearning.publishing.preflight.domain.facts import Facts
from elearning.publishing.preflight.domain.rules import (
    Check,
    Finding,
    Rule,
    RuleSet,
    always,
    decide,
    listed,
    look,
    met,
    not_met,
)
from elearning.publishing.preflight.domain.rulesets.common import CLAIMED, REPORTED, WRITTEN, rule

MONTHS = 36

REQUIREMENTS = {
    Requirement.CLINICAL_REVIEW: ("The content was reviewed by clinicians who are named.", "A19"),
    Requirement.TRANSLATION_REVIEW: ("Every translation was reviewed by a clinician.", "site"),
    Requirement.AI_REVIEW: ("AC-19: text written with AI help was reviewed and signed off by a person.", "A22 A24"),
    Requirement.DISCLOSURE_MISSING: ("AC-4: every contributor has disclosed.", "A6 A7"),
    Requirement.DISCLOSURE_REFUSED: ("AC-4: nobody who declined to disclose contributes.", "A8"),
    Requirement.DISCLOSURE_STALE: ("AC-4: no disclosure is older than twelve months.", "A6 A7"),
    Requirement.DISCLOSURE_UNMITIGATED: ("AC-4: every relevant relationship was mitigated.", "A7"),
}
"""The rules of courses.domain.requirements, each as a sentence with its sources."""


def _requirement(name: Requirement) -> Check:
    def check(facts: Facts) -> Finding:
        found = [unmet for unmet in facts.unmet if unmet.rule == name]
        subjects = [unmet.subject for unmet in found if unmet.subject]
        return decide(not found, "nothing is open", listed(subjects) or "still open")

    return check


def _policy(facts: Facts) -> Finding:
    if facts.policy is None:
        return not_met("the module has no test")
    policy = facts.policy
    parts = [
        f"pass mark {policy.pass_percent} %",
        f"attempts: {policy.max_attempts or 'no limit'}",
        f"wait: {', '.join(map(str, policy.waits))} minutes",
        f"{facts.drawn} of {len(facts.items)} items",
        f"blueprint: {facts.blueprint_rows} rows" if facts.blueprint_rows else "no blueprint",
        f"items {'' if policy.shuffle_items else 'not '}shuffled",
        f"options {'' if policy.shuffle_options else 'not '}shuffled",
        f"time: {policy.time_limit_minutes or 'no limit'}{' minutes' if policy.time_limit_minutes else ''}",
        f"answers shown: {policy.reveal.value.replace('_', ' ')}",
    ]
    return met(", ".join(parts))


def _states(facts: Facts) -> Finding:
    if facts.demonstration:
        return met("a demonstration: no credit is printed, and the database refuses a granted accreditation")
    found = [f"{credit.label} ({credit.state})" for credit in facts.credits]
    return met(f"{listed(found) or 'no accreditation'}; {WRITTEN}")


def _steps(facts: Facts) -> Finding:
    odd = [
        f"{credit.label}: {credit.maximum}"
        for credit in facts.credits
        if credit.maximum and credit.maximum % credit.step
    ]
    return decide(not odd, f"decimal throughout; {CLAIMED}", f"not a multiple of the step: {listed(odd)}")


RULES: tuple[Rule, ...] = (
    rule(
        "site",
        "front-matter-first",
        "AC-1: the front matter is shown before the first slide, and who saw which version is stored.",
        "A1 A2",
        always("slides open only after “Start module” on that page; edition and statement of every start are stored"),
    ),
    rule("site", "fields", "AC-2: no required field of the front matter is empty.", "A1 A3 A5", k.all_fields),
    rule(
        "site",
        "disclosure-rows",
        "AC-3: the disclosure that learners read is generated from rows.",
        "A7 A9",
        k.disclosures_told,
    ),
    *(
        rule("site", each.value, sentence, sources, _requirement(each))
        for each, (sentence, sources) in REQUIREMENTS.items()
    ),
    rule("site", "no-logos", "AC-5: no picture, logo or mark stands in disclosures and support.", "A9 A10", k.no_logos),
    rule(
        "site",
        "disclosures-kept",
        "AC-6: what past learners were told of relationships stays retrievable.",
        "A7",
        always("statements are never changed; each start and each completion keeps the one that was shown"),
    ),
    rule(
        "site",
        "nothing-from-elsewhere",
        "AC-7: learning pages load nothing from elsewhere: no trackers, no advertising.",
        "A11 A12",
        k.no_promotion,
    ),
    rule(
        "site",
        "no-data-for-sponsors",
        "AC-8: nobody receives a learner's data without that learner's consent.",
        "A12",
        always(REPORTED),
    ),
    rule(
        "site",
        "generic-names",
        "AC-9: trade names are avoided, or there is a reason for them.",
        "A11 A27",
        look("read slides and items for trade names; check_module warns where it knows them"),
    ),
    rule(
        "site", "statement-by-state", "AC-10: what is said of credit follows from scheme and state.", "A18 E5", _states
    ),
    rule(
        "site",
        "credit-in-steps",
        "AC-11: credit is counted exactly, in the steps of its scheme, never above the maximum.",
        "A15 B6",
        _steps,
    ),
    rule("site", "dates", "AC-12: release, last review and last valid day are shown.", "A1 A13", k.dates_stated),
    rule(
        "site",
        "life",
        f"AC-12: no module lives longer than {MONTHS} months without review.",
        "A1 A13",
        k.life_of(MONTHS),
    ),
    rule(
        "site",
        "gates-in-order",
        "AC-13: slides, test, evaluation, claim and certificate follow each other, shown from the start.",
        "A20 E4",
        always("the journey on the module page lists every step with its state and the reason of each refusal"),
    ),
    rule(
        "site",
        "completion-day",
        "AC-14: certificates print the day of completion; the day of issue is stored beside it.",
        "A16",
        always("completion is the instant at which the test was submitted; both are printed and stored"),
    ),
    rule(
        "site",
        "records",
        "AC-15: completions are immutable and kept for at least six years, whatever becomes of module and account.",
        "A16 A17",
        k.records_kept,
    ),
    rule("site", "policy", "AC-16: the rules of the test are fields, dated and shown.", "A3 E7 E9 R4", _policy),
    rule(
        "site",
        "enforced",
        "AC-17: the server enforces them: back button, two tabs, replayed requests.",
        "E9 R4",
        always("rules and wait are decided in the database's transaction; tests/attacks tries to get round them"),
    ),
    rule(
        "site",
        "items-tied",
        "AC-18: every item has an objective, a slide and a reference; every objective has an item.",
        "A19",
        k.items_tied,
    ),
    rule(
        "site",
        "ai-told",
        "AC-19: AI help is disclosed to learners with tool, date, task and reviewer.",
        "A22 A23 A24",
        k.ai_told,
    ),
)

SITE = RuleSet("site", "The rules of this site", RULES)
