"""The doors: a learner's own certificates and nobody else's."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from courses.domain.reasons import Code
from elearning.certificates import access, services
from tests.certificates.factories import NOW, Passed
from tests.quizzes import factories

pytestmark = pytest.mark.django_db


def test_a_learner_finds_the_own_certificate_however_it_is_typed():
    passed = Passed()
    certificate = passed.claim()
    assert access.certificate_of(passed.learner, certificate.number) == certificate
    assert access.certificate_of(passed.learner, certificate.number.lower().replace("-", " ")) == certificate


def test_another_learners_certificate_is_not_found():
    certificate = Passed().claim()
    with pytest.raises(Http404):
        access.certificate_of(factories.learner(), certificate.number)


@pytest.mark.parametrize("number", ["", "nonsense", "K7QD-4M2X-9T3E", "K7QD-4M2X-9T3F"])
def test_a_number_without_a_certificate_is_not_found(number):
    with pytest.raises(Http404):
        access.certificate_of(Passed().learner, number)


def test_a_mistyped_number_asks_the_database_nothing(django_assert_num_queries):
    learner = factories.learner()
    with django_assert_num_queries(0), pytest.raises(Http404):
        access.certificate_of(learner, "K7QD-4M2X-9T3E")


@pytest.mark.parametrize("count", [1, 3])
def test_my_certificates_are_one_query(count, django_assert_num_queries):
    learner = factories.learner()
    numbers = [passed_by(learner).claim().number for _ in range(count)]
    Passed().claim()
    with django_assert_num_queries(1):
        found = [(row.number, row.completion.module.slug, row.identity.name) for row in access.certificates_of(learner)]
    assert sorted(row[0] for row in found) == sorted(numbers)


@pytest.mark.parametrize("corrections", [0, 3])
def test_the_claims_of_a_module_are_three_queries(corrections, django_assert_num_queries):
    passed = Passed()
    certificate = passed.claim()
    for number in range(corrections):
        certificate = passed.correct(certificate, f"Ada Beispiel {'abc'[number]}")
    with django_assert_num_queries(3):
        (claim,) = access.earned_in(passed.learner, passed.module, NOW)
        assert claim.attempt.term.expires_at == passed.term.expires_at
    assert (claim.certificates, claim.refusal, claim.is_open) == ([certificate], None, False)


def test_an_unclaimed_pass_is_open_until_it_is_too_late():
    passed = Passed()
    (claim,) = access.earned_in(passed.learner, passed.module, NOW)
    assert (claim.is_open, claim.certificates, claim.refusal) == (True, [], None)
    (late,) = access.earned_in(passed.learner, passed.module, claim.closes_at)
    assert (late.is_open, late.refusal.code) == (False, Code.CLAIM_CLOSED)


def test_a_renewed_module_keeps_the_claim_of_the_term_before():
    passed = Passed()
    renewed = factories.term(passed.module, release=date(2028, 1, 1), last_valid_day=date(2028, 12, 31), number=2)
    now = renewed.opens_at + timedelta(days=1)
    again = passed.begin(now, term=renewed)
    passed.answer(again, 4, now)
    passed.submit(again, now)
    claims = access.earned_in(passed.learner, passed.module, now)
    assert [(claim.attempt.term, claim.is_open) for claim in claims] == [(renewed, True), (passed.term, True)]
    first = passed.claim(now=now)
    found = [earned.certificates for earned in access.earned_in(passed.learner, passed.module, now)]
    assert found == [[], [first]]


def test_the_claim_of_an_attempt_is_two_queries(django_assert_num_queries):
    passed = Passed()
    attempt = access.passed_attempt(passed.learner, passed.module, passed.attempt.pk)
    with django_assert_num_queries(2):
        assert access.earned_by(passed.learner, attempt, NOW).is_open


def test_another_learners_pass_is_not_found():
    passed = Passed()
    with pytest.raises(Http404):
        access.passed_attempt(factories.learner(), passed.module, passed.attempt.pk)


def test_a_failed_attempt_is_no_pass():
    sitting = factories.Sitting()
    attempt = sitting.sit(0)
    with pytest.raises(Http404):
        access.passed_attempt(sitting.learner, sitting.module, attempt.pk)


def test_a_revoked_certificate_comes_with_its_refusal():
    passed = Passed()
    certificate = passed.claim()
    services.revoke(certificate=certificate, reason="Wrong person", actor=None, now=NOW)
    (claim,) = access.earned_in(passed.learner, passed.module, NOW)
    assert (claim.certificates, claim.refusal.code) == ([certificate], Code.CERTIFICATE_REVOKED)


def test_accreditations_are_read_in_one_query(django_assert_num_queries):
    passed = Passed()
    rows = [{"body": body, "scheme": "own", "credit_name": "points", "state": "none"} for body in "ABC"]
    services.first_accreditations(module=passed.module, rows=rows, now=NOW)
    with django_assert_num_queries(1):
        assert len(access.accreditations_at(passed.module, NOW)) == 3


def passed_by(learner):
    """Another module passed by the same learner."""
    passed = Passed.__new__(Passed)
    factories.Sitting.__init__(passed)
    passed.learner = learner
    passed.attempt = passed.sit(4)
    return passed
