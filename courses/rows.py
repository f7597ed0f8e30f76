"""The reads and the write of the slide page, in SQL written by hand.

Composing them through the ORM costs several times what the database takes to answer (``make bench``), and every slide
that anybody looks at pays for it. Both databases understand the statements; the rows come back as the models they are.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from courses.domain.reading import Mark
from courses.models import Edition, Module, Slide

SLIDE = """
SELECT s.id, s.section_key, s.key, s.position, COALESCE(x.title, s.title), COALESCE(x.html, s.html),
       COALESCE(x.notes_html, s.notes_html), s.seconds, COALESCE(x."references", s."references"), s.content_hash,
       COALESCE(x.questions, s.questions),
       e.id, e.number, e.content_hash, e.title, e.language, e.outline, e.translations, e.renderer,
       m.id, m.slug, m.title, m.access, m.demonstration, m.time_zone, m.withdrawn_at, m.withdrawn_reason,
       n.slug, n.title, n.current_edition_id, n.withdrawn_at,
       t.opens_at, t.expires_at, COALESCE(x.language, e.language),
       EXISTS (SELECT 1 FROM courses_start b WHERE b.learner_id = %s AND b.module_id = m.id)
FROM courses_module m
JOIN courses_edition e ON e.id = m.current_edition_id
JOIN courses_slide s ON s.edition_id = e.id AND s.key = %s
LEFT JOIN courses_slidetranslation x ON x.slide_id = s.id AND x.language = %s
LEFT JOIN courses_module n ON n.replaces_id = m.id
LEFT JOIN courses_term t ON t.module_id = m.id
WHERE m.slug = %s
ORDER BY t.opens_at DESC
"""
MARKS = """
SELECT p.slide_key, e.number, p.edition_id, p.content_hash, p.last_seen, p.active_seconds, p.on_screen, p.answers,
       p.language
FROM courses_progress p JOIN courses_edition e ON e.id = p.edition_id
WHERE p.learner_id = %s AND p.module_id = %s
"""
VISITS = """
INSERT INTO courses_progress
    (learner_id, module_id, slide_key, edition_id, content_hash, first_seen, last_seen, active_seconds, on_screen,
     language)
VALUES {rows}
ON CONFLICT (learner_id, module_id, slide_key) DO UPDATE SET
    edition_id = CASE WHEN excluded.edition_id > courses_progress.edition_id
        THEN excluded.edition_id ELSE courses_progress.edition_id END,
    content_hash = CASE WHEN excluded.edition_id >= courses_progress.edition_id
        THEN excluded.content_hash ELSE courses_progress.content_hash END,
    last_seen = CASE WHEN excluded.last_seen > courses_progress.last_seen
        THEN excluded.last_seen ELSE courses_progress.last_seen END,
    active_seconds = courses_progress.active_seconds + excluded.active_seconds, on_screen = excluded.on_screen,
    language = excluded.language
"""
SLIDE_FIELDS = (
    "id", "section_key", "key", "position", "title", "html", "notes_html", "seconds", "references", "content_hash",
    "questions",
)  # fmt: skip
EDITION_FIELDS = ("id", "number", "content_hash", "title", "language", "outline", "translations", "renderer")
MODULE_FIELDS = ("id", "slug", "title", "access", "demonstration", "time_zone", "withdrawn_at", "withdrawn_reason")
SUCCESSOR_FIELDS = ("slug", "title", "current_edition_id", "withdrawn_at")


def slide_rows(slug: str, key: str, learner_id: int | None, language: str | None = None) -> list[Slide]:
    """Return the slide ``key`` of the edition learners read, once for each term of the module, the latest first.

    Its texts are those of its translation into ``language`` where there is one; ``language`` of the slide then says so.
    Each has its edition and module, and as attributes ``opens_at``, ``expires_at`` and ``begun``.
    """
    return [_slide(row) for row in _fetch(SLIDE, learner_id, key, language, slug)]


def marks(learner_id: int, module_id: int) -> dict[str, Mark]:
    """Return what was recorded of a learner's reading in a module, by slide key."""
    return {
        key: Mark(number, edition, content_hash, _instant(last), seconds, bool(on_screen), _answers(answers), language)
        for key, number, edition, content_hash, last, seconds, on_screen, answers, language in _fetch(
            MARKS, learner_id, module_id
        )
    }


def add_visits(learner_id: int, module_id: int, visits: Mapping[str, Mark]) -> None:
    """Write a learner's visits by slide key, in one statement; ``active_seconds`` of each is added to what there was.

    The database does the adding and keeps the later instant and the later edition, so that two devices at once lose
    nothing of each other's, in whichever order their requests arrive. A slide's first visit also sets ``first_seen``,
    which later ones leave.
    """
    instant = connection.ops.adapt_datetimefield_value
    parameters = [
        value
        for key, visit in sorted(visits.items())  # one order for everybody: no two of them wait for each other
        for value in (
            learner_id, module_id, key, visit.edition_id, visit.content_hash,
            instant(visit.last_seen), instant(visit.last_seen), visit.active_seconds, visit.on_screen,
            visit.language,
        )
    ]  # fmt: skip
    placeholders = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"] * len(visits))
    with connection.cursor() as cursor:
        cursor.execute(VISITS.format(rows=placeholders), parameters)


def _slide(row: Iterable[Any]) -> Slide:
    values = iter(row)
    slide = Slide(**{name: next(values) for name in SLIDE_FIELDS})
    edition = Edition(**{name: next(values) for name in EDITION_FIELDS})
    module = Module(**{name: next(values) for name in MODULE_FIELDS})
    *following, opens_at, expires_at, slide.language, begun = values
    slide.references, edition.outline = json.loads(slide.references), json.loads(edition.outline)
    slide.questions, edition.translations = json.loads(slide.questions), json.loads(edition.translations)
    module.withdrawn_at = _instant(module.withdrawn_at)
    module.current_edition = edition
    successor = Module(**dict(zip(SUCCESSOR_FIELDS, following, strict=True))) if following[0] is not None else None
    Module.replaced_by.related.set_cached_value(module, successor)
    slide.edition, edition.module = edition, module
    slide.opens_at, slide.expires_at, slide.begun = _instant(opens_at), _instant(expires_at), bool(begun)
    return slide


def _fetch(sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _answers(text: str) -> dict[str, Any]:
    """Return the answers of a row; most slides ask nothing, and sixty calls of a parser are felt."""
    return json.loads(text) if text != "{}" else {}


def _instant(value: datetime | None) -> datetime | None:
    """Return an aware datetime; SQLite keeps instants in UTC without saying so."""
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value
