"""An edition in the language it is read in: its texts, each with the language it is in, and its addresses."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language_info, override

from courses.domain.languages import WORDS, said_in
from courses.domain.reading import slides_of
from courses.kept import identity
from courses.models import Edition

TEXTS = (
    "abstract_html", "need_html", "audience", "method", "requirements", "keywords", "lineage", "privacy",
    "commercial_support",
)  # fmt: skip
"""What a translation may hold of the front matter, beside title, objectives and sections."""
PAGES = {"module": "module", "start": "module-start", "overview": "slides-overview", "print": "module-print"}


def address(name: str, slug: str, language: str, *arguments: object) -> str:
    """Return the address of a module's page ``name`` in ``language``; empty: in the module's own."""
    return reverse(name, args=[slug, *([language] if language else []), *arguments])


def name_of(language: str) -> str:
    """Return the name of a language in that language itself; its code where it is not known."""
    return _name(language, "name_local")


def name_in(language: str, reader: str) -> str:
    """Return the name of ``language`` in the language ``reader``."""
    with override(reader):
        return _name(language, "name_translated")


def _name(language: str, form: str) -> str:
    try:
        return str(get_language_info(language.lower())[form])
    except KeyError:
        return language


def languages_of(edition: Edition) -> list[str]:
    """Return the languages in which an edition can be read, its own first."""
    return [edition.language, *edition.translations]


@dataclass(frozen=True)
class Said:
    """A sentence of the site's own, with its language."""

    language: str
    text: str


def identity_of(reading: "Reading") -> tuple[Hashable, ...]:
    """Return what everything rendered from ``reading`` depends on."""
    return *identity(reading.edition), reading.language


@dataclass(frozen=True)
class Reading:
    """An edition read in ``language``: its own, or one of its translations. What is not translated is in its own."""

    edition: Edition
    language: str

    @classmethod
    def last(cls, edition: Edition, language: str) -> "Reading":
        """Return the reading in the language last used, in the edition's own where it is not translated into that."""
        return cls(edition, language if language in edition.translations else edition.language)

    @property
    def is_translation(self) -> bool:
        return self.language != self.edition.language

    @property
    def in_address(self) -> str:
        """The language as addresses carry it and progress keeps it: empty for the module's own."""
        return self.language if self.is_translation else ""

    def address(self, name: str, *arguments: object) -> str:
        return address(name, self.edition.module.slug, self.in_address, *arguments)

    @cached_property
    def addresses(self) -> dict[str, str]:
        """The module's pages in this language, by the names of PAGES."""
        return {page: self.address(name) for page, name in PAGES.items()}

    def links(self, name: str, *arguments: object) -> list[dict[str, Any]]:
        """Return the page ``name`` in every language, for the switch and for search engines."""
        readings = [Reading(self.edition, language) for language in languages_of(self.edition)]
        return [
            {
                "language": reading.language,
                "name": name_of(reading.language),
                "address": reading.address(name, *arguments),
                "current": reading == self,
            }
            for reading in readings
        ]

    @property
    def translation(self) -> Mapping[str, Any]:
        """What is translated of the front matter; nothing where the edition is read in its own language."""
        return self.edition.translations[self.language] if self.is_translation else {}

    @property
    def title(self) -> str:
        return self.translation.get("title", self.edition.title)

    @cached_property
    def front(self) -> dict[str, Any]:
        """The front matter, its objectives and abbreviations each with ``language``; ``languages`` has the others'."""
        translated = {name: self.translation[name] for name in TEXTS if name in self.translation}
        texts = self.translation.get("objectives", {})
        objectives = [
            {
                **objective,
                "text": texts.get(objective["key"], objective["text"]),
                "language": self._written_in(objective["key"] in texts),
            }
            for objective in self.edition.front_matter["objectives"]
        ]
        return {**self.edition.front_matter, **translated, "objectives": objectives, "glossary": self._glossary()}

    def _glossary(self) -> list[dict[str, str]]:
        """Return the abbreviations by alphabet; PostgreSQL does not keep the order in which they are written."""
        own, meanings = self.edition.front_matter.get("glossary", {}), self.translation.get("glossary", {})
        return [
            {
                "short": short,
                "meaning": meaning,
                "language": self._written_in(short in meanings),
            }
            for short, meaning in sorted({**own, **meanings}.items(), key=lambda entry: entry[0].casefold())
        ]

    @cached_property
    def languages(self) -> dict[str, str]:
        """The language in which each of TEXTS is."""
        return {name: self._written_in(name in self.translation) for name in TEXTS}

    @cached_property
    def outline(self) -> list[dict[str, Any]]:
        """The edition's outline: title and ``language`` of sections and slides, ``outline_language`` of sections."""
        return [self._section(section) for section in self.edition.outline]

    def _section(self, section: Mapping[str, Any]) -> dict[str, Any]:
        texts = self.translation.get("sections", {}).get(section["key"], {})
        return {
            **section,
            **texts,
            "language": self._written_in("title" in texts),
            "outline_language": self._written_in("outline_html" in texts),
            "slides": [self._slide(slide) for slide in section["slides"]],
        }

    def _slide(self, slide: Mapping[str, Any]) -> dict[str, Any]:
        titles = slide.get("titles", {}) if self.is_translation else {}
        language = self._written_in(self.language in titles)
        return {**slide, "title": titles.get(self.language, slide["title"]), "language": language}

    def _written_in(self, translated: bool) -> str:  # noqa: FBT001 private
        return self.language if translated else self.edition.language

    @cached_property
    def review(self) -> Said | None:
        """The state of the translation's clinical review, in words; None where the module's own language is read."""
        if not self.is_translation:
            return None
        told = said_in(self.language)
        return Said(told, WORDS[told].review[self.translation["review"]["state"]])

    @property
    def is_reviewed(self) -> bool:
        """Whether a clinician has reviewed the translation."""
        return self.translation.get("review", {}).get("state") == "reviewed"

    @cached_property
    def notes(self) -> list[Said]:
        """What a reader of the translation is told of it before beginning: what is left in the module's language."""
        if not self.is_translation:
            return []
        slides = slides_of(self.outline)
        translated = sum(slide["language"] == self.language for slide in slides)
        told = said_in(self.language)
        facts = {"translated": translated, "total": len(slides), "language": name_in(self.edition.language, told)}
        sentences = [WORDS[told].test] if translated == len(slides) else [WORDS[told].extent, WORDS[told].test]
        return [Said(told, sentence.format(**facts)) for sentence in sentences]

    @cached_property
    def untranslated(self) -> list[Said]:
        """What stands over a slide that is not translated, in both languages."""
        own = self.edition.language
        told = dict.fromkeys([said_in(self.language), said_in(own)])
        return [
            Said(language, WORDS[language].untranslated.format(language=name_in(own, language))) for language in told
        ]
