"""Who controls the content, what they disclosed, and how it was mitigated."""

from collections.abc import Iterable
from typing import Any

from courses.domain.requirements import disclosure_text
from elearning.publishing.dossier import nodes as n
from elearning.publishing.dossier.nodes import Node
from elearning.publishing.material import Material

COLUMNS = (
    "person", "role", "company", "nature", "from", "until", "relevant", "mitigation", "mitigated by", "mitigated on",
)  # fmt: skip


def disclosures(material: Material) -> list[Node]:
    """Return the statement that learners read, then every relationship with its mitigation."""
    people = material.edition.front_matter["contributors"]
    told = [[person["name"], person["role"], person["credentials"], person["disclosed_on"], disclosure_text(person)]
            for person in people]  # fmt: skip
    rows = list(relationships(material))
    found: list[Node] = [
        n.heading(2, "As learners read it before the first slide"),
        n.table(["Name", "Role", "Credentials", "Disclosed on", "Disclosure"], told, [3, 2, 3, 2, 5]),
        n.heading(2, "Commercial support"),
        n.paragraph(material.edition.front_matter["commercial_support"]),
        n.heading(2, "Relationships and their mitigation"),
    ]
    if not rows:
        return [*found, n.paragraph("No relationship with an ineligible company was disclosed.")]
    head = ["Person", "Company", "Nature", "From – until", "Relevant", "Mitigation, by whom and when"]
    return [*found, n.table(head, [_row(row) for row in rows], [3, 3, 2, 3, 2, 5])]


def relationships(material: Material) -> Iterable[dict[str, Any]]:
    """Return one mapping for each relationship, by COLUMNS."""
    for person in material.edition.front_matter["contributors"]:
        for row in person["disclosures"]:
            yield {
                "person": person["name"],
                "role": person["role"],
                "company": row["company"],
                "nature": row["nature"],
                "from": row["from"],
                "until": row["until"] or "",
                "relevant": "yes" if row["relevant"] else "no",
                "mitigation": row["mitigation"],
                "mitigated by": row["mitigated_by"],
                "mitigated on": row["mitigated_on"] or "",
            }


def _row(row: dict[str, Any]) -> list[str]:
    mitigation = ", ".join(part for part in (row["mitigation"], row["mitigated by"], row["mitigated on"]) if part)
    return [
        row["person"],
        row["company"],
        row["nature"],
        f"{row['from']} – {row['until'] or 'ongoing'}",
        row["relevant"],
        mitigation or "–",
    ]
