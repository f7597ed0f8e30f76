"""The doors to panels: a judge's own place on one, and what a round shows of the others."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from elearning.accounts.models import User
from elearning.standards.domain import angoff
from elearning.standards.domain.angoff import ItemSpread
from elearning.standards.models import Judge, Panel, Rating
from quizzes.models import Item
from quizzes.scores import corrected_bank

Rated = dict[int, dict[str, int]]
"""Ratings by the key of the item, by the round."""


def judge_of(user: User, panel_id: int) -> Judge:
    """Return the place of ``user`` on the panel, with the module and what was judged after Hofstee. 404 for others."""
    judges = Judge.objects.select_related("panel__test__edition__module", "hofstee")
    return get_object_or_404(judges, panel_id=panel_id, user=user)


def panels_of(user: User) -> QuerySet[Judge]:
    """Return the places of ``user`` on panels, the newest first."""
    return Judge.objects.filter(user=user).select_related("panel__test__edition__module").order_by("-panel__opened_at")


def items_of(panel: Panel) -> list[Item]:
    """Return the items that are judged: those from which attempts are drawn, in their order.

    They have the key that learners are scored by. One that counts for nobody is not judged, unless it was when the
    panel was closed: what a panel found stays.
    """
    bank = corrected_bank(panel.test_id, until=panel.closed_at)
    items = list(Item.objects.bank().filter(test_id=panel.test_id).order_by("position"))
    for item in items:
        item.content = bank[item.key].content
    return [item for item in items if not bank[item.key].neutralised]


def ratings_of(judge: Judge) -> Rated:
    """Return what the judge said, by round."""
    return by_judge([judge])[judge.pk]


def by_judge(judges: Iterable[Judge]) -> dict[int, Rated]:
    """Return what ``judges`` said, by round, by their ids, in one statement."""
    found: dict[int, Rated] = {judge.pk: {} for judge in judges}
    rows = Rating.objects.filter(judge_id__in=found).order_by("pk")
    for judge, number, key, percent in rows.values_list("judge_id", "round", "item_key", "percent"):
        found[judge].setdefault(number, {})[key] = percent
    return found


def spreads_before(panel: Panel) -> dict[str, ItemSpread]:
    """Return what all judges said in the newest round that is over, by the key of the item.

    Nothing of the round that is open, so that nobody sees what another is writing; in the first round nothing at all.
    """
    rounds = [rated.get(panel.rounds_over, {}) for rated in by_judge(panel.judges.order_by("pk")).values()]
    keys = dict.fromkeys(key for rated in rounds for key in rated)
    return angoff.spreads(list(keys), rounds)
