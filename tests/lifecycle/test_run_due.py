"""`manage.py run_due`: every part runs, whatever one of them meets."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.core.management import call_command

from elearning.lifecycle.models import ScheduledPublication
from elearning.lifecycle.running import PARTS, Outcome, run
from elearning.notices.models import Notice
from quizzes.models import Attempt
from tests.factories import NOW
from tests.lifecycle.factories import DAY, at, draft, light, module, started
from tests.lifecycle.test_publications import schedule
from tests.quizzes.factories import Sitting

pytestmark = pytest.mark.django_db


def test_everything_that_is_due_is_done_in_one_run_and_nothing_in_the_next(clock, capsys, edition):
    sitting = Sitting(time_limit_minutes=30)
    sitting.begin()
    schedule(draft())
    started(light("ending", last_valid_day=date(2027, 3, 8)), "ada@example.org")
    clock.move_to(NOW + DAY)
    call_command("run_due")
    assert capsys.readouterr().out.splitlines() == [
        "1 overdue attempts closed",
        "1 scheduled publications settled",
        "2 reminders of expiry queued",
        "2 mails sent",
    ]
    assert Attempt.objects.get().submitted_at is not None
    assert ScheduledPublication.objects.get().state == "done"
    assert sorted(address for message in mail.outbox for address in message.to) == [
        "ada@example.org",
        "education@example.org",
    ]
    call_command("run_due")
    assert capsys.readouterr().out == ""


def test_a_part_that_fails_is_told_and_stops_no_other(clock, capsys, settings, caplog):
    light("ending", last_valid_day=date(2027, 3, 8))
    settings.EMAIL_BACKEND = "tests.notices.factories.Gone"
    with pytest.raises(SystemExit) as ended:
        call_command("run_due")
    assert ended.value.code == 1
    written = capsys.readouterr()
    assert written.out == "1 reminders of expiry queued\n"
    assert written.err == "FAILED mails sent: ConnectionRefusedError: nobody listens\n"
    assert Notice.objects.unsent().count() == 1


def test_a_failing_part_in_the_middle_leaves_the_later_ones_their_turn(caplog):
    def fails(now):
        raise ValueError("broken")

    assert run("a part", fails, NOW) == Outcome("a part", error="ValueError: broken")
    assert run("a part", lambda _: 3, NOW) == Outcome("a part", 3)
    assert "broken" in caplog.text


def test_mail_is_sent_last():
    assert list(PARTS)[-1] == "mails sent"


def test_expiry_itself_needs_no_run(clock, signed_in):
    """No run_due between the last valid day and the page that says so."""
    module(last_valid_day=date(2027, 3, 1))
    clock.move_to(datetime(2027, 3, 1, 22, 59, 59, tzinfo=UTC))
    assert signed_in.get("/modules/sample/").context["banner"]["kind"] == "reminder"
    clock.move_to(at(2027, 3, 1, 23))
    assert signed_in.get("/modules/sample/").context["banner"]["kind"] == "expired"
