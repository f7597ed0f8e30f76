"""What a module must show before it may be published for credit; a demonstration lists what it does not meet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from courses.domain.disclosures import Person


class Rule(StrEnum):
    CLINICAL_REVIEW = "clinical-review"
    TRANSLATION_REVIEW = "translation-review"
    AI_REVIEW = "ai-review"  # AC-19
    DISCLOSURE_MISSING = "disclosure-missing"  # AC-4
    DISCLOSURE_REFUSED = "disclosure-refused"  # AC-4: who declines to disclose may not control content
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
    translations: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[Unmet]:
    """Return the rules that the front matter and the AI notes of slides (``ai_assisted``) do not meet.

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
    return unmet


def unmet_disclosures(persons: Iterable[Person], today: date) -> list[Unmet]:
    """Return what stands against the part that each of ``persons`` has in the content on ``today`` (AC-4), by name."""
    return [Unmet(rule, person.name) for person in persons for rule in _unmet_of(person, today)]


def _unmet_of(person: Person, today: date) -> Iterator[Rule]:
    declared = person.declared
    if declared is None:
        yield Rule.DISCLOSURE_MISSING
        return
    if declared.refused:
        yield Rule.DISCLOSURE_REFUSED
    if declared.stale_after < today:
        yield Rule.DISCLOSURE_STALE
    if not all(each.is_settled for each in declared.relationships):
        yield Rule.DISCLOSURE_UNMITIGATED
