"""Requests at the same moment: one certificate, one correction, one document, on SQLite and PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from django.core.cache import cache
from django.db import connection

from courses.domain.reasons import Refused
from elearning.certificates import access, services
from elearning.certificates.models import (
    Certificate,
    CertificateFile,
    Completion,
    PrintedIdentity,
    Revocation,
    SealingCertificate,
)
from elearning.ratelimit import exceeded
from tests.certificates.factories import NOW, Passed

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4


def at_once(work: Callable[[int], object]) -> list:
    """Return what ``work(number)`` gives in WORKERS threads that start together, each with its own connection."""
    start = Barrier(WORKERS)

    def run(number: int) -> object:
        start.wait()
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, range(WORKERS)))


def test_parallel_claims_give_one_certificate():
    passed = Passed()
    found = at_once(lambda number: passed.claim(f"Ada Example {'abcd'[number]}").number)
    assert len(set(found)) == 1
    assert [model.objects.count() for model in (Completion, Certificate, PrintedIdentity)] == [1, 1, 1]


def test_parallel_corrections_give_one_new_certificate():
    passed = Passed()
    old = passed.claim()

    def correct(number: int) -> str:
        try:
            return passed.correct(old, f"Ada Beispiel {'abcd'[number]}").number
        except Refused as refused:
            return str(refused.reason.code)

    found = at_once(correct)
    assert (len(set(found)), found.count("corrected-meanwhile")) == (2, 3)
    assert Certificate.objects.count() == 2


def test_parallel_downloads_give_the_same_document():
    certificate = Passed().claim()
    found = at_once(lambda _: services.certificate_pdf(certificate=certificate, now=NOW))
    assert len(set(found)) == 1
    assert CertificateFile.objects.count() == 1


def test_parallel_runs_that_draw_what_is_missing_agree_with_downloads():
    certificates = [Passed().claim() for _ in range(3)]

    def work(number: int) -> list[bytes]:
        if number % 2:
            list(services.draw_missing(now=NOW))
        return [services.certificate_pdf(certificate=each, now=NOW) for each in certificates]

    found = at_once(work)
    assert found.count(found[0]) == WORKERS
    assert CertificateFile.objects.count() == 3
    assert SealingCertificate.objects.count() == 1


def test_parallel_revocations_give_one():
    certificate = Passed().claim()
    at_once(lambda _: services.revoke(certificate=certificate, reason="Wrong person", actor=None, now=NOW).pk)
    assert Revocation.objects.count() == 1


def test_a_claim_and_its_download_by_two_requests_agree():
    passed = Passed()

    def claim_and_download(_: int) -> bytes:
        own = access.certificate_of(passed.learner, passed.claim().number)
        return services.certificate_pdf(certificate=own, now=NOW)

    assert len(set(at_once(claim_and_download))) == 1


def test_parallel_requests_are_all_counted(rf):
    """Of a hundred requests in one minute, four at a time, a limit of thirty lets thirty pass."""

    def ask(_: int) -> list[bool]:
        return [exceeded(rf.get("/verify/"), action="parallel", limit=30, now=NOW) for _ in range(25)]

    cache.clear()
    answers = [refused for each in at_once(ask) for refused in each]
    assert (len(answers), answers.count(False)) == (100, 30)


def test_a_correction_and_a_reissue_at_once_are_one_after_the_other():
    """Two learners' corrections and two administrators' reissues: nobody meets an error, no issue is written twice."""
    passed = Passed()
    old = passed.claim()

    def work(number: int) -> None:
        name = f"Ada Beispiel {'abcd'[number]}"
        if number % 2:
            given = {"completion": old.completion, "reason": "Request", "actor": passed.learner, "now": NOW}
            services.reissue_certificates(name=name, **given)
            return
        with suppress(Refused):  # corrected meanwhile
            passed.correct(old, name)

    at_once(work)
    generations = list(Certificate.objects.order_by("generation").values_list("generation", flat=True))
    assert generations == list(range(1, len(generations) + 1))
    assert len(generations) >= 3
