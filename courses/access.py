"""The doors to modules, slides and a learner's own progress."""

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from courses import rows
from courses.domain.reading import Mark, Summary, summarise
from courses.domain.reasons import Code, Reason
from courses.domain.terms import Window
from courses.languages import Reading
from courses.models import Access, Edition, Module, Progress, Slide, SlideTranslation, SourceFile, Start, Term
from elearning.accounts.models import User

Person = User | AnonymousUser
Row = TypeVar("Row", bound=Model)
MARK_COLUMNS = (
    "edition__number",
    "edition_id",
    "content_hash",
    "last_seen",
    "active_seconds",
    "on_screen",
    "answers",
    "language",
)
SLIDE_TEXTS = ("title", "html", "notes_html", "references", "questions")


def newest_edition(slug: str, person: Person | None = None) -> Edition:
    """Return the edition learners read, with its module. Raises Http404 when nothing is published under ``slug``.

    Annotated: ``begun`` (``person`` has started the module, in whatever edition) and ``disclosed`` (the SHA-256 of the
    disclosures that the person was shown last; empty where that is not known).
    """
    editions = _current_editions().filter(module__slug=slug)
    return _found(editions.annotate(begun=_begun(person, "module"), disclosed=_disclosed(person)))


def catalogue(now: datetime) -> list[Edition]:
    """Return the edition learners read of each module not withdrawn, with its window (``window_of``), by title."""
    editions = _current_editions().filter(module__withdrawn_at__isnull=True)
    return list(_with_window(editions, now).order_by("title", "pk"))


class NoLongerTranslated(Exception):
    """The module was once published in the language asked for and is no longer; its own language stands in for it."""


def newest_reading(slug: str, language: str | None, person: Person | None = None) -> Reading:
    """Return the edition learners read (as ``newest_edition`` does) in ``language``; None: in its own.

    Raises Http404 for a language in which the module never was, NoLongerTranslated for one that was dropped since.
    """
    return _reading(newest_edition(slug, person), language)


def _reading(edition: Edition, language: str | None) -> Reading:
    if language is None:
        return Reading(edition, edition.language)
    if language in edition.translations and language != edition.language:
        return Reading(edition, language)
    before = Edition.objects.filter(module=edition.module, published_at__isnull=False)
    if language == edition.language or before.filter(translations__has_key=language).exists():
        raise NoLongerTranslated(language)
    raise Http404


def slides_in(reading: Reading) -> list[Slide]:
    """Return the slides with their texts in the language of ``reading`` where they have them; ``language`` says so."""
    slides = list(reading.edition.slides.all())
    found = SlideTranslation.objects.filter(slide__edition=reading.edition, language=reading.language)
    translations = {row.slide_id: row for row in found} if reading.is_translation else {}
    for slide in slides:
        text = translations.get(slide.pk)
        slide.language = text.language if text else reading.edition.language
        for name in SLIDE_TEXTS if text else ():
            setattr(slide, name, getattr(text, name))
    return slides


def current_term(module: Module, now: datetime) -> Term | None:
    """Return the term that rules at ``now``: the latest that has opened, else the first one to come.

    In one statement, or none where ``module`` came with its terms prefetched.
    """
    return _ruling(sorted(module.terms.all(), key=attrgetter("opens_at"), reverse=True), now)


def slide_page(slug: str, key: str, person: Person, now: datetime, language: str | None = None) -> Slide:
    """Return a slide of the edition learners read, with its edition and module, in one query.

    It has the instants of the current term (``window_of``), ``begun`` (this person has started the module), and
    ``reading``: the edition in ``language`` (raises as ``newest_reading``), in which its texts are where translated.
    """
    row = _ruling(rows.slide_rows(slug, key, person.pk, language), now)
    if row is None:
        raise Http404
    row.reading = _reading(row.edition, language)
    return row


def why_not_read(module: Module, window: Window | None, person: Person, now: datetime) -> Reason | None:
    """Return why ``person`` may not see the slides, or None. Expired modules stay readable."""
    if module.withdrawn_at is not None:
        return Reason(Code.WITHDRAWN)
    if window is not None and now < window.opens_at:
        return Reason(Code.NOT_RELEASED, {"until": window.opens_at})
    if module.access == Access.PUBLIC:
        return None
    if not person.is_authenticated:
        return Reason(Code.SIGN_IN)
    if module.access == Access.MEMBERS and not (person.is_member or person.is_staff):
        return Reason(Code.MEMBERS_ONLY)
    return None


def window_of(row: Term | Slide | Edition | None) -> Window | None:
    """Return the validity window of a term, or of a row annotated with one; None where there is no term."""
    if row is None or row.opens_at is None:
        return None
    return Window(row.opens_at, row.expires_at)


def has_started(learner: User, edition: Edition, statement: str = "") -> bool:
    """Tell whether the learner was shown this very edition's front matter; with this ``statement`` (its SHA-256)."""
    started = Start.objects.filter(learner=learner, edition=edition)
    return (started.filter(statement__sha256=statement) if statement else started).exists()


def progress_of(person: Person, module: Module) -> dict[str, Mark]:
    """Return what was recorded of the person's own reading in a module, by slide key."""
    if not person.is_authenticated:
        return {}
    return rows.marks(person.pk, module.pk)


def progress_by_module(learner: User) -> dict[int, dict[str, Mark]]:
    """Return the learner's own marks in every module, by module id and slide key, in one query."""
    found: dict[int, dict[str, Mark]] = {}
    rows = Progress.objects.filter(learner=learner).values_list("module_id", "slide_key", *MARK_COLUMNS)
    for module, key, *mark in rows:
        found.setdefault(module, {})[key] = Mark(*mark)
    return found


def summary(edition: Edition, marks: Mapping[str, Mark]) -> Summary:
    """Return the progress through ``edition`` that ``marks`` amount to."""
    return summarise(edition.outline, marks)


def editions_begun(learner: User, now: datetime) -> list[Edition]:
    """Return the newest edition of every module the learner has started, with its window, the newest start first.

    Withdrawn modules are among them: what was earned in them is still shown.
    """
    begun = Start.objects.filter(learner=learner, module=OuterRef("module")).order_by("-at").values("at")[:1]
    editions = _current_editions().annotate(begun_at=Subquery(begun)).filter(begun_at__isnull=False)
    return list(_with_window(editions, now).order_by("-begun_at"))


def picture(slug: str, sha256: str, name: str) -> SourceFile:
    """Return a picture of a published edition of the module, with its bytes and module."""
    files = SourceFile.objects.filter(
        edition__module__slug=slug, edition__published_at__isnull=False, blob=sha256, path=f"media/{name}"
    )
    return _found(
        files.select_related("blob", "edition__module").defer(
            "edition__front_matter", "edition__outline", "edition__translations"
        )
    )


def _current_editions() -> QuerySet[Edition]:
    current = Edition.objects.filter(pk=F("module__current_edition"))
    return current.select_related("module__replaced_by")


def _ruling(rows: list[Row], now: datetime) -> Row | None:
    """Return the first of ``rows`` (the latest ``opens_at`` first) that has opened, else the last one."""
    last = rows[-1] if rows else None
    return next((row for row in rows if row.opens_at is not None and row.opens_at <= now), last)


def _begun(person: Person | None, module: str) -> Exists | Value:
    if person is None or not person.is_authenticated:
        return Value(value=False)
    return Exists(Start.objects.filter(learner=person, module=OuterRef(module)))


def _disclosed(person: Person | None) -> Subquery | Value:
    if person is None or not person.is_authenticated:
        return Value("")
    starts = Start.objects.filter(learner=person, module=OuterRef("module")).order_by("-at", "-pk")
    return Subquery(starts.values("statement__sha256")[:1])


def _with_window(editions: QuerySet[Edition], now: datetime) -> QuerySet[Edition]:
    opened = Term.objects.filter(module=OuterRef("module"), opens_at__lte=now).order_by("-opens_at")
    coming = Term.objects.filter(module=OuterRef("module")).order_by("opens_at")
    instants = {
        name: Coalesce(Subquery(opened.values(name)[:1]), Subquery(coming.values(name)[:1]))
        for name in ("opens_at", "expires_at")
    }
    return editions.annotate(**instants)


def _found(rows: QuerySet[Row]) -> Row:
    row = rows.first()
    if row is None:
        raise Http404
    return row
