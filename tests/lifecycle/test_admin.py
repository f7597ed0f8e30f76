"""The calendar of modules, renewing, extending and scheduling in the administration."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from courses.models import Module, Term
from elearning.accounts.models import User
from elearning.lifecycle import services
from elearning.lifecycle.models import Cycle, ExpiryReminder, Review, ScheduledPublication
from tests import factories
from tests.certificates.factories import accreditation
from tests.factories import NOW
from tests.lifecycle.factories import at, draft, light, module, responsible, started, term_of

pytestmark = pytest.mark.django_db
LIST = reverse("admin:lifecycle_cycle_changelist")
RENEWAL = {
    "release": "2028-01-01",
    "last_review": "2027-12-01",
    "last_valid_day": "2028-12-31",
    "reviewers": ["ann"],
    "reason": "Still current",
}


@pytest.fixture
def at_desk(clock, client, administrator):
    """The administrator's browser."""
    client.force_login(administrator)
    return client


def url(page, of):
    return reverse(f"admin:lifecycle_cycle_{page}", args=[of.pk])


def cells(response):
    """The first row of the list, by column."""
    page, column = response.context["cl"], {}
    admin = page.model_admin
    for name in admin.list_display[1:]:
        column[name] = str(getattr(admin, name)(page.result_list[0]))
    return column


def test_the_calendar_shows_how_each_module_stands(at_desk, clock):
    sample = module(last_valid_day=date(2027, 6, 30))
    responsible(sample, "ida@example.org")
    schedule = {"at": at(2027, 3, 5, 8), "substance": [], "actor": None, "reason": "Congress.", "now": NOW}
    services.schedule_publication(edition=draft(), **schedule)
    assert cells(at_desk.get(LIST)) == {
        "standing": "valid",
        "release": "2027-01-01",
        "last_review": "2027-01-01",
        "last_valid_day": "2027-06-30",
        "days_left": "121",
        "closing": "–",
        "next_reminder": "2027-04-01",
        "scheduled": "<div>edition 2: 5 March 2027, 09:00 (CET)</div>",
        "responsible": "<div>ida@example.org</div>",
    }


def test_the_calendar_shows_when_granted_accreditations_close(at_desk):
    sample = light()
    accreditation(sample, state="granted", opens=date(2027, 1, 1), closes=date(2027, 6, 30))
    assert cells(at_desk.get(LIST))["closing"].endswith(": 30 June 2027</div>")


def test_a_renewed_module_needs_no_reminder(at_desk, clock):
    sample = module()
    clock.move_to(at(2027, 12, 1))
    at_desk.force_login(User.objects.get(email="admin@example.org"))
    assert at_desk.post(url("renew", sample), RENEWAL).url == url("change", sample)
    row = cells(at_desk.get(LIST))
    assert (row["days_left"], row["next_reminder"]) == ("30; renewed from 1 January 2028", "None")
    assert Review.objects.get().name == "Ann Author"


@pytest.mark.parametrize(("last", "state"), [(date(2027, 2, 28), "expired"), (date(2027, 3, 1), "valid")])
def test_the_state_is_that_of_the_day(at_desk, last, state):
    light(last_valid_day=last)
    assert cells(at_desk.get(LIST))["standing"] == state


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"reviewers": []}, "reviewers", "Nobody affirms the content"),
        ({"reviewers": ["zoe"]}, "reviewers", "Select a valid choice"),
        ({"release": "2027-02-28"}, "release", "The release lies in the past"),
        ({"last_review": "2027-03-02"}, "last_review", "The last review lies in the future"),
        ({"last_valid_day": "2027-12-31"}, "last_valid_day", "The last valid day comes before the release."),
        ({"release": "1900-01-01"}, "release", "Write a day after the year 1989."),
        ({"reason": ""}, "reason", "This field is required."),
    ],
)
def test_a_renewal_that_cannot_be_is_refused_beside_its_field(at_desk, changes, field, sentence):
    sample = module()
    sent = {**RENEWAL, "last_review": "2027-03-01", **changes}
    response = at_desk.post(url("renew", sample), sent)
    assert sentence in response.context["form"].errors[field][0]
    assert (Term.objects.count(), Review.objects.count()) == (1, 0)


def test_the_page_to_renew_says_what_changes_for_learners_and_suggests_days(at_desk):
    sample = module()
    started(sample, "ada@example.org")
    response = at_desk.get(url("renew", sample))
    assert response.context["affected"] == {"passed": 0, "in_progress": 1}
    assert response.context["form"].initial == {
        "release": date(2028, 1, 1),
        "last_review": date(2027, 3, 1),
        "last_valid_day": date(2029, 12, 31),
    }
    page = response.content.decode()
    assert "One learner is in the middle of it and goes on in the new term" in page
    assert "Ann Author, MD (author)" in page


def test_extending_is_one_action_that_shows_the_limits_and_the_audit(at_desk, administrator):
    sample = module()
    accreditation(sample, state="applied", scheme="eaccme", credit_name="")
    page = at_desk.get(url("extend", sample)).content.decode()
    assert "at most 24 months without review, so until 31 December 2028" in page
    assert "term.added" in page
    refused = at_desk.post(url("extend", sample), {"last_valid_day": "2029-01-01", "reason": "Asked"})
    assert "a module lives at most 24 months without review" in refused.context["form"].errors["last_valid_day"][0]
    assert at_desk.post(url("extend", sample), {"last_valid_day": "2028-06-30", "reason": "Asked"}).status_code == 302
    assert term_of(sample).last_valid_day == date(2028, 6, 30)
    assert "2028-06-30" in at_desk.get(url("change", sample)).content.decode()


def test_a_term_is_corrected_within_the_limits_and_added_by_renewing_only(at_desk):
    sample = module()
    accreditation(sample, state="applied", scheme="eaccme", credit_name="")
    page = reverse("admin:courses_term_change", args=[term_of(sample).pk])
    sent = {"release": "2027-01-01", "last_review": "2027-01-01", "last_valid_day": "2029-01-01", "reason": "Longer"}
    errors = at_desk.post(page, sent).context["adminform"].form.errors
    assert "a module lives at most 24 months without review" in errors["last_valid_day"][0]
    assert at_desk.post(page, {**sent, "last_valid_day": "2028-12-31"}).status_code == 302
    assert at_desk.get(reverse("admin:courses_term_add")).status_code == 403


def test_responsible_administrators_are_chosen_among_staff(at_desk, administrator, learner):
    sample = light()
    refused = at_desk.post(url("responsible", sample), {"users": [learner.pk]})
    assert list(refused.context["form"].errors) == ["users"]
    at_desk.post(url("responsible", sample), {"users": [administrator.pk]})
    assert list(sample.responsible.values_list("user", flat=True)) == [administrator.pk]
    at_desk.post(url("responsible", sample), {})
    assert sample.responsible.count() == 0


def test_a_draft_is_scheduled_in_the_time_zone_of_its_module(at_desk, administrator):
    module(time_zone="Pacific/Auckland")
    new = draft(time_zone="Pacific/Auckland")
    page = reverse("admin:lifecycle_scheduledpublication_schedule", args=[new.pk])
    assert page in at_desk.get(reverse("admin:courses_edition_change", args=[new.pk])).content.decode()
    assert "Pacific/Auckland" in at_desk.get(page).content.decode()
    sent = {"at": "2027-03-05T08:00", "reason": "Congress"}
    assert at_desk.post(page, sent).status_code == 302
    scheduled = ScheduledPublication.objects.get()
    assert (scheduled.at, scheduled.by, scheduled.reason) == (at(2027, 3, 4, 19), administrator, "Congress")
    cancel = reverse("admin:lifecycle_scheduledpublication_cancel", args=[scheduled.pk])
    shown = at_desk.get(reverse("admin:lifecycle_scheduledpublication_change", args=[scheduled.pk]))
    assert cancel in shown.content.decode()
    at_desk.post(cancel, {"reason": "Not yet"})
    scheduled.refresh_from_db()
    assert (scheduled.state, scheduled.outcome) == ("cancelled", "Not yet")


@pytest.mark.parametrize(
    ("time", "sentence"),
    [
        ("2027-03-01T12:59", "This time is over"),
        ("2027-03-28T02:30", "couldn’t be interpreted in time zone Europe/Zurich"),
        ("2027-10-31T02:30", "couldn’t be interpreted in time zone Europe/Zurich"),
    ],
)
def test_a_time_that_is_over_or_that_the_clock_does_not_show_once_is_refused(at_desk, edition, time, sentence):
    page = reverse("admin:lifecycle_scheduledpublication_schedule", args=[draft().pk])
    response = at_desk.post(page, {"at": time, "reason": "Congress"})
    assert sentence in response.context["form"].errors["at"][0]
    assert ScheduledPublication.objects.count() == 0


@pytest.mark.parametrize("page", ["renew", "extend", "responsible"])
def test_changing_a_life_cycle_needs_its_right(clock, client, page):
    sample = light()
    client.force_login(factories.user("staff@example.org", is_staff=True))
    assert client.post(url(page, sample), RENEWAL).status_code == 403


def test_staff_without_a_right_to_modules_do_not_see_the_calendar(clock, client, db):
    client.force_login(factories.user("staff@example.org", is_staff=True))
    assert client.get(LIST).status_code == 403


@pytest.mark.parametrize("page", ["renew", "extend"])
def test_a_module_without_an_edition_is_not_found(at_desk, page):
    empty = Module.objects.create(slug="empty", title="Empty", access="public", time_zone="UTC", created_at=NOW)
    assert at_desk.get(url(page, empty)).status_code == 404
    assert at_desk.get(url("change", empty)).status_code == 200


def test_the_calendar_takes_the_same_statements_for_one_module_and_for_three(at_desk, statements):
    taken = []
    for slug in ("alpha", "beta", "gamma"):
        sample = light(slug)
        responsible(sample, f"{slug}@example.org")
        accreditation(sample, state="granted", opens=date(2027, 1, 1), closes=date(2027, 6, 30))
        schedule = {"at": datetime(2027, 5, 1, tzinfo=NOW.tzinfo), "reason": "x", "created_at": NOW}
        ScheduledPublication.objects.create(edition=sample.current_edition, **schedule)
        taken.append(statements(lambda: at_desk.get(LIST)))
    assert taken[0] == taken[2]


@pytest.mark.parametrize("model", ["review", "expiryreminder", "scheduledpublication"])
def test_lists_take_the_same_statements_for_one_row_and_for_three(at_desk, statements, model):
    taken = []
    for slug in ("alpha", "beta", "gamma"):
        sample = light(slug)
        term, today = term_of(sample), NOW.date()
        Review.objects.create(
            term=term, contributor_key="ann", name="Ann", credentials="MD", role="author",
            disclosed_on=today, reviewed_on=today, statement="Current.", recorded_at=NOW,
        )  # fmt: skip
        ExpiryReminder.objects.create(
            term=term, last_valid_day=today, audience="learners", days_before=7, queued_at=NOW, count=1
        )
        ScheduledPublication.objects.create(
            edition=sample.current_edition, at=at(2027, 5, 1), reason="x", created_at=NOW
        )
        taken.append(statements(lambda: at_desk.get(reverse(f"admin:lifecycle_{model}_changelist"))))
    assert taken[0] == taken[2]
    assert Cycle.objects.count() == 3
