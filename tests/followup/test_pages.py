"""The learner's page, the one question by the link of a mail, and the report without names."""

from datetime import date

import pytest
from django.test import Client

from courses.domain.reasons import Refused
from courses.models import Module
from elearning.followup import access, due, services
from elearning.followup.models import Card, Enrolment, Review, State
from elearning.notices.models import Notice
from quizzes.domain.kinds import KINDS
from quizzes.domain.policy import Reveal
from quizzes.models import Item
from tests.followup.factories import (
    DAY,
    NOW,
    Followed,
    addresses,
    answer,
    complete,
    completed,
    newer_edition,
    posted,
)
from tests.quizzes.factories import term
from tests.quizzes.filling import posts
from tests.quizzes.kinds.samples import content_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def followed(clock):
    return Followed()


@pytest.fixture
def browser(followed):
    client = Client()
    client.force_login(followed.learner)
    return client


def page_of(followed):
    return f"/modules/{followed.module.slug}/follow-up/"


def mailed(followed, now=NOW + DAY):
    """The question that is mailed, and the addresses in its mail."""
    review = followed.asked(now)
    return review, *addresses(Notice.objects.latest("pk"))


def text(response):
    return " ".join(response.content.decode().split())


def test_nothing_comes_that_was_not_asked_for_and_one_press_asks_for_it(clock):
    followed, client = Followed(begin=False), Client()
    client.force_login(followed.learner)
    shown = client.get(page_of(followed))
    assert (shown.status_code, Enrolment.objects.count()) == (200, 0)
    assert "checked" not in text(shown)
    begun = client.post(page_of(followed), {"per_week": "2"}, follow=True)
    assert begun.redirect_chain == [(page_of(followed), 302)]
    enrolment = Enrolment.objects.get()
    assert (enrolment.learner, enrolment.per_week, enrolment.state) == (followed.learner, 2, State.ACTIVE)


def test_a_test_whose_answers_are_never_shown_has_no_follow_up(clock):
    followed, client = Followed(begin=False, reveal=Reveal.NEVER), Client()
    client.force_login(followed.learner)
    assert "so its items are not asked again" in text(client.get(page_of(followed), follow=True))
    with pytest.raises(Refused):
        followed.begin_followup()
    assert Enrolment.objects.count() == 0


@pytest.mark.parametrize("sent", [{}, {"per_week": "7"}, {"per_week": "x"}])
def test_a_forged_pace_begins_nothing(clock, sent):
    followed, client = Followed(begin=False), Client()
    client.force_login(followed.learner)
    assert client.post(page_of(followed), sent).status_code == 422
    assert Enrolment.objects.count() == 0


def test_without_a_completion_it_leads_to_the_certificate(followed, other_learner):
    client = Client()
    client.force_login(other_learner)
    assert client.get(page_of(followed)).url == f"/modules/{followed.module.slug}/certificate/"


def test_a_visitor_signs_in_first(client, followed):
    assert client.get(page_of(followed)).url.startswith("/accounts/login/")


def test_opening_the_link_as_scanners_do_changes_nothing(client, followed):
    review, question, stop = mailed(followed)
    for address in (question, stop):
        for ask in (client.get, client.head):
            assert ask(address).status_code == 200
    review.refresh_from_db()
    assert (review.answered_at, Enrolment.objects.get().state) == (None, State.ACTIVE)


def test_the_link_shows_the_question_without_sign_in_and_nothing_of_the_person(client, clock, followed):
    _, question, _ = mailed(followed)
    shown = client.get(question)
    assert f"{followed.key(4)} lead-in?" in text(shown)
    assert followed.learner.name not in text(shown)
    assert followed.learner.email not in text(shown)
    assert "comment" not in text(shown)
    assert "no-store" in shown["Cache-Control"]


def test_an_answer_gives_feedback_at_once_and_again(client, clock, followed):
    review, question, _ = mailed(followed)
    clock.move_to(NOW + DAY)
    sent = {**posted(review, right=False), "confidence": "sure", "edition": "1"}
    answered = client.post(question, sent, follow=True)
    assert answered.redirect_chain == [(question, 302)]
    told = text(answered)
    for part in ("Not right", "comment 0", "comment 1", "rationale", "End-of-study results", "About biology"):
        assert part in told
    assert "We ask you this again in about one day, not before 3 March 2027." in told
    again = client.post(question, {**posted(review, right=True), "edition": "1"}, follow=True)
    assert text(again) == told
    assert Review.objects.get().rating == 1


def test_a_blank_answer_says_what_to_do(client, clock, followed):
    _, question, _ = mailed(followed)
    refused = client.post(question, {"edition": "1", "confidence": "sure"})
    assert refused.status_code == 422
    assert "Please choose or enter an answer" in text(refused)
    assert 'value="sure" autocomplete="off" checked' in text(refused)


def test_an_answer_to_a_revised_question_is_asked_anew(client, clock, followed):
    review, question, _ = mailed(followed)
    sent = {**posted(review), "edition": "1"}
    newer_edition(followed, keys=[followed.key(4)])
    refused = client.post(question, sent)
    assert refused.status_code == 409
    assert "was revised while you read it" in text(refused)
    assert "Revised stem" in text(refused)


def test_a_link_that_is_too_old_says_so_but_still_stops(client, clock, followed):
    review, question, stop = mailed(followed)
    clock.move_to(NOW + 32 * DAY)
    assert client.get(question).status_code == 410
    assert client.post(question, {**posted(review), "edition": "1"}).status_code == 410
    assert client.post(stop, follow=True).status_code == 200
    assert Enrolment.objects.get().state == State.STOPPED


def test_one_tap_stops_without_sign_in(client, clock, followed):
    *_, stop = mailed(followed)
    stopped = client.post(stop, follow=True)
    assert "No more questions come from this module." in text(stopped)
    assert due.run(NOW + 9 * DAY) == 0


def test_another_learner_finds_nothing(followed, other_learner, client):
    review, question, _ = mailed(followed)
    client.force_login(other_learner)
    assert client.get(question).status_code == 404
    assert client.post(question, {**posted(review), "edition": "1"}).status_code == 404
    assert client.get(f"/follow-up/questions/{review.pk}/").status_code == 404
    for action in ("pace", "pause", "resume", "stop", "ask"):
        assert client.post(f"{page_of(followed)}{action}/", {"per_week": 1, "until": "2027-03-09"}).status_code in {
            302,
            404,
        }
    enrolment = Enrolment.objects.get()
    assert (enrolment.state, enrolment.per_week, enrolment.paused_until) == (State.ACTIVE, 3, None)


@pytest.mark.parametrize("address", ["/follow-up/not-a-token/", "/follow-up/not-a-token/stop/"])
def test_a_wrong_token_finds_nothing(client, followed, address):
    assert client.get(address).status_code == 404


def test_a_withdrawn_module_teaches_nothing_more(client, clock, followed):
    review, question, _ = mailed(followed)
    answer(review)
    Module.objects.update(withdrawn_at=NOW, withdrawn_reason="Outdated.")
    shown = client.get(question)
    assert shown.status_code == 410
    assert "rationale" not in text(shown)


def test_the_page_asks_at_once_and_shows_what_was_remembered(browser, clock, followed):
    clock.move_to(NOW + DAY)
    asked = browser.post(f"{page_of(followed)}ask/")
    review = Review.objects.get()
    assert asked.url == f"/follow-up/questions/{review.pk}/"
    browser.post(asked.url, {**posted(review), "edition": "1", "confidence": "unsure"})
    shown = text(browser.get(page_of(followed)))
    for part in ("In the test", "Repeat 1", "0 of 1", "1 of 1", "Choose a standard.", "100 %", "Nothing is due now."):
        assert part in shown


def test_settings_are_changed_on_the_page(browser, followed):
    browser.post(f"{page_of(followed)}pace/", {"per_week": "1"})
    browser.post(f"{page_of(followed)}pause/", {"until": "2027-04-01"})
    enrolment = Enrolment.objects.get()
    assert (enrolment.per_week, str(enrolment.paused_until)) == (1, "2027-04-01")
    assert "Paused: no question comes by e-mail before 1 April 2027." in text(browser.get(page_of(followed)))
    browser.post(f"{page_of(followed)}resume/")
    assert Enrolment.objects.get().paused_until is None
    browser.post(f"{page_of(followed)}stop/")
    assert Enrolment.objects.get().state == State.STOPPED
    assert "Send me questions again" in text(browser.get(page_of(followed)))


@pytest.mark.parametrize("until", ["", "2027-03-01", "2028-03-05", "soon"])
def test_a_pause_ends_within_a_year(browser, followed, until):
    refused = browser.post(f"{page_of(followed)}pause/", {"until": until})
    assert refused.status_code == 422
    assert Enrolment.objects.get().paused_until is None


def test_the_pages_take_as_many_statements_for_one_answer_as_for_three(browser, clock, followed, statements):
    taken = []
    for count in (1, 2):
        for _ in range(count):
            card = Card.objects.filter(repeats=0).earliest("rank")
            Card.objects.filter(pk=card.pk).update(due_at=NOW + DAY / 2)
            answer(services.ask_now(enrolment=followed.enrolment, now=NOW + DAY))
        taken.append(statements(lambda: browser.get(page_of(followed))))
    assert taken[0] == taken[1]


def test_items_of_every_kind_but_cases_are_asked_and_answered(clock):
    followed = Followed(items=len(KINDS), right=len(KINDS), begin=False)
    for place, kind in enumerate(KINDS, start=1):
        Item.objects.filter(key=f"item-{place}").update(kind=kind, content=content_of(kind))
    followed.enrolment = followed.begin_followup()
    client = Client()
    client.force_login(followed.learner)
    clock.move_to(NOW + 3 * DAY)
    answered = {}
    while address := client.post(f"{page_of(followed)}ask/").url.removeprefix(page_of(followed)):
        review = complete(Review.objects.latest("pk"))
        question = access.question_of(review)
        item = question.item
        assert client.get(address).status_code == 200
        (sent,) = posts(item, question.order, item.by_kind.key(item.content))
        feedback = client.post(address, {**sent, "edition": "1", "confidence": "sure"}, follow=True)
        answered[item.kind] = '<h1 class="page__title">Right</h1>' in text(feedback)
    assert answered == dict.fromkeys(set(KINDS) - {"case"}, True)


def test_after_another_completion_it_may_be_begun_anew_once_the_first_is_over(browser, clock, followed):
    renewed = term(followed.module, release=date(2027, 3, 2), last_valid_day=date(2028, 2, 28), number=2)
    attempt = followed.passed(at=NOW + DAY, term=renewed)
    completed(attempt)
    clock.move_to(NOW + DAY)
    assert "Stop these questions" in text(browser.get(page_of(followed)))
    browser.post(f"{page_of(followed)}stop/")
    assert "Send me questions by e-mail" in text(browser.get(page_of(followed)))
    browser.post(page_of(followed), {"per_week": "3"})
    assert Enrolment.objects.filter(state=State.ACTIVE).get().completion.attempt == attempt
