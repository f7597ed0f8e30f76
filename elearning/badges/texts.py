"""The words of a badge, in the language of its module."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from courses.domain.reading import reading_minutes, slides_of
from courses.models import Edition
from elearning.badges.domain.credential import Achieved
from elearning.badges.picture import Picture
from elearning.interop.record import CompletionRecord


def achieved(record: CompletionRecord) -> Achieved:
    """Return what a badge is for, as it was completed."""
    activity = record.activity
    facts = {
        "slug": activity.slug,
        "edition": activity.edition,
        "title": activity.title,
        "provider": activity.provider,
        "language": activity.language,
        "demonstration": record.demonstration,
    }
    return _worded(facts, slides=activity.slides, minutes=activity.minutes)


def achieved_in(edition: Edition) -> Achieved:
    """Return what a badge for ``edition`` (with its module) is for, whoever earns it."""
    slides = slides_of(edition.outline)
    facts = {
        "slug": edition.module.slug,
        "edition": edition.number,
        "title": edition.title,
        "provider": settings.SITE_PROVIDER,
        "language": edition.language,
        "demonstration": edition.module.demonstration or bool(edition.front_matter.get("demonstration")),
    }
    minutes = reading_minutes(sum(slide["seconds"] for slide in slides))
    return _worded(facts, slides=len(slides), minutes=minutes)


def picture(what: Achieved) -> Picture:
    """Return the texts that the picture shows: the same for everybody who achieved this."""
    with translation.override(what.language):
        heading = _("Module completed")
        note = _("Demonstration, no credit") if what.demonstration else ""
    return Picture(heading, what.title, what.provider, note, what.picture_text)


def _worded(facts: dict[str, Any], *, slides: int, minutes: int) -> Achieved:
    with translation.override(facts["language"]):
        description = _("Completion of the learning module “%(title)s” by %(provider)s.") % facts
        if facts["demonstration"]:
            description = f"{description} {_('Demonstration, no credit')}."
        criteria = _("Read the %(slides)s slides of the module (about %(minutes)s minutes) and pass its CME test.")
        return Achieved(
            **facts,
            description=description,
            criteria=criteria % {"slides": slides, "minutes": minutes},
            picture_text=_("Badge: %(title)s, %(provider)s") % facts,
        )
