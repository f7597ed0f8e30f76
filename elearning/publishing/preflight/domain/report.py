"""The pre-flight of one edition: every rule of the chosen schemes with what was found."""

from collections.abc import Iterable
from dataclasses import dataclass

from elearning.publishing.preflight.domain.facts import Facts
from elearning.publishing.preflight.domain.rules import Finding, Rule, RuleSet, Verdict
from elearning.publishing.preflight.domain.rulesets.ama import AMA
from elearning.publishing.preflight.domain.rulesets.europe import ACOE, EACCME, EBAP, ESMO
from elearning.publishing.preflight.domain.rulesets.national import ITALY, NATIONAL, OWN
from elearning.publishing.preflight.domain.rulesets.site import SITE

RULE_SETS = {each.key: each for each in (SITE, AMA, EACCME, ACOE, EBAP, ESMO, ITALY, NATIONAL, OWN)}
"""Every set of rules by its key, the site's own first."""
CHOSEN_STATES = ("applied", "granted")


@dataclass(frozen=True)
class Checked:
    """A rule and what was found."""

    rule: Rule
    finding: Finding


@dataclass(frozen=True)
class Part:
    """The rules of one scheme."""

    rules: RuleSet
    checked: tuple[Checked, ...]

    def count(self, verdict: Verdict) -> int:
        return sum(each.finding.verdict is verdict for each in self.checked)

    @property
    def summary(self) -> str:
        """How many rules are met, not met, and to be looked at."""
        return ", ".join(f"{self.count(verdict)} {verdict}" for verdict in Verdict)


@dataclass(frozen=True)
class Report:
    """The parts in the order of RULE_SETS."""

    parts: tuple[Part, ...]

    @property
    def not_met(self) -> list[Checked]:
        return [each for part in self.parts for each in part.checked if each.finding.verdict is Verdict.NOT_MET]


def check(facts: Facts, schemes: Iterable[str]) -> Report:
    """Return the report on ``schemes`` (keys of RULE_SETS); the site's own rules are always part of it."""
    wanted = {SITE.key, *schemes}
    if unknown := wanted - RULE_SETS.keys():
        raise ValueError(f"no rules for {', '.join(sorted(unknown))}; there are {', '.join(RULE_SETS)}")
    return Report(tuple(_part(rules, facts) for rules in RULE_SETS.values() if rules.key in wanted))


def chosen_by(facts: Facts) -> list[str]:
    """Return the schemes of the accreditations that are applied for or granted, in the order of RULE_SETS."""
    found = {credit.scheme for credit in facts.credits if credit.state in CHOSEN_STATES}
    return [key for key in RULE_SETS if key in found]


def _part(rules: RuleSet, facts: Facts) -> Part:
    return Part(rules, tuple(Checked(rule, rule.check(facts)) for rule in rules.rules))
