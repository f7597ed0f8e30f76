"""What a pre-flight rule is, and what checking one says. A rule is data: its check is a small pure function."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from elearning.publishing.preflight.domain.facts import Credit, Facts


class Verdict(StrEnum):
    MET = "met"
    NOT_MET = "not met"
    BY_HAND = "by hand"


@dataclass(frozen=True)
class Finding:
    """What a check found: the verdict and its evidence in words.

    ``by hand`` means that an administrator must look; it is never counted as met.
    """

    verdict: Verdict
    evidence: str


Check = Callable[[Facts], Finding]
CreditCheck = Callable[[Facts, Credit], Finding]


@dataclass(frozen=True)
class Rule:
    """One demand. Its key is "scheme.name"; ``sources`` are keys of ``sources.SOURCES``."""

    key: str
    sentence: str
    sources: tuple[str, ...]
    check: Check


@dataclass(frozen=True)
class RuleSet:
    """The rules of one scheme; ``note`` says what is doubtful about their sources."""

    key: str
    title: str
    rules: tuple[Rule, ...]
    note: str = ""


def met(evidence: str) -> Finding:
    return Finding(Verdict.MET, evidence)


def not_met(evidence: str) -> Finding:
    return Finding(Verdict.NOT_MET, evidence)


def by_hand(evidence: str) -> Finding:
    return Finding(Verdict.BY_HAND, evidence)


def decide(holds: object, so: str, otherwise: str) -> Finding:
    """Return met with ``so`` where ``holds`` is true, else not met with ``otherwise``."""
    return met(so) if holds else not_met(otherwise)


def always(evidence: str) -> Check:
    """Return the check of a rule that the site itself keeps, with where it does."""
    return lambda _facts: met(evidence)


def never(evidence: str) -> Check:
    """Return the check of a rule that the site cannot keep, with what it does instead."""
    return lambda _facts: not_met(evidence)


def look(evidence: str) -> Check:
    """Return the check of a rule that only a person can judge, with what to look at."""
    return lambda _facts: by_hand(evidence)


def each_credit(schemes: Iterable[str], check: CreditCheck) -> Check:
    """Return a check that every accreditation of ``schemes`` passes; without one it is for a person to look."""
    wanted = tuple(schemes)

    def of_all(facts: Facts) -> Finding:
        found = [(credit, check(facts, credit)) for credit in facts.credits_of(wanted)]
        if not found:
            return by_hand(
                "no accreditation under this scheme is recorded yet; record one as applied for, then look again"
            )
        return Finding(worst(finding.verdict for _credit, finding in found), _together(found))

    return of_all


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict on several: not met before by hand before met."""
    found = set(verdicts)
    return next(verdict for verdict in (Verdict.NOT_MET, Verdict.BY_HAND, Verdict.MET) if verdict in found)


def listed(words: Sequence[str], most: int = 6) -> str:
    """Return words with commas; of a long list the first and how many more there are."""
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more


def _together(found: list[tuple[Credit, Finding]]) -> str:
    if len(found) == 1:
        return found[0][1].evidence
    return "; ".join(f"{credit.label}: {finding.evidence}" for credit, finding in found)
