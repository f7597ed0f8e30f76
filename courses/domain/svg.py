"""Evidence charts as inline SVG, drawn from numbers in user units of a 480 wide picture, so that they read on a phone.

Colours, fonts and line widths come from the style sheet (static/css/chart.css) by class: charts follow light and dark.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

WIDTH = 480
LINE = 18
LABEL_CHARACTERS = 48
CHARACTER = 9.5  # the width kept for a character of a value, in the larger letters of phones
FAVOURS_CHARACTER = 8.1
FEW = 3  # up to so many rows are drawn with more air
LEAST = 1e-6  # what is smaller is drawn as nothing


@dataclass(frozen=True)
class Bar:
    label: str
    value: float
    text: str
    reference: str = ""


@dataclass(frozen=True)
class Interval:
    """A hazard ratio (or other ratio) with its confidence limits."""

    label: str
    point: float
    low: float
    high: float
    text: str


def bars(title: str, description: str, rows: Sequence[Bar], unit: str) -> str:
    """Return horizontal bars from zero, each under its label with its value at the end."""
    top = nice_ceiling(max(row.value for row in rows))
    values = [f"{row.text} {unit}".strip() for row in rows]
    room = max(WIDTH / 3, WIDTH - max(90, 8 + CHARACTER * max(map(len, values))))
    thickness, gap = (20, 14) if len(rows) > FEW else (28, 18)
    parts, y = [], 8
    for row, value in zip(rows, values, strict=True):
        y, lines = _label(row.label, y)
        parts += lines
        length = max(room * row.value / top, 2)
        parts.append(f'<rect class="chart__bar" x="0" y="{y}" width="{length:.1f}" height="{thickness}" rx="3"/>')
        baseline = y + thickness // 2 + 5
        parts.append(f'<text class="chart__value" x="{length + 8:.1f}" y="{baseline}">{escape(value)}</text>')
        y += thickness + gap
    return _picture("bars", title, description, y, parts)


def forest(title: str, description: str, rows: Sequence[Interval], favours: Sequence[str]) -> str:
    """Return a forest plot on a logarithmic axis with the line of no difference at 1."""
    low = min(0.5, *(row.low for row in rows))
    high = max(1.5, *(row.high for row in rows))
    scale = _LogScale(low / 1.08, high * 1.08)
    step = 24 if len(rows) > FEW else 34
    parts: list[str] = []
    y = 8
    body = []
    for row in rows:
        label_top = y
        y, lines = _label(row.label, y, characters=40)
        body += lines
        body.append(
            f'<text class="chart__value" x="{WIDTH}" y="{label_top + 14}" text-anchor="end">{escape(row.text)}</text>'
        )
        middle = y + 9
        left, right, at = scale(row.low), scale(row.high), scale(row.point)
        body.append(f'<line class="chart__ci" x1="{left:.1f}" x2="{right:.1f}" y1="{middle}" y2="{middle}"/>')
        body.extend(
            f'<line class="chart__ci" x1="{end:.1f}" x2="{end:.1f}" y1="{middle - 5}" y2="{middle + 5}"/>'
            for end in (left, right)
        )
        body.append(f'<rect class="chart__point" x="{at - 5.5:.1f}" y="{middle - 5.5}" width="11" height="11"/>')
        y += step
    for tick in _ticks(low, high):
        x = scale(tick)
        kind = "chart__null" if tick == 1 else "chart__grid"
        parts.append(f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="2" y2="{y}"/>')
        parts.append(f'<text class="chart__axis" x="{x:.1f}" y="{y + 16}" text-anchor="middle">{tick:g}</text>')
    y += 22
    if favours:
        y += 14
        parts += _sides(favours, scale(1), y)
        y += 6
    return _picture("forest", title, description, y, parts + body)


def _sides(favours: Sequence[str], null: float, y: float) -> list[str]:
    """Return what lies on either side of the line at ``null``, moved left where the right side has too little room."""
    left, right = f"← {favours[0]}", f"{favours[1]} →"
    start = min(null + 10, WIDTH - FAVOURS_CHARACTER * len(right))
    end = min(null - 10, start - 12)
    return [
        f'<text class="chart__favours" x="{end:.1f}" y="{y}" text-anchor="end">{escape(left)}</text>',
        f'<text class="chart__favours" x="{start:.1f}" y="{y}">{escape(right)}</text>',
    ]


class _LogScale:
    def __init__(self, low: float, high: float) -> None:
        self._low, self._span = math.log(low), math.log(high) - math.log(low)

    def __call__(self, value: float) -> float:
        return 12 + (WIDTH - 24) * (math.log(value) - self._low) / self._span


def _ticks(low: float, high: float) -> list[float]:
    return [
        tick for tick in (0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10) if low / 1.08 <= tick <= high * 1.08 or tick == 1
    ]


def nice_ceiling(value: float) -> float:
    """Return the next round number at or above ``value`` (1, 2, 2.5, 5 or 10 times a power of ten)."""
    if value < LEAST:
        return 1
    power = 10 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value)


def _label(label: str, y: float, characters: int = LABEL_CHARACTERS) -> tuple[float, list[str]]:
    lines = wrap(label, characters) or [""]
    texts = [
        f'<text class="chart__label" x="0" y="{y + 14 + index * LINE}">{escape(line)}</text>'
        for index, line in enumerate(lines)
    ]
    return y + len(lines) * LINE + 3, texts


def _picture(kind: str, title: str, description: str, height: float, parts: Sequence[str]) -> str:
    label = escape(f"{title}. {description}")
    return (
        f'<svg class="chart chart--{kind}" viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{label}">'
        f"{''.join(parts)}</svg>"
    )
