"""Changes to modules, editions, terms, and what learners have read."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Model

from courses import access, rows, translations
from courses.domain import questions, reading, terms
from courses.domain.content import Content, content_hash, sha256
from courses.domain.markup import RENDERER
from courses.domain.reading import Mark, slides_of
from courses.domain.reasons import Code, Reason, Refused
from courses.models import Blob, Edition, Module, Progress, Slide, SourceFile, Start, Term
from elearning.accounts.models import User
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
    existing = Module.objects.select_for_update().filter(slug=content.module.slug).first()
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
            html=slide.html,
            notes_html=slide.notes_html,
            seconds=slide.seconds,
            required=slide.required,
            substance_since=edition.number,
            objectives=slide.objectives,
            references=content.listed(slide.references),
            questions=[question.as_stored() for question in slide.questions],
            ai_assisted=slide.ai_assisted,
            content_hash=sha256(files[slide.path]),
        )
        for position, slide in enumerate(content.slides, start=1)
    ]


@transaction.atomic
def store_rendering(*, edition: Edition, content: Content) -> None:
    """Replace what is derived from the source files of ``edition``: the HTML of its slides and its front matter."""
    rendered = {slide.key: slide for slide in content.slides}
    slides = list(edition.slides.all())
    for slide in slides:
        slide.html, slide.notes_html = rendered[slide.key].html, rendered[slide.key].notes_html
        slide.questions = [question.as_stored() for question in rendered[slide.key].questions]
    Slide.objects.bulk_update(slides, ["html", "notes_html", "questions"])
    translations.store_rendering(edition, content)
    outlines = {section["key"]: section["outline_html"] for section in content.module.sections}
    for section in edition.outline:
        section["outline_html"] = outlines[section["key"]]
    edition.front_matter = _front_matter(content)
    edition.translations = translations.front_matters(content)
    edition.renderer = RENDERER
    edition.save(update_fields=["front_matter", "outline", "translations", "renderer"])


@transaction.atomic
def publish_edition(*, edition: Edition, substance: Iterable[str], actor: Model | None, now: datetime) -> Edition:
    """Make ``edition`` the one learners read. An edition already published stays as it is.

    ``substance`` names the slides whose change asks learners to read them again; a slide that is new counts by itself.
    """
    edition = Edition.objects.select_for_update().select_related("module").get(pk=edition.pk)
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


@transaction.atomic
def add_term(
    *,
    module: Module,
    release: date,
    last_review: date,
    last_valid_day: date,
    actor: Model | None,
    reason: str,
    now: datetime,
) -> Term:
    """Add a period of validity: the first one, or a renewal. Earlier terms stay as they were."""
    number = (module.terms.aggregate(last=Max("number"))["last"] or 0) + 1
    term = Term(module=module, number=number, release=release, last_review=last_review, last_valid_day=last_valid_day)
    _set_instants(term)
    term.save()
    days = {"release": release, "last_review": last_review, "last_valid_day": last_valid_day}
    record(now=now, actor=actor, action="term.added", subject=term, after=days, reason=reason)
    return term


@transaction.atomic
def change_term(*, term: Term, days: Mapping[str, date], actor: Model | None, reason: str, now: datetime) -> Term:
    """Correct or extend a term: ``days`` holds any of release, last_review, last_valid_day (in the module's zone)."""
    term = Term.objects.select_for_update().select_related("module").get(pk=term.pk)
    before = {name: getattr(term, name) for name in days}
    for name, value in days.items():
        setattr(term, name, value)
    _set_instants(term)
    term.save(update_fields=[*days, "opens_at", "expires_at"])
    record(now=now, actor=actor, action="term.changed", subject=term, before=before, after=dict(days), reason=reason)
    return term


def _set_instants(term: Term) -> None:
    term.opens_at = terms.opens_at(term.release, term.module.time_zone)
    term.expires_at = terms.expires_at(term.last_valid_day, term.module.time_zone)


@transaction.atomic
def change_module(
    *, module: Module, values: Mapping[str, Any], actor: Model | None, reason: str, now: datetime
) -> Module:
    """Change access, claim days, grace, predecessor or withdrawal; ``values`` maps names of fields of Module."""
    module = Module.objects.select_for_update().get(pk=module.pk)
    before = {name: _plain(getattr(module, name)) for name in values}
    for name, value in values.items():
        setattr(module, name, value)
    module.save(update_fields=list(values))
    after = {name: _plain(value) for name, value in values.items()}
    record(now=now, actor=actor, action="module.changed", subject=module, before=before, after=after, reason=reason)
    return module


def _plain(value: object) -> object:
    return value.pk if isinstance(value, Model) else value


def start_module(*, learner: Model, edition: Edition, now: datetime) -> None:
    """Note that the learner was shown this edition's front matter and went on (AC-1); once per edition."""
    Start.objects.get_or_create(learner=learner, edition=edition, defaults={"module_id": edition.module_id, "at": now})


def start_from_page(*, learner: User, edition: Edition, shown: str, now: datetime) -> None:
    """Start the module from its page, unless the learner has; ``shown`` is the number of the edition on that page.

    Raises Refused where learners read a newer edition by now: its front matter was not seen (AC-1).
    """
    if access.has_started(learner, edition):
        return
    if shown != str(edition.number):
        raise Refused(Reason(Code.NOT_STARTED))
    start_module(learner=learner, edition=edition, now=now)


def record_visit(*, learner: Model, slide: Slide, marks: Mapping[str, Mark], now: datetime, language: str = "") -> None:
    """Record that ``slide`` is now shown, and close the visit of the slide that was shown before it.

    ``language`` is the one in which the learner reads (empty: the module's own), whatever the slide is written in.
    ``marks`` is what was recorded before, as just read (``access.progress_of``). The time since the learner's last
    request goes to the slide that was open then. One statement writes both rows, so that a page costs no more for it.
    """
    visits = _closed_visit(marks, now)
    before = marks.get(slide.key)
    visits[slide.key] = Mark(
        edition=slide.edition.number,
        edition_id=slide.edition_id,
        content_hash=slide.content_hash,
        last_seen=max(now, before.last_seen) if before else now,
        active_seconds=visits[slide.key].active_seconds if slide.key in visits else 0,
        language=language,
    )
    rows.add_visits(learner.pk, slide.edition.module_id, visits)


@transaction.atomic
def answer_question(
    *,
    learner: Model,
    slide: Slide,
    question: Mapping[str, Any],
    option: int,
    marks: Mapping[str, Mark],
    now: datetime,
    language: str = "",
) -> None:
    """Store the learner's answer to a question of ``slide``: the latest one, and beside it the first.

    ``language`` is the one in which the learner reads, as for ``record_visit``; the answer is the same in all of them.
    Whoever answers has the slide on the screen, so the visit is recorded too; that also makes the row, which is then
    locked, so that answers from two devices at once are both kept.
    """
    record_visit(learner=learner, slide=slide, marks=marks, now=now, language=language)
    row = Progress.objects.select_for_update().get(
        learner=learner, module_id=slide.edition.module_id, slide_key=slide.key
    )
    key = question["key"]
    answer = questions.given(row.answers.get(key), question, option, slide.edition.number, now)
    row.answers = {**row.answers, key: answer}
    row.save(update_fields=["answers"])


def record_leaving(*, learner: Model, module: Module, marks: Mapping[str, Mark], now: datetime) -> None:
    """Record that the page was hidden or left: the visit ends, and the time until the next request is not counted."""
    visits = {key: replace(mark, on_screen=False) for key, mark in _closed_visit(marks, now).items()}
    if visits:
        rows.add_visits(learner.pk, module.pk, visits)


def _closed_visit(marks: Mapping[str, Mark], now: datetime) -> dict[str, Mark]:
    """Return the slide that is on the screen with the seconds to be added for this visit; empty where none is."""
    key = max(marks, key=lambda key: marks[key].last_seen, default=None)
    if key is None or not marks[key].on_screen:
        return {}
    return {key: replace(marks[key], active_seconds=reading.visit_seconds(marks[key].last_seen, now))}
