"""Evidence charts as inline SVG, drawn from numbers in user units of a 480 wide picture, so that they read on a phone.

Colours, fonts and line widths come from the style sheet (static/css/chart.css) by class: charts follow light and dark.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from courses.domain.typesetting import MARK, spaced, spoken

WIDTH = 480
LINE = 20
CHARACTER = 9.6  # the width kept for a character of a label, in the larger letters of phones
BOLD_CHARACTER = 10.4
SMALL_CHARACTER = 8.9
LABEL_CHARACTERS = int(WIDTH / CHARACTER)
FEW = 3  # up to so many rows are drawn with more air
TALL = 560  # a picture higher than this is not made to fit the window
LEAST = 1e-6  # what is smaller is drawn as nothing
TICKS = (1, 0.5, 2, 0.1, 10, 0.25, 5, 0.75, 1.5, 3, 0.01, 100, 0.05, 20)  # the first ones are kept where room is short
TICK_ROOM = 44
SIDE_CHARACTERS = 25


@dataclass(frozen=True)
class Bar:
    """``text`` stands at the end of the bar; a ``value`` that nobody reported is None, and ``text`` says so."""

    value: float | None
    text: str


@dataclass(frozen=True)
class BarRow:
    """The bars under one label: one, or one for each group."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Interval:
    """A hazard ratio (or other ratio) with its confidence limits."""

    label: str
    point: float
    low: float
    high: float
    text: str


def bars(title: str, rows: Sequence[BarRow], unit: str, groups: Sequence[str] = ()) -> str:
    """Return horizontal bars from zero, each row under its label, each bar with its value at the end."""
    shown = [bar for row in rows for bar in row.bars]
    top = nice_ceiling(max((bar.value for bar in shown if bar.value is not None), default=0))
    longest = max((len(_said(bar, unit)) for bar in shown), default=0)
    room = max(WIDTH / 3, WIDTH - max(90, 8 + BOLD_CHARACTER * longest))
    thickness, gap, air = _bar_sizes(len(rows), len(groups))
    y, parts = _legend(groups)
    for row in rows:
        y, lines = _label(row.label, y)
        parts += lines
        for number, bar in enumerate(row.bars, start=1):
            length = 0.0 if bar.value is None else max(room * bar.value / top, 2)
            if bar.value is not None:
                parts += _filled(number, 0, y, length, thickness)
            kind = "chart__missing" if bar.value is None else "chart__value"
            parts.append(_text(kind, length + 8 if length else 0, y + thickness / 2 + 5, _said(bar, unit)))
            y += thickness + gap
        y += air - gap
    return _picture("bars", title, _bars_in_words(rows, unit, groups), y, parts)


def _bar_sizes(rows: int, groups: int) -> tuple[int, int, int]:
    """Return how thick a bar is, the gap to the next of its row, and the air between rows."""
    if groups:
        return 16, 4, 14 if rows > FEW else 20
    return (20, 0, 14) if rows > FEW else (28, 0, 18)


def _said(bar: Bar, unit: str) -> str:
    return bar.text if bar.value is None else f"{bar.text} {unit}".strip()


def _bars_in_words(rows: Sequence[BarRow], unit: str, groups: Sequence[str]) -> str:
    names = [f"{group} " for group in groups] or [""]
    told = (
        f"{row.label}: {', '.join(name + _said(bar, unit) for name, bar in zip(names, row.bars, strict=False))}"
        for row in rows
    )
    return "; ".join(told)


def _legend(groups: Sequence[str]) -> tuple[float, list[str]]:
    """Return the names of the groups, each beside a piece of its bar, in as many lines as they need."""
    x, y, parts = 0.0, 8, []
    for number, group in enumerate(groups, start=1):
        lines = wrap(spaced(group), LABEL_CHARACTERS - 4, break_on_hyphens=False)
        width = 26 + CHARACTER * max(map(len, lines))
        if x and x + width > WIDTH:
            x, y = 0.0, y + LINE + 4
        parts += _filled(number, x, y + 2, 18, 14)
        parts += [_text("chart__legend", x + 26, y + 14 + index * LINE, line) for index, line in enumerate(lines)]
        y += LINE * (len(lines) - 1)
        x += width + 18
    return (y + LINE + 14 if groups else y), parts


def _filled(number: int, x: float, y: float, length: float, thickness: int) -> list[str]:
    """Return the bar of the group ``number``; groups differ in filling: full, hollow, upright or level stripes."""
    place = f'x="{x:g}" y="{y:g}" width="{length:.1f}" height="{thickness}" rx="2"'
    parts = [f'<rect class="chart__bar chart__bar--{number}" {place}/>']
    lines = ""
    if number == 3:  # noqa: PLR2004 the third group
        lines = "".join(f"M{x + at:g} {y:g}v{thickness}" for at in range(5, math.ceil(length), 6))
    elif number == 4:  # noqa: PLR2004 the fourth group
        lines = "".join(f"M{x:g} {y + at:g}h{length:.1f}" for at in range(4, thickness, 4))
    if lines:
        parts.append(f'<path class="chart__stripes" d="{lines}"/>')
    return parts


def forest(
    title: str,
    sections: Mapping[str, Sequence[Interval]],
    favours: Sequence[str],
    number: Callable[[str], str] = str,
) -> str:
    """Return a forest plot on a logarithmic axis with the line of no difference at 1.

    ``sections`` are the rows under each heading; a heading may be empty. ``number`` localises the numbers of the axis.
    """
    rows = [row for section in sections.values() for row in section]
    low = min(0.5, *(row.low for row in rows))
    high = max(1.5, *(row.high for row in rows))
    scale = _LogScale(low / 1.08, high * 1.08)
    y, body = 8.0, []
    for heading, section in sections.items():
        if heading:
            y, lines = _label(heading, y, kind="chart__group")
            y, body = y + 3, body + lines
        for row in section:
            y, lines = _interval(row, y, scale)
            body += lines
            y += 24 if len(rows) > FEW else 34
        y += 8 if heading else 0
    axis, y = _axis(scale, low, high, y, number)
    if favours:
        sides, y = _sides(favours, scale(1), y + 14)
        axis += sides
    told = (f"{heading}: " * bool(heading) + _intervals_in_words(section) for heading, section in sections.items())
    return _picture("forest", title, ". ".join(told), y, axis + body)


def _intervals_in_words(rows: Sequence[Interval]) -> str:
    return "; ".join(f"{row.label}: {row.text}" for row in rows)


def _interval(row: Interval, y: float, scale: "_LogScale") -> tuple[float, list[str]]:
    """Return a row's label with its numbers and, below, its line; and where that line stands."""
    room = WIDTH - BOLD_CHARACTER * len(row.text) - 10
    parts = [_text("chart__value", WIDTH, y + 14, row.text, "end")]
    y, lines = _label(row.label, y, characters=max(12, int(room / CHARACTER)))
    middle = y + 9
    left, right, at = scale(row.low), scale(row.high), scale(row.point)
    ends = [(left, right, middle, middle), *((end, end, middle - 5, middle + 5) for end in (left, right))]
    parts += [
        f'<line class="chart__ci" x1="{x1:.1f}" x2="{x2:.1f}" y1="{y1:g}" y2="{y2:g}"/>' for x1, x2, y1, y2 in ends
    ]
    point = f'<rect class="chart__point" x="{at - 5.5:.1f}" y="{middle - 5.5:g}" width="11" height="11"/>'
    return y, [*lines, *parts, point]


def _axis(
    scale: "_LogScale", low: float, high: float, y: float, number: Callable[[str], str]
) -> tuple[list[str], float]:
    parts = []
    for tick in _ticks(scale, low, high):
        x = scale(tick)
        kind = "chart__null" if tick == 1 else "chart__grid"
        parts.append(f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="2" y2="{y:g}"/>')
        parts.append(_text("chart__axis", x, y + 16, number(f"{tick:g}"), "middle"))
    return parts, y + 22


def _sides(favours: Sequence[str], null: float, y: float) -> tuple[list[str], float]:
    """Return what lies on either side of the line at ``null``, moved or wrapped where there is too little room."""
    left, right = f"← {favours[0]}", f"{favours[1]} →"
    most = SIDE_CHARACTERS if SMALL_CHARACTER * len(left + right) > WIDTH - 24 else WIDTH
    lefts, rights = (wrap(spaced(side), most, break_on_hyphens=False) for side in (left, right))
    start = min(null + 10, WIDTH - SMALL_CHARACTER * max(map(len, rights)))
    end = min(null - 10, start - 12)
    if (least := SMALL_CHARACTER * max(map(len, lefts))) > end:
        end, start = least, max(start, least + 12)
    parts = [
        _text("chart__favours", x, y + index * LINE, line, anchor)
        for x, lines, anchor in ((end, lefts, "end"), (start, rights, "start"))
        for index, line in enumerate(lines)
    ]
    return parts, y + LINE * (max(len(lefts), len(rights)) - 1) + 6


class _LogScale:
    def __init__(self, low: float, high: float) -> None:
        self._low, self._span = math.log(low), math.log(high) - math.log(low)

    def __call__(self, value: float) -> float:
        return 12 + (WIDTH - 24) * (math.log(value) - self._low) / self._span


def _ticks(scale: _LogScale, low: float, high: float) -> list[float]:
    """Return the marks of an axis from ``low`` to ``high``, none so near another that their numbers touch."""
    kept: list[float] = []
    for tick in TICKS:
        inside = tick == 1 or low / 1.08 <= tick <= high * 1.08
        if inside and all(abs(scale(tick) - scale(other)) >= TICK_ROOM for other in kept):
            kept.append(tick)
    return sorted(kept)


def nice_ceiling(value: float) -> float:
    """Return the next round number at or above ``value`` (1, 2, 2.5, 5 or 10 times a power of ten)."""
    if value < LEAST:
        return 1
    power = 10 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value)


def _label(
    label: str, y: float, characters: int = LABEL_CHARACTERS, kind: str = "chart__label"
) -> tuple[float, list[str]]:
    lines = wrap(spaced(label), characters, break_on_hyphens=False) or [""]
    texts = [_text(kind, 0, y + 14 + index * LINE, line) for index, line in enumerate(lines)]
    return y + len(lines) * LINE + 3, texts


def _text(kind: str, x: float, y: float, text: str, anchor: str = "start") -> str:
    place = f'x="{x:g}" y="{y:g}"' if anchor == "start" else f'x="{x:g}" y="{y:g}" text-anchor="{anchor}"'
    first, *rest = MARK.split(spaced(text))
    marked = "".join(
        f'<tspan class="chart__mark" dy="-5">{mark}</tspan><tspan dy="5">{escape(after)}</tspan>'
        for mark, after in zip(rest[::2], rest[1::2], strict=True)
    )
    return f'<text class="{kind}" {place}>{escape(first)}{marked}</text>'


def _picture(kind: str, title: str, description: str, height: float, parts: Sequence[str]) -> str:
    label = escape(spoken(f"{title}. {description}"))
    tall = " chart--tall" if height > TALL else ""
    box = f'viewBox="0 0 {WIDTH} {height:.0f}" preserveAspectRatio="xMinYMid"'
    return f'<svg class="chart chart--{kind}{tall}" {box} role="img" aria-label="{label}">{"".join(parts)}</svg>'
