"""Timelines as lists: dated events in order, one list a lane where there are lanes (a regulator's, say)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from courses.domain.typesetting import typeset


@dataclass(frozen=True, order=True)
class Event:
    """``day`` is ISO (2025-12-15), ``text`` the same day as readers see it."""

    day: str
    text: str
    label: str


def timeline(lanes: Mapping[str, Sequence[Event]]) -> str:
    """Return the events of each lane by date; a lane without a name stands alone."""
    if set(lanes) == {""}:
        return _events(lanes[""], "chart chart--timeline ")
    parts = "".join(
        f'<div class="lane"><dt class="lane__name">{typeset(name)}</dt><dd>{_events(events)}</dd></div>'
        for name, events in lanes.items()
    )
    return f'<dl class="chart chart--timeline lanes">{parts}</dl>'


def _events(events: Sequence[Event], more: str = "") -> str:
    year, parts = "", []
    for event in sorted(events):
        shown = "" if event.day[:4] == year else event.day[:4]
        year = event.day[:4]
        parts.append(
            f'<li class="timeline__event"><span class="timeline__year" aria-hidden="true">{shown}</span> '
            f'<time class="timeline__date" datetime="{escape(event.day)}">{escape(event.text)}</time> '
            f'<span class="timeline__label">{typeset(event.label)}</span></li>'
        )
    return f'<ol class="{more}timeline">{"".join(parts)}</ol>'
