"""Storing module folders as editions, and publishing them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from courses import translations
from courses.domain.content import RENDERED, Content, content_hash, sha256
from courses.domain.markup import RENDERER
from courses.domain.reading import slides_of
from courses.domain.slidefile import SlideContent
from courses.models import Blob, Edition, Module, Slide, SlideTranslation, SourceFile
from courses.services.modules import add_term
from elearning.audit.services import record


@transaction.atomic
def store_edition(
    *, content: Content, files: Mapping[str, bytes], actor: Model | None, now: datetime
) -> tuple[Edition, bool]:
    """Store a folder as a draft edition of its module, making the module when it is new.

    Return the edition and whether anything was stored: the same folder again returns the edition it already is.
    """
    module = _module(content, actor, now)
    digest = content_hash(files)
    newest = module.editions.first()
    if newest is not None and newest.content_hash == digest:
        return newest, False
    number = newest.number + 1 if newest else 1
    edition = Edition.objects.create(
        module=module,
        number=number,
        content_hash=digest,
        title=content.module.title,
        language=content.module.language,
        front_matter=_front_matter(content),
        outline=_outline(content, number),
        translations=translations.front_matters(content),
        renderer=RENDERER,
        loaded_at=now,
    )
    _store_files(edition, files)
    translations.store(Slide.objects.bulk_create(_slides(edition, content, files)), content, files)
    record(
        now=now, actor=actor, action="edition.loaded", subject=edition, after={"number": number, "content_hash": digest}
    )
    return edition, True


def _module(content: Content, actor: Model | None, now: datetime) -> Module:
    existing = Module.objects.select_for_update(no_key=True).filter(slug=content.module.slug).first()
    if existing is not None:
        return existing
    source = content.module
    module = Module.objects.create(
        slug=source.slug,
        title=source.title,
        access=source.access,
        demonstration=source.demonstration,
        time_zone=source.time_zone,
        claim_days=source.first_load.claim_days,
        grace_minutes=source.first_load.grace_minutes,
        created_at=now,
    )
    record(now=now, actor=actor, action="module.created", subject=module, after={"slug": module.slug})
    first = source.first_load
    add_term(
        module=module,
        release=first.release,
        last_review=first.last_review,
        last_valid_day=first.last_valid_day,
        actor=actor,
        reason="First load of the module folder.",
        now=now,
    )
    return module


def _front_matter(content: Content) -> dict[str, Any]:
    slide_notes = [slide.ai_assisted for slide in content.slides if slide.ai_assisted]
    slide_notes += translations.ai_notes(content)
    listed = [reference.as_listed() for reference in content.references.values()]
    return {**content.module.front, "slide_ai_assisted": slide_notes, "references": listed}


def _outline(content: Content, number: int) -> list[dict[str, Any]]:
    outline: list[dict[str, Any]] = []
    positions = {slide.key: position for position, slide in enumerate(content.slides, start=1)}
    for section in content.module.sections:
        slides = [
            {
                "key": slide.key,
                "title": slide.title,
                "position": positions[slide.key],
                "seconds": slide.seconds,
                "required": slide.required,
                "since": number,
                "questions": [question.key for question in slide.questions],
                "titles": translations.titles_of(slide, content),
            }
            for slide in content.slides
            if slide.section == section["key"]
        ]
        outline.append({**section, "slides": slides})
    return outline


def _store_files(edition: Edition, files: Mapping[str, bytes]) -> None:
    blobs = {sha256(content): content for content in files.values()}
    Blob.objects.bulk_create(
        [Blob(sha256=digest, content=content) for digest, content in blobs.items()], ignore_conflicts=True
    )
    SourceFile.objects.bulk_create(
        SourceFile(edition=edition, path=path, blob_id=sha256(content)) for path, content in files.items()
    )


def _slides(edition: Edition, content: Content, files: Mapping[str, bytes]) -> list[Slide]:
    return [
        Slide(
            edition=edition,
            section_key=slide.section,
            key=slide.key,
            position=position,
            title=slide.title,
            seconds=slide.seconds,
            required=slide.required,
            substance_since=edition.number,
            objectives=slide.objectives,
            ai_assisted=slide.ai_assisted,
            content_hash=sha256(files[slide.path]),
            **content.rendered(slide),
        )
        for position, slide in enumerate(content.slides, start=1)
    ]


@transaction.atomic
def store_rendering(*, edition: Edition, content: Content) -> None:
    """Replace what is rendered of ``edition``: its slides, their translations and its front matter."""
    originals = {slide.key: slide for slide in content.slides}
    _render_again(Slide, {row: originals[row.key] for row in edition.slides.all()}, content)
    translated = SlideTranslation.objects.filter(slide__edition=edition).select_related("slide")
    sources = {row: content.translations[row.language].slides[row.slide.key] for row in translated}
    _render_again(SlideTranslation, sources, content)
    outlines = {section["key"]: section["outline_html"] for section in content.module.sections}
    for section in edition.outline:
        section["outline_html"] = outlines[section["key"]]
    edition.front_matter = _front_matter(content)
    edition.translations = translations.front_matters(content)
    edition.renderer = RENDERER
    edition.save(update_fields=["front_matter", "outline", "translations", "renderer"])


def _render_again(model: type[Model], sources: Mapping[Any, SlideContent], content: Content) -> None:
    """Fill the rows of ``model``, each the key of what it is rendered from, anew."""
    for row, source in sources.items():
        for name, value in content.rendered(source).items():
            setattr(row, name, value)
    model.objects.bulk_update(sources, RENDERED)


@transaction.atomic
def publish_edition(*, edition: Edition, substance: Iterable[str], actor: Model | None, now: datetime) -> Edition:
    """Make ``edition`` the one learners read. An edition already published stays as it is.

    ``substance`` names the slides whose change asks learners to read them again; a slide that is new counts by itself.
    """
    edition = Edition.objects.select_for_update(no_key=True).select_related("module").get(pk=edition.pk)
    if edition.published_at is not None:
        return edition
    before = edition.module.editions.filter(published_at__isnull=False, number__lt=edition.number).first()
    since = {slide["key"]: slide["since"] for slide in slides_of(before.outline)} if before else {}
    asked_again = set(substance)
    slides = list(edition.slides.all())
    for slide in slides:
        slide.substance_since = edition.number if slide.key in asked_again else since.get(slide.key, edition.number)
    Slide.objects.bulk_update(slides, ["substance_since"])
    chosen = {slide.key: slide.substance_since for slide in slides}
    for entry in slides_of(edition.outline):
        entry["since"] = chosen[entry["key"]]
    edition.published_at = now
    edition.save(update_fields=["outline", "published_at"])
    Module.objects.filter(pk=edition.module_id).update(title=edition.title, current_edition=edition)
    record(
        now=now,
        actor=actor,
        action="edition.published",
        subject=edition,
        before={"edition": before.number if before else None},
        after={"edition": edition.number, "substance": sorted(asked_again)},
    )
    return edition
