"""The languages that modules are read in: their codes, and what the site itself says in them."""

import re
from dataclasses import dataclass
from datetime import date

CODE = r"[a-z]{2}(?:-[A-Z]{2})?"
"""A language code as ``en`` or ``pt-BR`` (ISO 639-1, with an ISO 3166-1 country where it matters)."""


@dataclass(frozen=True)
class Words:
    """What is said in a reading language, whatever the language of the site's own buttons.

    ``language`` in braces stands for the name of the language that is read instead, ``day`` is the form of a date.
    """

    months: tuple[str, ...]
    day: str
    untranslated: str
    extent: str
    test: str
    review: dict[str, str]


WORDS = {
    "en": Words(
        months=(
            "January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December",
        ),
        day="{day} {month} {year}",
        untranslated="Not yet translated: this slide is in {language}.",
        extent="{translated} of {total} slides are translated; the others are in {language}.",
        test="The CME test is in {language}.",
        review={
            "draft": "Translation: draft",
            "awaiting clinical review": "Translation: awaiting clinical review",
            "reviewed": "Translation: clinically reviewed",
        },
    ),
    "de": Words(
        months=(
            "Januar", "Februar", "März", "April", "Mai", "Juni",
            "Juli", "August", "September", "Oktober", "November", "Dezember",
        ),
        day="{day}. {month} {year}",
        untranslated="Noch nicht übersetzt: diese Folie steht auf {language}.",
        extent="{translated} von {total} Folien sind übersetzt; die übrigen stehen auf {language}.",
        test="Der CME-Test ist auf {language}.",
        review={
            "draft": "Übersetzung: Entwurf",
            "awaiting clinical review": "Übersetzung: klinische Prüfung ausstehend",
            "reviewed": "Übersetzung: klinisch geprüft",
        },
    ),
}  # fmt: skip
"""A language that is not here reads the English words; they are marked as English."""


def said_in(language: str) -> str:
    """Return the language, a key of WORDS, in which a reader of ``language`` is told things."""
    base = language.partition("-")[0]
    return base if base in WORDS else "en"


def is_code(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(CODE, value) is not None


def written_day(day: date, language: str) -> str:
    """Return ``day`` as written in ``language``: "15 December 2025"; as 2025-12-15 where its months are not known."""
    words = WORDS.get(language.partition("-")[0])
    if words is None:
        return day.isoformat()
    return words.day.format(day=day.day, month=words.months[day.month - 1], year=day.year)
