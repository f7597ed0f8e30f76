"""Who is asked what and when, and what an answer leads to."""

from datetime import date, timedelta

import pytest

from courses.domain.reasons import Code, Refused
from courses.models import Module
from elearning.audit.models import Entry
from elearning.followup import access, due, services
from elearning.followup.models import Card, Enrolment, Retired, Review, State
from elearning.notices.models import Notice
from elearning.privacy.services import erase_account
from quizzes.models import Item, ItemCorrection
from tests.followup.factories import DAY, NOW, Followed, addresses, answer, complete, completed, newer_edition, posted
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
    assert access.token_hash(question.split("/")[2]) == review.token_hash


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


def test_who_stopped_is_asked_no_more_until_resuming():
    followed = Followed()
    services.stop(enrolment=followed.enrolment, now=NOW)
    services.stop(enrolment=followed.enrolment, now=NOW + HOUR)
    assert due.run(NOW + DAY) == 0
    assert Entry.objects.filter(action="followup.stopped").count() == 1
    services.resume(enrolment=followed.enrolment, now=NOW + DAY)
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


@pytest.mark.parametrize(
    ("right", "confidence", "rating", "days"),
    [(False, "sure", 1, 1), (True, "guess", 2, 1), (True, "", 3, 2), (True, "sure", 4, 3)],
)
def test_an_answer_is_graded_and_decides_when_the_item_comes_again(right, confidence, rating, days):
    followed = Followed()
    answered = answer(followed.asked(), right=right, confidence=confidence)
    assert (answered.right, answered.rating, answered.confidence) == (right, rating, confidence)
    assert answered.edition == followed.edition
    card = Card.objects.get(pk=answered.card_id)
    assert (card.repeats, card.reviewed_at, card.due_at) == (1, NOW + DAY, NOW + DAY + days * DAY)
    assert answered.next_due_at == card.due_at


def test_a_second_answer_changes_nothing():
    followed = Followed()
    review = followed.asked()
    first = answer(review, right=True)
    again = answer(review, right=False, now=NOW + 2 * DAY)
    assert (again.right, again.answered_at) == (True, NOW + DAY)
    assert Card.objects.get(pk=first.card_id).repeats == 1


@pytest.mark.parametrize("sent", [{}, {"option": ["9"]}, {"option": ["1", "2"]}, {"option": ["x"]}])
def test_a_blank_or_forged_answer_stores_nothing(sent):
    review = complete(Followed().asked())
    with pytest.raises(services.Unanswered) as refused:
        services.answer(review=review, posted=sent, confidence="", edition="1", now=NOW + DAY)
    assert refused.value.fault is services.Fault.BLANK
    assert Review.objects.get().answered_at is None


def test_a_confidence_that_no_page_sends_counts_as_none():
    review = complete(Followed().asked())
    sent = {"review": review, "posted": posted(review), "edition": "1", "now": NOW + DAY}
    assert services.answer(**sent, confidence="certain").confidence == ""


def test_a_link_answers_for_thirty_days():
    review = complete(Followed().asked())
    sent = {"review": review, "posted": posted(review), "confidence": "", "edition": "1"}
    with pytest.raises(services.Unanswered) as refused:
        services.answer(**sent, now=NOW + 31 * DAY)
    assert refused.value.fault is services.Fault.OVER
    assert services.answer(**sent, now=NOW + 31 * DAY - HOUR).answered_at is not None


def test_an_unanswered_question_is_asked_again_when_its_link_is_too_old():
    followed = Followed()
    first = followed.asked()
    Card.objects.exclude(pk=first.card_id).delete()
    assert due.run(NOW + 20 * DAY) == 0
    assert due.run(NOW + 31 * DAY) == 1
    second = Review.objects.latest("pk")
    assert (second.card_id, second.number, Review.objects.get(pk=first.pk).lapsed) == (first.card_id, 1, True)


def test_two_repeats_at_least_then_it_is_kept_and_all_kept_it_is_finished():
    followed = Followed()
    card = followed.cards()[0]
    Card.objects.exclude(pk=card.pk).delete()
    now, repeats = NOW + DAY, 0
    while (card := Card.objects.get()).retired == "":
        answer(followed.asked(now), confidence="sure", now=now)
        now, repeats = Card.objects.get().due_at, repeats + 1
    assert (repeats, card.retired, card.repeats) == (3, Retired.KEPT, 3)
    assert Review.objects.latest("pk").next_due_at is None
    enrolment = Enrolment.objects.get()
    assert (enrolment.state, due.run(now + 365 * DAY)) == (State.FINISHED, 0)


def test_items_are_asked_in_the_words_of_the_newest_edition():
    followed = Followed()
    review = followed.asked()
    edition = newer_edition(followed, keys=[followed.key(4)])
    question = access.question_of(complete(review))
    assert (question.edition, question.item.stem_html) == (edition, "<p>Revised stem</p>")
    sent = {"review": complete(review), "posted": posted(review), "confidence": "", "now": NOW + DAY}
    with pytest.raises(services.Unanswered) as refused:
        services.answer(**sent, edition="1")
    assert refused.value.fault is services.Fault.REVISED
    assert services.answer(**sent, edition="2").edition == edition


def test_an_answer_is_shown_in_the_edition_in_which_it_was_given():
    followed = Followed()
    review = answer(followed.asked())
    newer_edition(followed, keys=[])
    assert access.question_of(complete(review)).item.stem_html == f"<p>{followed.key(4)} stem</p>"


@pytest.mark.parametrize("kind", ["gone", "numeric"])
def test_a_card_whose_item_is_gone_or_of_another_kind_retires(kind):
    followed = Followed()
    newer_edition(followed, keys=[] if kind == "gone" else [followed.key(4)], kind="numeric")
    assert due.run(NOW + 10 * DAY) == 0
    assert set(Card.objects.values_list("retired", flat=True)) == {Retired.GONE}
    assert Enrolment.objects.get().state == State.FINISHED


def corrected(followed, key, **values):
    told = {"test": followed.test, "module": followed.module, "item_key": key, "reason": "Flawed.", "at": NOW}
    ItemCorrection.objects.create(**told, **values)


def test_an_item_that_counts_for_nobody_is_not_asked():
    followed = Followed()
    corrected(followed, followed.key(4), effect="neutralised")
    assert followed.asked(NOW + 2 * DAY).card.item_key != followed.key(4)
    assert Card.objects.get(item_key=followed.key(4)).retired == Retired.GONE


def test_an_item_with_another_key_is_graded_by_that():
    followed = Followed()
    content = Item.objects.get(key=followed.key(4)).content
    for place, option in enumerate(content["options"]):
        option["correct"] = place == 1
    corrected(followed, followed.key(4), effect="rekeyed", content=content)
    assert [answer(followed.asked(), right=False).right] == [True]  # "wrong" is the option that is right now


def test_an_expired_module_ends_it_and_says_so_once():
    followed = Followed()
    expires = followed.term.expires_at
    assert [due.run(expires), due.run(expires), due.run(expires + DAY)] == [1, 0, 0]
    enrolment, notice = Enrolment.objects.get(), Notice.objects.get()
    assert (enrolment.state, enrolment.closed_at) == (State.ENDED, expires)
    assert (notice.kind, notice.subject) == ("followup-ended", "No more questions from “HER2-positive breast cancer”")
    assert "has expired" in notice.body


def test_a_withdrawn_module_ends_it_and_names_the_successor():
    followed, other = Followed(), Sitting(slug="newer")
    Module.objects.filter(pk=followed.module.pk).update(withdrawn_at=NOW + DAY, withdrawn_reason="Outdated.")
    Module.objects.filter(pk=other.module.pk).update(replaces=followed.module)
    assert due.run(NOW + DAY) == 1
    body = Notice.objects.get().body
    assert "was withdrawn" in body
    assert "http://testserver/modules/newer/" in body


def test_an_open_question_of_an_expired_module_cannot_be_answered():
    followed = Followed()
    review = followed.asked(followed.term.expires_at - DAY)
    with pytest.raises(services.Unanswered) as refused:
        answer(review, now=followed.term.expires_at)
    assert refused.value.fault is services.Fault.OVER


def test_after_another_completion_the_earlier_follow_up_stops():
    followed = Followed()
    renewed = term(followed.module, release=date(2027, 3, 2), last_valid_day=date(2028, 2, 28), number=2)
    attempt = followed.begin(NOW + DAY, term=renewed)
    followed.answer(attempt, 3, NOW + DAY)
    followed.completion = completed(followed.submit(attempt, NOW + DAY))
    made = followed.begin_followup(NOW + DAY)
    assert list(Enrolment.objects.order_by("pk").values_list("state", flat=True)) == [State.STOPPED, made.state]


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


def test_a_question_of_an_account_erased_meanwhile_is_over():
    review = complete(Followed().asked())
    sent = {"posted": posted(review), "confidence": "", "edition": "1", "now": NOW + DAY}
    Enrolment.objects.all().delete()
    with pytest.raises(services.Unanswered) as refused:
        services.answer(review=review, **sent)
    assert refused.value.fault is services.Fault.OVER


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


def test_a_run_takes_the_same_number_of_statements_for_learners_of_whom_nothing_is_due(statements):
    taken = []
    for count in (1, 2):
        for _ in range(count):
            Followed()
        taken.append(statements(lambda: due.run(NOW)))
    assert taken[0] == taken[1] - 2  # a module's term and its window for each module, nothing for each learner
