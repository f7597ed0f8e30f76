"""Administrators choose a report, see what is wrong row by row, download it and note the answers."""

import json
from collections import Counter

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from elearning.certificates import services as certificates
from elearning.certificates.models import Accreditation
from elearning.delivery import services
from elearning.delivery.activities import _activity
from elearning.delivery.models import Batch, Delivery
from tests import factories
from tests.delivery.factories import LATER, PARS, Credited, batch, ready
from tests.quizzes.factories import NOW

pytestmark = pytest.mark.django_db
ADD = "/admin/delivery/batch/add/"
CHOSEN = {"format": "pars-json", "first_day": "2027-01-01", "last_day": "2027-12-31"}


@pytest.fixture
def page(clock, client: Client, administrator):
    clock.move_to(LATER)
    client.force_login(administrator)
    return client


def change(made: Batch) -> str:
    return reverse("admin:delivery_batch_change", args=[made.pk])


def test_the_rows_of_a_report_say_what_keeps_them_out(page):
    ready()
    incomplete = Credited()
    services.give_consent(learner=incomplete.learner, body=PARS, now=NOW)
    Credited()
    shown = page.get(ADD, CHOSEN)
    assert {key: shown.context[key] for key in ("good", "wrong", "without_consent")} == {
        "good": 1,
        "wrong": 1,
        "without_consent": 1,
    }
    assert [line["problems"] for line in shown.context["rows"]] == [
        [
            "Given names and family name are missing.",
            "A number is missing: NPI (United States) or US state licence.",
            "Day and month of birth are missing.",
        ],
        [],
    ]
    assert b"Draft: this file follows schemas that ACCME has not released." in shown.content


@pytest.mark.parametrize("days", [{"first_day": "0001-01-01"}, {"last_day": "9999-12-31"}])
@pytest.mark.parametrize("chosen", ["pars-json", "csv"])
def test_days_at_the_ends_of_the_calendar_are_refused_beside_their_field(page, days, chosen):
    asked = {**CHOSEN, "format": chosen, **days}
    for answer in (page.get(ADD, asked), page.post(ADD, asked)):
        assert list(answer.context["form"].errors) == list(days)
    assert page.get(reverse("admin:delivery_batch_activities"), asked).url.startswith(ADD)


def test_a_line_that_no_report_can_have_is_passed_over(page, administrator):
    ready()
    made = batch(administrator)
    posted = {"scope": "ticked", "state": "sent", "line": ["9" * 30, "x", ""]}
    assert page.post(change(made), posted).status_code == 302
    assert Delivery.objects.get().state == "exported"


def test_a_report_is_made_downloaded_twice_and_answered(page):
    credited = ready()
    made_page = page.post(ADD, CHOSEN)
    made = Batch.objects.get()
    assert made_page.url == change(made)
    first, second = (page.get(reverse("admin:delivery_batch_file", args=[made.pk])) for _ in range(2))
    assert first.content == second.content
    assert credited.certificate.number.encode() in first.content
    assert first["Content-Disposition"] == f'attachment; filename="{made.filename}"'
    answer = {"scope": "waiting", "state": "accepted", "message": ""}
    assert page.post(change(made), answer).url == change(made)
    assert Delivery.objects.get().state == "accepted"
    assert page.get(change(made)).context["lines"][0].get_state_display() == "accepted"


def test_one_line_of_a_report_is_rejected_with_a_message(page, administrator):
    ready(), ready()
    made = batch(administrator)
    line = made.lines.first()
    page.post(change(made), {"scope": "ticked", "line": [line.pk, "x"], "state": "rejected", "message": "Unknown"})
    assert list(made.lines.values_list("state", "message")) == [("rejected", "Unknown"), ("exported", "")]
    shown = page.post(change(made), {"scope": "ticked", "line": [line.pk], "state": "sent", "message": ""})
    assert shown.context["form"].non_field_errors() == [
        "A line that was rejected or accepted cannot go back to an earlier state."
    ]


def test_nothing_to_report_is_said(page):
    assert (
        page.post(ADD, CHOSEN, follow=True).context["messages"]._loaded_data[0].message == "There is nothing to report."
    )
    assert Batch.objects.count() == 0


def test_a_period_that_ends_before_it_begins_is_refused(page):
    shown = page.get(ADD, {**CHOSEN, "last_day": "2026-01-01"})
    assert shown.context["form"].errors == {"last_day": ["The last day cannot lie before the first."]}


@pytest.mark.parametrize(("key", "kind"), [("csv", "text/csv; charset=utf-8"), ("excel", "application/vnd.open")])
def test_the_providers_own_list_is_downloaded_at_once(page, key, kind):
    Credited()
    assert page.get(ADD, {**CHOSEN, "format": key}).context["own"] is True
    shown = page.post(ADD, {**CHOSEN, "format": key})
    assert shown["Content-Type"].startswith(kind)
    assert Batch.objects.count() == 0


def test_the_modules_with_ama_credit_are_downloaded_as_activities(page):
    credited = Credited()
    Credited("esmo")
    shown = page.get("/admin/delivery/batch/activities/", CHOSEN)
    (activity,) = json.loads(shown.content)["ACCMEActivities"]["MedicalEducationMetrics"]
    assert activity["Lom"]["general"]["identifier"] == [
        {"catalog": "ACCME Activity ID", "entry": "201234567"},
        {"catalog": "Provider Activity ID", "entry": credited.module.slug},
        {"catalog": "URL", "entry": f"http://testserver/modules/{credited.module.slug}/"},
    ]
    counts = [{"category": "physician", "numberOfParticipants": 1}]
    assert activity["ParticipationMetrics"] == {"participantsByCategory": counts}
    assert activity["healthcareMetadata"]["healthcareEducation"]["commercialSupport"] is False
    before = {**CHOSEN, "last_day": "2027-01-02"}
    (activity,) = json.loads(page.get("/admin/delivery/batch/activities/", before).content)["ACCMEActivities"][
        "MedicalEducationMetrics"
    ]
    assert activity["ParticipationMetrics"] == {"participantsByCategory": []}
    assert page.get("/admin/delivery/batch/activities/", {}).url == f"{ADD}?"


def test_the_description_of_an_activity_is_plain_text():
    row = Accreditation.objects.select_related("module__current_edition").get(module=Credited().module, scheme="ama")
    row.module.current_edition.front_matter["abstract_html"] = "<p>HER2 &amp; therapy:</p><p>survival &lt; 5 years</p>"
    assert _activity(row, Counter(), set()).description == "HER2 & therapy: survival < 5 years"


def test_a_report_is_taken_back_by_hand(page, administrator):
    credited = ready()
    batch(administrator, "medbiquitous-xml")
    certificates.revoke(certificate=credited.certificate, reason="Error", actor=administrator, now=LATER)
    back = {"certificate": credited.certificate.number, "body": "pars", "back": "format=medbiquitous-xml"}
    assert page.post("/admin/delivery/batch/taken-back/", back).url == f"{ADD}?format=medbiquitous-xml"
    assert Delivery.objects.get(action="delete").state == "accepted"


def test_the_list_of_reports_of_three_needs_no_more_statements_than_that_of_one(page, administrator, statements):
    address = reverse("admin:delivery_batch_changelist")
    ready()
    batch(administrator)
    alone = statements(lambda: page.get(address))
    for _ in range(2):
        ready()
        batch(administrator)
    assert statements(lambda: page.get(address)) == alone
    assert page.get(address).context["cl"].result_count == 3


def test_the_lines_of_three_need_no_more_statements_than_those_of_one(page, administrator, statements):
    ready()
    small = batch(administrator)
    for _ in range(3):
        ready()
    large = batch(administrator)
    assert large.lines.count() == 3
    assert statements(lambda: page.get(change(large))) == statements(lambda: page.get(change(small)))


def test_who_may_only_look_makes_and_downloads_nothing(client: Client, administrator):
    ready()
    made = batch(administrator)
    looker = factories.user("looker@example.org", is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_batch"))
    client.force_login(looker)
    assert client.get(change(made)).status_code == 200
    answer = {"scope": "waiting", "state": "accepted", "message": ""}
    back = {"certificate": "x", "body": "pars", "back": ""}
    refused = [
        client.get(ADD, CHOSEN),
        client.get("/admin/delivery/batch/activities/", CHOSEN),
        client.post(ADD, CHOSEN),
        client.get(reverse("admin:delivery_batch_file", args=[made.pk])),
        client.post(change(made), answer),
        client.post("/admin/delivery/batch/taken-back/", back),
    ]
    assert [shown.status_code for shown in refused] == [403] * 6
    assert Delivery.objects.get().state == "exported"
