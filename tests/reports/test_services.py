"""Sending and answering reports, and the mail about them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

from courses.domain.reasons import Code, Refused
from elearning.audit.models import Entry
from elearning.reports import services
from elearning.reports.models import Outcome, Report
from tests.factories import NOW, folder, published, slide
from tests.reports.factories import TEXT, send, sent_often, slide_subject

MINUTE = timedelta(minutes=1)


class DeadMailServer(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError


def answered(report, actor, answer="It was mended.", outcome=Outcome.CORRECTED, now=NOW):
    return services.answer_report(report=report, answer=answer, outcome=outcome, actor=actor, now=now)


def test_a_report_says_what_is_wrong_where_in_which_edition(learner, edition):
    report = send(learner, source="PMID 1")
    report.refresh_from_db()
    assert (report.module, report.edition, report.reporter, report.at) == (edition.module, edition, learner, NOW)
    assert (report.subject_kind, report.subject_key, report.subject_title) == ("slide", "one", "About one")
    assert (report.category, report.text, report.source, report.outcome) == ("fact", TEXT, "PMID 1", "open")


def test_the_audit_names_the_reporter_by_number_and_repeats_no_words(learner, edition):
    report = send(learner)
    entry = Entry.objects.first()
    assert (entry.action, entry.actor_id, entry.subject_id) == ("report.sent", learner.pk, str(report.pk))
    assert entry.after == {"edition": edition.pk, "subject": "slide:one"}


def test_the_same_words_about_the_same_slide_are_one_report(learner, other_learner, edition):
    first = send(learner)
    assert send(learner, now=NOW + MINUTE) == first
    assert Entry.objects.filter(action="report.sent").count() == 1
    others = [
        send(other_learner),
        send(learner, text=f"{TEXT} Twice."),
        send(learner, subject=slide_subject(learner, "two")),
    ]
    assert len({first, *others}) == Report.objects.count() == 4


def test_the_same_words_about_another_edition_are_another_report(learner, edition):
    first = send(learner)
    published({**folder(), "1-basics/02-two.md": slide("two", body="Another body.")}, NOW + MINUTE)
    assert send(learner, now=NOW + 2 * MINUTE) != first


def test_the_eleventh_report_of_an_hour_is_refused_and_the_double_of_a_sent_one_is_not(learner, other_learner, edition):
    sent_often(learner, [NOW - MINUTE] * 9)
    tenth = send(learner)
    with pytest.raises(Refused) as refused:
        send(learner, text="One error more than can be.")
    assert refused.value.reason.code is Code.TOO_MANY_REPORTS
    assert send(learner) == tenth
    assert send(other_learner).reporter == other_learner
    assert send(learner, text="One error more, later.", now=NOW + timedelta(minutes=59)).pk > tenth.pk


def test_the_twenty_first_report_of_a_day_is_refused(learner, edition):
    sent_often(learner, [NOW - timedelta(hours=24)] + [NOW - timedelta(hours=2)] * 19)
    send(learner)
    with pytest.raises(Refused):
        send(learner, text="One error more than can be.")


def test_the_contact_learns_of_a_report_but_not_from_whom(
    learner, edition, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        report = send(learner)
        send(learner)
    (message,) = mail.outbox
    assert message.to == [settings.SITE_CONTACT]
    assert message.subject == f"Error reported in “A sample module” (number {report.pk})"
    for part in (
        "Module: A sample module",
        "Edition: 1",
        "Slide: About one (one)",
        "What is wrong: A figure or a fact",
        f"http://testserver/admin/reports/report/{report.pk}/change/",
    ):
        assert part in message.body
    said = message.message().as_string() + message.body
    assert [secret for secret in (learner.email, learner.name, TEXT) if secret in said] == []


def test_the_reporter_gets_the_answer_with_the_way_to_the_slide(
    learner, administrator, edition, django_capture_on_commit_callbacks
):
    report = send(learner)
    with django_capture_on_commit_callbacks(execute=True):
        answered(report, administrator, answer="It's 0.69 < 0.70 & “right”.")
    (message,) = mail.outbox
    assert message.to == [learner.email]
    assert message.subject == f"Answer to your report {report.pk} about “A sample module”"
    for part in ("It's 0.69 < 0.70 & “right”.", "Corrected", "http://testserver/modules/sample/slides/one/"):
        assert part in message.body


def test_an_answer_is_stored_and_audited(learner, administrator, edition):
    report = answered(send(learner), administrator, now=NOW + MINUTE)
    report.refresh_from_db()
    assert (report.answer, report.outcome) == ("It was mended.", "corrected")
    assert (report.answered_by_id, report.answered_at) == (administrator.pk, NOW + MINUTE)
    entry = Entry.objects.first()
    assert (entry.action, entry.actor_id, entry.before, entry.after) == (
        "report.answered",
        administrator.pk,
        {"outcome": "open"},
        {"outcome": "corrected", "answer_changed": True},
    )


def test_a_corrected_answer_is_audited_and_sent_again_and_the_same_one_is_not(
    learner, administrator, edition, django_capture_on_commit_callbacks
):
    report = answered(send(learner), administrator)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            answered(report, administrator, outcome=Outcome.NO_CHANGE, now=NOW + MINUTE)
    assert Entry.objects.filter(action="report.answered").count() == 2
    assert Entry.objects.first().after == {"outcome": "no-change", "answer_changed": False}
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("gone", ["erased", "inactive"])
def test_who_has_left_gets_no_mail(learner, administrator, edition, gone, django_capture_on_commit_callbacks):
    report = send(learner)
    if gone == "erased":
        learner.delete()
    else:
        learner.is_active = False
        learner.save()
    with django_capture_on_commit_callbacks(execute=True):
        answered(report, administrator)
    assert (mail.outbox, Report.objects.get().outcome) == ([], "corrected")


@pytest.mark.django_db(transaction=True)
def test_a_dead_mail_server_loses_neither_report_nor_answer(learner, administrator, edition, settings):
    settings.EMAIL_BACKEND = "tests.reports.test_services.DeadMailServer"
    report = send(learner)
    answered(report, administrator)
    assert Report.objects.get().outcome == "corrected"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("texts", "stored"), [(["The same error."] * 4, 1), ([f"Error {n} here." for n in range(4)], 2)]
)
def test_parallel_reports_are_counted_one_after_the_other(learner, edition, texts, stored):
    """Of four equal ones one is stored; of four different ones only as many as the hour has left."""
    subject = slide_subject(learner)
    sent_often(learner, [NOW - MINUTE] * 8)
    start = Barrier(len(texts))

    def run(text):
        start.wait()
        try:
            return send(learner, subject=subject, text=text).pk
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(len(texts)) as pool:
        list(pool.map(run, texts))
    assert Report.objects.count() == 8 + stored
