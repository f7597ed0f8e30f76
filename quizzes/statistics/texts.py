"""An analysis in an author's words."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from courses.domain.plaintext import words
from elearning.accounts.professions import Profession
from quizzes.domain.analysis.advice import Gravity
from quizzes.domain.analysis.dif import Grade
from quizzes.domain.analysis.flags import Flag, decimal, percent
from quizzes.domain.analysis.intervals import Interval
from quizzes.domain.analysis.items import LEAST
from quizzes.domain.analysis.whole import TestFigures
from quizzes.models import Item

NOTHING = "–"
OF_PROFESSIONS = ("focal", "reference", "easier")
LOW, FAIR = 0.5, 0.7


@dataclass(frozen=True)
class Said:
    """A flag as it is shown. ``gravity`` is "wrong", "weak" or "note"."""

    gravity: str
    name: str
    found: str
    do: str


def said(flag: Flag) -> Said:
    values: dict[str, Any] = {**flag.values}
    values.update({name: profession(str(values[name])) for name in OF_PROFESSIONS if name in values})
    if "edition" in values:
        values["edition"] = _("edition %s") % values["edition"]
    advice = flag.advice
    return Said(Gravity(advice.gravity).name.lower(), _(advice.name), _(advice.found) % values, _(advice.do) % values)


def profession(key: str) -> str:
    """Return the name of a profession; the empty key stands for several that are too rare to be told apart."""
    return str(Profession(key).label) if key in Profession.values else _("other professions together")


def share(value: float | None) -> str:
    return NOTHING if value is None else _("%s %%") % percent(value)


def figure(value: float | None) -> str:
    return NOTHING if value is None else decimal(value)


def points(value: float) -> str:
    """Return a change of a share in percentage points, with its sign."""
    rounded = round(value * 100)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded)}"


def seconds(value: float) -> str:
    return _("%s s") % round(value)


def between(interval: Interval | None) -> str:
    """Return an interval of shares: "61–70 %"."""
    if interval is None:
        return NOTHING
    return _("%(low)s–%(high)s %%") % {"low": percent(interval.low), "high": percent(interval.high)}


def probability(p: float) -> str:
    least = 0.001
    return "< 0.001" if p < least else f"{p:.3f}"


def grade(value: Grade) -> str:
    return {Grade.A: _("A, negligible"), Grade.B: _("B, moderate"), Grade.C: _("C, large")}[value]


def reliability(test: TestFigures) -> str:
    """Return what the reliability of a paper means for decisions that rest on it."""
    if test.paper_alpha is None:
        return _("Told from %s learners on, and where items vary.") % LEAST
    if test.paper_alpha < LOW:
        return _(
            "Low, as is usual after reading: a result says roughly whether the pass mark was reached, and nothing "
            "about the order of learners."
        )
    if test.paper_alpha < FAIR:
        return _("Fair, for a test after reading; too low to rank learners.")
    return _("Good for a test of this length.")


def question(item: Item, most: int = 24) -> str:
    """Return how an item begins, in at most so many words."""
    return Truncator(words(item.lead_in_html)).words(most)


def choice_texts(item: Item, count: int) -> list[str]:
    """Return the HTML of what can be taken in ``item``, by choice; "" for each of ``count`` that a label says."""
    return [part["html"] for part in item.by_kind.parts(item.content)] or [""] * count
