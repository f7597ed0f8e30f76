"""What an edition stores of its translations; for ``courses.services``."""

from collections.abc import Iterable, Mapping
from typing import Any

from courses.domain.content import Content, sha256
from courses.domain.slidefile import SlideContent
from courses.models import Slide, SlideTranslation


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
            ai_assisted=translated.ai_assisted,
            content_hash=sha256(files[translated.path]),
            **content.rendered(translated),
        )
        for slide in slides
        for language, translation in content.translations.items()
        if (translated := translation.slides.get(slide.key)) is not None
    )
