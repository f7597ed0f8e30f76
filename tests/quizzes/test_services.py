"""Attempts from begin to score, as the server keeps them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.http import Http404

from courses.domain.reasons import Code, Refused
from courses.models import Module, Term
from elearning.audit.models import Entry
from quizzes import services
from quizzes.access import responses_of
from quizzes.domain.testfile import TestContent
from quizzes.models import Attempt, AttemptGrant, Item, Response, TestPolicy
from tests.quizzes.factories import NOW, Sitting, edition, item, learner, minutes, policy

pytestmark = pytest.mark.django_db


def refusal_of(call, **values):
    with pytest.raises(Refused) as caught:
        call(**values)
    return caught.value.reason


def test_a_stored_test_holds_its_items_and_options_in_order():
    sitting = Sitting(items=3)
    assert list(Item.objects.filter(test=sitting.test).values_list("key", "position")) == [
        ("item-1", 0),
        ("item-2", 1),
        ("item-3", 2),
    ]
    stored = Item.objects.get(key="item-2")
    assert [(option["html"], option["correct"]) for option in stored.content["options"]] == [
        ("item-2 option 0", True),
        ("item-2 option 1", False),
        ("item-2 option 2", False),
    ]
    assert (stored.kind, stored.key_in_words) == ("single-best-answer", ["item-2 option 0"])


def test_a_new_rendering_replaces_the_html_and_nothing_else():
    sitting = Sitting(items=2)
    attempt = sitting.begin()
    rendered = item("item-2")
    options = [{**option, "html": f"new {option['html']}"} for option in rendered.content["options"]]
    again = replace(rendered, stem_html="<p>New stem</p>", content={"options": options})
    content = TestContent("Other title", sitting.policy, (item("item-1"), again))
    services.store_rendering(edition=sitting.edition, content=content)
    assert Item.objects.get(key="item-1").stem_html == "<p>item-1 stem</p>"
    stored = Item.objects.get(key="item-2")
    assert (stored.stem_html, stored.content["options"][2]["html"]) == ("<p>New stem</p>", "new item-2 option 2")
    sitting.answer(attempt, right=2)
    assert sitting.submit(attempt).correct == 2


def test_a_new_rendering_never_changes_a_key():
    sitting = Sitting(items=1)
    options = [{**option, "correct": place == 1} for place, option in enumerate(item("item-1").content["options"])]
    content = TestContent("Title", sitting.policy, (replace(item("item-1"), content={"options": options}),))
    with pytest.raises(ValueError, match="item-1"):
        services.store_rendering(edition=sitting.edition, content=content)


def test_a_module_keeps_the_policy_it_has():
    sitting = Sitting()
    again = services.first_policy(module=sitting.module, policy=policy(pass_percent=10), now=NOW, actor=None)
    assert again == sitting.policy_row
    assert TestPolicy.objects.count() == 1


def test_an_attempt_freezes_edition_policy_paper_and_grace():
    sitting = Sitting(grace_minutes=10, time_limit_minutes=45)
    attempt = sitting.begin()
    services.change_policy(
        module=sitting.module, policy=policy(pass_percent=100), reason="Stricter", now=NOW + minutes(1), actor=None
    )
    Module.objects.update(grace_minutes=99)
    attempt = Attempt.objects.complete().get(pk=attempt.pk)
    assert attempt.number == 1
    assert attempt.policy == sitting.policy_row
    assert attempt.edition == sitting.edition
    assert attempt.deadline == NOW + minutes(45)
    assert attempt.grace_minutes == 10
    assert attempt.language == "en"
    assert sorted(place["item"] for place in attempt.paper) == ["item-1", "item-2", "item-3", "item-4"]


def test_the_same_seed_gives_the_same_paper_and_no_seed_a_random_one():
    sitting = Sitting(items=12, max_attempts=None, wait_minutes=0)
    papers = []
    for seed in (7, 7, None, None):
        attempt = sitting.begin(seed=seed)
        papers.append(attempt.paper)
        sitting.submit(attempt)
    assert papers[0] == papers[1]
    assert papers[2] != papers[3]


def test_a_second_click_on_begin_returns_the_open_attempt():
    sitting = Sitting()
    first = sitting.begin()
    assert sitting.begin(NOW + minutes(1)) == first
    assert Attempt.objects.count() == 1


def test_an_open_attempt_stays_on_its_edition_when_a_new_one_is_published():
    sitting = Sitting()
    first = sitting.begin()
    newer = edition(sitting.module, number=2)
    assert sitting.begin(edition=newer) == first


def test_nothing_begins_while_slides_are_unseen():
    sitting = Sitting()
    asked = {
        "learner": sitting.learner,
        "edition": sitting.edition,
        "term": sitting.term,
        "slides_unseen": 2,
        "now": NOW,
    }
    reason = refusal_of(services.begin_attempt, **asked)
    assert (reason.code, reason.facts) == (Code.SLIDES_UNSEEN, {"count": 2, "questions": 0})
    assert Attempt.objects.count() == 0


def test_nothing_begins_in_a_module_without_a_test():
    sitting = Sitting()
    bare = edition(sitting.module, number=2)
    assert refusal_of(sitting.begin, edition=bare).code == Code.NO_TEST


def test_nothing_begins_in_a_withdrawn_module():
    sitting = Sitting()
    sitting.module.withdrawn_at, sitting.module.withdrawn_reason = NOW, "Outdated"
    sitting.module.save()
    assert refusal_of(sitting.begin).code == Code.WITHDRAWN


def test_the_score_is_that_of_the_saved_answers():
    sitting = Sitting(items=4)
    attempt = sitting.sit(right=3)
    assert (attempt.correct, attempt.total, attempt.passed, attempt.in_time) == (3, 4, True, True)
    assert attempt.submitted_at == NOW


def test_one_right_answer_less_fails():
    attempt = Sitting(items=4).sit(right=2)
    assert (attempt.correct, attempt.total, attempt.passed, attempt.in_time) == (2, 4, False, True)


def test_blanks_are_wrong():
    sitting = Sitting(items=4)
    attempt = sitting.submit(sitting.begin())
    assert (attempt.correct, attempt.total, attempt.passed) == (0, 4, False)


def test_a_later_answer_replaces_the_earlier_one():
    sitting = Sitting(items=1)
    attempt = sitting.begin()
    sitting.answer(attempt, right=0)
    sitting.answer(attempt, right=1, now=NOW + minutes(2))
    response = Response.objects.get()
    assert (response.answer, response.answered_at) == (0, NOW + minutes(2))
    assert sitting.submit(attempt, NOW + minutes(3)).passed is True


def test_a_flag_alone_leaves_the_answer_and_an_answer_alone_leaves_the_flag():
    sitting = Sitting(items=1)
    attempt = sitting.begin()
    asked = {"learner": sitting.learner, "attempt_id": attempt.pk, "number": 1, "now": NOW}
    services.save_answer(**asked, beside={"flagged": True})
    services.save_answer(**asked, posted={"option": ["2"]})
    services.save_answer(**asked)
    response = responses_of(attempt)["item-1"]
    assert (response.flagged, response.answer) == (True, attempt.paper[0]["options"][1])


@pytest.mark.parametrize(("number", "shown"), [(0, 1), (5, 1), (1, 0), (1, 4), (-1, 1)])
def test_a_place_that_the_paper_does_not_have_is_not_found(number, shown):
    sitting = Sitting(items=4)
    attempt = sitting.begin()
    with pytest.raises(Http404):
        services.save_answer(
            learner=sitting.learner, attempt_id=attempt.pk, number=number, posted={"option": [str(shown)]}, now=NOW
        )
    assert Response.objects.count() == 0


def test_another_learner_finds_no_attempt_to_answer_or_submit():
    sitting = Sitting()
    attempt = sitting.begin()
    stranger = learner()
    with pytest.raises(Http404):
        services.save_answer(learner=stranger, attempt_id=attempt.pk, number=1, posted={"option": [str(1)]}, now=NOW)
    with pytest.raises(Http404):
        services.submit_attempt(learner=stranger, attempt_id=attempt.pk, now=NOW)
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    assert Response.objects.count() == 0


def test_a_second_submit_changes_nothing():
    sitting = Sitting(items=4)
    first = sitting.sit(right=4)
    again = sitting.submit(first, NOW + minutes(30))
    assert (again.submitted_at, again.correct, again.passed) == (NOW, 4, True)
    assert Entry.objects.filter(action="attempt.submitted").count() == 1


def test_an_answer_after_the_submit_is_refused_and_changes_nothing():
    sitting = Sitting(items=1)
    attempt = sitting.sit(right=0)
    asked = {"learner": sitting.learner, "attempt_id": attempt.pk, "number": 1, "now": NOW}
    assert refusal_of(services.save_answer, **asked, posted={"option": ["1"]}).code == Code.ATTEMPT_CLOSED
    assert Response.objects.get().answer == 1


def test_the_next_attempt_waits_to_the_second():
    sitting = Sitting(wait_minutes=60)
    sitting.sit(right=0)
    reason = refusal_of(sitting.begin, now=NOW + minutes(60) - timedelta(seconds=1))
    assert (reason.code, reason.facts) == (Code.WAIT, {"until": NOW + minutes(60)})
    assert sitting.begin(NOW + minutes(60)).number == 2


def test_after_the_last_attempt_nothing_begins_until_one_more_is_granted():
    sitting = Sitting(max_attempts=2, wait_minutes=0)
    sitting.sit(right=0)
    sitting.sit(right=0)
    reason = refusal_of(sitting.begin)
    assert (reason.code, reason.facts) == (Code.NO_ATTEMPTS_LEFT, {"allowed": 2})
    services.grant_attempt(learner=sitting.learner, term=sitting.term, reason="Power cut", now=NOW, actor=None)
    assert sitting.begin().number == 3


def test_a_grant_for_one_learner_helps_no_other():
    sitting = Sitting(max_attempts=1, wait_minutes=0)
    sitting.sit(right=0)
    services.grant_attempt(learner=learner(), term=sitting.term, reason="Power cut", now=NOW, actor=None)
    assert refusal_of(sitting.begin).code == Code.NO_ATTEMPTS_LEFT


def test_after_a_pass_no_further_attempt_begins():
    sitting = Sitting(wait_minutes=0)
    sitting.sit(right=4)
    assert refusal_of(sitting.begin).code == Code.ALREADY_PASSED


def test_a_new_term_begins_the_count_anew():
    sitting = Sitting(max_attempts=1, wait_minutes=0)
    sitting.sit(right=4)
    renewed = Term.objects.create(
        module=sitting.module,
        number=2,
        release=date(2028, 1, 1),
        last_review=date(2028, 1, 1),
        last_valid_day=date(2028, 12, 31),
        opens_at=sitting.term.expires_at,
        expires_at=sitting.term.expires_at + timedelta(days=366),
    )
    assert sitting.begin(sitting.term.expires_at, term=renewed).number == 1


def test_a_changed_policy_is_a_new_dated_row_with_its_audit_entry():
    sitting, administrator = Sitting(), learner()
    stricter = policy(pass_percent=80, max_attempts=None)
    changed = services.change_policy(
        module=sitting.module, policy=stricter, reason="Board decision", now=NOW, actor=administrator
    )
    assert changed.rules == stricter
    assert TestPolicy.objects.in_force(sitting.module, NOW - minutes(1)).first() == sitting.policy_row
    assert TestPolicy.objects.in_force(sitting.module, NOW).first() == changed
    entry = Entry.objects.get(action="policy.changed", subject_id=changed.pk)
    assert (entry.actor_id, entry.reason, entry.before["pass_percent"], entry.after["pass_percent"]) == (
        administrator.pk,
        "Board decision",
        75,
        80,
    )


def test_the_same_policy_again_adds_no_row():
    sitting = Sitting()
    again = services.change_policy(module=sitting.module, policy=sitting.policy, reason="Again", now=NOW, actor=None)
    assert again == sitting.policy_row
    assert TestPolicy.objects.count() == 1


def test_a_grant_is_audited_with_opaque_ids():
    sitting, administrator = Sitting(), learner()
    grant = services.grant_attempt(
        learner=sitting.learner, term=sitting.term, reason="Power cut", now=NOW, actor=administrator
    )
    entry = Entry.objects.get(action="attempt.granted")
    assert AttemptGrant.objects.get().granted_by_id == administrator.pk
    assert (entry.actor_id, entry.subject_id, entry.reason) == (administrator.pk, str(grant.pk), "Power cut")
    assert entry.after == {"learner": sitting.learner.pk, "term": sitting.term.pk}


def test_items_of_a_draw_are_scored_over_the_draw():
    sitting = Sitting(items=10, draw=4)
    attempt = sitting.sit(right=3)
    assert (attempt.correct, attempt.total, attempt.passed) == (3, 4, True)


def test_what_is_sent_once_more_is_saved_already_and_what_says_something_else_is_refused():
    sitting = Sitting(items=1)
    attempt = sitting.begin()
    asked = {"learner": sitting.learner, "attempt_id": attempt.pk, "number": 1, "revision": 0}
    for later in (0, 5):
        services.save_answer(**asked, posted={"option": ["2"]}, beside={"note": "Ask"}, now=NOW + minutes(later))
    response = Response.objects.get()
    assert (response.revision, response.answered_at) == (1, NOW)
    for posted, note in (({"option": ["2"]}, ""), ({"option": ["1"]}, "Ask"), ({}, "Ask")):
        reason = refusal_of(services.save_answer, **asked, posted=posted, beside={"note": note}, now=NOW)
        assert reason.code == Code.ANSWER_NEWER


@pytest.mark.parametrize("place", [5, 0])
def test_nobody_leaves_an_item_that_the_paper_does_not_have(place):
    sitting = Sitting(items=4, back=False)
    attempt = sitting.begin()
    Attempt.objects.update(reached=place)
    with pytest.raises(Http404):
        services.leave_item(learner=sitting.learner, attempt_id=attempt.pk, number=place, now=NOW)


def test_nobody_leaves_an_item_while_the_clock_stands_still():
    sitting = Sitting(back=False, time_limit_minutes=30, pause_minutes=5)
    asked = {"learner": sitting.learner, "attempt_id": sitting.begin().pk, "now": NOW}
    services.pause_attempt(**asked)
    assert refusal_of(services.leave_item, **asked, number=1).code == Code.ATTEMPT_PAUSED


def test_an_option_is_struck_out_once():
    sitting = Sitting(items=1)
    attempt = sitting.begin()
    asked = {"learner": sitting.learner, "attempt_id": attempt.pk, "number": 1, "now": NOW}
    services.save_answer(**asked, beside={"struck": [2, 3, 2, 9]})
    order = attempt.paper[0]["options"]
    assert Response.objects.get().struck == sorted([order[1], order[2]])
