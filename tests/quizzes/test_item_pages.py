"""The pages of the items of every kind without a script: shown, answered, shown again; and what they never show."""

import re
from functools import partial

import pytest
from django.urls import reverse

from quizzes.domain.kinds import KINDS
from quizzes.models import Attempt, Item, Response
from tests.journeys import scenes
from tests.quizzes import eight
from tests.quizzes.browse import text_of
from tests.quizzes.factories import NOW
from tests.quizzes.filling import posts

pytestmark = pytest.mark.django_db
NUMBERS = {kind: number for number, kind in enumerate(eight.RIGHT, start=1)}
SECRETS = ("secret", "rationale", "correct", "holds", "tolerance", "Right place", "12.5 mg", "mg/kg")
TICKED = re.compile(r'<input\b[^>]*\bid="([^"]*)"[^>]* checked>')


@pytest.fixture
def edition(at):
    return scenes.eight(NOW)


@pytest.fixture
def attempt(client, edition):
    return begun(client, edition)


def begun(client, edition, **values) -> Attempt:
    person = scenes.learner("dana@example.org", "Dana", **values)
    scenes.has_read(person, edition, NOW)
    client.force_login(person)
    return scenes.begin(person, edition, NOW)


def address(attempt: Attempt, number: int, name: str = "test-item") -> str:
    return reverse(name, args=[attempt.module.slug, attempt.pk, number])


def shown(client, attempt: Attempt, number: int) -> str:
    return text_of(client.get(address(attempt, number)))


def send(client, attempt: Attempt, number: int, fields: dict, **headers: str):
    return client.post(address(attempt, number, "test-answer"), fields, headers=headers)


def ticked(html: str) -> set[str]:
    """Return the ids of what is checked on a page."""
    return set(TICKED.findall(html))


def answer_of(attempt: Attempt, number: int) -> object:
    return Response.objects.get(attempt=attempt, item_key=attempt.paper[number - 1]["item"]).answer


def right_fields(attempt: Attempt, kind: str) -> list[dict]:
    place = attempt.paper[NUMBERS[kind] - 1]
    item = Item.objects.get(test_id=attempt.test_id, key=place["item"])
    forms = posts(item, place["options"], eight.RIGHT[kind])
    if kind == "case":
        del forms[-1]["next"]  # the last question is never settled by a button: there is nothing after it
    return forms


def test_the_bank_has_an_item_of_every_kind():
    assert list(eight.RIGHT) == list(KINDS)


def test_items_are_answered_and_shown_again_without_a_script(client, attempt):
    again = {}
    for kind, number in NUMBERS.items():
        client.get(address(attempt, number))
        for fields in right_fields(attempt, kind):
            assert send(client, attempt, number, fields).status_code == 302
        again[kind] = shown(client, attempt, number)
    assert {each.item_key: each.answer for each in attempt.responses.all()} == eight.RIGHT
    assert {kind: ticked(again[kind]) for kind in NUMBERS} == {
        "single-best-answer": {"option-2"},
        "multiple-response": {"option-1", "option-3"},
        "multiple-true-false": {"statement-1-true", "statement-2-false"},
        "extended-matching": set(),
        "ordering": set(),
        "numeric": set(),
        "hotspot": {"option-3"},
        "case": set(),
    }
    assert re.findall(r'value="(\d)" selected>([^<]*)<', again["extended-matching"]) == [
        ("2", "B. Therapy beta &amp; more"),
        ("1", "A. Therapy alpha &amp; more"),
    ]
    steps = re.findall(r'class="ordering__text"[^>]*>([^<]*)<', again["ordering"])
    assert steps == ["Biopsy", "Staging", "Therapy", "Control"]
    assert re.findall(r'value="(\d)" selected', again["ordering"]) == ["1", "2", "3", "4"]
    for said in ('value="12,5"', "Understood as 12.5.", "<option selected>mg</option>"):
        assert said in again["numeric"]
    for said in ("A secret result of the biopsy.", "<strong>Your answer:</strong> Bevacizumab</p>", 'value="6"'):
        assert said in again["case"]


def test_no_page_of_an_open_attempt_gives_anything_away(client, attempt):
    given_away = []
    for kind, number in NUMBERS.items():
        fields = {**right_fields(attempt, kind)[0], "question": "1"}
        fields.pop("next", None)
        before = shown(client, attempt, number)
        saved = text_of(send(client, attempt, number, fields, **{"HX-Request": "true"}))
        for said in (before, saved, shown(client, attempt, number)):
            given_away += [(kind, word) for word in SECRETS if word in said.replace("12.5 or 12,5", "")]
    assert given_away == []


def test_a_number_that_is_none_is_kept_and_said(client, attempt):
    send(client, attempt, NUMBERS["numeric"], {"value": "about twelve", "unit": "mg"})
    said = shown(client, attempt, NUMBERS["numeric"])
    assert 'value="about twelve"' in said
    assert "number__hint--fault" in said
    assert said.count("This is no number, so it would count as wrong.") == 2  # said, and kept for the script


def test_a_question_of_a_case_is_settled_only_with_an_answer(client, attempt):
    number = NUMBERS["case"]
    response = send(client, attempt, number, {"question": "1", "next": "1"})
    assert response.url == address(attempt, number)
    said = shown(client, attempt, number)
    assert "Answer the question first; then the next result can be shown." in said
    assert "secret result" not in said
    send(client, attempt, number, {"question": "1", "option": "2", "next": "1"})
    said = shown(client, attempt, number)
    assert "Answer the question first" not in said
    assert "A secret result of the biopsy." in said
    assert 'name="option"' not in said


def test_the_enter_key_never_settles_a_question(client, attempt):
    said = shown(client, attempt, NUMBERS["case"])
    buttons = re.findall(r'<button[^>]*type="submit"[^>]*name="(\w+)"', said[said.index('id="answer-form"') :])
    assert buttons[:2] == ["stay", "next"]


def test_notes_and_options_struck_out_are_shown_again(client, attempt):
    send(client, attempt, 1, {"struck": ["1", "3"], "note": "\nAsk Ann <b>", "flagged": "on"})
    said = client.get(address(attempt, 1)).content.decode()
    assert ticked(said) == {"struck-1", "struck-3", "flagged"}
    assert ">\n\nAsk Ann &lt;b&gt;</textarea>" in said
    assert answer_of(attempt, 1) is None


def test_the_sureness_is_asked_only_where_the_policy_asks_it(client, at):
    attempt = begun(client, scenes.eight(NOW, confidence=True))
    assert "How sure are you?" in shown(client, attempt, 1)
    send(client, attempt, 1, {"option": "2", "confidence": "guess"})
    assert 'id="confidence-guess" value="guess" autocomplete="off" checked' in shown(client, attempt, 1)
    assert "you say how sure you are" in text_of(client.get(reverse("test", args=["eight"])))


def test_without_the_policy_nobody_is_asked_how_sure(client, attempt):
    assert "How sure" not in shown(client, attempt, 1)


def test_only_items_that_allow_it_have_a_calculator(client, attempt):
    assert {kind for kind, number in NUMBERS.items() if "data-calculator" in shown(client, attempt, number)} == {
        "numeric"
    }


def test_without_going_back_there_is_one_way(client, at):
    attempt = begun(client, scenes.eight(NOW, back=False))
    said = shown(client, attempt, 1)
    assert "There is no way back to an item that you leave." in said
    assert re.findall(r"/test/\d+/\d/(?!answer|report)", said) == []
    assert send(client, attempt, 1, {"option": "2"}).url == address(attempt, 1)
    for _ in range(2):  # the second time because the reply was lost
        assert send(client, attempt, 1, {"option": "2", "leave": "1", "revision": "1"}).url == address(attempt, 2)
    assert send(client, attempt, 1, {"option": "1", "leave": "1"})["X-Answer"] == "item-left"
    assert client.get(address(attempt, 1)).url == address(attempt, 2)
    for number in range(2, 9):
        client.get(address(attempt, number))
        last = send(client, attempt, number, {"leave": "1", "question": "1"})
    submit = client.get(last.url)
    assert "7 items are not answered" in text_of(submit)
    assert address(attempt, 1) not in text_of(submit)
    assert "Back to the items" not in text_of(submit)


def test_all_items_on_one_page_have_forms_of_their_own(client, at):
    attempt = begun(client, scenes.eight(NOW, layout="all"))
    said = shown(client, attempt, 1)
    assert re.findall(r'data-answer="(\d)"', said) == [str(number) for number in range(1, 9)]
    ids = re.findall(r'\bid="([^"]*)"', said)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'\bfor="([^"]*)"', said)) <= set(ids)
    assert 'href="#item-8"' in said
    for number in range(1, 9):
        for fields in right_fields(attempt, list(NUMBERS)[number - 1]):
            response = send(client, attempt, number, fields)
    assert response.url.endswith("/submit/")
    assert {each.item_key: each.answer for each in attempt.responses.all()} == eight.RIGHT


def test_a_place_of_the_page_of_all_items_has_an_address(client, at):
    attempt = begun(client, scenes.eight(NOW, layout="all"))
    assert client.get(address(attempt, 5)).url == f"{address(attempt, 1)}#item-5"
    assert send(client, attempt, 5, {"stay": "1"}).url == f"{address(attempt, 1)}#item-5"
    assert client.get(address(attempt, 9)).status_code == 404


def test_an_answer_from_a_page_that_is_behind_is_refused_and_the_saved_one_shown(client, attempt):
    send(client, attempt, 1, {"option": "1", "revision": "0"})
    response = send(client, attempt, 1, {"option": "2", "revision": "0"})
    assert (response.status_code, response["X-Answer"]) == (409, "answer-newer")
    assert f'href="{address(attempt, 1)}">Show the answer that was kept' in text_of(response)
    assert answer_of(attempt, 1) == 0


def test_an_answer_to_a_question_settled_in_another_tab_is_not_said_to_be_saved(client, attempt):
    number = NUMBERS["case"]
    settling = {"question": "1", "option": "2", "next": "1", "revision": "0"}
    for _ in range(2):  # the second time from a page that never heard of it
        assert send(client, attempt, number, settling).status_code == 302
    settled = answer_of(attempt, number)
    for revision in ({"revision": "0"}, {"revision": "1"}, {}):
        response = send(client, attempt, number, {"question": "1", "option": "1", **revision})
        assert (response.status_code, response["X-Answer"]) == (409, "answer-settled")
    assert "was settled from another page or device" in text_of(response)
    assert answer_of(attempt, number) == settled


def test_each_save_tells_the_page_its_new_revision(client, attempt):
    for revision in range(3):
        response = send(client, attempt, 1, {"option": "1", "revision": revision}, **{"HX-Request": "true"})
        assert response["X-Revision"] == str(revision + 1)


def test_the_clock_can_be_stopped_and_goes_on(client, at):
    attempt = begun(client, scenes.eight(NOW, time_limit_minutes=60, pause_minutes=10))
    assert "10 minutes of pause left" in shown(client, attempt, 1)
    response = client.post(reverse("test-pause", args=["eight", attempt.pk]))
    said = text_of(client.get(response.url))
    assert "<strong>Paused.</strong>" in said
    assert "Go on with the CME test" in said
    assert client.get(address(attempt, 1)).url == reverse("test", args=["eight"])
    assert send(client, attempt, 1, {"option": "1"})["X-Answer"] == "attempt-paused"
    response = client.post(reverse("test-resume", args=["eight", attempt.pk]))
    assert response.url == address(attempt, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_all_items_takes_as_many_statements_for_one_as_for_three(
    client, at, count, django_assert_num_queries
):
    attempt = begun(client, scenes.eight(NOW, layout="all", draw=count))
    client.get(address(attempt, 1))  # the first time it is noted that it was shown
    with django_assert_num_queries(5):
        client.get(address(attempt, 1))


def test_saving_takes_six_statements_whatever_the_kind(client, attempt, statements):
    taken = {}
    for kind, number in NUMBERS.items():
        client.get(address(attempt, number))
        save = partial(send, client, attempt, number, right_fields(attempt, kind)[0], **{"HX-Request": "true"})
        taken[kind] = statements(save)
    assert taken == dict.fromkeys(KINDS, 6)


def test_after_the_submit_every_kind_is_shown_with_its_reasons(client, attempt):
    for kind, number in NUMBERS.items():
        for fields in right_fields(attempt, kind):
            send(client, attempt, number, fields)
    submitted = client.post(reverse("test-submit", args=["eight", attempt.pk]))
    said = text_of(client.get(submitted.url))
    assert "<strong>8</strong> of 8 items right" in said
    assert said.count("A secret rationale.") == 10  # of eight items and two questions
    assert said.count("secret comment") == 3 + 3 + 2 + 2 + 4 + 1 + 3 + 3
    assert "Right place: 1" in said
    assert "Correct answer: 12.5 mg ± 0.5" in said
    assert said.count("hotspot__area--correct") == 1
