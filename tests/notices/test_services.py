"""The outbox: one mail for each occasion, sent at least once, tried again when it fails."""

from datetime import timedelta

import pytest
from django.core import mail

from elearning.notices import services
from elearning.notices.models import Notice
from elearning.notices.services import Message, queue, queue_many, send_pending, withdraw
from tests.factories import NOW
from tests.notices.factories import MINUTE, put, reached

pytestmark = pytest.mark.django_db
PLACE = "tests.notices.factories"


def test_a_second_notice_for_the_same_occasion_is_not_queued():
    message = {"kind": "test", "key": "1", "to": "reader@example.org", "subject": "A", "body": "B", "now": NOW}
    assert [queue(**message), queue(**{**message, "subject": "Other"}), queue(**{**message, "key": "2"})] == [
        True,
        False,
        True,
    ]
    assert list(Notice.objects.order_by("pk").values_list("key", "subject")) == [("1", "A"), ("2", "A")]


def test_of_many_notices_those_whose_occasion_had_one_are_left_out(django_assert_num_queries):
    put("1")
    messages = [Message("test", key, f"reader{key}@example.org", "New", "Body") for key in ("1", "2", "3")]
    with django_assert_num_queries(1):
        queue_many(messages, now=NOW)
    assert list(Notice.objects.order_by("key").values_list("key", "subject")) == [
        ("1", "Subject 1"),
        ("2", "New"),
        ("3", "New"),
    ]


def test_a_line_break_in_a_subject_begins_no_new_header():
    put(subject="News\r\nBcc: everybody@example.org")
    send_pending(now=NOW)
    assert mail.outbox[0].subject == "News Bcc: everybody@example.org"


def test_a_sent_notice_keeps_its_occasion_and_time_and_no_address_or_text():
    put()
    assert send_pending(now=NOW + MINUTE) == 1
    message = mail.outbox[0]
    assert (message.to, message.subject, message.body) == (["reader1@example.org"], "Subject 1", "Body 1")
    notice = Notice.objects.get()
    assert (notice.key, notice.to, notice.body, notice.sent_at, notice.attempts, notice.claimed_until) == (
        "1",
        "",
        "",
        NOW + MINUTE,
        1,
        None,
    )


def test_what_was_sent_is_not_sent_again():
    put()
    assert [send_pending(now=NOW), send_pending(now=NOW + timedelta(days=1))] == [1, 0]
    assert queue(kind="test", key="1", to="reader1@example.org", subject="A", body="B", now=NOW) is False
    assert reached() == ["reader1@example.org"]


def test_the_oldest_notice_is_sent_first():
    put("late", now=NOW + MINUTE)
    put("early")
    send_pending(now=NOW + MINUTE)
    assert reached() == ["readerearly@example.org", "readerlate@example.org"]


def test_a_notice_that_fails_holds_no_other_up_and_waits_longer_each_time(settings):
    settings.EMAIL_BACKEND = f"{PLACE}.Choosy"
    put("1", to="nobody@example.org")
    put("2")
    assert send_pending(now=NOW) == 1
    assert reached() == ["reader2@example.org"]
    notice = Notice.objects.get(key="1")
    assert (notice.attempts, notice.claimed_until, notice.last_error) == (
        1,
        NOW + 5 * MINUTE,
        "ConnectionResetError: no such reader",
    )
    tried, at = [], NOW
    for _ in range(12 * 24):
        at += 5 * MINUTE
        send_pending(now=at)
        if (now_at := Notice.objects.get(key="1").attempts) > len(tried) + 1:
            tried.append((at - NOW, now_at))
    assert tried == [(5 * MINUTE, 2), (35 * MINUTE, 3), (155 * MINUTE, 4), (875 * MINUTE, 5)]
    assert list(Notice.objects.unsent()) == []
    assert Notice.objects.get(key="1").to == "nobody@example.org"


def test_a_failed_notice_is_sent_once_the_fault_is_mended(settings):
    put("1", to="nobody@example.org")
    right, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{PLACE}.Choosy"
    send_pending(now=NOW)
    settings.EMAIL_BACKEND = right
    assert [send_pending(now=NOW + 4 * MINUTE), send_pending(now=NOW + 5 * MINUTE)] == [0, 1]
    assert Notice.objects.values_list("attempts", "last_error").get() == (2, "")


def test_a_mail_server_that_cannot_be_reached_is_told_and_uses_up_no_attempt(settings):
    settings.EMAIL_BACKEND = f"{PLACE}.Gone"
    put()
    with pytest.raises(ConnectionRefusedError, match="nobody listens"):
        send_pending(now=NOW)
    assert Notice.objects.values_list("attempts", "claimed_until").get() == (0, None)


def test_no_mail_server_is_asked_for_when_nothing_waits(settings):
    settings.EMAIL_BACKEND = f"{PLACE}.Gone"
    assert send_pending(now=NOW) == 0


def test_a_notice_whose_sender_was_killed_is_sent_again_when_its_claim_lapses(settings):
    put()
    right, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{PLACE}.Killer"
    with pytest.raises(SystemExit):
        send_pending(now=NOW)
    settings.EMAIL_BACKEND = right
    assert [send_pending(now=NOW + 9 * MINUTE), send_pending(now=NOW + 10 * MINUTE)] == [0, 1]
    assert reached() == ["reader1@example.org"] * 2


def test_a_run_that_takes_long_leaves_the_rest_to_the_next_one(monkeypatch):
    for key in ("1", "2", "3"):
        put(key)
    seconds = iter([0, 0, services.SEND_FOR + 1])
    monkeypatch.setattr(services, "monotonic", lambda: next(seconds))
    assert send_pending(now=NOW) == 1
    assert Notice.objects.due(NOW).count() == 2


def test_nothing_is_sent_to_an_erased_account_and_its_address_is_forgotten():
    put("1", to="Ada@example.org")
    put("2", to="bo@example.org")
    assert withdraw(to="ada@example.org") == 1
    assert send_pending(now=NOW) == 1
    assert reached() == ["bo@example.org"]
    assert Notice.objects.values_list("to", "body", "last_error").get(key="1") == ("", "", "The account was erased.")
