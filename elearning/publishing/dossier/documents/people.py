"""Who controls the content, what they disclosed, and how it was mitigated."""

from collections.abc import Iterable

from elearning.publishing.dossier import nodes as n
from elearning.publishing.dossier.nodes import Node
from elearning.publishing.material import Material

COLUMNS = (
    "person", "role", "company", "nature", "from", "until", "relevant", "mitigation", "mitigated by", "mitigated on",
)  # fmt: skip


def disclosures(material: Material) -> list[Node]:
    """Return the statement that learners read, then every relationship with its mitigation."""
    statement = material.statement
    told = [[each.name, each.role, each.credentials, each.declared_on or "–", each.text] for each in statement.persons]
    found: list[Node] = [
        n.heading(2, "As learners read it before the first slide"),
        n.table(["Name", "Role", "Credentials", "Disclosed on", "Disclosure"], told, [3, 2, 3, 2, 5]),
        n.facts([("SHA-256 of this statement", f"{statement.sha256[:32]} {statement.sha256[32:]}")]),
        n.heading(2, "Commercial support"),
        n.paragraph(statement.commercial_support),
        n.heading(2, "Relationships and their mitigation"),
    ]
    rows = list(relationships(material))
    if not rows:
        return [*found, n.paragraph("No relationship with an ineligible company was disclosed.")]
    head = ["Person", "Company", "Nature", "From – until", "Relevant", "Mitigation, by whom and when"]
    return [*found, n.table(head, [_row(row) for row in rows], [3, 3, 2, 3, 2, 5])]


def relationships(material: Material) -> Iterable[dict[str, str]]:
    """Return one mapping for each relationship, by COLUMNS."""
    for person in material.persons:
        for row in person.declared.relationships if person.declared else ():
            yield {
                "person": person.name,
                "role": person.role,
                "company": row.company,
                "nature": row.nature,
                "from": str(row.begins),
                "until": str(row.ends or ""),
                "relevant": {True: "yes", False: "no", None: "not decided"}[row.relevant],
                "mitigation": row.mitigation,
                "mitigated by": row.mitigated_by,
                "mitigated on": str(row.mitigated_on or ""),
            }


def _row(row: dict[str, str]) -> list[str]:
    mitigation = ", ".join(part for part in (row["mitigation"], row["mitigated by"], row["mitigated on"]) if part)
    days = f"{row['from']} – {row['until'] or 'ongoing'}"
    return [row["person"], row["company"], row["nature"], days, row["relevant"], mitigation or "–"]
