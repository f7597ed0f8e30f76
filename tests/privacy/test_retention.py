"""Printed names outlive the account for the years of retention, then are blanked; nothing else may happen to them."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as site
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning import environment
from elearning.audit.models import Entry
from elearning.certificates.models import Certificate, CertificateFile, PrintedIdentity
from elearning.certificates.services import certificate_pdf
from elearning.privacy import due, services
from elearning.privacy.domain.retention import ended_for
from tests.certificates.factories import Passed
from tests.quizzes.factories import NOW

SIX_YEARS_ON = NOW.replace(year=NOW.year + 6)


@pytest.fixture
def erased(db):
    """A certificate with its document and a replaced one, of a learner whose account is gone."""
    passed = Passed()
    first = passed.claim()
    certificate_pdf(certificate=first, now=NOW)
    passed.correct(first, "Ada Beispiel")
    services.erase_account(user=passed.learner, actor=passed.learner, now=NOW)
    return first


def names():
    return list(PrintedIdentity.objects.order_by("pk").values_list("name", flat=True))


def test_names_are_kept_until_the_last_instant_and_then_blanked_with_the_documents(erased):
    assert due.run(SIX_YEARS_ON - timedelta(microseconds=1)) == 0
    assert names() == ["Ada Example", "Ada Beispiel"]
    assert due.run(SIX_YEARS_ON) == 1
    assert names() == ["", ""]
    file = CertificateFile.objects.get()
    assert (bytes(file.content), len(file.sha256)) == (b"", 64)
    entry = Entry.objects.first()
    assert (entry.action, entry.actor_id, entry.subject_id) == ("identity.blanked", None, str(erased.completion_id))


def test_blanking_again_does_nothing(erased):
    assert [due.run(SIX_YEARS_ON) for _ in range(3)] == [1, 0, 0]
    assert Entry.objects.filter(action="identity.blanked").count() == 1


def test_a_blanked_certificate_is_still_verified_without_the_name(erased):
    due.run(SIX_YEARS_ON)
    shown = Client().get(f"/verify/{Certificate.objects.last().number}/")
    assert shown.status_code == 200
    assert "no longer kept" in shown.content.decode()
    assert "Ada" not in shown.content.decode()


def test_whoever_still_has_an_account_keeps_name_and_document(db):
    passed = Passed()
    certificate_pdf(certificate=passed.claim(), now=NOW)
    assert due.run(SIX_YEARS_ON.replace(year=2060)) == 0
    assert names() == ["Ada Example"]


def test_an_audit_after_it_all_is_intact(erased):
    due.run(SIX_YEARS_ON)
    said = io.StringIO()
    call_command("verify_audit", stdout=said)
    assert said.getvalue().startswith(f"{Entry.objects.count()} entries are intact.")


@pytest.mark.parametrize(
    ("model", "changes", "table"),
    [
        (PrintedIdentity, {"name": "Somebody Else"}, "certificates_printedidentity"),
        (CertificateFile, {"content": b"%PDF another"}, "certificates_certificatefile"),
        (CertificateFile, {"sha256": "0" * 64}, "certificates_certificatefile"),
        (CertificateFile, {"sha256": ""}, "certificates_certificatefile"),
    ],
)
def test_names_and_documents_never_become_others(erased, model, changes, table):
    for _ in ("as it was issued", "after it was blanked"):
        with pytest.raises(DatabaseError) as caught, transaction.atomic():
            model.objects.update(**changes)
        assert f"rows of {table} are permanent; write a new row instead" in str(caught.value)
        due.run(SIX_YEARS_ON)


@pytest.mark.parametrize("model", [PrintedIdentity, CertificateFile])
def test_the_rows_themselves_are_never_removed(erased, kept_rows, model):
    kept_rows("elearning.certificates", model._meta.db_table)
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        model.objects.all()._raw_delete("default")
    assert "are permanent; write a new row instead" in str(caught.value)


@pytest.mark.parametrize(
    ("now", "years", "ended"),
    [
        (datetime(2033, 3, 1, 12, tzinfo=UTC), 6, datetime(2027, 3, 1, 12, tzinfo=UTC)),
        (datetime(2034, 2, 28, tzinfo=UTC), 6, datetime(2028, 2, 28, tzinfo=UTC)),  # not yet who completed on the 29th
        (datetime(2034, 3, 1, tzinfo=UTC), 6, datetime(2028, 3, 1, tzinfo=UTC)),
        (datetime(2032, 2, 29, tzinfo=UTC), 6, datetime(2026, 2, 28, tzinfo=UTC)),
        (datetime(2032, 2, 29, tzinfo=UTC), 8, datetime(2024, 2, 29, tzinfo=UTC)),
    ],
)
def test_a_year_ends_on_the_same_day(now, years, ended):
    assert ended_for(now, years) == ended


instants = st.datetimes(datetime(2020, 1, 1), datetime(2080, 1, 1), timezones=st.just(UTC))


@settings(max_examples=200, deadline=None)
@given(instants, instants, st.integers(6, 30))
def test_time_only_ever_ends_more_of_them_and_none_before_its_years(one, other, years):
    earlier, later = sorted([one, other])
    assert ended_for(earlier, years) <= ended_for(later, years)
    assert later - ended_for(later, years) >= timedelta(days=365 * years + years // 4 - 1)


def test_retention_is_six_years_and_never_less():
    assert site.RETENTION_YEARS == 6
    with pytest.raises(ImproperlyConfigured) as caught:
        environment.read("RETENTION_YEARS", "5", environment.years(least=6), "6, a number of years not below 6")
    assert str(caught.value) == (
        "RETENTION_YEARS='5' cannot be used (fewer than 6). Write RETENTION_YEARS=6, a number of years not below 6."
    )
