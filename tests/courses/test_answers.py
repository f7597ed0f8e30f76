"""Answering the questions of a slide: what is recorded, what is shown, and to whom."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from courses import services
from courses.models import Edition, Module, Progress, Slide
from tests.courses.asking import CASE_URL, CHECK_URL, IN_PLACE, ONE, TWO, answer, answers, form, marks_in, text
from tests.factories import NOW, asking, published, slide

COMMENTS = ("because it is not amplified", "is not enough", "prolong life", "too early")
REASONS = ("The society recommends", "CLEOPATRA found", "October 2021")


@pytest.fixture
def reader(signed_in, learner, db):
    """A learner who has started a module with a check on slide one and a case on slide two."""
    services.start_module(learner=learner, edition=published(asking()), now=NOW)
    return signed_in


def test_a_slide_asks_its_question_and_tells_nothing_of_the_answer(reader):
    for path in (ONE, TWO):
        for headers in ({}, IN_PLACE):
            page = reader.get(path, headers=headers).content.decode()
            assert page.count('<form class="question__form" method="post" action="questions/') == 1
            assert page.count("<legend") == 1
            assert [word for word in (*COMMENTS, *REASONS) if word in page] == []
    assert "\ue002" not in page


def test_a_question_stands_where_its_author_put_it(reader):
    said = text(reader.get(ONE))
    assert said.index("Before.") < said.index("How is it classified?") < said.index("HER2-low") < said.index("After.")
    assert "A 49-year-old woman has a relapse." in text(reader.get(TWO))


def test_an_answer_is_recorded_and_leads_back_to_its_feedback(reader, learner):
    response = answer(reader, CHECK_URL, 0)
    assert (response.status_code, response.headers["Location"]) == (303, "../../#question-scored-two-plus")
    row = Progress.objects.get()
    digest = Slide.objects.get(key="one").questions[0]["hash"]
    stored = {"option": 0, "first": 0, "question": digest, "edition": 1, "at": NOW.isoformat()}
    assert (row.learner, row.slide_key, row.answers) == (learner, "one", {"scored-two-plus": stored})
    page = reader.get(ONE)
    said = text(page)
    assert 'id="question-scored-two-plus" role="status"' in page.content.decode()
    assert "Right Your answer: A. HER2-low Right, because it is not amplified" in said
    assert "Show the other options’ comments" in said
    assert "Wrong, because it is not amplified." in said


def test_a_wrong_answer_is_told_in_words_and_the_right_one_is_named(reader):
    answer(reader, CHECK_URL, 1)
    said = text(reader.get(ONE))
    assert "Not the best choice Your answer: B. HER2-positive Wrong, because it is not amplified." in said
    assert "Right answer A. HER2-low Show the other options’ comments A. HER2-low Right answer" in said


def test_a_case_shows_what_is_recommended_the_dated_guideline_and_the_trial(reader):
    answer(reader, CASE_URL, 2)
    said = text(reader.get(TWO))
    assert "Not the best choice Your answer: C. Surgery Surgery comes too early." in said
    assert "Recommended B. Docetaxel with two antibodies" in said
    assert "Guideline position, October 2021 The society recommends two antibodies" in said
    assert "The trial behind it CLEOPATRA found HR 0.69" in said


def test_a_second_answer_replaces_the_first_which_is_kept_beside_it(reader, clock):
    answer(reader, CHECK_URL, 1)
    clock.move_to(NOW + timedelta(minutes=1))
    answer(reader, CHECK_URL, 0)
    stored = answers()["scored-two-plus"]
    assert (stored["option"], stored["first"], stored["at"]) == (0, 1, "2027-03-01T12:01:00+00:00")
    assert "Right Your answer: A." in text(reader.get(ONE))


def test_the_player_s_script_gets_the_block_alone(reader):
    response = answer(reader, CHECK_URL, 0, IN_PLACE)
    page = response.content.decode()
    assert (response.status_code, page.count("<section"), "<html" in page) == (200, 1, False)
    assert "Right Your answer: A. HER2-low" in text(response)
    assert ("\ue002" in page, "autofocus" in page, "data-open" in page) == (False, False, False)
    assert answers()["scored-two-plus"]["option"] == 0


@pytest.mark.parametrize("headers", [{}, IN_PLACE])
def test_a_form_without_a_choice_says_so_and_records_nothing(reader, headers):
    response = reader.post(CHECK_URL, form(reader, ONE), headers=headers)
    page = response.content.decode()
    assert (response.status_code, "Choose an option first." in page) == (200, True)
    assert (" autofocus>Choose" in page) == (not headers)
    assert answers() == {}
    assert [word for word in COMMENTS if word in page] == []


def test_a_page_at_the_address_of_an_answer_leads_to_the_same_places(reader):
    page = reader.post(CHECK_URL, form(reader, ONE)).content.decode()
    assert 'href="../../../two/" rel="next"' in page
    assert 'action="../../questions/scored-two-plus/"' in page
    assert re.findall(r'(?:href|action)="(?:\.\./)?(?:questions|[a-z]+/)', page) == []


def test_an_edition_with_the_content_of_an_earlier_one_is_called_by_its_own_number(reader):
    for files, number in ((asking(), 1), ({**asking(), "2-practice/03-three.md": slide("three", body="B.")}, 2)):
        published(files)
        assert f"report/?edition={number}" in reader.get(ONE).content.decode()
    published(asking())
    assert "report/?edition=3" in reader.get(ONE).content.decode()


@pytest.mark.parametrize("sent", [{"version": "old", "option": "0"}, {"option": "0"}])
def test_an_answer_to_another_version_of_the_block_is_not_taken(reader, sent):
    response = reader.post(CHECK_URL, sent)
    assert "This question was changed since you opened it." in text(response)
    assert Progress.objects.count() == 0


@pytest.mark.parametrize("option", ["2", "-1", "one", "0.0", "٠", "00", " 0"])
def test_an_option_that_is_not_there_is_a_bad_request(reader, option):
    assert reader.post(CHECK_URL, {**form(reader, ONE), "option": option}).status_code == 400
    assert answers() == {}


@pytest.mark.parametrize(
    "url", [f"{ONE}questions/none/", f"{ONE}questions/early-relapse/", CHECK_URL.replace("one", "none")]
)
def test_a_question_is_found_only_on_its_slide(reader, url):
    assert reader.post(url, {"option": "0"}).status_code == 404


def test_an_answer_is_only_ever_posted_with_a_token(reader, learner):
    assert reader.get(CHECK_URL).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(learner)
    fields = form(strict, ONE)
    assert strict.post(CHECK_URL, {**fields, "option": "0"}).status_code == 403
    for headers in ({}, IN_PLACE):
        page = strict.get(ONE, headers=headers).content.decode()
        token = re.search(r'action="questions/.*?name="csrfmiddlewaretoken" value="([^"]+)"', page, re.DOTALL)[1]
        sent = {**fields, "option": "0", "csrfmiddlewaretoken": token}
        assert strict.post(CHECK_URL, sent).status_code == 303


def test_another_learner_is_untouched(reader, other_learner):
    answer(reader, CHECK_URL, 0)
    other = Client()
    other.force_login(other_learner)
    services.start_module(learner=other_learner, edition=Edition.objects.get(), now=NOW)
    page = other.get(ONE)
    assert "because it is not amplified" not in text(page)
    assert (marks_in(page), marks_in(reader.get(ONE))) == ({"one": "asking"}, {"one": "seen"})
    assert Progress.objects.get(learner=other_learner).answers == {}


# Who may answer


@pytest.mark.parametrize("headers", [{}, IN_PLACE])
def test_a_learner_who_has_not_started_answers_nothing(signed_in, db, headers):
    published(asking())
    response = signed_in.post(CHECK_URL, {"option": "0"}, headers=headers)
    assert response.status_code == (403 if headers else 302)
    assert Progress.objects.count() == 0


def test_withdrawn_and_closed_modules_take_no_answer(reader, clock):
    fields = {**form(reader, ONE), "option": "0"}
    Module.objects.update(access="members")
    assert reader.post(CHECK_URL, fields).url == "/modules/sample/"
    Module.objects.update(access="registered", withdrawn_at=NOW, withdrawn_reason="An error")
    assert reader.post(CHECK_URL, fields).url == "/modules/sample/"
    assert Client().post(CHECK_URL, fields).status_code == 302
    assert answers() == {}


def test_an_expired_module_still_answers(reader, clock, learner):
    clock.move_to(datetime(2028, 6, 1, tzinfo=NOW.tzinfo))
    reader.force_login(learner)
    assert answer(reader, CHECK_URL, 0).status_code == 303
    assert "Right Your answer" in text(reader.get(ONE))


@pytest.mark.parametrize("headers", [{}, IN_PLACE])
def test_a_visitor_of_a_public_module_gets_feedback_and_leaves_nothing(client, clock, db, headers):
    published(asking(access="public"))
    response = answer(client, CHECK_URL, 1, headers)
    assert response.status_code == 200
    assert "Not the best choice Your answer: B. HER2-positive" in text(response)
    assert (b"autofocus" in response.content) == (not headers)
    assert Progress.objects.count() == 0
    assert "Not the best choice" not in text(client.get(ONE))


def test_a_visitor_of_any_other_module_is_asked_to_sign_in(client, clock, db):
    published(asking())
    assert client.post(CHECK_URL, {"option": "0"}).url == "/accounts/login/?next=/modules/sample/"


# Progress
