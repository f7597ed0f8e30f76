"""Storing the translations of an edition, and rendering them again; for ``courses.services``."""

from collections.abc import Iterable, Mapping
from typing import Any

from courses.domain.content import Content, sha256
from courses.domain.slidefile import SlideContent
from courses.models import Edition, Slide, SlideTranslation


def front_matters(content: Content) -> dict[str, dict[str, Any]]:
    """Return what is translated of the front matter, by language."""
    return {language: translation.front for language, translation in content.translations.items()}


def titles_of(slide: SlideContent, content: Content) -> dict[str, str]:
    """Return the titles of a slide in the languages into which it is translated."""
    return {
        language: translation.slides[slide.key].title
        for language, translation in content.translations.items()
        if slide.key in translation.slides
    }


def ai_notes(content: Content) -> list[dict[str, Any]]:
    """Return what is said of the AI help that the translations were written with (AC-19)."""
    found = []
    for translation in content.translations.values():
        found += [translation.front["ai_assisted"], *(slide.ai_assisted for slide in translation.slides.values())]
    return [note for note in found if note]


def store(slides: Iterable[Slide], content: Content, files: Mapping[str, bytes]) -> None:
    """Store the translations of ``slides``, which are stored already."""
    SlideTranslation.objects.bulk_create(
        SlideTranslation(
            slide=slide,
            language=language,
            title=translated.title,
            html=translated.html,
            notes_html=translated.notes_html,
            references=content.listed(translated.references),
            questions=[question.as_stored() for question in translated.questions],
            ai_assisted=translated.ai_assisted,
            content_hash=sha256(files[translated.path]),
        )
        for slide in slides
        for language, translation in content.translations.items()
        if (translated := translation.slides.get(slide.key)) is not None
    )


def store_rendering(edition: Edition, content: Content) -> None:
    """Replace the HTML and the questions of the translated slides of ``edition``."""
    rows = list(SlideTranslation.objects.filter(slide__edition=edition).select_related("slide"))
    for row in rows:
        translated = content.translations[row.language].slides[row.slide.key]
        row.html, row.notes_html = translated.html, translated.notes_html
        row.questions = [question.as_stored() for question in translated.questions]
    SlideTranslation.objects.bulk_update(rows, ["html", "notes_html", "questions"])
