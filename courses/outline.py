"""The outline beside a slide: the same for every learner of an edition, but for what was seen and where one is.

Each entry is rendered once in each of its states and kept, so that a page of sixty slides joins strings instead of
running a template sixty times. An edition's outline never changes once it is published, and drafts have no readers.
"""

from collections.abc import Collection

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from courses.kept import kept
from courses.languages import Reading, identity_of

State = tuple[bool, bool, bool]  # finished, asking (seen, but a question is open), current
STATES: tuple[State, ...] = tuple(
    (finished, asking, current)
    for finished, asking in ((False, False), (True, False), (False, True))
    for current in (False, True)
)


def outline_html(reading: Reading, finished: Collection[str], asking: Collection[str], current: str) -> SafeString:
    """Return the outline of an edition in its language.

    It tells the slides ``finished``, those ``asking`` for an answer, and the ``current`` one.
    """
    parts = []
    for opening, entries, closing in _sections(reading):
        parts.append(opening)
        parts += [states[key in finished, key in asking, key == current] for key, states in entries]
        parts.append(closing)
    return mark_safe("".join(parts))


@kept(by=identity_of, maxsize=64)
def _sections(reading: Reading) -> list[tuple[str, list[tuple[str, dict[State, str]]], str]]:
    sections = []
    for section in reading.outline:
        around = render_to_string("courses/includes/outline_section.html", {"section": section, "entries": "\ue000"})
        opening, closing = around.split("\ue000")
        sections.append((opening, [(entry["key"], _states(entry)) for entry in section["slides"]], closing))
    return sections


def _states(entry: dict) -> dict[State, str]:
    template = "courses/includes/outline_entry.html"
    return {
        state: render_to_string(
            template, {"entry": entry, **dict(zip(("seen", "asking", "current"), state, strict=True))}
        )
        for state in STATES
    }
