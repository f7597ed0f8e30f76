"""What may be reported by whom, and the learner's own reports."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.text import Truncator

from courses import access
from courses.domain.plaintext import words
from courses.domain.reading import slides_of
from courses.domain.reasons import Code, Reason
from courses.languages import Reading
from courses.models import Access, Edition, Module, Slide
from elearning.accounts.models import User
from elearning.reports.models import Report, SubjectKind
from quizzes.models import Attempt, Item

MAX_TITLE = 120
MAX_TRANSLATED_TITLE = 240  # so that its language still fits the column
MAX_DIGITS = 9  # more would not fit the column of an edition's number


@dataclass(frozen=True)
class Subject:
    """The slide or item that a report is about, in the edition in which the learner sees it."""

    module: Module
    edition: Edition
    kind: SubjectKind
    key: str
    title: str
    language: str


def why_not_report(page: Slide, learner: User, now: datetime) -> Reason | None:
    """Return why ``learner`` may not report ``page`` (from ``courses.access.slide_page``): who may not see it, or None.

    Slides of a public module are seen without having started it.
    """
    module = page.edition.module
    reason = access.why_not_read(module, access.window_of(page), learner, now)
    unseen = not page.begun and module.access != Access.PUBLIC
    return reason or (Reason(Code.NOT_STARTED) if unseen else None)


def slide_subject(page: Slide, edition_number: str, language: str = "") -> Subject:
    """Return ``page`` (from ``courses.access.slide_page``) as it stood in the edition of that number.

    A page that stays open while an edition is published shows the one before. Any other number means ``page`` itself.
    The title of a slide that is translated into ``language`` names it: it is the translation that is reported.
    """
    shown = page
    number = int(edition_number[:MAX_DIGITS]) if edition_number.isdecimal() else page.edition.number
    if number != page.edition.number:
        published = Slide.objects.filter(edition__module=page.edition.module, edition__published_at__isnull=False)
        same = published.filter(edition__number=number, key=page.key)
        shown = same.select_related("edition__module").first() or page
    edition = shown.edition
    reading = Reading.last(edition, language)
    entry = next(entry for entry in slides_of(reading.outline) if entry["key"] == shown.key)
    title, written_in = entry["title"], entry["language"]
    if written_in != edition.language:
        title = f"{Truncator(title).chars(MAX_TRANSLATED_TITLE)} ({written_in})"
    return Subject(edition.module, edition, SubjectKind.SLIDE, shown.key, title, written_in)


def item_subject(attempt: Attempt, number: int) -> Subject:
    """Return the item in place ``number`` (from 1) of the learner's own attempt. Raises Http404 where there is none.

    An item has no title: the beginning of its text stands for one.
    """
    place = attempt.place(number)
    if place is None:
        raise Http404
    item = Item.objects.get(test=attempt.test_id, key=place["item"])
    title = Truncator(words(f"{item.stem_html} {item.lead_in_html}")).chars(MAX_TITLE)
    return Subject(attempt.module, attempt.edition, SubjectKind.ITEM, item.key, title, attempt.edition.language)


def reports_of(learner: User) -> list[Report]:
    """Return the learner's own reports with their answers, the newest first, in one statement."""
    return list(Report.objects.filter(reporter=learner).select_related("module").order_by("-at", "-pk"))
