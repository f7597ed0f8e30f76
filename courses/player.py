"""The slide page, rendered once for each slide of an edition and then filled in for each learner.

A published edition never changes, and neither do its pages but for a few places: the learner's request token, the
outline with what was seen, what stands above the slide (messages, the banner about expiry), and the slide's questions.
A page is kept with a mark in each of them.
"""

from collections.abc import Collection, Mapping

from django.template.loader import render_to_string

from courses.domain.reading import slides_of
from courses.kept import kept
from courses.languages import identity_of
from courses.models import Slide
from courses.outline import outline_html
from courses.questions import TOKEN, State, filled
from elearning.context import site

OUTLINE, ABOVE = "\ue003", "\ue004"
"""Like TOKEN of the private use area, whose characters no text of a module can hold (courses.domain.yamlfile)."""
KEPT_PAGES = 2000


def page_html(  # noqa: PLR0913 what differs between learners, by name
    slide: Slide,
    *,
    fragment: bool,
    token: str,
    finished: Collection[str],
    asking: Collection[str],
    states: Mapping[str, State],
    banner: dict | None,
    messages: Collection = (),
) -> str:
    """Return the page of ``slide`` (from ``access.slide_page``), or with ``fragment`` only the inside of its <main>.

    ``messages`` stand above it. ``finished`` and ``asking`` are slides as in courses.domain.reading.Summary, ``states``
    those of its questions.
    """
    html = _page(slide, fragment)
    if states:
        html = filled(html, slide, states).replace(TOKEN, token)
    context = {"messages": messages, "banner": banner}
    above = render_to_string("courses/includes/above.html", context) if messages or banner else ""
    html = html.replace(ABOVE, above)
    if fragment:
        return html
    outline = outline_html(slide.reading, finished, asking, slide.key)
    return html.replace(TOKEN, token).replace(OUTLINE, outline)


def below(html: str) -> str:
    """Return the page of a slide as it must be at the address of an answer, two levels below that of the slide."""
    return html.replace('href="../', 'href="../../../').replace('action="questions/', 'action="../../questions/')


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
        "has_questions": any(entry.get("questions") for entry in slides),
        "outline": OUTLINE,
        "above": ABOVE,
    }
    return render_to_string("courses/slide_fragment.html" if fragment else "courses/slide.html", context)
