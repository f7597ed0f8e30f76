"""What a judge's page shows, put together for its template."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elearning.standards import access, observed
from elearning.standards.access import Rated
from elearning.standards.domain import angoff
from elearning.standards.domain.angoff import ItemSpread
from elearning.standards.forms import RatingsForm
from elearning.standards.models import Judge
from elearning.standards.observed import Difficulty
from elearning.standards.shown import Asked, questions_of
from quizzes.models import Item


@dataclass(frozen=True)
class Judged:
    """An item with the field for its number. In the second round also what all judges said in the
    round before (``own``: this one), and how learners did."""

    number: int
    item: Item
    questions: list[Asked]
    field: BoundField
    own: int | None
    spread: ItemSpread | None
    discuss: bool
    difficulty: Difficulty | None

    @property
    def mean(self) -> float:
        return float(self.spread.mean)

    @property
    def dots(self) -> list[int]:
        """Where the ratings of all judges stand in the picture, in its units."""
        return [_x(rating) for rating in self.spread.ratings]

    @property
    def own_x(self) -> int | None:
        return None if self.own is None else _x(self.own)


def initial(judge: Judge) -> dict[str, int]:
    """Return what the form begins with: the ratings of the open round, or else those of the one before."""
    rated = access.ratings_of(judge)
    number = judge.panel.round
    begun = {**rated.get(number - 1, {}), **rated.get(number, {})}
    return {"number": number, **{f"item-{key}": percent for key, percent in begun.items()}}


def panel_context(judge: Judge, items: list[Item], form: RatingsForm) -> dict[str, Any]:
    """Return the context of the judge's page."""
    panel, rated = judge.panel, access.ratings_of(judge)
    judged = _judged(judge, items, form, rated)
    done = rated.get(panel.round, {})
    return {
        "judge": judge,
        "panel": panel,
        "module": panel.test.edition.module,
        "language": panel.test.edition.language,
        "form": form,
        "judged": judged,
        "wrong": [each for each in judged if each.field.errors],
        "rated": sum(item.key in done for item in items),
        "unsaved": panel.round > 1 and not done,
        "hofstee": getattr(judge, "hofstee", None),
    }


def saved(ratings: Mapping[str, int | None]) -> str:
    """Say what was saved, and how much is left."""
    left = sum(percent is None for percent in ratings.values())
    if not left:
        return _("Saved: every item has a number. You can change them until the round is closed.")
    return ngettext("Saved. One item has no number yet.", "Saved. %(left)s items have no number yet.", left) % {
        "left": left
    }


def _judged(judge: Judge, items: list[Item], form: RatingsForm, rated: Rated) -> list[Judged]:
    panel = judge.panel
    later = panel.round > 1
    spreads = access.spreads_before(panel) if later else {}
    difficulties = observed.difficulties(panel.test) if later else {}
    discuss = {spread.item for spread in angoff.most_spread(spreads.values())}
    return [
        Judged(
            number=number,
            item=item,
            questions=questions_of(item),
            field=form[form.names[item.key]],
            own=rated.get(panel.rounds_over, {}).get(item.key) if later else None,
            spread=spreads.get(item.key),
            discuss=item.key in discuss,
            difficulty=difficulties.get(item.key),
        )
        for number, item in enumerate(items, start=1)
    ]


def _x(percent: int) -> int:
    return 10 + 2 * percent
