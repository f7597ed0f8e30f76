"""The transcript on the page and as CSV: the learner's own, each credit once, by year and body."""

import csv
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest

from elearning.certificates import services as certificates
from tests.certificates.factories import BODY, CREDIT
from tests.factories import NOW
from tests.transcript.factories import attended, declared, document, earned

pytestmark = pytest.mark.django_db


def shown(client, query=""):
    return client.get(f"/transcript/{query}").context["transcript"]


def sums(part):
    return [(group.body, group.credit, group.total) for group in part.totals]


def rows(client, query=""):
    text = client.get(f"/transcript/transcript.csv{query}").content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def test_the_page_asks_to_sign_in(client):
    assert client.get("/transcript/").url == "/accounts/login/?next=/transcript/"


def test_a_learner_without_credit_sees_where_it_will_appear(signed_in):
    page = signed_in.get("/transcript/")
    assert b"Credit appears here when you have claimed it." in page.content
    assert b"Download PDF" not in page.content


def test_credit_is_summed_for_each_body_and_never_across_bodies(signed_in, learner):
    earned(learner, "0.75")
    earned(learner, "1.5", profession="nurse")
    earned(learner, "2", body="Another body")
    found = shown(signed_in)
    assert sums(found.verified) == [("Another body", CREDIT, Decimal(2)), (BODY, CREDIT, Decimal("2.25"))]
    (year,) = found.verified.years
    assert [group.shares for group in year.groups] == [
        [("Physician", Decimal(2))],
        [("Nurse", Decimal("1.5")), ("Physician", Decimal("0.75"))],
    ]


def test_a_line_says_all_that_the_certificate_says(signed_in, learner):
    certificate = earned(learner, "0.75")
    (line,) = shown(signed_in).verified.lines
    assert (line.day, line.title, line.profession, line.variant, line.state, line.number) == (
        date(2027, 3, 1),
        certificate.facts["module"],
        "Physician",
        "Credit, physician",
        "Valid",
        certificate.number,
    )
    page = signed_in.get("/transcript/").content.decode()
    assert f'href="/certificates/{certificate.number}/pdf/"' in page
    assert f'href="/verify/{certificate.number}/"' in page


def test_the_day_and_the_year_are_those_of_the_modules_time_zone(signed_in, learner):
    earned(learner, at=datetime(2026, 12, 31, 23, 30, tzinfo=UTC) + timedelta(days=31))
    assert [line.day for line in shown(signed_in).verified.lines] == [date(2027, 2, 1)]


def test_an_activity_without_credit_is_listed_with_nothing(signed_in, learner):
    attended(learner)
    found = shown(signed_in)
    (line,) = found.verified.years[0].without_credit
    assert (line.amount, line.variant, found.verified.totals) == (0, "No credit", ())
    assert b"Activities without credit" in signed_in.get("/transcript/").content


def test_a_replaced_certificate_does_not_appear(signed_in, learner):
    old = earned(learner)
    wish = certificates.Wish("Ada New", "physician", {old.claim.accreditation_id: Decimal("0.5")})
    given = {"completion": old.completion, "generation": 1, "wish": wish, "actor": learner, "now": NOW}
    (new,) = certificates.correct_certificates(**given)
    assert [(line.number, line.amount) for line in shown(signed_in).verified.lines] == [(new.number, Decimal("0.5"))]


def test_a_revoked_certificate_stands_apart_and_counts_nothing(signed_in, learner):
    kept, revoked = earned(learner, "1"), earned(learner, "2")
    certificates.revoke(certificate=revoked, reason="By mistake", actor=None, now=NOW)
    found = shown(signed_in)
    assert sums(found.verified) == [(BODY, CREDIT, Decimal(1))]
    assert [(line.number, line.state) for line in found.revoked] == [(revoked.number, "Revoked")]
    assert [(row["Certificate number"], row["Amount"]) for row in rows(signed_in)] == [
        (kept.number, "1"),
        (revoked.number, "0"),
    ]


def test_external_credit_has_totals_of_its_own(signed_in, learner):
    earned(learner, "1")
    declared(learner)
    declared(learner, amount=Decimal("0.25"), body="a HOSPITAL")
    found = shown(signed_in)
    assert sums(found.verified) == [(BODY, CREDIT, Decimal(1))]
    assert [(group.credit, group.total) for group in found.declared.totals] == [("CPD hour", Decimal("1.75"))]
    assert b"Self-declared, not verified by this site" in signed_in.get("/transcript/").content


def test_one_year_is_shown_alone_with_links_to_all(signed_in, learner):
    earned(learner, "1")
    declared(learner, completed_on=date(2025, 5, 5))
    found = shown(signed_in, "?year=2025")
    assert (found.years, found.verified.lines, len(found.declared.lines)) == ((2027, 2025), [], 1)
    assert [row["Activity"] for row in rows(signed_in, "?year=2025")] == ["Ward round in oncology"]
    assert signed_in.get("/transcript/?year=1999").context["transcript"].is_empty


@pytest.mark.parametrize("year", ["abc", "27", "20270", "-027", "２０２７", "0000"])
def test_what_is_no_year_is_not_found(signed_in, year):
    taken = [signed_in.get(f"/transcript/{page}", {"year": year}) for page in ("", "transcript.pdf", "transcript.csv")]
    assert [page.status_code for page in taken] == [404] * 3


def test_the_csv_has_a_row_for_each_credit_and_no_formula(signed_in, learner):
    earned(learner, "0.75")
    declared(learner, title="=1+1", body="@SUM(A1)")
    taken = signed_in.get("/transcript/transcript.csv")
    assert taken["Content-Type"] == "text/csv; charset=utf-8"
    assert taken["Content-Disposition"] == 'attachment; filename="transcript.csv"'
    first, second = rows(signed_in)
    assert (first["Body"], first["Amount"], first["State"]) == (BODY, "0.75", "Valid")
    assert first["Verify at"] == f"http://testserver/verify/{first['Certificate number']}/"
    assert (second["Activity"], second["Body"], second["Amount"]) == ("'=1+1", "'@SUM(A1)", "1.50")
    assert second["State"] == "Self-declared, not verified by this site"


def test_nobody_sees_the_credit_of_another(signed_in, other_learner):
    earned(other_learner)
    declared(other_learner)
    assert shown(signed_in).is_empty
    assert rows(signed_in) == []


def test_my_learning_and_the_profile_lead_to_it(signed_in):
    for address in ("/my-learning/", "/profile/"):
        assert b'href="/transcript/"' in signed_in.get(address).content


def test_it_takes_as_many_statements_for_one_credit_as_for_three(signed_in, learner, statements):
    taken = []
    for number in (1, 2):
        for _ in range(number):
            earned(learner)
            declared(learner, document=document())
        taken.append(statements(lambda: signed_in.get("/transcript/")))
    assert taken == [4, 4]
