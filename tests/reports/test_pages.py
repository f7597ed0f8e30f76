"""The page on which an error is reported: who gets to it, what it says, where it leads."""

from datetime import timedelta

import pytest

from courses.models import Edition, Module
from courses.services import start_module
from elearning.reports.models import Report
from tests.factories import NOW, folder, german, on_page, published, slide, translated_slide
from tests.quizzes.browse import page, sitting_of, text_of
from tests.quizzes.factories import minutes
from tests.reports.factories import TEXT, sent_often

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SLIDE, REPORT = "/modules/sample/slides/one/", "/modules/sample/slides/one/report/"
DATA = {"category": "fact", "text": TEXT, "source": ""}


@pytest.fixture
def edition(edition, learner):
    """A published module that the learner has started."""
    start_module(learner=learner, edition=edition, now=NOW)
    return edition


def begun(client):
    """A learner who has opened the module's slides."""
    client.post("/modules/sample/start/", on_page(Edition.objects.latest("pk")))
    return client


def errors(response):
    return {name: list(said) for name, said in response.context["form"].errors.items()}


def test_the_link_on_a_slide_leads_to_its_report_and_names_the_edition(signed_in, edition):
    assert f'href="{REPORT}?edition=1"' in begun(signed_in).get(SLIDE).content.decode()


def test_the_page_says_what_the_report_is_about(signed_in, edition):
    response = signed_in.get(REPORT)
    subject = response.context["subject"]
    assert (response.status_code, subject.title, subject.edition) == (200, "About one", edition)
    assert "About one" in text_of(response)


def test_a_report_leads_back_to_the_slide_which_says_thank_you_once(signed_in, learner, edition):
    begun(signed_in)
    response = signed_in.post(REPORT, DATA)
    report = Report.objects.get()
    assert (response.url, report.reporter, report.text) == (SLIDE, learner, TEXT)
    thanks = f"Thank you. Your report has the number {report.pk}; you find its answer in “My learning”."
    assert thanks not in signed_in.get(SLIDE, headers={"X-Fragment": "1"}).content.decode()
    assert thanks in signed_in.get(SLIDE).content.decode()
    assert thanks not in signed_in.get(SLIDE).content.decode()


def test_a_form_sent_twice_makes_one_report(signed_in, edition):
    for _ in range(2):
        assert signed_in.post(REPORT, DATA).url == SLIDE
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"category": ""}, {"category": ["This field is required."]}),
        (
            {"category": "praise"},
            {"category": ["Select a valid choice. praise is not one of the available choices."]},
        ),
        ({"text": "   "}, {"text": ["This field is required."]}),
        ({"text": "Nine char"}, {"text": ["Ensure this value has at least 10 characters (it has 9)."]}),
        ({"text": "x" * 2001}, {"text": ["Ensure this value has at most 2000 characters (it has 2001)."]}),
        ({"source": "x" * 301}, {"source": ["Ensure this value has at most 300 characters (it has 301)."]}),
    ],
)
def test_a_report_that_cannot_be_says_why_and_keeps_what_was_written(signed_in, edition, changes, said):
    response = signed_in.post(REPORT, {**DATA, **changes})
    assert (response.status_code, errors(response), Report.objects.count()) == (422, said, 0)


@pytest.mark.parametrize("text", ["Ten charac", "x" * 2000, "line\r\n" * 399 + "12345"])
def test_a_text_of_ten_to_two_thousand_characters_is_taken(signed_in, edition, text):
    assert signed_in.post(REPORT, {**DATA, "text": text}).status_code == 302
    assert Report.objects.get().text == text.replace("\r\n", "\n")


def test_one_report_too_many_is_refused_in_words_and_nothing_written_is_lost(signed_in, learner, edition):
    sent_often(learner, [NOW - timedelta(minutes=30)] * 10)
    response = signed_in.post(REPORT, DATA)
    assert response.status_code == 429
    assert "the next can be sent from 1 March 2027, 13:30 (CET)" in errors(response)["__all__"][0]
    assert TEXT in response.content.decode()
    assert Report.objects.count() == 10


def test_a_visitor_of_a_public_module_is_led_to_sign_in_and_back(client, db):
    published(folder(access="public"))
    assert f"{REPORT}?edition=1" in client.get(SLIDE).content.decode()
    for send in (client.get, client.post):
        assert send(f"{REPORT}?edition=1").url == f"/accounts/login/?next={REPORT}%3Fedition%3D1"
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"access": "members"}, "This module is for members."),
        ({"withdrawn_at": NOW, "withdrawn_reason": "r"}, "This module was withdrawn."),
    ],
)
def test_who_may_not_see_the_slide_may_not_report_it(signed_in, edition, changes, reason):
    Module.objects.update(**changes)
    assert signed_in.post(REPORT, DATA).url == "/modules/sample/"
    assert Report.objects.count() == 0
    assert reason in text_of(signed_in.get("/modules/sample/"))


@pytest.mark.parametrize(("access", "status"), [("registered", 302), ("public", 200)])
def test_a_slide_is_reported_by_who_started_the_module_unless_everybody_sees_it(client, learner, access, status):
    published(folder(access=access))
    client.force_login(learner)
    assert client.get(REPORT).status_code == status
    client.post(REPORT, DATA)
    assert Report.objects.count() == (status == 200)
    if status == 302:
        assert "Read the information on this page first" in text_of(client.get("/modules/sample/"))


@pytest.mark.parametrize("path", ["/modules/sample/slides/none/report/", "/modules/nothing/slides/one/report/"])
def test_what_is_not_there_cannot_be_reported(signed_in, edition, path):
    assert [signed_in.get(path).status_code, signed_in.post(path, DATA).status_code] == [404, 404]


@pytest.mark.parametrize(
    ("asked", "title", "number"),
    [
        ("1", "About one", 1),
        ("2", "A new title", 2),
        ("", "A new title", 2),
        ("9" * 30, "A new title", 2),
        ("x", "A new title", 2),
    ],
)
def test_the_edition_that_was_shown_is_the_one_reported(signed_in, edition, asked, title, number):
    published({**folder(), "1-basics/01-one.md": slide("one", title="A new title")})
    signed_in.post(f"{REPORT}?edition={asked}", DATA)
    report = Report.objects.get()
    assert (report.subject_title, report.edition.number) == (title, number)


def test_an_item_is_reported_while_sitting_and_the_test_goes_on(client):
    sitting = sitting_of(client, time_limit_minutes=30)
    attempt = sitting.begin()
    here, report = page(sitting, "test-item", attempt.pk, 2), page(sitting, "report-item", attempt.pk, 2)
    assert f'href="{report}"' in text_of(client.get(here))
    response = client.get(report)
    assert "it closes on 1 March 2027, 13:30 (CET)." in text_of(response)
    assert response.context["back"] == here
    assert client.post(report, DATA).url == here
    stored = Report.objects.get()
    key = attempt.paper[1]["item"]
    assert (stored.subject_kind, stored.subject_key, stored.edition) == ("item", key, sitting.edition)
    assert stored.subject_title == f"{key} stem {key} lead-in?"
    assert f"Your report has the number {stored.pk}" in text_of(client.get(here))
    attempt.refresh_from_db()
    assert attempt.submitted_at is None


def test_without_a_time_limit_the_page_speaks_of_none(client):
    sitting = sitting_of(client)
    said = text_of(client.get(page(sitting, "report-item", sitting.begin().pk, 1)))
    assert ("Your test stays open" in said, "it closes on" in said) == (True, False)


def test_an_item_is_reported_from_the_result(client):
    sitting = sitting_of(client)
    attempt = sitting.sit(2)
    report, result = page(sitting, "report-item", attempt.pk, 3), page(sitting, "test-result", attempt.pk)
    assert f'href="{report}"' in text_of(client.get(result))
    assert "Your test stays open" not in text_of(client.get(report))
    assert client.post(report, DATA).url == result
    assert Report.objects.get().subject_key == attempt.paper[2]["item"]


def test_a_result_that_hides_the_answers_still_lets_missed_items_be_reported(client):
    sitting = sitting_of(client, reveal="never")
    attempt = sitting.sit(2)
    shown = text_of(client.get(page(sitting, "test-result", attempt.pk)))
    assert [page(sitting, "report-item", attempt.pk, number) in shown for number in (1, 2, 3, 4)] == [
        False,
        False,
        True,
        True,
    ]


def test_a_test_that_closed_while_the_report_was_written_leads_to_its_result(client, clock):
    sitting = sitting_of(client, time_limit_minutes=30)
    attempt = sitting.begin()
    clock.move_to(NOW + minutes(31))
    client.force_login(sitting.learner)
    assert client.post(page(sitting, "report-item", attempt.pk, 1), DATA).url == page(
        sitting, "test-result", attempt.pk
    )
    assert Report.objects.count() == 1


def test_an_item_of_somebody_else_or_of_no_paper_is_not_found(client, other_learner, edition):
    sitting = sitting_of(client)
    attempt = sitting.begin()
    own = page(sitting, "report-item", attempt.pk, 1)
    elsewhere = own.replace(sitting.module.slug, "sample")
    for path in (page(sitting, "report-item", attempt.pk, 5), page(sitting, "report-item", attempt.pk, 0), elsewhere):
        assert [client.get(path).status_code, client.post(path, DATA).status_code] == [404, 404]
    client.force_login(other_learner)
    assert [client.get(own).status_code, client.post(own, DATA).status_code] == [404, 404]
    client.logout()
    assert client.get(own).url == f"/accounts/login/?next={own}"
    assert Report.objects.count() == 0


def test_my_learning_shows_own_reports_with_their_answers(signed_in, learner, other_learner, edition):
    assert "Your reports of errors" not in text_of(signed_in.get("/my-learning/"))
    mine, _ = sent_often(learner, [NOW, NOW]), sent_often(other_learner, [NOW])
    Report.objects.filter(reporter=learner, pk=mine[0].pk).update(
        answer="Mended <b>now</b>.", outcome="corrected", answered_at=NOW
    )
    response = signed_in.get("/my-learning/")
    assert [report.pk for report in response.context["reports"]] == [mine[1].pk, mine[0].pk]
    said = text_of(response)
    assert "Mended &lt;b&gt;now&lt;/b&gt;." in said
    assert "Corrected" in said


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_as_many_statements_for_one_report_as_for_three(signed_in, learner, edition, statements, count):
    sent_often(learner, [NOW] * count)
    assert statements(lambda: signed_in.get("/my-learning/")) == 8
    assert statements(lambda: signed_in.get(REPORT)) == 3
    assert statements(lambda: signed_in.post(REPORT, DATA)) == 10  # two of them chain the audit row


@pytest.mark.parametrize("count", [1, 3])
def test_reporting_an_item_takes_as_many_statements_for_one_item_as_for_three(client, statements, count):
    sitting = sitting_of(client, items=count)
    path = page(sitting, "report-item", sitting.begin().pk, 1)
    assert statements(lambda: client.get(path)) == 5


def test_a_report_from_a_translation_names_its_language_and_leads_back_to_it(signed_in, db):
    published({**folder(), **german()})
    begun(signed_in)
    translated = SLIDE.replace("/slides/", "/de/slides/")
    assert f'href="{REPORT}?edition=1&amp;language=de"' in signed_in.get(translated).content.decode()
    response = signed_in.get(f"{REPORT}?edition=1&language=de")
    assert '<dd lang="de">Über one (de)</dd>' in response.content.decode()
    assert signed_in.post(f"{REPORT}?edition=1&language=de", DATA).url == translated
    assert Report.objects.get().subject_title == "Über one (de)"


def test_a_report_of_a_slide_that_is_not_translated_is_of_the_original(signed_in, db):
    published({**folder(), **german()})
    begun(signed_in)
    assert signed_in.post(f"{REPORT.replace('one', 'two')}?language=de", DATA).url == "/modules/sample/de/slides/two/"
    assert Report.objects.get().subject_title == "About two"


def test_a_report_keeps_the_language_of_the_edition_that_was_shown(signed_in, db):
    published({**folder(), **german()})
    begun(signed_in)
    published(folder())
    assert signed_in.post(f"{REPORT}?edition=1&language=de", DATA).url == SLIDE
    report = Report.objects.get()
    assert (report.subject_title, report.edition.number) == ("Über one (de)", 1)


@pytest.mark.parametrize("language", ["fr", "en", "", "x" * 300, "%00"])
def test_a_report_in_a_language_that_is_not_there_is_of_the_original(signed_in, edition, language):
    begun(signed_in)
    assert signed_in.post(f"{REPORT}?language={language}", DATA).url == SLIDE
    assert Report.objects.get().subject_title == "About one"


def test_the_longest_title_of_a_translation_still_fits_with_its_language(signed_in, db):
    body = "HR [0,69](ev:cleopatra.os.hr) [@swain2020]."
    published({**folder(), **german(), "de/1-basics/01-one.md": translated_slide("one", title="Ä" * 250, body=body)})
    begun(signed_in)
    signed_in.post(f"{REPORT}?language=de", DATA)
    title = Report.objects.get().subject_title
    assert (len(title) <= 250, title[-6:]) == (True, "… (de)")
