"""The slide page, rendered once for each slide of an edition and then filled in for each learner.

A published edition never changes, and neither do its pages but for three places: the learner's request token, the
outline with what was seen, and the banner about expiry. A page is kept with a mark in each of them.
"""

from collections.abc import Collection

from django.template.loader import render_to_string

from courses.domain.reading import slides_of
from courses.kept import kept
from courses.languages import identity_of
from courses.models import Slide
from courses.outline import outline_html
from elearning.context import site

TOKEN, OUTLINE, BANNER = "\ue002", "\ue003", "\ue004"
"""Characters of the private use area, which no text of a module can hold (courses.domain.markup refuses them)."""
KEPT_PAGES = 2000


def page_html(slide: Slide, *, fragment: bool, token: str, seen: Collection[str], banner: dict | None) -> str:
    """Return the page of ``slide`` (from ``access.slide_page``), or with ``fragment`` only the inside of its <main>."""
    html = _page(slide, fragment)
    if banner is not None:
        context = {"banner": banner, "class": "player__banner"}
        html = html.replace(BANNER, render_to_string("includes/banner.html", context))
    else:
        html = html.replace(BANNER, "")
    if fragment:
        return html
    return html.replace(TOKEN, token).replace(OUTLINE, outline_html(slide.reading, seen, slide.key))


@kept(by=lambda slide, fragment: (*identity_of(slide.reading), slide.key, fragment), maxsize=KEPT_PAGES)
def _page(slide: Slide, fragment: bool) -> str:  # noqa: FBT001 private
    reading = slide.reading
    slides = slides_of(reading.outline)
    index = slide.position - 1
    context = {
        **site(None),
        "slide": slide,
        "reading": reading,
        "languages": reading.links("slide", slide.key),
        "module": slide.edition.module,
        "section": next(section for section in reading.outline if section["key"] == slide.section_key),
        "seen_address": reading.address("slide-seen", slide.key),
        "total": len(slides),
        "previous": slides[index - 1] if index else None,
        "next": slides[index + 1] if slide.position < len(slides) else None,
        "csrf_token": TOKEN,
        "outline": OUTLINE,
        "banner": BANNER,
    }
    return render_to_string("courses/slide_fragment.html" if fragment else "courses/slide.html", context)
