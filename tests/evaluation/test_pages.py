"""The learner's pages: the form, what was sent, what became of plans."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from courses.models import Edition, Progress
from elearning.evaluation.models import Commitment, Evaluation
from tests.evaluation.factories import NOW, Passed, asked_of, filled
from tests.quizzes.factories import Sitting, learner, term

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def passed():
    return Passed()


@pytest.fixture
def browser(passed):
    return browser_of(passed.learner)


def browser_of(person):
    client = Client()
    client.force_login(person)
    return client


def page_of(sitting, query=""):
    return reverse("evaluation", args=[sitting.module.slug]) + query


def send(browser, sitting, **changes):
    return browser.post(page_of(sitting), filled(asked_of(sitting.edition), **changes))


def test_nothing_is_filled_in(browser, passed):
    response = browser.get(page_of(passed))
    html = response.content.decode()
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert len(re.findall(r'type="(?:radio|checkbox)"', html)) == 2 * 5 + 2 * 5 + 3 + 3 + 2 + 2 + 8 + 2
    assert [" checked" in html, " selected" in html, "<select" in html] == [False, False, False]
    assert set(re.findall(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)) == {""}


def test_each_group_of_answers_has_its_question_as_legend(browser, passed):
    html = browser.get(page_of(passed)).content.decode()
    legends = re.findall(r'<legend class="ask__text">(.*?)</legend>', html)
    asked = '<span class="visually-hidden">How far did you meet this objective?</span>'
    assert legends[:3] == [
        f'<span lang="en">Choose a standard.</span> {asked}',
        f'<span lang="en">Judge what is new.</span> {asked}',
        "How relevant is the module to your practice?",
    ]
    assert html.count("<fieldset") == html.count("<legend") == 10


def test_a_whole_form_leads_to_the_certificate(browser, passed):
    response = send(browser, passed)
    assert (response.status_code, response.url) == (302, reverse("certificate", args=[passed.module.slug]))
    assert Evaluation.objects.get().learner == passed.learner


def test_omissions_are_named_in_a_list_that_links_to_them_and_beside_the_questions(browser, passed):
    response = send(browser, passed, level=None, balance=["no"])
    html = response.content.decode()
    assert (response.status_code, Evaluation.objects.count()) == (422, 0)
    assert '<a href="#q-level">Was the level right for you?</a> Choose one answer.' in html
    assert '<a href="#q-bias">Where was it not, and what did you notice?</a> Please write a few words here.' in html
    assert re.findall(r'id="(q-[^"]*)-problem"', html) == ["q-level", "q-bias"]
    assert 'id="q-level" tabindex="-1" aria-describedby="q-level-problem"' in html
    assert "<title>2 answers are missing · Evaluate the module" in re.sub(r"\s+", " ", html)


def test_what_was_entered_is_shown_again(browser, passed):
    html = send(
        browser, passed, level=None, improve=["<b>Shorter</b>"], changes=["team", "own"], own_change=["Ask"]
    ).content.decode()
    checked = re.findall(r'name="([^"]+)" id="[^"]+" value="([^"]+)" checked', html)
    assert checked == [
        ("objective:standards", "3"),
        ("objective:novel", "3"),
        ("relevance", "3"),
        ("new", "3"),
        ("time", "right"),
        ("balance", "yes"),
        ("intention", "change"),
        ("changes", "team"),
        ("changes", "own"),
    ]
    assert re.findall(r"<textarea[^>]*>(.*?)</textarea>", html) == ["", "&lt;b&gt;Shorter&lt;/b&gt;", "", "Ask"]
    assert "data-shown-again" in html


def test_sent_again_it_stays_and_leads_to_the_certificate(browser, passed):
    send(browser, passed)
    response = send(browser, passed, balance=["no"], bias=["Everywhere"])
    assert response.status_code == 302
    assert Evaluation.objects.get().answers["balance"] == "yes"


def test_afterwards_the_page_shows_what_was_sent(browser, passed):
    send(browser, passed, balance=["no"], bias=["Slide\n4"], changes=["own"], own_change=["Ask a pharmacist"])
    html = browser.get(page_of(passed)).content.decode()
    assert "<form" not in html.partition("<main")[2].partition("</main>")[0]
    assert re.findall(r"<dd[^>]*>(.*?)</dd>", html) == [
        "3: partly met",
        "3: partly met",
        "3: moderately relevant",
        "3: about half",
        "About right",
        "About right",
        "No",
        "Slide<br>4",
        "Yes",
        "Ask a pharmacist",
    ]
    assert f'data-draft-sent="evaluation-{passed.learner.pk}-{passed.term.pk}"' in html


def test_before_the_pass_it_says_why_and_leads_to_the_module():
    sitting = Sitting()
    response = browser_of(sitting.learner).get(page_of(sitting))
    assert (response.status_code, response.url) == (302, reverse("module", args=[sitting.module.slug]))
    (message,) = get_messages(response.wsgi_request)
    assert str(message) == "The evaluation opens once you have passed the CME test while the module was valid."


def test_after_the_claim_window_it_says_until_when(browser, passed, clock):
    clock.move_to(NOW + timedelta(days=600))
    browser.force_login(passed.learner)
    (message,) = get_messages(browser.get(page_of(passed)).wsgi_request)
    expected = "The evaluation could be sent until 31 March 2028, 00:00 (CEST), as long as credit can be claimed."
    assert str(message) == expected


def test_whoever_is_signed_out_signs_in_and_comes_back(passed):
    response = Client().post(page_of(passed), {})
    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={page_of(passed)}")


def test_objectives_are_shown_in_the_language_last_read(browser, passed):
    german = {"objectives": {"novel": "Neues beurteilen."}}
    Edition.objects.filter(pk=passed.edition.pk).update(translations={"de": german})
    Progress.objects.create(
        learner=passed.learner,
        module=passed.module,
        slide_key="biology",
        edition=passed.edition,
        first_seen=NOW,
        last_seen=NOW,
        language="de",
    )
    assert '<span lang="de">Neues beurteilen.</span>' in browser.get(page_of(passed)).content.decode()
    send(browser, passed)
    assert Evaluation.objects.get().language == "de"


def test_an_objective_that_is_not_translated_says_in_which_language_it_is(browser, passed):
    Edition.objects.filter(pk=passed.edition.pk).update(translations={"de": {"objectives": {"novel": "Neues."}}})
    Progress.objects.create(
        learner=passed.learner,
        module=passed.module,
        slide_key="biology",
        edition=passed.edition,
        first_seen=NOW,
        last_seen=NOW,
        language="de",
    )
    html = browser.get(page_of(passed)).content.decode()
    assert '<span lang="en">Choose a standard.</span>' in html


def test_the_form_and_what_was_sent_take_few_statements(browser, passed, statements):
    empty = statements(lambda: browser.get(page_of(passed)))
    send(browser, passed, changes=["team", "guideline", "patient"])
    assert (empty, statements(lambda: browser.get(page_of(passed)))) == (6, 6)


def plans(browser, evaluation):
    return reverse("commitments", args=[evaluation.pk])


@pytest.fixture
def sent(passed):
    return passed.evaluate(changes=["guideline", "team"], reminder=["30"])


def test_the_page_of_plans_asks_one_question_about_each(browser, sent):
    html = browser.get(plans(browser, sent)).content.decode()
    assert re.findall(r'<legend class="ask__text">(.*?)</legend>', html) == [
        "I will check the current guideline before I decide on a treatment.",
        "I will tell my team what I learnt before the month ends.",
    ]
    assert (html.count('type="radio"'), " checked" in html) == (8, False)
    assert "We will ask you by e-mail on 31 March 2027." in html


def test_an_answer_is_kept_and_shown(browser, sent):
    response = browser.post(plans(browser, sent), {"outcome-2": "partly", "comment-2": "Two of them."}, follow=True)
    assert list(Commitment.objects.values_list("outcome", "comment")) == [("", ""), ("partly", "Two of them.")]
    assert 'value="partly" checked' in response.content.decode()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "Choose an answer to at least one of your plans."),
        ({"comment-1": "Alone"}, "Say what became of it; the comment alone is not kept."),
        ({"outcome-1": "lost"}, "Select a valid choice. lost is not one of the available choices."),
    ],
)
def test_an_answer_that_says_nothing_is_refused(browser, sent, given, expected):
    response = browser.post(plans(browser, sent), given)
    assert response.status_code == 422
    assert expected in response.content.decode()
    assert set(Commitment.objects.values_list("outcome", flat=True)) == {""}


def test_one_press_stops_the_questions(browser, sent):
    response = browser.post(reverse("commitments-stop", args=[sent.pk]), follow=True)
    assert set(Commitment.objects.values_list("remind_on", flat=True)) == {None}
    assert "We will ask you by e-mail" not in response.content.decode()


def test_anothers_plans_are_not_found(sent):
    stranger = browser_of(learner())
    assert stranger.get(plans(stranger, sent)).status_code == 404
    assert stranger.post(plans(stranger, sent), {"outcome-1": "done"}).status_code == 404
    assert stranger.post(reverse("commitments-stop", args=[sent.pk])).status_code == 404
    assert set(Commitment.objects.values_list("outcome", "remind_on")) == {("", Commitment.objects.first().remind_on)}


def test_without_plans_there_is_no_such_page(browser, passed):
    sent = passed.evaluate(intention=["no-change"], reason=["Done already"], changes=None)
    assert browser.get(plans(browser, sent)).status_code == 404


def test_the_link_in_the_mail_leads_through_the_sign_in(sent):
    assert Client().get(plans(None, sent)).url == f"/accounts/login/?next={plans(None, sent)}"


def test_a_learner_of_two_terms_evaluates_each(browser, passed, clock):
    send(browser, passed)
    second = term(passed.module, release=date(2028, 1, 1), last_valid_day=date(2028, 12, 31), number=2)
    clock.move_to(NOW + timedelta(days=330))
    browser.force_login(passed.learner)
    passed.term = second
    passed.sit(4, NOW + timedelta(days=330))
    assert "Send the evaluation" in browser.get(page_of(passed)).content.decode()
    assert "Your evaluation" in browser.get(page_of(passed, "?term=1")).content.decode()
    assert "Send the evaluation" in browser.get(page_of(passed, "?term=2")).content.decode()
    assert browser.get(page_of(passed, "?term=7")).status_code == 302
    assert "Send the evaluation" in browser.get(page_of(passed, "?term=x")).content.decode()


def test_the_result_of_a_pass_leads_to_the_evaluation(browser, passed):
    result = reverse("test-result", args=[passed.module.slug, passed.attempt.pk])
    assert f'href="{page_of(passed)}?term=1"' in browser.get(result).content.decode()


def test_the_result_of_a_failure_does_not(clock):
    sitting = Sitting()
    result = reverse("test-result", args=[sitting.module.slug, sitting.sit(0).pk])
    assert page_of(sitting) not in browser_of(sitting.learner).get(result).content.decode()
