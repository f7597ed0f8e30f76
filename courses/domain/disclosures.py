"""Who controls a module's content, their relationships with companies, and what learners are told (AC-3 to AC-6).

The rules are those of ACCME Standard 3: every person in control of content, every financial relationship with an
ineligible company in the prior 24 months, in whatever amount; the provider decides which are relevant and mitigates
them; learners read the result before the first slide, companies by name only.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

ROLES = ("author", "editor", "reviewer", "planner")
NATURES = (
    "employee", "researcher", "consultant", "advisor", "speaker",
    "contractor", "royalties", "executive", "owner", "stock",
)  # fmt: skip
"""The natures of a financial relationship that ACCME Standard 3 names."""
LIFE = timedelta(days=365)
"""A disclosure is asked for anew after twelve months (AC-4)."""
ASK_BEFORE = timedelta(days=30)
"""So long before a disclosure goes stale its contributor is asked for the next one."""
LINK_LIFE = timedelta(days=14)
"""So long a contributor may answer a request."""

ADDRESS = re.compile(r"://|\bwww\.|@|\b\w{3,}\.(com|org|net|info|biz|io|eu|ch|de|at|fr|it|es|nl|uk)\b", re.IGNORECASE)
MARKUP = frozenset("<>[]{}|\\`*^~_#")
PLAIN = ("L", "M", "N", "P", "Zs", "Sc")
"""The Unicode categories of plain writing; pictures and trade mark signs are symbols (So), invisible signs controls."""


@dataclass(frozen=True)
class Relationship:
    """One financial relationship of a person with a company; ``ends`` None: it goes on.

    ``relevant`` is None until the provider decided; the mitigation of a relevant one has its step and who took it.
    """

    company: str
    nature: str
    begins: date
    ends: date | None = None
    relevant: bool | None = None
    mitigation: str = ""
    mitigated_by: str = ""
    mitigated_on: date | None = None

    @property
    def is_settled(self) -> bool:
        """Whether it is no obstacle: it is not relevant, or was mitigated by somebody who is named."""
        return self.relevant is False or bool(self.relevant and self.mitigation and self.mitigated_by)

    @property
    def declared(self) -> tuple[str, str, date, date | None]:
        """What the person said of it, without what the provider decided."""
        return self.company, self.nature, self.begins, self.ends


@dataclass(frozen=True)
class Declared:
    """What a person declared on a day: relationships, none (an empty tuple), or that they refuse to."""

    on: date
    relationships: tuple[Relationship, ...] = ()
    refused: bool = False

    @property
    def stale_after(self) -> date:
        """The last day on which it holds."""
        return self.on + LIFE


@dataclass(frozen=True)
class Person:
    """A contributor of an edition with the newest declaration; None: there is none yet."""

    key: str
    name: str
    role: str
    credentials: str
    declared: Declared | None


@dataclass(frozen=True)
class Support:
    """Commercial support: ``nature`` is financial or in-kind; the latter says what was given."""

    company: str
    nature: str
    description: str = ""


@dataclass(frozen=True)
class StatedPerson:
    """One person as learners read of them; ``declared_on`` is a day in ISO form, empty before the first declaration."""

    key: str
    name: str
    role: str
    credentials: str
    text: str
    declared_on: str


@dataclass(frozen=True)
class Statement:
    """What learners are shown of relationships and support before the first slide, and the hash of just that."""

    persons: tuple[StatedPerson, ...]
    commercial_support: str
    support_is_generated: bool = False  # else it is the author's text, which may be translated

    @property
    def content(self) -> dict[str, Any]:
        """The statement as plain values, as it is stored."""
        return {"persons": [asdict(person) for person in self.persons], "commercial_support": self.commercial_support}

    @property
    def sha256(self) -> str:
        written = json.dumps(self.content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()


def state(persons: Iterable[Person], written: str, supports: Iterable[Support] | None) -> Statement:
    """Return the statement about ``persons``, in their order.

    Commercial support is said from ``supports``; None: there never were rows, and the author's ``written`` text stands.
    """
    stated = (
        StatedPerson(
            person.key,
            person.name,
            person.role,
            person.credentials,
            text_of(person),
            person.declared.on.isoformat() if person.declared else "",
        )
        for person in persons
    )
    if supports is None:
        return Statement(tuple(stated), written)
    return Statement(tuple(stated), support_text(supports), support_is_generated=True)


def text_of(person: Person) -> str:
    """Return a person's disclosure as learners read it, generated from its rows (AC-3), companies by name only."""
    declared = person.declared
    if declared is None:
        return f"{person.name} has not disclosed yet."
    if declared.refused:
        return f"{person.name} declined to disclose."
    if not declared.relationships:
        return f"{person.name} has no relationship with an ineligible company to disclose."
    listed = "; ".join(f"{each.company} ({_nature(each)})" for each in declared.relationships)
    return f"{person.name} has reported: {listed}.{_mitigated(declared.relationships)}"


def support_text(rows: Iterable[Support]) -> str:
    """Return the commercial support as learners read it; "none" where there is none."""
    said = [
        f"financial support from {row.company}"
        if row.nature == "financial"
        else f"in-kind support from {row.company} ({row.description})"
        for row in rows
    ]
    return "; ".join(said) or "none"


def person_of(contributor: Mapping[str, Any], declared: Declared | None) -> Person:
    """Return the person that an edition's front matter names, with their newest declaration."""
    return Person(*(contributor[name] for name in ("key", "name", "role", "credentials")), declared)


def declared_in(contributor: Mapping[str, Any]) -> Declared | None:
    """Return what module.yaml says that a contributor declared; None where it leaves that to the form."""
    if not contributor["disclosed_on"]:
        return None
    relationships = (
        Relationship(
            company=row["company"],
            nature=row["nature"],
            begins=date.fromisoformat(row["from"]),
            ends=_day(row["until"]),
            relevant=row["relevant"],
            mitigation=row["mitigation"] if row["mitigated_by"] else "",
            mitigated_by=row["mitigated_by"],
            mitigated_on=_day(row["mitigated_on"]),
        )
        for row in contributor["disclosures"]
    )
    return Declared(date.fromisoformat(contributor["disclosed_on"]), tuple(relationships))


def is_news(found: Declared, stored: Declared | None, *, stored_from_folder: bool) -> bool:
    """Tell whether a folder's declaration supersedes the stored one: a later day, or a correction of the folder's."""
    if stored is None or found.on > stored.on:
        return True
    same = [each.declared for each in found.relationships] == [each.declared for each in stored.relationships]
    return stored_from_folder and found.on == stored.on and not same


def is_plain_name(company: str) -> bool:
    """Tell whether a company is given by name only (AC-5): no markup, no address, no picture, no trade mark sign."""
    plain = all(unicodedata.category(sign).startswith(PLAIN) or sign == "+" for sign in company)
    return plain and not MARKUP & set(company) and "\ufe0f" not in company and ADDRESS.search(company) is None


def _mitigated(relationships: Iterable[Relationship]) -> str:
    known = list(relationships)
    if any(each.relevant is None for each in known):
        return " The provider has not finished reviewing these relationships."
    relevant = [each for each in known if each.relevant]
    if not relevant:
        return " None of these relationships is relevant to the content."
    every = all(each.is_settled for each in relevant)
    return f" {'All' if every else 'Not all'} relevant relationships were mitigated."


def _nature(row: Relationship) -> str:
    return row.nature if row.ends is None else f"{row.nature}, until {row.ends.isoformat()}"


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
