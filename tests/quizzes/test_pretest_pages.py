"""The pages of the pre-test, as a learner without JavaScript meets them."""

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from courses.models import Module, Start
from quizzes.models import Attempt, PretestSitting
from tests.factories import on_page
from tests.quizzes.browse import page, sitting_of, text_of
from tests.quizzes.factories import NOW, edition, item, learner, minutes, term

pytestmark = pytest.mark.django_db


def begun(client, *, pretest=3, **values):
    """A sitting whose learner has read the module page and reads the slides."""
    sitting = sitting_of(client, pretest=pretest, **values)
    Start.objects.create(learner=sitting.learner, module=sitting.module, edition=sitting.edition, at=NOW)
    return sitting


def said_to(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def places(response):
    """The place (from 1) at which the page shows each option: {item key: {original index: place}}."""
    found = {}
    for key, place, index in re.findall(
        r'name="item-([\w-]+)\.option" id="[\w.-]+" value="(\d)".*?option (\d)</span>', text_of(response)
    ):
        found.setdefault(key, {})[int(index)] = int(place)
    return found


def submit(client, sitting, chosen, **extra):
    """Choose options by their original index, as a person would: by where the page shows them."""
    shown = places(client.get(page(sitting, "pretest")))
    data = {f"item-{key}.option": shown[key][index] for key, index in chosen.items()}
    return client.post(page(sitting, "pretest"), {"edition": sitting.edition.number, **data, **extra})


def test_the_page_shows_every_item_with_its_options_and_says_what_it_is_worth(client, at):
    sitting = begun(client)
    said = text_of(client.get(page(sitting, "pretest")))
    assert "3 questions, about 3 minutes; each has one best answer." in said
    assert "no effect on credit" in said
    for number in (1, 2, 3):
        for part in ("stem", "lead-in?", "option 0", "option 1", "option 2"):
            assert f"early-{number} {part}" in said
    assert said.count("<fieldset") == 3
    assert "item-1 stem" not in said


def test_the_page_names_places_and_never_right_answers(client, at):
    sitting = begun(client)
    response = client.get(page(sitting, "pretest"))
    assert [sorted(shown.values()) for shown in places(response).values()] == [[1, 2, 3]] * 3
    for hidden in ("comment", "rationale", "correct"):
        assert hidden not in text_of(response)


def test_a_complete_pretest_is_scored_and_its_result_shown(client, at):
    sitting = begun(client)
    response = submit(client, sitting, {"early-1": 0, "early-2": 1, "early-3": 0})
    assert response.url == page(sitting, "pretest-result")
    said = text_of(client.get(response.url))
    assert "<strong>2</strong> of 3 questions right" in said
    assert "Choose a standard." in said
    assert '<progress class="meter" value="2" max="2"' in said
    assert "Judge what is new." in said
    assert '<progress class="meter" value="0" max="1"' in said
    assert "Submitted on 1 March 2027, 13:00 (CET)." in said


def test_the_result_leads_to_the_slides_of_what_was_missed_and_to_no_others(client, at):
    sitting = begun(client)
    said = text_of(client.get(submit(client, sitting, {"early-1": 0, "early-2": 1, "early-3": 0}).url))
    assert reverse("slide", args=[sitting.module.slug, "testing"]) in said
    assert reverse("slide", args=[sitting.module.slug, "biology"]) not in said


def test_the_result_never_shows_items_right_answers_comments_or_rationales(client, at):
    sitting = begun(client)
    said = text_of(client.get(submit(client, sitting, {"early-1": 0, "early-2": 1, "early-3": 2}).url))
    for hidden in ("early-", "item-", " stem", "rationale", "comment", "orrect answer", "option"):
        assert hidden not in said


def test_blanks_are_named_first_and_the_answers_given_are_kept(client, at):
    sitting = begun(client)
    response = submit(client, sitting, {"early-2": 1})
    assert response.status_code == 200
    said = text_of(response)
    assert "<title>2 questions are not answered" in said
    for number, link in ((1, True), (2, False), (3, True)):
        assert (f'href="#question-{number}"' in said) is link
    chosen = re.findall(r'name="item-([\w-]+)\.option" id="[\w.-]+" value="(\d)" autocomplete="off" checked', said)
    assert chosen == [("early-2", str(places(response)["early-2"][1]))]
    assert "Submit anyway" in said
    assert PretestSitting.objects.count() == 0


def test_submit_anyway_is_offered_only_where_blanks_were_named(client, at):
    assert "Submit anyway" not in text_of(client.get(page(begun(client), "pretest")))


def test_blanks_are_taken_by_the_second_button(client, at):
    sitting = begun(client)
    assert submit(client, sitting, {"early-2": 0}, anyway="on").url == page(sitting, "pretest-result")
    row = PretestSitting.objects.get()
    assert (row.answers, row.correct) == ({"early-1": None, "early-2": 0, "early-3": None}, 1)


def test_a_second_submit_leads_to_the_first_result(client, at):
    sitting = begun(client, pretest=1)
    sent = {"edition": 1, "item-early-1.option": 1}
    assert client.post(page(sitting, "pretest"), sent).url == page(sitting, "pretest-result")
    first = PretestSitting.objects.values().get()
    at.shift(minutes(5))
    again = client.post(page(sitting, "pretest"), {**sent, "item-early-1.option": 2})
    assert again.url == page(sitting, "pretest-result")
    assert PretestSitting.objects.values().get() == first


def test_whoever_submitted_it_is_led_to_the_result(client, at):
    sitting = begun(client, pretest=1)
    submit(client, sitting, {"early-1": 0})
    assert client.get(page(sitting, "pretest")).url == page(sitting, "pretest-result")


def test_whoever_did_not_submit_it_is_led_to_the_pretest(client, at):
    sitting = begun(client)
    assert client.get(page(sitting, "pretest-result")).url == page(sitting, "pretest")


def test_another_learner_sees_the_own_pretest_and_no_result_of_somebody_else(client, at):
    sitting = begun(client)
    sitting.sit_pretest()
    other = learner()
    Start.objects.create(learner=other, module=sitting.module, edition=sitting.edition, at=NOW)
    client.force_login(other)
    assert client.get(page(sitting, "pretest-result")).url == page(sitting, "pretest")
    assert "early-1 stem" in text_of(client.get(page(sitting, "pretest")))


@pytest.mark.parametrize("place", ["0", "4", "-1", "A"])
def test_an_option_that_does_not_exist_is_a_bad_request(client, at, place):
    sitting = begun(client)
    sent = {"edition": 1, "item-early-1.option": place, "anyway": "on"}
    assert client.post(page(sitting, "pretest"), sent).status_code == 400
    assert PretestSitting.objects.count() == 0


@pytest.mark.parametrize("edition_sent", [{}, {"edition": "first"}])
def test_a_form_that_names_no_edition_is_a_bad_request(client, at, edition_sent):
    sitting = begun(client)
    assert client.post(page(sitting, "pretest"), {"anyway": "on", **edition_sent}).status_code == 400


def test_answers_to_a_page_from_before_a_revision_are_shown_again(client, at):
    from quizzes import services
    from quizzes.domain.testfile import TestContent

    sitting = begun(client, pretest=1)
    newer = edition(sitting.module, number=2)
    content = TestContent("CME test", sitting.policy, (item("item-1"),), (), (item("early-1", matches="item-1"),))
    services.store_test(edition=newer, content=content)
    response = submit(client, sitting, {"early-1": 2})
    assert "The module was revised while you were answering." in text_of(response)
    assert f'value="{places(response)["early-1"][2]}" autocomplete="off" checked' in text_of(response)
    assert PretestSitting.objects.count() == 0
    sitting.edition = newer
    submit(client, sitting, {"early-1": 2})
    assert PretestSitting.objects.get().edition == newer


def test_a_place_that_the_revised_item_no_longer_has_is_left_blank(client, at):
    sitting = begun(client, pretest=1)
    sent = {"edition": 7, "item-early-1.option": 9, "anyway": "on"}
    response = client.post(page(sitting, "pretest"), sent)
    assert (response.status_code, " checked" in response.content.decode()) == (200, False)
    assert "The module was revised while you were answering." in text_of(response)
    assert PretestSitting.objects.count() == 0


# The way in


def test_of_a_module_without_one_nothing_is_found(client, at):
    sitting = begun(client, pretest=0)
    assert client.get(page(sitting, "pretest")).status_code == 404
    assert client.post(page(sitting, "pretest"), {"edition": 1}).status_code == 404


def test_the_way_in_notes_that_the_module_page_was_read(client, at):
    sitting = sitting_of(client, seen=False, pretest=1)
    response = client.post(page(sitting, "pretest-begin"), on_page(sitting.edition))
    assert response.url == page(sitting, "pretest")
    assert Start.objects.get().learner == sitting.learner
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize("sent", [{}, {"edition": "7"}])
def test_whoever_read_another_editions_page_is_led_back_to_it(client, at, sent):
    sitting = sitting_of(client, seen=False, pretest=1)
    assert client.post(page(sitting, "pretest-begin"), sent).url == page(sitting, "module")
    assert Start.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_did_not_start_the_module_is_led_to_its_page(client, at, method):
    sitting = sitting_of(client, seen=False, pretest=1)
    response = getattr(client, method)(page(sitting, "pretest"), {"edition": 1, "item-early-1.option": 1})
    assert response.url == page(sitting, "module")
    assert said_to(response) == ["Read the information on this page first, then start the module."]
    assert PretestSitting.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_once_an_attempt_was_begun_it_is_closed_with_that_reason(client, at, method):
    sitting = begun(client, pretest=1)
    sitting.begin()
    response = getattr(client, method)(page(sitting, "pretest"), {"edition": 1, "item-early-1.option": 1})
    assert response.url == page(sitting, "module")
    assert said_to(response) == ["The pre-test closed when you began the CME test: both ask about the same."]
    assert PretestSitting.objects.count() == 0


def test_the_result_stays_open_after_an_attempt(client, at):
    sitting = begun(client, pretest=1)
    submit(client, sitting, {"early-1": 0})
    client.post(page(sitting, "test-begin"))
    assert Attempt.objects.count() == 1
    assert client.get(page(sitting, "pretest-result")).status_code == 200


def test_it_waits_for_nothing_and_nothing_waits_for_it(client, at):
    sitting = begun(client)
    assert client.get(page(sitting, "test")).status_code == 200
    assert client.post(page(sitting, "test-begin")).url.endswith("/1/")


def test_of_an_expired_module_it_can_be_taken_like_its_slides_can_be_read(client, at):
    sitting = begun(client, pretest=1)
    at.move_to(sitting.term.expires_at)
    client.force_login(sitting.learner)
    assert submit(client, sitting, {"early-1": 0}).url == page(sitting, "pretest-result")


def test_of_a_withdrawn_module_it_is_refused(client, at):
    sitting = begun(client, pretest=1)
    Module.objects.update(withdrawn_at=NOW, withdrawn_reason="r")
    for method in ("get", "post"):
        response = getattr(client, method)(page(sitting, "pretest"), {"edition": 1, "item-early-1.option": 1})
        assert response.url == page(sitting, "module")
    assert client.post(page(sitting, "pretest-begin"), {"edition": 1}).url == page(sitting, "module")
    assert PretestSitting.objects.count() == 0


def test_before_the_release_it_is_refused(client, at):
    sitting = begun(client, pretest=1)
    at.move_to(sitting.term.opens_at - minutes(1))
    client.force_login(sitting.learner)
    assert client.get(page(sitting, "pretest")).url == page(sitting, "module")


def test_a_renewed_term_offers_no_second_one(client, at):
    from datetime import date

    sitting = begun(client, pretest=1)
    sitting.sit_pretest()
    term(sitting.module, release=date(2027, 2, 1), last_valid_day=date(2028, 12, 31), number=2)
    assert client.get(page(sitting, "pretest")).url == page(sitting, "pretest-result")


@pytest.mark.parametrize("name", ["pretest", "pretest-begin", "pretest-result"])
def test_every_page_asks_a_visitor_to_sign_in(client, at, name):
    sitting = begun(client)
    client.logout()
    address = page(sitting, name)
    response = client.post(address) if name == "pretest-begin" else client.get(address)
    assert response.url == f"{reverse('account_login')}?next={address}"


def test_no_page_is_kept_by_the_browser(client, at):
    sitting = begun(client)
    assert "no-store" in client.get(page(sitting, "pretest"))["Cache-Control"]
    sitting.sit_pretest()
    assert "no-store" in client.get(page(sitting, "pretest-result"))["Cache-Control"]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_as_many_statements_for_one_item_as_for_three(client, at, count, django_assert_num_queries):
    sitting = begun(client, pretest=count)
    with django_assert_num_queries(7):
        client.get(page(sitting, "pretest"))
    sitting.sit_pretest()
    with django_assert_num_queries(5):
        client.get(page(sitting, "pretest-result"))
