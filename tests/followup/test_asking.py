"""Who is asked when: the limits, pauses, and the questions on the page."""

from datetime import timedelta

import pytest

from elearning import linktokens
from elearning.followup import due, services
from elearning.followup.models import Review
from elearning.notices.models import Notice
from tests.followup.factories import DAY, NOW, Followed, addresses, answer, completed
from tests.quizzes.factories import learner

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_the_missed_item_is_mailed_first_and_the_mail_says_neither_who_nor_what():
    followed = Followed()
    review = followed.asked()
    assert review.card.item_key == followed.key(4)
    notice = Notice.objects.get()
    assert (notice.kind, notice.key, notice.to) == ("followup-question", str(review.pk), followed.learner.email)
    assert notice.subject == "One question from “HER2-positive breast cancer”"
    assert followed.learner.name not in notice.body
    assert review.card.item_key not in notice.body
    question, stop = addresses(notice)
    assert stop == f"{question}stop/"
    assert linktokens.token_hash(question.split("/")[2]) == review.token_hash


def test_at_most_one_mail_a_day_and_three_a_week():
    Followed(items=8, right=6)
    runs = [1, 23, 24, 25, 46, 47, 48, 69, 70, 71, 93, 120, 166, 190, 191, 192, 214, 237, 300, 400, 500, 720]
    asked = [hours for hours in runs if due.run(NOW + hours * HOUR)]
    assert asked == [24, 47, 70, 191]  # four without an answer, then no more


def test_who_answers_is_asked_on():
    followed = Followed(items=8, right=6)
    days = []
    for day in range(1, 22):
        if due.run(NOW + day * DAY):
            days.append(day)
            answer(Review.objects.latest("pk"), now=NOW + day * DAY + HOUR)
    assert days == [1, 2, 3, 8, 9, 10, 15, 16, 17]
    assert {card.repeats for card in followed.cards()} == {1, 2}


def test_the_limit_of_a_learner_counts_over_all_modules():
    Followed(learner=Followed().learner)
    assert [due.run(NOW + DAY + minutes * timedelta(minutes=1)) for minutes in (0, 5, 600)] == [1, 0, 0]


def test_a_second_run_asks_nothing_twice():
    Followed()
    assert [due.run(NOW + DAY), due.run(NOW + DAY)] == [1, 0]
    assert Review.objects.count() == Notice.objects.count() == 1


def test_nothing_is_asked_before_it_is_due():
    Followed()
    assert due.run(NOW + DAY - HOUR) == 0


def test_a_pause_is_quiet_until_its_day():
    followed = Followed()
    services.pause(enrolment=followed.enrolment, until=(NOW + 5 * DAY).date(), now=NOW)
    assert [due.run(NOW + days * DAY) for days in (1, 4, 5)] == [0, 0, 1]


def test_a_resumed_pause_is_over():
    followed = Followed()
    services.pause(enrolment=followed.enrolment, until=(NOW + 30 * DAY).date(), now=NOW)
    services.resume(enrolment=followed.enrolment, now=NOW + HOUR)
    assert due.run(NOW + DAY) == 1


def test_who_did_not_answer_four_mails_is_asked_again_after_resuming():
    followed = Followed(items=8, right=6)
    for hours in (24, 47, 70, 191):
        assert due.run(NOW + hours * HOUR) == 1
    assert due.run(NOW + 20 * DAY) == 0
    services.resume(enrolment=followed.enrolment, now=NOW + 20 * DAY)
    assert due.run(NOW + 20 * DAY) == 1


def test_the_pace_is_the_learners():
    followed = Followed(items=8, right=6)
    services.change_pace(enrolment=followed.enrolment, per_week=1, now=NOW)
    assert [due.run(NOW + days * DAY) for days in (1, 2, 3, 8)] == [1, 0, 0, 1]


def test_closed_accounts_are_not_written_to():
    followed = Followed()
    type(followed.learner).objects.update(is_active=False)
    assert due.run(NOW + DAY) == 0


def test_on_the_page_a_question_comes_at_once_also_when_paused():
    followed = Followed()
    services.pause(enrolment=followed.enrolment, until=(NOW + 30 * DAY).date(), now=NOW)
    review = services.ask_now(enrolment=followed.enrolment, now=NOW + DAY)
    assert (review.card.item_key, review.token_hash, Notice.objects.count()) == (followed.key(4), None, 0)
    assert services.ask_now(enrolment=followed.enrolment, now=NOW + DAY) == review


def test_on_the_page_the_mailed_question_waits():
    followed = Followed()
    review = followed.asked()
    assert services.ask_now(enrolment=followed.enrolment, now=NOW + 2 * DAY) == review


def test_on_the_page_nothing_comes_before_it_is_due_nor_after_the_end():
    followed = Followed()
    assert services.ask_now(enrolment=followed.enrolment, now=NOW) is None
    assert services.ask_now(enrolment=followed.enrolment, now=followed.term.expires_at) is None
    services.stop(enrolment=followed.enrolment, now=NOW)
    assert services.ask_now(enrolment=followed.enrolment, now=NOW + DAY) is None


def test_a_run_takes_as_many_statements_for_one_learner_who_may_not_be_written_to_as_for_three(statements):
    followed = Followed(items=8, right=6)
    assert [due.run(NOW + days * DAY) for days in (1, 2, 3)] == [1, 1, 1]
    one = statements(lambda: due.run(NOW + 4 * DAY))
    another(followed)
    another(followed)
    assert [due.run(NOW + days * DAY) for days in (5, 6)] == [2, 2]
    assert statements(lambda: due.run(NOW + 6 * DAY + HOUR)) == one


def another(of):
    """Another learner of the same module, who is asked again too."""
    of.learner = learner()
    of.completion = completed(of.passed(6))
    return of.begin_followup()
