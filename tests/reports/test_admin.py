"""What administrators do with reports: find them, see what they are about, answer them."""

import pytest
from django.core import mail
from django.urls import reverse

from courses.models import Edition
from elearning.audit.models import Entry
from elearning.reports.models import Outcome, Report
from elearning.reports.services import answer_report
from tests.factories import NOW, folder, published, slide, user
from tests.quizzes.factories import Sitting
from tests.reports.factories import TEXT, send, sent_often, slide_subject

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LIST = "/admin/reports/report/"


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def report(learner, edition):
    return send(learner)


def change(report):
    return reverse("admin:reports_report_change", args=[report.pk])


def listed(client, **query):
    return [row.pk for row in client.get(LIST, query).context["cl"].result_list]


def test_open_reports_stand_first_the_longest_waiting_on_top(at_desk, learner, administrator, edition):
    first, second, third = sent_often(learner, [NOW.replace(hour=hour) for hour in (8, 9, 10)])
    answer_report(report=first, answer="Mended.", outcome=Outcome.CORRECTED, actor=administrator, now=NOW)
    assert listed(at_desk) == [second.pk, third.pk, first.pk]


def test_reports_are_found_by_outcome_module_category_and_words(at_desk, learner, other_learner, report):
    published(folder(slug="second", title="Second"))
    other = send(
        other_learner,
        subject=slide_subject(other_learner, "two", "second"),
        category="wording",
        text="A word is misspelt on this slide.",
    )
    assert listed(at_desk, module__id__exact=other.module_id) == [other.pk]
    assert listed(at_desk, category__exact="wording") == [other.pk]
    assert listed(at_desk, outcome__exact="corrected") == []
    for words in ("misspelt", "two", other_learner.email):
        assert listed(at_desk, q=words) == [other.pk]


def test_a_report_leads_to_its_slide_and_to_all_reports_about_it(at_desk, learner, report):
    send(learner, subject=slide_subject(learner, "two"))
    said = at_desk.get(change(report)).content.decode()
    assert 'href="/modules/sample/slides/one/"' in said
    assert (learner.email in said, TEXT in said) == (True, True)
    same = {"module__id__exact": report.module_id, "subject_kind__exact": "slide", "subject_key": "one"}
    assert listed(at_desk, **same) == [report.pk]


def test_a_slide_that_is_gone_has_no_link(at_desk, report):
    files = {name: content for name, content in folder().items() if name != "1-basics/01-one.md"}
    files["1-basics/01-uno.md"] = slide("uno", body="[0.69](ev:cleopatra.os.hr) [@swain2020]")
    files["test.yaml"] = files["test.yaml"].replace(b"- one", b"- uno")
    published(files)
    assert Edition.objects.count() == 2
    assert "/modules/sample/slides/one/" not in at_desk.get(change(report)).content.decode()


def test_a_report_of_an_item_leads_to_the_item_as_it_was_shown(at_desk, administrator):
    from elearning.reports.access import item_subject

    sitting = Sitting()
    attempt = sitting.begin()
    report = send(sitting.learner, subject=item_subject(attempt, 1))
    item = sitting.test.items.get(key=attempt.paper[0]["item"])
    assert f'href="/admin/quizzes/item/{item.pk}/change/"' in at_desk.get(change(report)).content.decode()


def test_an_answer_goes_through_its_service(
    at_desk, administrator, learner, report, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = at_desk.post(change(report), {"outcome": "corrected", "answer": "Mended in edition 2."})
    assert response.url == LIST
    report.refresh_from_db()
    assert (report.answer, report.outcome, report.answered_by_id, report.answered_at) == (
        "Mended in edition 2.",
        "corrected",
        administrator.pk,
        NOW,
    )
    assert Entry.objects.first().action == "report.answered"
    assert [message.to for message in mail.outbox] == [[learner.email]]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"outcome": "open", "answer": "Later."}, "outcome"),
        ({"outcome": "", "answer": "Later."}, "outcome"),
        ({"outcome": "corrected", "answer": " "}, "answer"),
    ],
)
def test_an_answer_has_words_and_an_outcome(at_desk, report, sent, field):
    response = at_desk.post(change(report), sent)
    assert list(response.context["adminform"].form.errors) == [field]
    assert Report.objects.get().outcome == "open"


def test_what_was_reported_is_not_edited_added_or_deleted(at_desk, report):
    at_desk.post(change(report), {"outcome": "corrected", "answer": "Mended.", "text": "Forged", "category": "other"})
    assert Report.objects.values_list("text", "category").get() == (TEXT, "fact")
    assert at_desk.get(f"{LIST}add/").status_code == 403
    assert at_desk.post(f"{LIST}{report.pk}/delete/", {"post": "yes"}).status_code == 403


def test_who_may_only_look_cannot_answer(client, report):
    from django.contrib.auth.models import Permission

    staff = user("staff@example.org", is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_report"))
    client.force_login(staff)
    assert client.get(change(report)).status_code == 200
    assert client.post(change(report), {"outcome": "corrected", "answer": "Mended."}).status_code == 403


def test_the_history_of_a_report_is_its_audit(at_desk, report):
    assert "report.sent" in at_desk.get(f"{LIST}{report.pk}/history/").content.decode()


def test_the_list_takes_the_same_statements_for_one_report_and_for_three(at_desk, learner, edition, statements):
    taken = []
    for number in range(3):
        send(learner, text=f"Something is wrong: {number}")
        taken.append(statements(lambda: at_desk.get(LIST)))
    assert taken == [taken[0]] * 3
