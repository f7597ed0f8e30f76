"""Beginning a follow-up, stopping it, and its end with the module or the account."""

from datetime import date, timedelta

import pytest

from courses.domain.reasons import Code, Refused
from courses.models import Module
from elearning.audit.models import Entry
from elearning.followup import access, due, services
from elearning.followup.models import Card, Enrolment, Review, State
from elearning.notices.models import Notice
from elearning.privacy.services import erase_account
from quizzes.models import Item
from tests.followup.factories import DAY, NOW, Followed, answer, completed
from tests.quizzes.factories import Sitting, term

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_misled_missed_guessed_and_known_items_come_in_this_order():
    followed = Followed(items=6, right=4, pass_percent=60, confidence={1: "sure", 2: "guess", 3: "unsure", 6: "sure"})
    assert [(card.item_key, card.right, card.confidence) for card in followed.cards()] == [
        (followed.key(6), False, "sure"),
        (followed.key(5), False, ""),
        (followed.key(2), True, "guess"),
        (followed.key(3), True, "unsure"),
        (followed.key(4), True, ""),
        (followed.key(1), True, "sure"),
    ]
    assert [(card.due_at - NOW).days for card in followed.cards()] == [1, 1, 1, 2, 2, 8]


def test_never_more_than_twelve_items():
    assert len(Followed(items=14, right=14).cards()) == 12


def test_begun_twice_there_is_one():
    followed = Followed()
    assert followed.begin_followup(NOW + DAY, per_week=1) == followed.enrolment
    assert (Enrolment.objects.get().per_week, Card.objects.count()) == (3, 4)
    entry = Entry.objects.get(action="followup.begun")
    assert (entry.actor_id, entry.after["cards"]) == (followed.learner.pk, 4)


def test_nobody_begins_in_anothers_name():
    followed, other = Followed(begin=False), Sitting()
    with pytest.raises(type(followed.completion).DoesNotExist):
        services.begin(learner=other.learner, completion=followed.completion, per_week=3, language="", now=NOW)


def test_an_expired_module_is_not_followed_up():
    followed = Followed(begin=False)
    with pytest.raises(Refused) as refused:
        followed.begin_followup(followed.term.expires_at)
    assert refused.value.reason.code is Code.EXPIRED


def test_cases_are_left_out():
    followed = Followed(begin=False)
    Item.objects.filter(key=followed.key(1)).update(kind="case")
    followed.enrolment = followed.begin_followup()
    assert followed.key(1) not in [card.item_key for card in followed.cards()]


def test_where_nothing_can_be_asked_it_is_finished_at_once():
    followed = Followed(begin=False)
    Item.objects.update(kind="case")
    assert followed.begin_followup().state == State.FINISHED


def test_who_stopped_is_asked_no_more_until_resuming():
    followed = Followed()
    services.stop(enrolment=followed.enrolment, now=NOW)
    services.stop(enrolment=followed.enrolment, now=NOW + HOUR)
    assert due.run(NOW + DAY) == 0
    assert Entry.objects.filter(action="followup.stopped").count() == 1
    services.resume(enrolment=followed.enrolment, now=NOW + DAY)
    assert due.run(NOW + DAY) == 1


def test_an_expired_module_ends_it_and_says_so_once():
    followed = Followed()
    expires = followed.term.expires_at
    assert [due.run(expires), due.run(expires), due.run(expires + DAY)] == [1, 0, 0]
    enrolment, notice = Enrolment.objects.get(), Notice.objects.get()
    assert (enrolment.state, enrolment.closed_at) == (State.ENDED, expires)
    assert (notice.kind, notice.subject) == ("followup-ended", "No more questions from “HER2-positive breast cancer”")
    assert "has expired" in notice.body


def test_more_modules_need_no_more_statements_to_be_found_out_of_date(statements):
    ends = Followed().term.expires_at
    few = statements(lambda: list(access.enrolments_to_end(ends)))
    more = [Followed(slug=slug) for slug in ("second", "third")]
    assert statements(lambda: list(access.enrolments_to_end(ends))) == few == 3
    assert set(access.enrolments_to_end(ends)) >= {each.enrolment for each in more}


def test_an_account_that_is_erased_while_follow_ups_end_holds_up_nobody():
    followed = Followed()
    listed = Enrolment.objects.get()
    erase_account(user=followed.learner, actor=followed.learner, now=NOW)
    assert services.end(enrolment=listed, now=NOW + DAY) is False
    assert Notice.objects.filter(kind="followup-ended").count() == 0


def test_a_withdrawn_module_ends_it_and_names_the_successor():
    followed, other = Followed(), Sitting(slug="newer")
    Module.objects.filter(pk=followed.module.pk).update(withdrawn_at=NOW + DAY, withdrawn_reason="Outdated.")
    Module.objects.filter(pk=other.module.pk).update(replaces=followed.module)
    assert due.run(NOW + DAY) == 1
    body = Notice.objects.get().body
    assert "was withdrawn" in body
    assert "http://testserver/modules/newer/" in body


def test_after_another_completion_the_earlier_follow_up_stops():
    followed = Followed()
    renewed = term(followed.module, release=date(2027, 3, 2), last_valid_day=date(2028, 2, 28), number=2)
    attempt = followed.passed(at=NOW + DAY, term=renewed)
    followed.completion = completed(attempt)
    made = followed.begin_followup(NOW + DAY)
    assert list(Enrolment.objects.order_by("pk").values_list("state", flat=True)) == [State.STOPPED, made.state]


def test_after_a_renewal_the_learner_may_go_on():
    followed = Followed()
    expires = followed.term.expires_at
    due.run(expires)
    with pytest.raises(Refused):
        services.resume(enrolment=followed.enrolment, now=expires)
    term(followed.module, release=date(2028, 1, 1), last_valid_day=date(2028, 12, 31), number=2)
    services.resume(enrolment=followed.enrolment, now=expires + DAY)
    assert due.run(expires + DAY) == 1


def test_erasure_leaves_nothing_of_it(administrator):
    followed = Followed()
    answer(followed.asked())
    followed.asked(NOW + 3 * DAY)
    erase_account(user=followed.learner, actor=administrator, now=NOW + 4 * DAY, reason="Asked for it.")
    assert [model.objects.count() for model in (Enrolment, Card, Review)] == [0, 0, 0]
    assert not Notice.objects.exclude(body="").exists()
    assert due.run(NOW + 9 * DAY) == 0
