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
    question: dict[str, str]


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
        question={
            "check": "Check question",
            "case": "Patient case",
            "answer_check": "Check answer",
            "answer_case": "Choose this treatment",
            "failed": "Your answer could not be sent. Please try again.",
            "blank": "Choose an option first.",
            "changed": "This question was changed since you opened it. Please read it again and answer.",
            "right_check": "Right",
            "right_case": "A recommended choice",
            "other_check": "Not the best choice",
            "other_case": "Not the best choice",
            "chosen": "Your answer:",
            "best_check": "Right answer",
            "best_case": "Recommended",
            "guideline": "Guideline position,",
            "trial": "The trial behind it",
            "others": "Show the other options’ comments",
            "answers": "Answers:",
            "is_check": "is right.",
            "is_case": "is recommended.",
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
        question={
            "check": "Kontrollfrage",
            "case": "Patientenfall",
            "answer_check": "Antwort prüfen",
            "answer_case": "Diese Behandlung wählen",
            "failed": "Die Antwort konnte nicht gesendet werden. Bitte noch einmal versuchen.",
            "blank": "Bitte zuerst eine Antwort wählen.",
            "changed": "Diese Frage wurde inzwischen geändert. Bitte noch einmal lesen und antworten.",
            "right_check": "Richtig",
            "right_case": "Eine empfohlene Wahl",
            "other_check": "Nicht die beste Antwort",
            "other_case": "Nicht die beste Wahl",
            "chosen": "Ihre Antwort:",
            "best_check": "Richtige Antwort",
            "best_case": "Empfohlen",
            "guideline": "Stand der Leitlinie,",
            "trial": "Die Studie dahinter",
            "others": "Kommentare zu den anderen Antworten zeigen",
            "answers": "Antworten:",
            "is_check": "ist richtig.",
            "is_case": "wird empfohlen.",
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
