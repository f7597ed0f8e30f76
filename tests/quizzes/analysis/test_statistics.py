"""From rows to figures: which attempts count, with which marks, and in how many statements."""

from datetime import timedelta

import numpy as np
import pytest

from quizzes import services
from quizzes.domain.scoring import Effect
from quizzes.models import Item
from quizzes.statistics import analysis_of, rows
from tests.quizzes.analysis.crowd import crowd
from tests.quizzes.factories import NOW, Sitting, edition, learner

pytestmark = pytest.mark.django_db


def figures(sitting):
    return {one.figures.key: one.figures for one in analysis_of(sitting.test).items}


def test_what_services_stored_is_what_is_analysed():
    sitting = Sitting(items=4)
    sitting.sit(3)
    sitting.learner = learner()
    sitting.sit(1)
    found = analysis_of(sitting.test)
    assert (found.test.n, found.test.length, found.test.mean) == (2, 4.0, 0.5)
    assert sorted(one.difficulty for one in figures(sitting).values()) == [0.0, 0.5, 0.5, 1.0]
    counts = [[choice.count for choice in one.choices] for one in figures(sitting).values()]
    assert sorted(counts) == [[0, 2, 0], [1, 1, 0], [1, 1, 0], [2, 0, 0]]


def test_only_first_attempts_that_were_submitted_count():
    sitting = Sitting(items=4, wait_minutes=0)
    sitting.sit(1)
    sitting.sit(2, NOW + timedelta(days=1))
    sitting.learner = learner()
    sitting.answer(sitting.begin(), 2)
    assert analysis_of(sitting.test).test.n == 1


def test_blank_and_not_drawn_are_told_apart():
    sitting = Sitting(items=6, draw=4)
    sitting.submit(sitting.begin())
    found = figures(sitting).values()
    assert sorted((one.n, one.blank) for one in found) == [(0, 0.0), (0, 0.0), *[(1, 1.0)] * 4]


def test_an_item_with_another_key_is_analysed_by_it():
    sitting = Sitting(items=4)
    sitting.sit(0)  # option 1 everywhere
    assert figures(sitting)["item-2"].difficulty == 0.0
    item = Item.objects.select_related("test__edition").get(test=sitting.test, key="item-2")
    options = [{**option, "correct": place == 1} for place, option in enumerate(item.content["options"])]
    services.correct_item(
        item=item, effect=Effect.REKEYED, content={"options": options}, reason="Wrong.", now=NOW, actor=None
    )
    one = figures(sitting)["item-2"]
    assert (one.difficulty, [choice.choice.right for choice in one.choices]) == (1.0, [False, True, False])


def test_an_item_that_counts_for_nobody_is_left_out():
    sitting = Sitting(items=4)
    sitting.sit(0)
    item = Item.objects.select_related("test__edition").get(test=sitting.test, key="item-2")
    services.correct_item(item=item, effect=Effect.NEUTRALISED, reason="Flawed.", now=NOW, actor=None)
    assert list(figures(sitting)) == ["item-1", "item-3", "item-4"]
    assert analysis_of(sitting.test).test.length == 3.0


def next_edition(sitting, number):
    """The same items in a later edition."""
    sitting.edition = edition(sitting.module, number)
    old, sitting.test.pk = list(sitting.test.items.order_by("position")), None
    sitting.test.edition = sitting.edition
    sitting.test._state.adding = True
    sitting.test.save()
    for item in old:
        item.pk, item.test, item._state.adding = None, sitting.test, True
        item.save()


def test_drift_is_beside_the_edition_before_and_says_when_an_item_was_reworded():
    sitting = Sitting(items=4)
    crowd(sitting, 60, seed=1)
    before = figures(sitting)["item-4"].difficulty
    next_edition(sitting, 2)
    Item.objects.filter(test=sitting.test, key="item-4").update(lead_in_html="<p>Another?</p>")
    crowd(sitting, 60, seed=2, easier=2.5)
    found = {one.figures.key: one for one in analysis_of(sitting.test).items}
    drift = found["item-4"].drift
    assert (drift.earlier.edition, drift.earlier.n, drift.earlier.difficulty) == ("1", 60, before)
    assert (drift.earlier.reworded, found["item-3"].drift.earlier.reworded) == (True, False)
    assert "drift" in [flag.advice.key for flag in found["item-4"].flags]


def test_professions_are_those_of_the_learners_and_rare_ones_are_together():
    sitting = Sitting(items=4)
    crowd(sitting, 38)  # of physicians and nurses ten each, of pharmacists nine, and of nine nothing is known
    assert analysis_of(sitting.test).professions == (("nurse", 10), ("physician", 10))
    sitting.learner.profession = "student"
    sitting.learner.save()
    sitting.sit(2)
    assert analysis_of(sitting.test).professions == (("nurse", 10), ("physician", 10), ("", 10))


def test_what_is_kept_gives_way_when_an_attempt_is_scored():
    sitting = Sitting(items=4)
    sitting.sit(2)
    assert analysis_of(sitting.test).test.n == 1
    sitting.learner = learner()
    sitting.sit(2)
    assert analysis_of(sitting.test).test.n == 2


@pytest.mark.parametrize("chunk", [7, 1000])
def test_figures_are_the_same_however_many_rows_are_read_at_a_time(monkeypatch, chunk):
    monkeypatch.setattr(rows, "CHUNK", chunk)
    sitting = Sitting(items=8)
    attempts = crowd(sitting, 80, draw=5)
    found = analysis_of(sitting.test)
    assert (found.test.n, found.test.length) == (80, 5.0)
    assert found.test.mean == pytest.approx(np.mean([attempt.correct / 5 for attempt in attempts]))
    for one in (each.figures for each in found.items):
        assert one.choices[0].share == pytest.approx(one.difficulty)
        assert (one.blank, one.times.n) == (0.0, one.n)


def test_an_analysis_takes_as_many_statements_for_three_attempts_as_for_thirty(statements):
    sitting = Sitting(items=4)
    crowd(sitting, 3, seed=1)
    few = statements(lambda: analysis_of(sitting.test))
    crowd(sitting, 30, seed=2)
    assert (few, statements(lambda: analysis_of(sitting.test))) == (7, 7)
    assert statements(lambda: analysis_of(sitting.test)) == 2
