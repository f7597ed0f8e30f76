"""The doors to modules, slides and a learner's own progress."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from courses.domain.reading import Mark, Summary, summarise
from courses.domain.reasons import Code, Reason
from courses.domain.terms import Window
from courses.models import Access, Edition, Module, Progress, Slide, SourceFile, Start, Term
from elearning.accounts.models import User

Person = User | AnonymousUser


def newest_edition(slug: str, person: Person | None = None) -> Edition:
    """Return the edition learners read, with its module. Raises Http404 when nothing is published under ``slug``.

    Annotated: ``begun`` (``person`` has started the module, in whatever edition).
    """
    return _found(_published().filter(module__slug=slug).annotate(begun=_begun(person, "module")).order_by("-number"))


def catalogue(now: datetime) -> list[Edition]:
    """Return the newest published edition of each module that is not withdrawn, with its window (``window_of``)."""
    editions = _published().filter(module__withdrawn_at__isnull=True, pk=Subquery(_newest_of(OuterRef("module"))))
    return list(_with_window(editions, "module", now).order_by("title"))


def current_term(module: Module, now: datetime) -> Term | None:
    """Return the term that rules at ``now``: the latest that has opened, else the first one to come."""
    terms = list(module.terms.order_by("opens_at"))
    opened = [term for term in terms if term.opens_at <= now]
    return opened[-1] if opened else next(iter(terms), None)


def slide_page(slug: str, key: str, person: Person, now: datetime) -> Slide:
    """Return a slide of the newest edition with its edition and module, in one query.

    Annotated: ``opens_at`` and ``expires_at`` of the current term, ``begun`` (this person has started the module).
    """
    published = Slide.objects.filter(key=key, edition__module__slug=slug, edition__published_at__isnull=False)
    slides = published.select_related("edition__module__replaced_by").defer("edition__front_matter")
    newest = Edition.objects.filter(module__slug=slug, published_at__isnull=False).order_by("-number").values("pk")[:1]
    slides = slides.filter(edition=Subquery(newest)).annotate(begun=_begun(person, "edition__module"))
    return _found(_with_window(slides, "edition__module", now))


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


def has_started(learner: User, edition: Edition) -> bool:
    """Tell whether the learner was shown this very edition's front matter."""
    return Start.objects.filter(learner=learner, edition=edition).exists()


def progress_of(person: Person, module: Module) -> dict[str, Progress]:
    """Return the person's own progress in a module by slide key, each annotated with ``edition_number``."""
    if not person.is_authenticated:
        return {}
    rows = Progress.objects.filter(learner=person, module=module).annotate(edition_number=F("edition__number"))
    return {row.slide_key: row for row in rows}


def summary(edition: Edition, marks: dict[str, Progress]) -> Summary:
    """Return the progress through ``edition`` that ``marks`` (of ``progress_of``) amount to."""
    return summarise(
        edition.outline,
        {key: Mark(row.edition_number, row.last_seen, row.active_seconds) for key, row in marks.items()},
    )


def progress_by_module(learner: User) -> dict[int, dict[str, Progress]]:
    """Return the learner's own progress in every module, by module id and slide key, in one query."""
    found: dict[int, dict[str, Progress]] = {}
    for row in Progress.objects.filter(learner=learner).annotate(edition_number=F("edition__number")):
        found.setdefault(row.module_id, {})[row.slide_key] = row
    return found


def editions_begun(learner: User, now: datetime) -> list[Edition]:
    """Return the newest edition of every module the learner has started, with its window, the newest start first.

    Withdrawn modules are among them: what was earned in them is still shown.
    """
    begun = Start.objects.filter(learner=learner, module=OuterRef("module")).order_by("-at").values("at")[:1]
    editions = _published().annotate(begun_at=Subquery(begun)).filter(pk=Subquery(_newest_of(OuterRef("module"))))
    return list(_with_window(editions.filter(begun_at__isnull=False), "module", now).order_by("-begun_at"))


def picture(slug: str, sha256: str, name: str) -> SourceFile:
    """Return a picture of a published edition of the module, with its bytes and module."""
    files = SourceFile.objects.filter(
        edition__module__slug=slug, edition__published_at__isnull=False, blob=sha256, path=f"media/{name}"
    )
    return _found(files.select_related("blob", "edition__module").defer("edition__front_matter", "edition__outline"))


def _published() -> QuerySet[Edition]:
    return Edition.objects.filter(published_at__isnull=False).select_related("module__replaced_by")


def _begun(person: Person | None, module: str) -> Exists | Value:
    if person is None or not person.is_authenticated:
        return Value(value=False)
    return Exists(Start.objects.filter(learner=person, module=OuterRef(module)))


def _newest_of(module: OuterRef) -> QuerySet:
    newest = Edition.objects.filter(module=module, published_at__isnull=False).order_by("-number")
    return newest.values("pk")[:1]


def _with_window(rows: QuerySet, module: str, now: datetime) -> QuerySet:
    opened = Term.objects.filter(module=OuterRef(module), opens_at__lte=now).order_by("-opens_at")
    coming = Term.objects.filter(module=OuterRef(module)).order_by("opens_at")
    return rows.annotate(
        **{
            name: Coalesce(Subquery(opened.values(name)[:1]), Subquery(coming.values(name)[:1]))
            for name in ("opens_at", "expires_at")
        }
    )


def _found(rows: QuerySet):  # noqa: ANN202 the type of the rows
    row = rows.first()
    if row is None:
        raise Http404
    return row
