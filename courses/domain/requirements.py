"""What a module must show before it may be published for credit; a demonstration lists what it does not meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

DISCLOSURE_LIFE = timedelta(days=365)
"""A disclosure is asked for anew after twelve months (AC-4)."""


class Rule(StrEnum):
    CLINICAL_REVIEW = "clinical-review"
    TRANSLATION_REVIEW = "translation-review"
    AI_REVIEW = "ai-review"  # AC-19
    DISCLOSURE_STALE = "disclosure-stale"  # AC-4
    DISCLOSURE_UNMITIGATED = "disclosure-unmitigated"  # AC-4


@dataclass(frozen=True)
class Unmet:
    """A rule that is not met, and whom or what it concerns."""

    rule: Rule
    subject: str = ""


def unmet_rules(
    front: Mapping[str, Any],
    ai_assisted: list[Mapping[str, Any]],
    today: date,
    translations: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[Unmet]:
    """Return the rules that the front matter and the AI notes of slides (``ai_assisted``) do not meet on ``today``.

    ``translations`` is the translated front matter by language: who reads a translation reads what was reviewed, too.
    """
    unmet = []
    if front["review"].get("state") != "reviewed":
        unmet.append(Unmet(Rule.CLINICAL_REVIEW, front["review"].get("state", "")))
    for language, translated in (translations or {}).items():
        if translated["review"]["state"] != "reviewed":
            unmet.append(Unmet(Rule.TRANSLATION_REVIEW, language))
    notes = [note for note in (front["ai_assisted"], *ai_assisted) if note]
    if any(not (note.get("reviewer") and note.get("reviewed_on")) for note in notes):
        unmet.append(Unmet(Rule.AI_REVIEW))
    for person in front["contributors"]:
        if date.fromisoformat(person["disclosed_on"]) < today - DISCLOSURE_LIFE:
            unmet.append(Unmet(Rule.DISCLOSURE_STALE, person["name"]))
        if not all(_is_mitigated(row) for row in person["disclosures"] if row["relevant"]):
            unmet.append(Unmet(Rule.DISCLOSURE_UNMITIGATED, person["name"]))
    return unmet


def disclosure_text(person: Mapping[str, Any]) -> str:
    """Return a contributor's disclosure as learners read it, generated from its rows (AC-3), companies by name only."""
    rows = person["disclosures"]
    if not rows:
        return f"{person['name']} has no relationship with an ineligible company to disclose."
    listed = "; ".join(f"{row['company']} ({_nature(row)})" for row in rows)
    relevant = [row for row in rows if row["relevant"]]
    mitigated = ""
    if relevant:
        every = all(_is_mitigated(row) for row in relevant)
        mitigated = f" {'All' if every else 'Not all'} relevant relationships were mitigated."
    return f"{person['name']} has reported: {listed}.{mitigated}"


def _is_mitigated(row: Mapping[str, Any]) -> bool:
    return bool(row["mitigation"] and row["mitigated_by"])


def _nature(row: Mapping[str, Any]) -> str:
    return row["nature"] if row["until"] is None else f"{row['nature']}, until {row['until']}"
