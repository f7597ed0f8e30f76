"""The pages of the test, as a learner without JavaScript meets them, and the fragment that its script asks for."""

from datetime import timedelta

import pytest
from django.urls import reverse

from quizzes import services
from quizzes.domain.blueprint import Row
from quizzes.models import Attempt, Item, Response
from tests.quizzes.browse import answer, begin, page, shown_place, sitting_of, text_of
from tests.quizzes.factories import NOW, learner, minutes, module

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def test_the_whole_test_works_without_javascript(client, at):
    sitting = sitting_of(client, items=2)
    assert "Take the CME test" in text_of(client.get(page(sitting, "test")))
    attempt = begin(client, sitting)
    assert answer(client, sitting, attempt, 1, 0).url == page(sitting, "test-item", attempt.pk, 2)
    assert answer(client, sitting, attempt, 2, 0).url == page(sitting, "test-submit", attempt.pk)
    assert "2 of 2 items are answered." in text_of(client.get(page(sitting, "test-submit", attempt.pk)))
    submitted = client.post(page(sitting, "test-submit", attempt.pk))
    assert submitted.url == page(sitting, "test-result", attempt.pk)
    result = text_of(client.get(submitted.url))
    assert "<strong>2</strong> of 2 items right" in result
    assert "Download certificate" in result


def test_the_rules_are_in_plain_words_before_the_first_attempt(client, at):
    sitting = sitting_of(client, items=4, draw=3, time_limit_minutes=45, wait_minutes=120)
    said = text_of(client.get(page(sitting, "test")))
    for sentence in (
        "3 items, drawn from 4.",
        "75 %: at least 3 of 3 items right. An item left blank counts as wrong.",
        "3 attempts; 3 left.",
        "After an attempt that did not pass, the next one opens 2 hours later.",
        "45 minutes from the beginning, also while you are away; then the saved answers are scored.",
        "After each attempt you see your score and the right answers with their reasons and references.",
        "Submit by the end of 31 December 2027 (time of Europe/Zurich).",
    ):
        assert sentence in said


def test_the_rules_say_how_many_items_come_from_each_section(client, at):
    rows = (Row("standards", "basics", 1, 1, 2), Row("standards", "practice", 2, 2, 2))
    sitting = sitting_of(client, items=4, draw=3, blueprint=rows)
    said = text_of(client.get(page(sitting, "test")))
    assert "<dt>By section</dt><dd>Basics: one item; Practice: 2 items.</dd>" in said
    assert "By section" not in text_of(client.get(page(sitting_of(client), "test")))


@pytest.mark.parametrize(
    ("partial", "said"),
    [
        (False, "An item of several parts counts only when all are right. The questions of a case count one by one."),
        (True, "An item of several parts counts in shares: each part that is right counts."),
    ],
)
def test_the_rules_say_how_items_of_several_parts_count_where_the_bank_has_some(client, at, partial, said):
    sitting = sitting_of(client, partial_credit=partial)
    assert "several parts" not in text_of(client.get(page(sitting, "test")))
    Item.objects.filter(key="item-1").update(kind="multiple-response")
    assert said in text_of(client.get(page(sitting, "test")))


def test_the_rules_say_which_sections_have_a_pass_mark_of_their_own(client, at):
    sitting = sitting_of(client, section_percents={"practice": 50, "basics": 60})
    said = "Some sections also have a pass mark of their own: Basics: 60 %; Practice: 50 %. An item left blank"
    assert said in text_of(client.get(page(sitting, "test")))


def test_a_learner_with_more_time_reads_it_in_the_rules(client, at):
    sitting = sitting_of(client, time_limit_minutes=45)
    assert "more time:" not in text_of(client.get(page(sitting, "test")))
    given = {"learner": sitting.learner, "module": None, "extra_percent": 50, "reason": "By letter.", "actor": None}
    services.accommodate(**given, now=NOW)
    assert "You have 50 % more time: 68 minutes." in text_of(client.get(page(sitting, "test")))
    begin(client, sitting)
    services.accommodate(**{**given, "extra_percent": 100}, now=NOW + minutes(1))
    assert "You have 50 % more time: 68 minutes." in text_of(client.get(page(sitting, "test")))


def test_unseen_slides_are_counted_and_no_test_begins(client, at):
    sitting = sitting_of(client, seen=False)
    said = text_of(client.get(page(sitting, "test")))
    assert "2 slides are still to be read; the test opens after them." in said
    assert "Take the CME test" not in said
    assert client.post(page(sitting, "test-begin")).url == page(sitting, "test")
    assert Attempt.objects.count() == 0


def test_an_open_attempt_is_continued_at_its_first_blank_item(client, at):
    sitting = sitting_of(client)
    attempt = begin(client, sitting)
    answer(client, sitting, attempt, 1, 1)
    response = client.get(page(sitting, "test"))
    assert "Continue the CME test" in text_of(response)
    assert page(sitting, "test-item", attempt.pk, 2) in text_of(response)
    assert client.post(page(sitting, "test-begin")).url == page(sitting, "test-item", attempt.pk, 2)


def test_an_item_page_names_places_and_never_original_indexes_or_right_answers(client, at):
    sitting = sitting_of(client, items=1)
    attempt = begin(client, sitting)
    said = text_of(client.get(page(sitting, "test-item", attempt.pk, 1)))
    shown = [f"item-1 option {original}" for original in attempt.paper[0]["options"]]
    assert sorted(shown, key=said.index) == shown
    for hidden in ("comment", "rationale", "correct"):
        assert hidden not in said


def test_a_saved_answer_is_chosen_when_the_item_is_opened_again(client, at):
    sitting = sitting_of(client)
    attempt = begin(client, sitting)
    answer(client, sitting, attempt, 1, 2, data={"flagged": "on"})
    said = text_of(client.get(page(sitting, "test-item", attempt.pk, 1)))
    place = shown_place(attempt, 1, 2)
    assert f'id="option-{place}" value="{place}" autocomplete="off" checked>' in said
    assert 'id="flagged" autocomplete="off" checked>' in said
    assert "Saved at 13:00:00 (CET)" in said  # Zurich is an hour ahead of NOW
    assert "1 of 4 answered" in said


def test_the_script_gets_the_status_and_what_changed_in_the_navigator(client, at):
    sitting = sitting_of(client)
    attempt = begin(client, sitting)
    response = answer(client, sitting, attempt, 3, 0, headers=HTMX, data={"flagged": "on"})
    said = text_of(response)
    assert (response.status_code, response["X-Answer"], response["X-Revision"]) == (200, "saved", "1")
    assert said.startswith("Saved at 13:00:00 (CET) <a")
    assert 'id="entry-3"' in said
    assert 'aria-current="page"' in said
    assert "answered</span>" in said
    assert "flagged</span>" in said
    assert "1 of 4 answered" in said
    assert Response.objects.get().answer == 0


@pytest.mark.parametrize("option", ["0", "4", "99", "-1"])
def test_an_option_that_does_not_exist_is_not_found(client, at, option):
    sitting = sitting_of(client)
    attempt = begin(client, sitting)
    assert client.post(page(sitting, "test-answer", attempt.pk, 1), {"option": option}).status_code == 404
    assert Response.objects.count() == 0


def test_words_for_an_option_are_not_found(client, at):
    sitting = sitting_of(client)
    attempt = begin(client, sitting)
    assert client.post(page(sitting, "test-answer", attempt.pk, 1), {"option": "A"}).status_code == 404


def test_an_item_beyond_the_paper_is_not_found(client, at):
    sitting = sitting_of(client)
    attempt = begin(client, sitting)
    assert client.get(page(sitting, "test-item", attempt.pk, 5)).status_code == 404
    assert client.get(page(sitting, "test-item", attempt.pk, 0)).status_code == 404


def test_confirmation_lists_blank_and_flagged_items_with_links(client, at):
    sitting = sitting_of(client, items=3)
    attempt = begin(client, sitting)
    answer(client, sitting, attempt, 1, 0)
    client.post(page(sitting, "test-answer", attempt.pk, 2), {"flagged": "on"})
    said = text_of(client.get(page(sitting, "test-submit", attempt.pk)))
    assert "1 of 3 items are answered." in said
    assert "2 items are not answered" in said
    assert "One item is flagged for review" in said
    assert said.count(page(sitting, "test-item", attempt.pk, 2)) == 3  # blank, flagged, and the way back
    assert said.count(">Submit test<") == 1


def test_going_back_after_the_submit_finds_the_attempt_closed(client, at):
    sitting = sitting_of(client, items=1)
    attempt = begin(client, sitting)
    client.post(page(sitting, "test-submit", attempt.pk))
    for name, args in (("test-item", [attempt.pk, 1]), ("test-submit", [attempt.pk])):
        said = text_of(client.get(page(sitting, name, *args)))
        assert "This attempt is closed" in said
        assert page(sitting, "test-result", attempt.pk) in said


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_answer_to_a_closed_attempt_is_refused_with_a_sentence(client, at, headers):
    sitting = sitting_of(client, items=1)
    attempt = begin(client, sitting)
    client.post(page(sitting, "test-submit", attempt.pk))
    response = answer(client, sitting, attempt, 1, 0, headers=headers)
    assert response.status_code == 409
    assert "Its answers can no longer be changed" in text_of(response)
    assert Response.objects.count() == 0


def test_a_replayed_submit_leads_to_the_same_result(client, at):
    sitting = sitting_of(client, items=1)
    attempt = begin(client, sitting)
    answer(client, sitting, attempt, 1, 0)
    first = client.post(page(sitting, "test-submit", attempt.pk))
    at.shift(timedelta(minutes=5))
    assert client.post(page(sitting, "test-submit", attempt.pk)).url == first.url
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.correct) == (NOW, 1)


def test_two_tabs_write_into_one_attempt(client, at):
    sitting = sitting_of(client, items=2)
    attempt = begin(client, sitting)
    assert client.post(page(sitting, "test-begin")).url == page(sitting, "test-item", attempt.pk, 1)
    answer(client, sitting, attempt, 1, 2)
    answer(client, sitting, attempt, 1, 0)
    assert Response.objects.get().answer == 0


def test_the_result_of_an_open_attempt_leads_back_to_the_test(client, at):
    sitting = sitting_of(client)
    attempt = begin(client, sitting)
    assert client.get(page(sitting, "test-result", attempt.pk)).url == page(sitting, "test")


every_page_of_an_attempt = pytest.mark.parametrize(
    ("name", "method", "rest"),
    [
        ("test-item", "get", [1]),
        ("test-answer", "post", [1]),
        ("test-pause", "post", []),
        ("test-resume", "post", []),
        ("test-submit", "get", []),
        ("test-submit", "post", []),
        ("test-result", "get", []),
    ],
)


@every_page_of_an_attempt
def test_another_learners_attempt_is_not_found(client, at, name, method, rest):
    sitting = sitting_of(client)
    attempt = begin(client, sitting)
    client.force_login(learner())
    assert getattr(client, method)(page(sitting, name, attempt.pk, *rest), {"option": 1}).status_code == 404
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    assert Response.objects.count() == 0


@every_page_of_an_attempt
def test_an_attempt_is_not_found_under_another_module(client, at, name, method, rest):
    attempt = begin(client, sitting_of(client))
    address = reverse(name, args=[module().slug, attempt.pk, *rest])
    assert getattr(client, method)(address, {"option": 1}).status_code == 404
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    assert Response.objects.count() == 0


@pytest.mark.parametrize("name", ["test", "test-begin", "test-item", "test-answer", "test-submit", "test-result"])
def test_every_page_asks_a_visitor_to_sign_in(client, at, name):
    sitting = sitting_of(client)
    attempt = sitting.begin()
    client.logout()
    numbers = {"test": [], "test-begin": [], "test-item": [attempt.pk, 1], "test-answer": [attempt.pk, 1]}
    address = page(sitting, name, *numbers.get(name, [attempt.pk]))
    response = client.post(address) if name in {"test-begin", "test-answer"} else client.get(address)
    assert response.url == f"{reverse('account_login')}?next={address}"


def test_no_page_is_kept_by_the_browser(client, at):
    sitting = sitting_of(client, items=1)
    attempt = begin(client, sitting)
    addresses = [("test",), ("test-item", attempt.pk, 1), ("test-submit", attempt.pk)]
    for name, *args in addresses:
        assert "no-store" in client.get(page(sitting, name, *args))["Cache-Control"]
    client.post(page(sitting, "test-submit", attempt.pk))
    assert "no-store" in client.get(page(sitting, "test-result", attempt.pk))["Cache-Control"]


def test_the_time_that_remains_comes_from_the_server(client, at):
    sitting = sitting_of(client, time_limit_minutes=45)
    attempt = begin(client, sitting)
    at.shift(timedelta(minutes=5, seconds=30))
    said = text_of(client.get(page(sitting, "test-item", attempt.pk, 1)))
    assert 'data-seconds="2370"' in said
    assert "Time left: about 40 minutes" in said
    assert "Closes on 1 March 2027, 13:45 (CET)." in said


def test_past_the_time_limit_the_saved_answers_are_scored_and_count(client, at):
    sitting = sitting_of(client, items=1, time_limit_minutes=45)
    attempt = begin(client, sitting)
    answer(client, sitting, attempt, 1, 0)
    at.shift(timedelta(minutes=45))
    assert answer(client, sitting, attempt, 1, 1).status_code == 409
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.passed, attempt.in_time) == (NOW + minutes(45), True, True)
    result = text_of(client.get(page(sitting, "test-result", attempt.pk)))
    assert "The time limit ended on 1 March 2027, 13:45 (CET)" in result


def test_opening_the_test_page_closes_an_attempt_that_is_due(client, at):
    sitting = sitting_of(client, items=1, time_limit_minutes=45)
    attempt = begin(client, sitting)
    at.shift(timedelta(minutes=46))
    said = text_of(client.get(page(sitting, "test")))
    assert "Not passed" in said
    assert "The next attempt opens on 1 March 2027, 14:45 (CET)." in said
    attempt.refresh_from_db()
    assert attempt.submitted_at == NOW + minutes(45)


@pytest.mark.parametrize("count", [1, 3])
def test_saving_an_answer_takes_six_statements(client, at, count, statements):
    sitting = sitting_of(client, items=count)
    attempt = begin(client, sitting)
    for option in (0, 1):  # the first one inserts, the second one updates
        assert statements(lambda option=option: answer(client, sitting, attempt, 1, option, headers=HTMX)) == 6


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_as_many_statements_for_one_item_as_for_three(client, at, count, django_assert_num_queries):
    sitting = sitting_of(client, items=count)
    attempt = begin(client, sitting)
    client.get(page(sitting, "test-item", attempt.pk, 1))  # the first time it is noted that the item was shown
    with django_assert_num_queries(5):
        client.get(page(sitting, "test-item", attempt.pk, 1))
    with django_assert_num_queries(4):
        client.get(page(sitting, "test-submit", attempt.pk))
    with django_assert_num_queries(8):
        client.get(page(sitting, "test"))
    client.post(page(sitting, "test-submit", attempt.pk))
    with django_assert_num_queries(12):
        client.get(page(sitting, "test-result", attempt.pk))
