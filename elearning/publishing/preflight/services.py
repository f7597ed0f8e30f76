"""The pre-flight of a stored edition. It only reads."""

from collections.abc import Iterable
from datetime import datetime

from courses.domain.requirements import Rule as Requirement
from courses.models import Edition
from elearning.publishing.material import Material, gather
from elearning.publishing.preflight.domain.report import Report, check, chosen_by
from elearning.publishing.preflight.domain.rulesets.site import SITE
from elearning.publishing.preflight.evidence import facts_of


def preflight(*, edition: Edition, now: datetime, schemes: Iterable[str] | None = None) -> Report:
    """Return the report on ``edition``, which comes with its module.

    ``schemes`` are keys of RULE_SETS; None: those of the accreditations that are applied for or granted. The site's
    own rules are always part of it. Raises ValueError for a scheme without rules.
    """
    return report_on(gather(edition, now), schemes)


def report_on(material: Material, schemes: Iterable[str] | None = None) -> Report:
    """Return the report on what was gathered; needs no query."""
    facts = facts_of(material)
    return check(facts, chosen_by(facts) if schemes is None else schemes)


def refusals(*, edition: Edition, now: datetime) -> list[str]:
    """Return why ``edition`` may not be published: every rule that is not met, and for what.

    The rules are the site's own and those of the schemes that are applied for or granted.
    """
    facts = facts_of(gather(edition, now))
    required = {f"{SITE.key}.{requirement}" for requirement in Requirement}
    others = [each for each in check(facts, chosen_by(facts)).not_met if each.rule.key not in required]
    return [
        *(f"{unmet.rule}: {unmet.subject}".rstrip(": ") for unmet in facts.unmet),
        *(f"{each.rule.key.removeprefix('site.')}: {each.finding.evidence}" for each in others),
    ]
