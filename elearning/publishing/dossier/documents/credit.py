"""Accreditations as they stand and stood, and the report of the pre-flight."""

from elearning.certificates.models import Accreditation
from elearning.publishing.dossier import nodes as n
from elearning.publishing.dossier.nodes import Node
from elearning.publishing.material import Material
from elearning.publishing.preflight.domain.report import Report
from elearning.publishing.preflight.domain.rules import Verdict
from elearning.publishing.preflight.domain.sources import SOURCES

COLOURS = {Verdict.MET: "#1c6b3f", Verdict.NOT_MET: "#a6261d", Verdict.BY_HAND: "#7a3a05"}


def accreditations(material: Material) -> list[Node]:
    """Return each accreditation as it stands, then every row ever recorded of it."""
    if not material.accreditations:
        return [n.paragraph("No accreditation is recorded.")]
    found: list[Node] = []
    for row in material.current:
        found += [n.heading(2, str(row)), n.facts(_facts(row))]
        history = [each for each in material.accreditations if each.identity == row.identity]
        head = ["Recorded at", "State", "Maximum credit", "From – to", "Reason"]
        found += [n.heading(3, "History"), n.table(head, [_past(each) for each in history], [3, 2, 2, 4, 6])]
    return found


def report_of(report: Report) -> list[Node]:
    """Return every rule with its verdict, evidence and sources, then the addresses of the sources."""
    summary = [[part.rules.title, *(part.count(verdict) for verdict in Verdict)] for part in report.parts]
    found: list[Node] = [
        n.paragraph(
            "Rules marked “by hand” ask for a person's judgement; they count as not met until somebody has looked."
        ),
        n.table(["Rules", *(verdict.value.capitalize() for verdict in Verdict)], summary, [6, 1, 1, 1]),
    ]
    used: list[str] = []
    for part in report.parts:
        found.append(n.heading(2, part.rules.title))
        if part.rules.note:
            found.append(n.paragraph(part.rules.note))
        rows = []
        for each in part.checked:
            used += each.rule.sources
            verdict = each.finding.verdict
            mark = {"k": "mark", "fill": COLOURS[verdict], "c": [verdict.value]}
            rows.append([each.rule.sentence, mark, each.finding.evidence, f"[{', '.join(each.rule.sources)}]"])
        found.append(n.table(["Rule", "Verdict", "Evidence", "Source"], rows, [9, 3, 10, 2]))
    found += [n.heading(2, "Sources"), n.table(["Key", "Address"], _addresses(used), [1, 10])]
    return found


def _past(row: Accreditation) -> list[object]:
    days = f"{row.opens} – {row.closes}" if row.opens else "–"
    recorded = f"{row.effective_from:%Y-%m-%d %H:%M} UTC"
    return [recorded, row.get_state_display(), row.maximum_credit or "–", days, row.reason]


def _addresses(used: list[str]) -> list[list[object]]:
    known = set(used)
    return [[key, n.link(address)] for key, address in SOURCES.items() if key in known]


def _facts(row: Accreditation) -> list[tuple[str, object]]:
    facts, gates = row.facts, row.facts.gates
    return [
        ("Body", facts.body),
        ("Scheme", row.get_scheme_display()),
        ("State", str(row.get_state_display())),
        ("Reference number", facts.reference_number),
        ("Maximum credit", f"{facts.maximum_credit} in steps of {facts.step}" if facts.maximum_credit else ""),
        ("Credit from – to", f"{facts.opens} – {facts.closes}" if facts.opens else ""),
        ("Professions", ", ".join(facts.professions)),
        ("Least time", f"{gates.active_seconds} seconds" if gates.active_seconds else "none"),
        ("Least share of slides", f"{gates.slides_percent} %" if gates.slides_percent else "all that are required"),
        ("Least score", f"{gates.score_percent} %" if gates.score_percent is not None else "the test's pass mark"),
        ("Evaluation before certificate", "yes" if gates.evaluation else "no"),
    ]
