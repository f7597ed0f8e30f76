"""Panels: opened, rated, closed; what a round keeps, and what the database refuses."""

import pytest
from django.db import IntegrityError, transaction

from elearning.audit.models import Entry
from elearning.notices.models import Notice
from elearning.privacy.services import erase_account
from elearning.standards import access, observed, results, services
from elearning.standards.domain.angoff import TooFew
from elearning.standards.domain.hofstee import Crossing, Miss
from elearning.standards.models import HofsteeJudgement, Judge, Panel, Rating
from quizzes.domain.scoring import Effect
from quizzes.services import correct_item
from tests.quizzes.factories import NOW, Sitting, minutes
from tests.standards.factories import HOFSTEE, close, firsts, judges, panel, rate, seats

pytestmark = pytest.mark.django_db


def actions():
    return list(Entry.objects.filter(action__startswith="panel.").order_by("number").values_list("action", flat=True))


def rated(judge, number=1):
    return access.ratings_of(judge).get(number, {})


def test_a_panel_tells_its_judges_once_and_is_audited():
    made = panel()
    assert (made.round, made.closed_at) == (1, None)
    assert list(Notice.objects.order_by("pk").values_list("kind", "to")) == [
        ("panel", "judge0@example.org"),
        ("panel", "judge1@example.org"),
    ]
    assert f"/panels/{made.pk}/" in Notice.objects.first().body
    assert actions() == ["panel.opened"]


def test_one_judge_is_no_panel_and_the_same_one_twice_neither():
    (judge,) = judges(1)
    for people in ([judge], [judge, judge]):
        with pytest.raises(services.TooFewJudges):
            panel(Sitting(), people=people)
    assert Panel.objects.count() == 0


def test_a_test_has_one_open_panel_at_a_time():
    sitting = Sitting(items=3)
    people = judges()
    first = panel(sitting, people=people)
    with pytest.raises(services.AlreadyOpen):
        panel(sitting, people=people)
    close(first, finish=True)
    assert panel(sitting, people=people).pk != first.pk


def test_ratings_may_be_changed_and_taken_back_while_the_round_is_open():
    first, other = seats(panel())
    rate(first, 50, 60, 70)
    rate(first, 55, None, 70)
    rate(other, 10)
    assert rated(first) == {"item-1": 55, "item-3": 70}
    assert rated(other) == {"item-1": 10}


def test_closing_the_first_round_opens_the_second_and_tells_the_judges():
    made = panel()
    first, _ = seats(made)
    rate(first, 50, 60, 70)
    made = close(made)
    assert (made.round, made.closed_at) == (2, None)
    assert Notice.objects.filter(subject__startswith="The second round").count() == 2
    rate(first, 80, number=2)
    assert (rated(first), rated(first, 2)) == ({"item-1": 50, "item-2": 60, "item-3": 70}, {"item-1": 80})


def test_a_second_press_of_close_closes_nothing_more():
    made = panel()
    close(made)
    assert close(made).round == 2
    assert actions() == ["panel.opened", "panel.round-closed"]


def test_what_comes_after_the_round_is_not_taken():
    made = panel()
    first, _ = seats(made)
    close(made)
    with pytest.raises(services.RoundOver):
        rate(first, 50)
    close(made, 2)
    for late in (
        lambda: rate(first, 50, number=2),
        lambda: services.judge_hofstee(judge=first, values=HOFSTEE, now=NOW),
    ):
        with pytest.raises(services.RoundOver):
            late()
    assert Rating.objects.count() == HofsteeJudgement.objects.count() == 0


def test_a_panel_of_one_round_is_closed_with_it():
    made = close(panel(rounds=1), now=NOW + minutes(5))
    assert made.closed_at == NOW + minutes(5)


def test_judges_are_added_until_the_first_round_is_closed_and_only_they_are_told():
    people = judges(4)
    made = panel(people=people[:2])
    for _ in range(2):  # a second press adds nobody
        services.add_judges(panel=made, judges=[*people[1:3], people[2]], actor=None, now=NOW)
    assert [seat.user for seat in seats(made)] == people[:3]
    assert list(Notice.objects.order_by("pk").values_list("to", flat=True)) == [each.email for each in people[:3]]
    assert actions() == ["panel.opened", "panel.judges-added"]
    assert Entry.objects.latest("number").after == {"judges": [people[2].pk]}
    for _ in range(2):
        close(made, Panel.objects.get().round)
        with pytest.raises(services.RoundOver):
            services.add_judges(panel=made, judges=people, actor=None, now=NOW)
    assert made.judges.count() == 3


@pytest.fixture
def closed(kept_rows):
    for table in ("panel", "judge", "rating", "hofsteejudgement"):
        kept_rows("elearning.standards", f"standards_{table}")
    made = panel(rounds=1)
    for judge in seats(made):
        rate(judge, 50, 60, 70)
        services.judge_hofstee(judge=judge, values=HOFSTEE, now=NOW)
    return close(made)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Panel, {"title": "x"}),
        (Judge, {"settled": False}),
        (Rating, {"percent": 1}),
        (HofsteeJudgement, {"min_pass": 1}),
    ],
)
def test_rows_of_a_closed_panel_are_permanent(closed, model, change):
    for write in (lambda: model.objects.update(**change), lambda: model.objects.all()._raw_delete("default")):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_ratings_of_a_closed_round_are_permanent_while_the_panel_goes_on(kept_rows):
    kept_rows("elearning.standards", "standards_rating")
    made = panel()
    first, _ = seats(made)
    rate(first, 50)
    close(made)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.update(percent=1)


def test_an_erased_judge_leaves_the_ratings(closed):
    first, _ = seats(closed)
    erase_account(user=first.user, actor=first.user, now=NOW)
    assert Judge.objects.get(pk=first.pk).user is None
    assert results.findings_of(closed).standard.percent == 60


def another(judge, **values):
    return Rating.objects.create(
        **{"judge": judge, "item_key": "item-1", "round": 1, "percent": 1, "at": NOW, **values}
    )


BROKEN = {
    "panel_one_open_for_a_test": lambda it: Panel.objects.create(test=it.panel.test, title="x", opened_at=NOW),
    "panel_has_a_title": lambda it: Panel.objects.filter(pk=it.panel_id).update(title=""),
    "panel_has_one_or_two_rounds": lambda it: Panel.objects.filter(pk=it.panel_id).update(rounds=3),
    "panel_round_is_one_of_them": lambda it: Panel.objects.filter(pk=it.panel_id).update(round=3),
    "panel_closed_after_it_opened": lambda it: Panel.objects.filter(pk=it.panel_id).update(closed_at=EARLIER),
    "judge_once_on_a_panel": lambda it: Judge.objects.create(panel=it.panel, user=it.user),
    "rating_once_in_a_round": another,
    "rating_is_a_share": lambda it: another(it, item_key="item-2", percent=101),
    "rating_round_is_one_or_two": lambda it: another(it, round=3),
    "hofstee_marks_in_order": lambda it: HofsteeJudgement.objects.filter(judge=it).update(min_pass=90),
    "hofstee_failures_in_order": lambda it: HofsteeJudgement.objects.filter(judge=it).update(max_fail=101),
}
EARLIER = NOW - minutes(1)


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(name):
    first, _ = seats(panel())
    rate(first, 50)
    services.judge_hofstee(judge=first, values=HOFSTEE, now=NOW)
    with pytest.raises(IntegrityError, match=f"{name}|^UNIQUE"), transaction.atomic():
        BROKEN[name](first)


def test_the_others_are_shown_only_once_their_round_is_closed():
    made = panel()
    first, other = seats(made)
    rate(first, 50, 60, 70)
    rate(other, 70, 80, 90)
    assert access.spreads_before(made) == {}
    made = close(made)
    rate(other, 0, 0, 0, number=2)
    assert {key: each.ratings for key, each in access.spreads_before(made).items()} == {
        "item-1": (50, 70),
        "item-2": (60, 80),
        "item-3": (70, 90),
    }


def test_the_result_is_that_of_the_closed_rounds():
    made = panel()
    first, other = seats(made)
    rate(first, 50, 60, 70)
    rate(other, 70, 80, 95)
    assert results.findings_of(made).rounds == []
    made = close(made)
    rate(first, 60, 60, 60, number=2)
    rate(other, 60, 60, number=2)
    assert results.findings_of(made).standard.pass_percent == 71
    made = close(made, 2)
    found = results.findings_of(made)
    assert [each.result if isinstance(each.result, TooFew) else each.counted for each in found.rounds] == [
        [1, 2],
        TooFew(1),
    ]
    assert found.standard.pass_percent == 71


def test_items_are_judged_as_they_were_corrected_until_the_panel_is_closed():
    made = panel()
    first, other = seats(made)
    rate(first, 50, 60, 70)
    rate(other, 70, 80, 90)
    flawed, wrong, later = access.items_of(made)
    correcting = {"reason": "Flawed", "now": NOW, "actor": None}
    rekeyed = wrong.by_kind.rekeyed(wrong.content, {"": [2]})
    correct_item(item=flawed, effect=Effect.NEUTRALISED, **correcting)
    correct_item(item=wrong, effect=Effect.REKEYED, content=rekeyed, **correcting)
    made = close(made, finish=True, now=NOW + minutes(5))
    correct_item(item=later, effect=Effect.NEUTRALISED, **{**correcting, "now": NOW + minutes(6)})
    assert [(item.key, item.by_kind.key(item.content)) for item in access.items_of(made)] == [
        ("item-2", 2),
        ("item-3", 0),
    ]
    assert results.findings_of(made).standard.percent == 75


def test_learners_are_told_of_from_five_on_and_by_their_first_attempts():
    sitting = Sitting(items=3, pass_percent=100)
    firsts(sitting, 0, 1, 2, 3)
    assert (observed.difficulties(sitting.test), observed.scores(sitting.test)) == ({}, [])
    sitting.sit(3)
    found = observed.difficulties(sitting.test)
    assert {each.count for each in found.values()} == {5}
    assert sum(each.right for each in found.values()) == 9
    assert sorted(map(float, observed.scores(sitting.test))) == pytest.approx([0, 100 / 3, 200 / 3, 100, 100])


def test_a_second_attempt_counts_for_nothing():
    sitting = Sitting(items=3, pass_percent=100)
    sitting.sit(0)
    sitting.sit(3, NOW + minutes(600))
    firsts(sitting, 3, 3, 3, 3)
    assert sorted(observed.scores(sitting.test)) == [0, 100, 100, 100, 100]


def test_hofstee_checks_a_closed_panel():
    sitting = Sitting(items=3, pass_percent=100)
    firsts(sitting, 0, 1, 2, 3, 3)
    made = panel(sitting)
    for judge in seats(made):
        services.judge_hofstee(judge=judge, values=HOFSTEE, now=NOW)
    assert results.findings_of(made).check is None
    made = close(made, finish=True)
    assert isinstance(results.findings_of(made).check.by_means, Crossing)


def test_hofstee_says_when_nobody_sat():
    made = panel()
    for judge in seats(made):
        services.judge_hofstee(judge=judge, values=HOFSTEE, now=NOW)
        services.judge_hofstee(judge=judge, values={**HOFSTEE, "min_fail": 5}, now=NOW)
    made = close(made, finish=True)
    assert results.findings_of(made).check.by_means is Miss.NOBODY_SAT
    assert set(HofsteeJudgement.objects.values_list("min_fail", flat=True)) == {5}
