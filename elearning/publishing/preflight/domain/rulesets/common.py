"""How rules are written down, and those that several schemes ask for in the same words."""

from collections.abc import Iterable

from elearning.publishing.preflight.domain import credit as c
from elearning.publishing.preflight.domain.rules import Check, Rule, each_credit

WRITTEN = "the site prints the sentence of the scheme and the state of the accreditation; nobody types it"
CLAIMED = "the claim form offers the measured time, at most the maximum; the certificate prints what was claimed"
REPORTED = "reports name a learner only to a body that the learner consented to; there is no export for sponsors"


def rule(scheme: str, name: str, sentence: str, sources: str, check: Check) -> Rule:
    """Return a rule; its key is "scheme.name", ``sources`` are keys with spaces between."""
    return Rule(f"{scheme}.{name}", sentence, tuple(sources.split()), check)


def of_credit(scheme: str, sources: str, schemes: Iterable[str] = ()) -> tuple[Rule, ...]:
    """Return the rules for the days and the gates of an accreditation under ``schemes`` (default: ``scheme``)."""
    wanted = tuple(schemes) or (scheme,)
    return (
        rule(
            scheme,
            "in-advance",
            "Credit is designated in advance; there is none for what was done before.",
            sources,
            each_credit(wanted, c.in_advance),
        ),
        rule(
            scheme,
            "within-term",
            "Credit can be earned only while the module is valid.",
            "site",
            each_credit(wanted, c.within_term),
        ),
        rule(
            scheme,
            "gates-reachable",
            "What the accreditation asks of a learner can be reached.",
            "site",
            each_credit(wanted, c.gates_reachable),
        ),
    )
