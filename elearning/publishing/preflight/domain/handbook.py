"""The rules as a page of the documentation: docs/preflight-rules.md is this text, and a test compares them."""

from elearning.publishing.preflight.domain.report import RULE_SETS
from elearning.publishing.preflight.domain.rules import RuleSet
from elearning.publishing.preflight.domain.sources import SOURCES

HEAD = """# Rules of the pre-flight

Every rule that `manage.py preflight` checks, by set. Written by `manage.py preflight_rules`; change the rules in
`elearning/publishing/preflight/domain/rulesets/`, then write this page again. Sources stand at the end.
"""


def handbook() -> str:
    """Return the page as Markdown."""
    parts = [HEAD, *(_part(rules) for rules in RULE_SETS.values()), "## Sources\n"]
    return "\n".join(parts) + "\n" + "\n".join(f"- {key}: {address}" for key, address in SOURCES.items()) + "\n"


def _part(rules: RuleSet) -> str:
    rows = [f"| `{rule.key}` | {rule.sentence} | {', '.join(rule.sources)} |" for rule in rules.rules]
    note = f"{rules.note}\n\n" if rules.note else ""
    table = "\n".join(["| rule | demand | sources |", "| --- | --- | --- |", *rows])
    return f"## {rules.title} (`{rules.key}`)\n\n{note}{table}\n"
