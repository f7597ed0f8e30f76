"""What a policy asks of a sitting: growing waits, reading again, siblings, no way back, pauses, more time."""

from datetime import timedelta

import pytest

from courses.domain.reasons import Code, Refused
from courses.models import Progress
from elearning.audit.models import Entry
from quizzes import access, services
from quizzes.models import Response
from tests.quizzes.factories import NOW, Sitting, learner, minutes

pytestmark = pytest.mark.django_db
FIRST = {"posted": {"option": ["1"]}}


def refusal_of(call, *args, **values):
    with pytest.raises(Refused) as caught:
        call(*args, **values)
    return caught.value.reason


def at_item(sitting, attempt, number, now=NOW):
    return {"learner": sitting.learner, "attempt_id": attempt.pk, "number": number, "now": now}


def saw(sitting, key, now):
    Progress.objects.update_or_create(
        learner=sitting.learner,
        module=sitting.module,
        slide_key=key,
        defaults={"edition": sitting.edition, "content_hash": "", "first_seen": NOW - minutes(9), "last_seen": now},
    )


# Waits


def test_the_wait_grows_and_its_last_length_holds_on():
    sitting = Sitting(wait_minutes=60, later_waits=(1440, 2880), max_attempts=None)
    now = NOW
    for wait in (60, 1440, 2880, 2880):
        sitting.sit(right=0, now=now)
        opens = now + minutes(wait)
        assert refusal_of(sitting.begin, now=opens - timedelta(seconds=1)).facts == {"until": opens}
        now = opens
    assert sitting.begin(now).number == 5


# Reading again


def test_the_next_attempt_opens_once_the_slides_of_missed_items_were_seen_again():
    sitting = Sitting(wait_minutes=0, remedial=True)
    saw(sitting, "biology", NOW - minutes(1))
    sitting.sit(right=2)
    reason = refusal_of(sitting.begin, now=NOW + minutes(1))
    assert (reason.code, reason.facts) == (Code.SLIDES_AGAIN, {"slides": ("biology",)})
    saw(sitting, "biology", NOW + minutes(1))
    assert sitting.begin(NOW + minutes(1)).number == 2


def test_slides_that_learners_cannot_read_any_more_are_not_asked_for():
    sitting = Sitting(wait_minutes=0, remedial=True)
    sitting.sit(right=0)
    asked = {"learner": sitting.learner, "module": sitting.module, "term": sitting.term, "now": NOW}
    sitting.edition.outline = []  # as if the newest edition had other slides
    assert access.test_summary(**asked, edition=sitting.edition).slides_again == ()


def test_without_that_rule_nothing_needs_to_be_seen_again():
    sitting = Sitting(wait_minutes=0)
    sitting.sit(right=0)
    assert sitting.begin(NOW).number == 2


def test_a_later_attempt_asks_siblings_of_what_was_asked():
    sitting = Sitting(items=4, draw=2, wait_minutes=0, max_attempts=None)
    asked = [{place["item"] for place in sitting.sit(right=0).paper} for _ in range(2)]
    assert asked[0] | asked[1] == {"item-1", "item-2", "item-3", "item-4"}
    assert len(sitting.sit(right=0).paper) == 2  # every sibling was asked: they come again


# No way back


def test_without_going_back_only_the_item_reached_is_open():
    sitting = Sitting(items=3, back=False)
    attempt = sitting.begin()
    assert refusal_of(services.show_item, **at_item(sitting, attempt, 2)).code == Code.ITEM_LEFT
    services.save_answer(**at_item(sitting, attempt, 1), **FIRST)
    assert services.leave_item(**at_item(sitting, attempt, 1)).reached == 2
    assert services.leave_item(**at_item(sitting, attempt, 1)).reached == 2  # replayed
    services.save_answer(**at_item(sitting, attempt, 1), **FIRST)  # replayed
    for call, values in ((services.show_item, {}), (services.save_answer, {"posted": {"option": ["2"]}})):
        assert refusal_of(call, **at_item(sitting, attempt, 1), **values).code == Code.ITEM_LEFT
    assert refusal_of(services.save_answer, **at_item(sitting, attempt, 3), posted={}).code == Code.ITEM_LEFT
    services.save_answer(**at_item(sitting, attempt, 2), **FIRST)
    assert list(Response.objects.order_by("pk").values_list("revision", "answered")) == [(1, True), (1, True)]


def test_where_going_back_is_allowed_leaving_changes_nothing():
    sitting = Sitting(items=2)
    attempt = sitting.begin()
    assert services.leave_item(**at_item(sitting, attempt, 1)).reached == 1
    services.save_answer(**at_item(sitting, attempt, 2), **FIRST)
    services.save_answer(**at_item(sitting, attempt, 1), **FIRST)


# Revisions and time


def test_a_page_that_shows_an_older_answer_overwrites_nothing():
    sitting = Sitting(items=1)
    attempt = sitting.begin()
    services.save_answer(**at_item(sitting, attempt, 1), posted={"option": ["1"]}, revision=0)
    stale = {"posted": {"option": ["2"]}, "revision": 0}
    assert refusal_of(services.save_answer, **at_item(sitting, attempt, 1), **stale).code == Code.ANSWER_NEWER
    response = Response.objects.get()
    assert (response.answer, response.revision) == (attempt.paper[0]["options"][0], 1)
    services.save_answer(**at_item(sitting, attempt, 1), posted={"option": ["2"]}, revision=1)
    assert Response.objects.get().answer == attempt.paper[0]["options"][1]


def test_the_time_on_an_item_runs_from_its_showing_and_from_save_to_save():
    sitting = Sitting(items=2)
    attempt = sitting.begin()
    services.show_item(**at_item(sitting, attempt, 1))
    services.save_answer(**at_item(sitting, attempt, 1, NOW + timedelta(seconds=40)), **FIRST)
    services.show_item(**at_item(sitting, attempt, 2, NOW + timedelta(seconds=45)))
    services.save_answer(**at_item(sitting, attempt, 2, NOW + timedelta(seconds=65)), **FIRST)
    services.save_answer(**at_item(sitting, attempt, 1, NOW + minutes(60)), **FIRST)
    seconds = dict(Response.objects.values_list("item_key", "seconds"))
    first, second = (place["item"] for place in attempt.paper)
    assert seconds == {first: 40 + 300, second: 20}


def test_notes_confidence_and_strikes_are_saved_beside_the_answer():
    sitting = Sitting(items=1, confidence=True)
    attempt = sitting.begin()
    beside = {"flagged": True, "note": "Look at CLEOPATRA", "confidence": "unsure", "struck": [2, 9]}
    services.save_answer(**at_item(sitting, attempt, 1), **FIRST, beside=beside)
    services.save_answer(**at_item(sitting, attempt, 1), beside={"flagged": False})
    response = Response.objects.get()
    assert (response.flagged, response.note, response.confidence) == (False, "Look at CLEOPATRA", "unsure")
    assert response.struck == [attempt.paper[0]["options"][1]]


# Pauses


def test_the_clock_stands_still_for_as_long_as_the_policy_gives():
    sitting = Sitting(items=1, time_limit_minutes=30, pause_minutes=10)
    attempt = sitting.begin()
    asked = {"learner": sitting.learner, "attempt_id": attempt.pk}
    services.pause_attempt(**asked, now=NOW + minutes(5))
    again = services.pause_attempt(**asked, now=NOW + minutes(7))  # a second click
    assert again.closes_at == NOW + minutes(40)
    for call, values in ((services.show_item, {}), (services.save_answer, FIRST)):
        paused = at_item(sitting, attempt, 1, NOW + minutes(8))
        assert refusal_of(call, **paused, **values).code == Code.ATTEMPT_PAUSED
    resumed = services.resume_attempt(**asked, now=NOW + minutes(9))
    assert (resumed.deadline, resumed.pause_left) == (NOW + minutes(34), 6 * 60)
    services.save_answer(**at_item(sitting, attempt, 1, NOW + minutes(33)), **FIRST)


def test_a_pause_that_is_forgotten_ends_itself_and_the_attempt_is_scored_at_its_deadline():
    sitting = Sitting(items=1, time_limit_minutes=30, pause_minutes=10)
    attempt = sitting.begin()
    sitting.answer(attempt, right=1)
    asked = {"learner": sitting.learner, "attempt_id": attempt.pk}
    services.pause_attempt(**asked, now=NOW + minutes(5))
    services.save_answer(**at_item(sitting, attempt, 1, NOW + minutes(15)), **FIRST)  # the pause is over
    assert services.close_overdue(now=NOW + minutes(40) - timedelta(seconds=1)) == 0
    assert services.close_overdue(now=NOW + minutes(41)) == 1
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.in_time) == (NOW + minutes(40), True)


def test_pauses_come_to_an_end():
    sitting = Sitting(items=1, time_limit_minutes=30, pause_minutes=10)
    asked = {"learner": sitting.learner, "attempt_id": sitting.begin().pk}
    services.pause_attempt(**asked, now=NOW)
    services.resume_attempt(**asked, now=NOW + minutes(10))
    assert refusal_of(services.pause_attempt, **asked, now=NOW + minutes(11)).code == Code.NO_PAUSE_LEFT


def test_without_pauses_in_the_policy_there_are_none():
    sitting = Sitting(items=1, time_limit_minutes=30)
    asked = {"learner": sitting.learner, "attempt_id": sitting.begin().pk}
    assert refusal_of(services.pause_attempt, **asked, now=NOW).code == Code.NO_PAUSE_LEFT


# More time


@pytest.mark.parametrize(
    ("given", "limit"),
    [
        ([], 30),
        ([("all", 25)], 37.5),
        ([("this", 50)], 45),
        ([("other", 50)], 30),
        ([("all", 25), ("this", 50)], 45),
        ([("this", 50), ("this", 0)], 30),
    ],
)
def test_a_learner_may_have_more_time_in_one_module_or_in_all(given, limit):
    sitting = Sitting(items=1, time_limit_minutes=30)
    modules = {"all": None, "this": sitting.module, "other": Sitting().module}
    for step, (where, percent) in enumerate(given):
        services.accommodate(
            learner=sitting.learner,
            module=modules[where],
            extra_percent=percent,
            reason="Agreed",
            now=NOW - minutes(60 - step),
            actor=None,
        )
    assert sitting.begin().deadline == NOW + minutes(limit)


def test_more_time_is_for_one_learner_and_audited():
    sitting = Sitting(time_limit_minutes=30)
    given = {"learner": sitting.learner, "module": None, "extra_percent": 50, "reason": "Agreed"}
    services.accommodate(**given, now=NOW, actor=None)
    assert access.extra_percent_of(learner(), sitting.module) == 0
    entry = Entry.objects.get(action="accommodation.granted")
    assert (entry.after["extra_percent"], entry.reason) == (50, "Agreed")
