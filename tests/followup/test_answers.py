"""What an answer leads to, and which questions can still be answered."""

from datetime import timedelta

import pytest

from elearning.followup import access, due, services
from elearning.followup.models import Card, Enrolment, Retired, Review, State
from quizzes.models import Item, ItemCorrection
from tests.followup.factories import DAY, NOW, Followed, answer, complete, newer_edition, posted

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


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


def test_a_clock_that_was_set_back_loses_no_answer():
    followed = Followed()
    review = followed.asked(NOW + DAY)
    assert answer(review, now=NOW + DAY - timedelta(seconds=2)).answered_at == NOW + DAY
    services.stop(enrolment=followed.enrolment, now=NOW)
    services.resume(enrolment=followed.enrolment, now=NOW - HOUR)
    assert Enrolment.objects.get().resumed_at == NOW


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


def test_an_open_question_of_an_expired_module_cannot_be_answered():
    followed = Followed()
    review = followed.asked(followed.term.expires_at - DAY)
    with pytest.raises(services.Unanswered) as refused:
        answer(review, now=followed.term.expires_at)
    assert refused.value.fault is services.Fault.OVER


def test_a_question_of_an_account_erased_meanwhile_is_over():
    review = complete(Followed().asked())
    sent = {"posted": posted(review), "confidence": "", "edition": "1", "now": NOW + DAY}
    Enrolment.objects.all().delete()
    with pytest.raises(services.Unanswered) as refused:
        services.answer(review=review, **sent)
    assert refused.value.fault is services.Fault.OVER
