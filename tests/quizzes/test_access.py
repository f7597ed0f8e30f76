"""What a learner's standing in a test amounts to, and the doors to attempts."""

import pytest
from django.http import Http404

from courses.domain.reasons import Code
from quizzes import access, services
from tests.quizzes.factories import NOW, Sitting, edition, learner, minutes

pytestmark = pytest.mark.django_db


def summary_of(sitting, now=NOW, **values):
    asked = {"learner": sitting.learner, "module": sitting.module, "edition": sitting.edition, "term": sitting.term}
    return access.test_summary(**{**asked, "now": now, **values})


def test_before_the_first_attempt_everything_is_left():
    summary = summary_of(Sitting(items=4, draw=3, max_attempts=2))
    assert (summary.bank, summary.item_count, summary.allowed, summary.attempts_left) == (4, 3, 2, 2)
    assert (summary.attempts, summary.open_attempt, summary.passed_attempt) == ([], None, None)
    assert summary.begin_refusal(0, NOW) is None
    assert summary.begin_refusal(1, NOW).code == Code.SLIDES_UNSEEN


def test_open_finished_and_granted_attempts_are_counted():
    sitting = Sitting(max_attempts=2, wait_minutes=0)
    failed = sitting.sit(right=0)
    services.grant_attempt(learner=sitting.learner, term=sitting.term, reason="Power cut", now=NOW, actor=None)
    attempt = sitting.begin(NOW + minutes(1))
    summary = summary_of(sitting, NOW + minutes(2))
    assert (summary.attempts, summary.open_attempt) == ([failed], attempt)
    assert (summary.granted, summary.allowed, summary.attempts_left) == (1, 3, 1)
    assert summary.begin_refusal(0, NOW).code == Code.ATTEMPT_OPEN


def test_the_pass_is_the_attempt_that_earned_credit():
    sitting = Sitting(wait_minutes=0)
    sitting.sit(right=0)
    passed = sitting.sit(right=4, now=NOW + minutes(1))
    summary = summary_of(sitting)
    assert summary.passed_attempt == passed
    assert summary.begin_refusal(0, NOW).code == Code.ALREADY_PASSED


def test_another_learners_attempts_grants_and_module_are_not_counted():
    sitting, other = Sitting(wait_minutes=0), Sitting(wait_minutes=0)
    other.learner = sitting.learner
    other.sit(right=4)
    sitting.learner = learner()
    sitting.sit(right=4)
    services.grant_attempt(learner=sitting.learner, term=sitting.term, reason="Power cut", now=NOW, actor=None)
    summary = summary_of(sitting, learner=other.learner)
    assert (summary.attempts, summary.passed_attempt, summary.granted) == ([], None, 0)


def test_an_open_attempt_that_is_due_counts_as_finished():
    sitting = Sitting(time_limit_minutes=45, wait_minutes=60)
    sitting.begin()
    summary = summary_of(sitting)
    assert summary.open_is_due(NOW + minutes(45)) is True
    assert summary.begin_refusal(0, NOW + minutes(46)).facts == {"until": NOW + minutes(105)}
    assert summary.begin_refusal(0, NOW + minutes(105)) is None


def test_a_module_without_a_test_has_no_policy():
    sitting = Sitting()
    summary = summary_of(sitting, edition=edition(sitting.module, number=2))
    assert (summary.policy, summary.bank, summary.item_count) == (None, 0, 0)
    assert summary.begin_refusal(0, NOW).code == Code.NO_TEST


def test_a_visitor_sees_the_rules():
    summary = summary_of(Sitting(items=4), learner=None)
    assert (summary.policy.pass_percent, summary.item_count, summary.attempts) == (75, 4, [])


def test_a_module_that_never_had_a_term_is_not_released():
    assert summary_of(Sitting(), term=None).begin_refusal(0, NOW).code == Code.NOT_RELEASED


@pytest.mark.parametrize("count", [1, 3])
def test_the_standing_takes_two_statements(count, django_assert_num_queries):
    sitting = Sitting(items=count, wait_minutes=0, max_attempts=None)
    for _ in range(count):
        sitting.sit(right=0)
    with django_assert_num_queries(2):
        summary = summary_of(sitting)
        summary.begin_refusal(0, NOW)
        assert [summary.answers_shown(attempt, NOW) for attempt in summary.attempts] == [True] * count


def test_an_attempt_is_found_by_its_own_learner_in_its_own_module():
    sitting = Sitting()
    attempt = sitting.begin()
    assert access.attempt_of(sitting.learner, attempt.pk, slug=sitting.module.slug) == attempt
    with pytest.raises(Http404):
        access.attempt_of(learner(), attempt.pk, slug=sitting.module.slug)
    with pytest.raises(Http404):
        access.attempt_of(sitting.learner, attempt.pk, slug="another-module")
