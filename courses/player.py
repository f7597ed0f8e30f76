"""The slide page, rendered once for each slide of an edition and then filled in for each learner.

A published edition never changes, and neither do its pages but for three places: the learner's request token, the
outline with what was seen, and what stands above the slide (messages, the banner about expiry). A page is kept with a
mark in each of them.
"""

from collections.abc import Collection

from django.template.loader import render_to_string

from courses.domain.reading import slides_of
from courses.kept import identity, kept
from courses.models import Slide
from courses.outline import outline_html
from elearning.context import site

TOKEN, OUTLINE, ABOVE = "\ue002", "\ue003", "\ue004"
"""Characters of the private use area, which no text of a module can hold (courses.domain.markup refuses them)."""
KEPT_PAGES = 2000


def page_html(
    slide: Slide, *, fragment: bool, token: str, seen: Collection[str], banner: dict | None, messages: Collection = ()
) -> str:
    """Return the page of ``slide``, or with ``fragment`` only the inside of its <main>; ``messages`` stand above it."""
    html = _page(slide, fragment)
    context = {"messages": messages, "banner": banner}
    above = render_to_string("courses/includes/above.html", context) if messages or banner else ""
    html = html.replace(ABOVE, above)
    if fragment:
        return html
    return html.replace(TOKEN, token).replace(OUTLINE, outline_html(slide.edition, seen, slide.key))


@kept(by=lambda slide, fragment: (identity(slide.edition), slide.key, fragment), maxsize=KEPT_PAGES)
def _page(slide: Slide, fragment: bool) -> str:  # noqa: FBT001 private
    edition = slide.edition
    slides = slides_of(edition.outline)
    index = slide.position - 1
    context = {
        **site(None),
        "slide": slide,
        "edition": edition,
        "module": edition.module,
        "section": next(section for section in edition.outline if section["key"] == slide.section_key),
        "total": len(slides),
        "previous": slides[index - 1] if index else None,
        "next": slides[index + 1] if slide.position < len(slides) else None,
        "csrf_token": TOKEN,
        "outline": OUTLINE,
        "above": ABOVE,
    }
    return render_to_string("courses/slide_fragment.html" if fragment else "courses/slide.html", context)
