"""Deadlines and expiry, from the beginning of an attempt to its row: to the second, and whoever closes it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command

from courses.domain.reasons import Code, Refused
from courses.models import Module, Term
from elearning.audit.models import Entry
from quizzes import services
from quizzes.access import attempts_of
from quizzes.models import Attempt
from tests.quizzes.factories import NOW, Sitting, minutes

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def reloaded(attempt):
    return Attempt.objects.complete().get(pk=attempt.pk)


def closed(attempt, now):
    return services.close_if_due(attempt=reloaded(attempt), now=now)


def facts(attempt):
    return attempt.submitted_at, attempt.correct, attempt.passed, attempt.in_time


def test_submitted_in_the_last_second_before_expiry_counts():
    sitting = Sitting(items=4)
    last = sitting.term.expires_at - SECOND
    attempt = sitting.begin(last)
    sitting.answer(attempt, right=4, now=last)
    assert facts(sitting.submit(attempt, last)) == (last, 4, True, True)


def test_submitted_at_the_instant_of_expiry_is_scored_but_does_not_count():
    sitting = Sitting(items=4)
    attempt = sitting.begin(sitting.term.expires_at - SECOND)
    sitting.answer(attempt, right=4, now=sitting.term.expires_at - SECOND)
    expired = sitting.term.expires_at
    assert facts(sitting.submit(attempt, expired)) == (expired, 4, True, False)


def test_in_the_grace_an_attempt_begun_before_expiry_is_answered_and_counts():
    sitting = Sitting(items=4, grace_minutes=10)
    attempt = sitting.begin(sitting.term.expires_at - SECOND)
    in_grace = sitting.term.expires_at + minutes(10) - SECOND
    sitting.answer(attempt, right=4, now=in_grace)
    assert facts(sitting.submit(attempt, in_grace)) == (in_grace, 4, True, True)


def test_at_the_end_of_the_grace_answers_are_refused_and_nothing_counts():
    sitting = Sitting(items=4, grace_minutes=10)
    attempt = sitting.begin(sitting.term.expires_at - SECOND)
    end = sitting.term.expires_at + minutes(10)
    with pytest.raises(Refused) as caught:
        sitting.answer(attempt, right=4, now=end)
    assert caught.value.reason.code == Code.ATTEMPT_CLOSED
    assert facts(sitting.submit(attempt, end)) == (end, 0, False, False)


def test_no_attempt_begins_in_the_grace():
    sitting = Sitting(grace_minutes=10)
    with pytest.raises(Refused) as caught:
        sitting.begin(sitting.term.expires_at)
    assert caught.value.reason.code == Code.EXPIRED


def test_a_grace_given_later_does_not_help_an_open_attempt():
    sitting = Sitting(items=4)
    attempt = sitting.begin(sitting.term.expires_at - SECOND)
    Module.objects.update(grace_minutes=60)
    assert reloaded(attempt).closes_at == sitting.term.expires_at


def test_the_last_second_of_the_time_limit_still_takes_answers():
    sitting = Sitting(items=4, time_limit_minutes=45)
    attempt = sitting.begin()
    last = NOW + minutes(45) - SECOND
    sitting.answer(attempt, right=4, now=last)
    assert facts(sitting.submit(attempt, last)) == (last, 4, True, True)


def test_past_the_time_limit_the_saved_answers_are_scored_as_of_the_limit():
    sitting = Sitting(items=4, time_limit_minutes=45)
    attempt = sitting.begin()
    sitting.answer(attempt, right=3)
    with pytest.raises(Refused):
        sitting.answer(attempt, right=4, now=NOW + minutes(45))
    assert facts(sitting.submit(attempt, NOW + minutes(50))) == (NOW + minutes(45), 3, True, True)


def test_an_attempt_whose_time_ended_before_expiry_counts_even_if_closed_after_it():
    sitting = Sitting(items=4, time_limit_minutes=45)
    attempt = sitting.begin(sitting.term.expires_at - minutes(46))
    sitting.answer(attempt, right=4, now=sitting.term.expires_at - minutes(30))
    end = sitting.term.expires_at - minutes(1)
    assert facts(closed(attempt, sitting.term.expires_at + timedelta(days=30))) == (end, 4, True, True)


def test_an_attempt_left_open_past_expiry_is_scored_without_credit():
    sitting = Sitting(items=4)
    attempt = sitting.begin()
    sitting.answer(attempt, right=4)
    assert facts(closed(attempt, sitting.term.expires_at + SECOND)) == (sitting.term.expires_at, 4, True, False)


def test_nothing_is_closed_before_its_time():
    sitting = Sitting(time_limit_minutes=45)
    attempt = sitting.begin()
    assert closed(attempt, NOW + minutes(45) - SECOND).submitted_at is None


def test_when_an_administrator_ends_the_term_the_test_closes():
    sitting = Sitting(items=4)
    attempt = sitting.begin()
    sitting.answer(attempt, right=4)
    Term.objects.update(expires_at=NOW - timedelta(hours=12))
    with pytest.raises(Refused):
        sitting.answer(attempt, right=4, now=NOW + SECOND)
    assert facts(sitting.submit(attempt, NOW + SECOND)) == (NOW, 4, True, False)


def test_when_a_module_is_withdrawn_its_open_attempts_close_without_credit():
    sitting = Sitting(items=4)
    attempt = sitting.begin()
    Module.objects.update(withdrawn_at=NOW + minutes(5), withdrawn_reason="Outdated")
    assert facts(closed(attempt, NOW + minutes(6))) == (NOW + minutes(5), 0, False, False)


def test_an_attempt_that_is_due_does_not_stand_in_the_way_of_the_next():
    sitting = Sitting(items=4, time_limit_minutes=45, wait_minutes=0)
    first = sitting.begin()
    second = sitting.begin(NOW + minutes(45))
    assert second.number == 2
    assert facts(reloaded(first))[0] == NOW + minutes(45)


def test_an_attempt_that_passed_at_its_time_limit_leaves_nothing_to_begin():
    sitting = Sitting(items=4, time_limit_minutes=45, wait_minutes=0)
    sitting.answer(sitting.begin(), right=4)
    with pytest.raises(Refused) as caught:
        sitting.begin(NOW + minutes(45))
    assert caught.value.reason.code == Code.ALREADY_PASSED


def test_a_pass_without_credit_leaves_the_test_open_when_the_term_is_extended():
    sitting = Sitting(items=4, wait_minutes=0)
    attempt = sitting.begin()
    sitting.answer(attempt, right=4)
    end = sitting.term.expires_at
    sitting.submit(attempt, end)
    Term.objects.update(expires_at=end + timedelta(days=30))
    sitting.term.refresh_from_db()
    assert sitting.begin(end + minutes(1)).number == 2


def test_the_command_closes_what_is_due_and_nothing_else(capsys):
    due, open_still = Sitting(items=4, time_limit_minutes=45), Sitting(items=4, time_limit_minutes=60)
    first, second = due.begin(), open_still.begin()
    due.answer(first, right=4)
    with time_machine.travel(NOW + minutes(45), tick=False):
        call_command("close_overdue_attempts")
        call_command("close_overdue_attempts")
    assert capsys.readouterr().out == "1 attempts closed.\n0 attempts closed.\n"
    assert facts(reloaded(first)) == (NOW + minutes(45), 4, True, True)
    assert reloaded(second).submitted_at is None
    assert Entry.objects.filter(action="attempt.submitted").count() == 1


def test_attempts_are_listed_newest_first():
    sitting = Sitting(wait_minutes=0)
    first = sitting.sit(right=0)
    second = sitting.begin(NOW + minutes(1))
    assert list(attempts_of(sitting.learner)) == [second, first]
