"""Reminders of expiry: to whom, on which day of the module's time zone, once for each occasion."""

from datetime import date

import pytest
from django.conf import settings
from django.core import mail

import courses.services
from courses.models import Progress
from elearning.audit.models import Entry
from elearning.lifecycle import access, services
from elearning.lifecycle.models import ExpiryReminder
from elearning.notices.models import Notice
from elearning.notices.services import send_pending
from tests.factories import NOW
from tests.lifecycle.factories import MINUTE, at, light, responsible, started, term_of, waiting
from tests.quizzes.factories import Sitting

pytestmark = pytest.mark.django_db


def occasions():
    rows = ExpiryReminder.objects.order_by("pk").values_list("audience", "days_before", "count")
    return list(rows)


@pytest.mark.parametrize(
    ("last_valid_day", "days", "midnight"),
    [
        # Zurich is at +1 in winter, +2 in summer: 90 days before 31 December is the 2nd of October, 30 the 1st of
        # December; the clocks change on 31 October 2027 and 26 March 2028.
        (date(2027, 12, 31), 90, at(2027, 10, 1, 22)),
        (date(2027, 12, 31), 30, at(2027, 11, 30, 23)),
        (date(2027, 12, 31), 7, at(2027, 12, 23, 23)),
        (date(2027, 11, 6), 7, at(2027, 10, 29, 22)),
        (date(2027, 11, 7), 7, at(2027, 10, 30, 22)),
        (date(2027, 11, 8), 7, at(2027, 10, 31, 23)),
        (date(2028, 4, 2), 7, at(2028, 3, 25, 23)),
        (date(2028, 4, 3), 7, at(2028, 3, 26, 22)),
    ],
)
def test_a_reminder_is_due_from_the_midnight_of_its_day_in_the_module_s_time_zone(last_valid_day, days, midnight):
    light(last_valid_day=last_valid_day)
    services.remind(now=midnight - MINUTE)
    before = {row[1] for row in occasions() if row[0] == "responsible"}
    services.remind(now=midnight)
    after = {row[1] for row in occasions() if row[0] == "responsible"}
    assert after - before == {days}


def test_the_last_minute_of_the_last_day_is_still_within_the_term_and_midnight_is_not():
    light()
    assert services.remind(now=at(2027, 12, 31, 23)) == 0
    assert services.remind(now=at(2027, 12, 31, 22, 59)) == 1


def test_responsible_administrators_are_reminded_and_without_any_the_site_s_contact():
    looked_after, orphan = light("looked-after"), light("orphan")
    responsible(looked_after, "ida@example.org")
    responsible(looked_after, "bo@example.org")
    responsible(orphan, "gone@example.org", is_active=False)
    responsible(orphan, "former@example.org", is_staff=False)
    assert services.remind(now=at(2027, 12, 24)) == 3
    assert sorted(waiting("expiry-responsible")) == ["bo@example.org", settings.SITE_CONTACT, "ida@example.org"]


def test_a_reminder_to_administrators_names_the_day_and_leads_to_the_module_s_life_cycle():
    sample = light()
    responsible(sample, "ida@example.org")
    services.remind(now=at(2027, 12, 24))
    notice = Notice.objects.get(kind="expiry-responsible")
    assert notice.subject == "“The module sample” expires: 31 December 2027 is its last valid day"
    assert f"http://testserver/admin/lifecycle/cycle/{sample.pk}/change/" in notice.body


def test_running_again_reminds_nobody_twice():
    started(light(), "ada@example.org")
    assert services.remind(now=at(2027, 12, 24)) == 2
    assert [services.remind(now=at(2027, 12, 24)), services.remind(now=at(2027, 12, 30))] == [0, 1]
    assert services.remind(now=at(2027, 12, 31)) == 0
    assert occasions() == [("responsible", 7, 1), ("learners", 7, 1), ("learners", 1, 1)]


def test_after_days_without_a_run_only_the_nearest_reminder_is_sent():
    started(light(), "ada@example.org")
    services.remind(now=at(2027, 9, 1))
    services.remind(now=at(2027, 12, 31))
    assert occasions() == [("responsible", 7, 1), ("learners", 1, 1)]


def test_learners_in_progress_are_reminded_and_nobody_else():
    sample = light("other", last_valid_day=date(2027, 3, 31))
    started(sample, "progress@example.org")
    started(sample, "closed@example.org", is_active=False)
    unwilling = started(sample, "unwilling@example.org")
    services.set_reminders(learner=unwilling, wanted=False, now=NOW)
    assert services.remind(now=NOW) == 2
    assert waiting("expiry-learner") == ["progress@example.org"]


def test_whoever_passed_in_this_term_is_not_reminded_and_whoever_failed_is():
    passed, failed = Sitting(), Sitting()
    for sitting, right in ((passed, 4), (failed, 0)):
        courses.services.start_module(learner=sitting.learner, edition=sitting.edition, now=NOW)
        sitting.sit(right, NOW)
    services.remind(now=at(2027, 12, 24))
    assert waiting("expiry-learner") == [failed.learner.email]


def test_whoever_read_the_module_only_in_an_earlier_term_is_not_in_progress_until_coming_back():
    sample = light()
    learner = started(sample, "ada@example.org")
    services.remind(now=at(2027, 12, 24))
    days = {"release": date(2028, 1, 1), "last_review": date(2027, 12, 30), "last_valid_day": date(2028, 12, 31)}
    courses.services.add_term(module=sample, **days, actor=None, reason="Renewed.", now=at(2027, 12, 30))
    assert list(access.in_progress(term_of(sample))) == []
    seen = {"first_seen": NOW, "last_seen": at(2028, 2, 1), "edition": sample.current_edition}
    Progress.objects.create(learner=learner, module=sample, slide_key="biology", **seen)
    assert list(access.in_progress(term_of(sample))) == [learner]


def test_a_learner_who_begins_after_a_reminder_gets_the_next_one_only():
    sample = light()
    services.remind(now=at(2027, 12, 10))
    started(sample, "late@example.org", at=at(2027, 12, 11))
    services.remind(now=at(2027, 12, 11))
    assert waiting("expiry-learner") == []
    services.remind(now=at(2027, 12, 24))
    assert waiting("expiry-learner") == ["late@example.org"]


def test_a_term_that_was_extended_gets_reminders_of_its_own():
    sample = light()
    started(sample, "ada@example.org")
    assert services.remind(now=at(2027, 12, 24)) == 2
    days = {"last_valid_day": date(2028, 3, 31)}
    courses.services.change_term(term=term_of(sample), days=days, actor=None, reason="More time.", now=NOW)
    assert services.remind(now=at(2027, 12, 25)) == 0
    assert services.remind(now=at(2028, 1, 1)) == 1
    assert services.remind(now=at(2028, 3, 24)) == 2
    assert occasions() == [
        ("responsible", 7, 1),
        ("learners", 7, 1),
        ("responsible", 90, 1),
        ("responsible", 7, 1),
        ("learners", 7, 1),
    ]


@pytest.mark.parametrize(("release", "reminded"), [(date(2028, 1, 1), 0), (date(2028, 1, 2), 1)])
def test_a_term_that_another_one_continues_ends_nothing(release, reminded):
    sample = light()
    days = {"release": release, "last_review": date(2027, 12, 1), "last_valid_day": date(2029, 12, 31)}
    courses.services.add_term(module=sample, **days, actor=None, reason="Renewed.", now=NOW)
    assert services.remind(now=at(2027, 12, 24)) == reminded


def test_nobody_is_reminded_of_a_withdrawn_module():
    sample = light()
    values = {"withdrawn_at": NOW, "withdrawn_reason": "A wrong dose"}
    courses.services.change_module(module=sample, values=values, actor=None, reason="Wrong.", now=NOW)
    assert services.remind(now=at(2027, 12, 24)) == 0


def test_a_run_that_was_killed_in_the_middle_is_finished_by_the_next_one(monkeypatch):
    monkeypatch.setattr(access, "CHUNK", 2)
    sample = light()
    people = [started(sample, f"learner{number}@example.org") for number in range(5)]
    services.remind(now=at(2027, 12, 24))
    # As it is after the first chunk: two notices are there, the occasion is not noted as gone through.
    Notice.objects.filter(kind="expiry-learner", to__in=[person.email for person in people[2:]]).delete()
    ExpiryReminder.objects.filter(audience="learners").delete()
    assert services.remind(now=at(2027, 12, 24) + MINUTE) == 5
    assert waiting("expiry-learner") == [person.email for person in people]


def test_many_learners_take_no_more_statements_than_their_chunks(statements):
    taken = []
    for number in (1, 3):
        sample = light(f"module-{number}")
        for each in range(number):
            started(sample, f"learner{number}{each}@example.org")
        taken.append(statements(lambda: services.remind(now=at(2027, 12, 24))))
    assert taken[0] == taken[1]


def test_a_learner_s_reminder_names_the_instant_and_how_to_stop_it(client):
    learner = started(light(), "ada@example.org")
    services.remind(now=at(2027, 12, 24))
    send_pending(now=at(2027, 12, 24))
    message = next(each for each in mail.outbox if each.to == ["ada@example.org"])
    assert message.subject == "“The module sample”: the test can be taken until 31 December 2027"
    assert "The last day is 31 December 2027: the test can be submitted before 1 January 2028, 00:00 (CET)." in (
        message.body
    )
    assert "http://testserver/modules/sample/" in message.body
    stop = message.body.split()[-1].removeprefix("http://testserver")
    assert "Stop these reminders" in client.get(stop).content.decode()
    assert client.post(stop, {"wanted": "no"}).url == stop
    assert access.wants_reminders(learner) is False
    assert client.post(stop, {"wanted": "yes"}).status_code == 302
    assert access.wants_reminders(learner) is True


def test_a_key_that_this_site_did_not_sign_opens_nothing(client, learner):
    key = access.learner_key(learner.pk)
    assert [client.get(f"/reminders/{wrong}/").status_code for wrong in (f"{key}x", f"9{key}", "x")] == [404] * 3


def test_learners_switch_their_own_reminders_off_and_on_with_an_audit_row(signed_in, learner):
    assert "You are reminded." in signed_in.get("/reminders/").content.decode()
    signed_in.post("/reminders/", {"wanted": "no"})
    signed_in.post("/reminders/", {"wanted": "no"})
    assert "You are not reminded." in signed_in.get("/reminders/").content.decode()
    signed_in.post("/reminders/", {"wanted": "yes"})
    found = Entry.objects.filter(action="account.reminders-changed").order_by("pk").values_list("after", flat=True)
    assert list(found) == [{"wanted": False}, {"wanted": True}]


def test_strangers_sign_in_before_they_see_their_reminders(client, db):
    assert client.get("/reminders/").url == "/accounts/login/?next=/reminders/"


def test_days_are_counted_in_the_zone_of_the_module():
    light("auckland", last_valid_day=date(2027, 12, 31), time_zone="Pacific/Auckland")
    assert services.remind(now=at(2027, 10, 1, 10, 59)) == 0
    assert services.remind(now=at(2027, 10, 1, 11)) == 1
    assert occasions()[0][1] == 90
