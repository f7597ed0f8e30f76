"""Reads what learners answered and has it analysed."""

import json
from functools import lru_cache

import numpy as np
from django.db.models import Max

from quizzes.domain.analysis import Analysis, analyse
from quizzes.domain.analysis.choices import column
from quizzes.domain.analysis.drift import Earlier
from quizzes.domain.analysis.sheets import Sheets
from quizzes.models import Item, ItemCorrection, Score, Test
from quizzes.statistics import rows
from quizzes.statistics.bank import items_up_to

KEPT = 16


def analysis_of(test: Test) -> Analysis:
    """Return the analysis of the first attempts at ``test`` (with its edition).

    Kept in this process until an attempt at a test of the module is scored or corrected.
    """
    module = test.edition.module_id
    scored = Score.objects.filter(attempt__module=module).aggregate(Max("pk"))["pk__max"]
    corrected = ItemCorrection.objects.filter(module=module).aggregate(Max("pk"))["pk__max"]
    return analysis_as_of(test.pk, scored, corrected)


@lru_cache(KEPT)
def analysis_as_of(test_id: int, scored: int | None, corrected: int | None) -> Analysis:
    """Return the analysis of a test, in five statements; the module's newest score and correction name its state."""
    test = Test.objects.select_related("edition").get(pk=test_id)
    items = items_up_to(test)
    own = [item for item in items if item.test_id == test.pk]
    keys = [item.key for item in own]
    marked = rows.marked(test.edition.module_id, test.pk, keys)
    sheets = _sheets(own, marked, rows.answered(test.pk, keys, marked.attempts))
    return analyse(sheets, _earlier(test, own, items, marked))


def _sheets(items: list[Item], marked: rows.Marked, answered: rows.Answered) -> Sheets:
    answers = [json.loads(text) for text in answered.answers]
    drawn = ~np.isnan(marked.marks)
    columns = tuple(
        column(item.key, item.kind, item.content, answers, answered.codes[:, place], drawn[:, place])
        for place, item in enumerate(items)
    )
    names = tuple(sorted({*marked.professions} - {""}))
    place = {name: index for index, name in enumerate(names)}
    professions = np.array([place.get(name, -1) for name in marked.professions], dtype=np.int64)
    return Sheets(columns, marked.marks, answered.seconds, professions, names)


def _earlier(test: Test, own: list[Item], items: list[Item], marked: rows.Marked) -> dict[str, list[Earlier]]:
    """Return the items of earlier editions by key, the newest edition first."""
    now = {item.key: _wording(item) for item in own}
    found: dict[str, list[Earlier]] = {}
    for item in items:
        if item.test_id != test.pk and item.key in now and (item.test_id, item.key) in marked.others:
            n, mean = marked.others[item.test_id, item.key]
            edition = str(item.test.edition.number)
            found.setdefault(item.key, []).append(Earlier(edition, n, mean, _wording(item) != now[item.key]))
    return found


def _wording(item: Item) -> tuple[object, ...]:
    return item.kind, item.stem_html, item.lead_in_html, item.content
