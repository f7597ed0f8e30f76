"""Claiming, correcting, revoking; and accreditations."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from courses import disclosures
from courses.domain.reasons import Code, Refused
from courses.models import Module
from elearning.audit.models import Entry
from elearning.certificates import access, services
from elearning.certificates.domain.rules import State
from elearning.certificates.domain.statement import AccreditationState
from elearning.certificates.models import Accreditation, Certificate, CertificateFile, Completion, PrintedIdentity
from tests.certificates.factories import BODY, CREDIT, NOW, Passed, accreditation, administrator
from tests.quizzes.factories import Sitting

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
CLAIM_CLOSES = datetime(2028, 3, 30, 22, 0, tzinfo=UTC)  # 90 days after the end of 2027 in Zurich, in summer time


def refusal(call, *args, **values):
    with pytest.raises(Refused) as raised:
        call(*args, **values)
    return raised.value.reason


def claim(sitting, attempt):
    wish = services.Wish("Ada Example")
    return services.claim_certificates(learner=sitting.learner, attempt=attempt, wish=wish, now=NOW)


def test_a_claim_records_the_completion_and_issues_a_certificate():
    passed = Passed()
    certificate = passed.claim("  Ada   Example ", NOW + timedelta(days=3))
    completion = Completion.objects.get()
    assert (completion.learner, completion.term, completion.attempt) == (passed.learner, passed.term, passed.attempt)
    assert completion.completed_at == passed.attempt.submitted_at
    assert (certificate.completion, certificate.identity.name) == (completion, "Ada Example")
    assert (certificate.state, certificate.issued_at) == (State.VALID, NOW + timedelta(days=3))


def test_the_snapshot_holds_what_was_true_then():
    passed = Passed()
    accreditation(passed.module)
    passed.claim()
    assert Completion.objects.get().snapshot == {
        "module": {"slug": passed.module.slug, "title": "HER2-positive breast cancer"},
        "edition": {"number": 1, "content_hash": "1"},
        "term": {"release": "2027-01-01", "last_review": "2027-01-01", "last_valid_day": "2027-12-31"},
        "language": "en",
        "attempt": {"number": 1, "correct": 4, "total": 4, "points": 4 * 840},
        "policy": {
            "pass_percent": 75,
            "section_percents": {},
            "max_attempts": 3,
            "wait_minutes": 60,
            "later_waits": [],
            "remedial": False,
            "draw": None,
            "shuffle_items": True,
            "shuffle_options": True,
            "time_limit_minutes": None,
            "pause_minutes": 0,
            "layout": "one",
            "back": True,
            "partial_credit": False,
            "confidence": False,
            "reveal": "after_submit",
        },
        "gates": {
            "information_seen_at": None,
            "slides_seen": 0,
            "slides_total": 2,
            "slides_last_seen_at": None,
            "active_seconds": 0,
            "active_seconds_before": 0,
            "test_begun_at": "2027-03-01T12:00:00+00:00",
            "test_submitted_at": "2027-03-01T12:00:00+00:00",
            "evaluated_at": None,
            "claimed_at": "2027-03-01T12:00:00+00:00",
        },
        "disclosures": {
            "sha256": disclosures.statement_of(passed.edition, NOW).sha256,
            "persons": [],
            "commercial_support": "",
        },
        "ai_assisted": None,
        "review": None,
        "accreditations": [
            {
                "body": BODY,
                "scheme": "own",
                "credit_name": CREDIT,
                "state": "granted",
                "reference_number": "",
                "maximum_credit": "1.00",
                "step": "0.50",
                "professions": ["physician", "nurse"],
                "opens": "2027-01-01",
                "closes": "2027-12-31",
                "gates": {"active_seconds": 0, "slides_percent": 0, "score_percent": None, "evaluation": False},
            }
        ],
        "demonstration": False,
        "provider": "Demonstration Society of Medical Oncology",
    }


def test_the_printed_facts_are_frozen_at_the_claim(settings):
    passed = Passed()
    certificate = passed.claim()
    Module.objects.update(title="Another title", time_zone="Asia/Tokyo")
    settings.SITE_PROVIDER = "Another provider"
    assert Certificate.objects.get().facts == {
        "module": "HER2-positive breast cancer",
        "provider": "Demonstration Society of Medical Oncology",
        "completed_at": "2027-03-01T12:00:00+00:00",
        "time_zone": "Europe/Zurich",
        "language": "en",
        "slides": 2,
        "minutes": 2,
        "edition": 1,
        "release": "2027-01-01",
        "last_review": "2027-01-01",
        "last_valid_day": "2027-12-31",
        "variant": "no-credit",
        "profession": "",
        "credit": None,
        "statement": ["No credit was awarded: no accreditation had been granted when the test was passed."],
        "verify_url": f"http://testserver/verify/{certificate.number}/",
    }


def test_a_second_claim_changes_nothing():
    passed = Passed()
    first = passed.claim("Ada Example")
    entries = Entry.objects.count()
    second = passed.claim("Somebody Else", NOW + timedelta(hours=1))
    assert (second.pk, second.identity.name) == (first.pk, "Ada Example")
    assert [model.objects.count() for model in (Completion, Certificate, PrintedIdentity)] == [1, 1, 1]
    assert Entry.objects.count() == entries


def test_a_claim_is_open_until_the_last_second():
    assert Passed().claim(now=CLAIM_CLOSES - SECOND).state == State.VALID


def test_after_the_claim_days_nothing_is_issued():
    passed = Passed()
    reason = refusal(passed.claim, now=CLAIM_CLOSES)
    assert (reason.code, reason.facts) == (Code.CLAIM_CLOSED, {"since": CLAIM_CLOSES})
    assert Completion.objects.count() == 0


def test_a_certificate_claimed_in_time_is_there_for_ever():
    passed = Passed()
    first = passed.claim()
    assert passed.claim(now=CLAIM_CLOSES + timedelta(days=4000)).pk == first.pk


def test_a_withdrawn_module_still_gives_what_was_earned():
    passed = Passed()
    Module.objects.update(withdrawn_at=NOW + timedelta(days=1), withdrawn_reason="Outdated")
    certificate = passed.claim(now=NOW + timedelta(days=2))
    assert services.certificate_pdf(certificate=certificate, now=NOW + timedelta(days=2)).startswith(b"%PDF")


def test_a_failed_attempt_gives_nothing():
    sitting = Sitting()
    attempt = sitting.sit(1)
    reason = refusal(claim, sitting, attempt)
    assert reason.code == Code.NOT_PASSED


def test_a_pass_after_the_end_gives_nothing():
    sitting = Sitting()
    attempt = sitting.begin(sitting.term.expires_at - SECOND)
    sitting.answer(attempt, 4, sitting.term.expires_at - SECOND)
    late = sitting.submit(attempt, sitting.term.expires_at + SECOND)
    assert (late.passed, late.in_time) == (True, False)
    reason = refusal(claim, sitting, late)
    assert (reason.code, reason.facts) == (Code.EXPIRED, {"since": sitting.term.expires_at})


@pytest.mark.parametrize("name", ["", "山田太郎", "12345", "A" * 121, "محمد"])
def test_a_name_that_cannot_be_printed_is_refused_before_anything_is_written(name):
    passed = Passed()
    with pytest.raises(ValidationError):
        passed.claim(name)
    assert [model.objects.count() for model in (Completion, Certificate, PrintedIdentity)] == [0, 0, 0]


def test_a_correction_replaces_the_certificate():
    passed = Passed()
    old = passed.claim()
    new = passed.correct(old, "Ada Beispiel", NOW + timedelta(days=1))
    old = access.certificate_of(passed.learner, old.number)
    assert (old.state, old.identity.name) == (State.REPLACED, "Ada Example")
    assert (new.state, new.identity.name, new.generation) == (State.VALID, "Ada Beispiel", 2)
    assert new.facts == {**old.facts, "verify_url": f"http://testserver/verify/{new.number}/"}
    assert access.certificates_of(passed.learner) == [new]
    assert passed.claim() == new


def test_a_correction_pressed_twice_issues_one_certificate():
    passed = Passed()
    old = passed.claim()
    new = passed.correct(old, "Ada Beispiel")
    assert passed.correct(old, "Ada Beispiel") == new
    assert refusal(passed.correct, old, "Somebody Else").code == Code.CORRECTED_MEANWHILE
    assert passed.correct(new, " Ada  Beispiel ") == new
    assert Certificate.objects.count() == 2


def test_a_revocation_holds_for_every_number_of_the_completion():
    passed = Passed()
    old = passed.claim()
    new = passed.correct(old, "Ada Beispiel")
    services.revoke(certificate=old, reason=" Wrong person ", actor=administrator(), now=NOW)
    states = [access.by_number_for_verification(number).state for number in (old.number, new.number)]
    assert states == [State.REVOKED, State.REVOKED]


def test_a_revoked_certificate_is_neither_issued_again_nor_corrected_nor_downloaded():
    passed = Passed()
    certificate = passed.claim()
    services.revoke(certificate=certificate, reason="Wrong person", actor=None, now=NOW)
    certificate = access.certificate_of(passed.learner, certificate.number)
    assert refusal(passed.claim).code == Code.CERTIFICATE_REVOKED
    assert refusal(passed.correct, certificate, "Ada Beispiel").code == Code.CERTIFICATE_REVOKED
    assert refusal(services.certificate_pdf, certificate=certificate, now=NOW).code == Code.CERTIFICATE_REVOKED
    assert Certificate.objects.count() == 1


def test_a_second_revocation_changes_nothing():
    passed = Passed()
    certificate = passed.claim()
    first = services.revoke(certificate=certificate, reason="Wrong person", actor=None, now=NOW)
    assert services.revoke(certificate=certificate, reason="Again", actor=None, now=NOW + SECOND) == first


def test_the_document_is_drawn_once_and_kept():
    certificate = Passed().claim()
    first = services.certificate_pdf(certificate=certificate, now=NOW)
    assert services.certificate_pdf(certificate=certificate, now=NOW + timedelta(days=1000)) == first
    assert CertificateFile.objects.values_list("made_at", flat=True).get() == NOW


def test_the_audit_tells_every_change_by_opaque_ids():
    passed = Passed()
    actor = administrator()
    before = set(Entry.objects.values_list("pk", flat=True))
    old = passed.claim("Ada Example")
    new = passed.correct(old, "Ada Beispiel")
    services.certificate_pdf(certificate=new, now=NOW)
    services.revoke(certificate=new, reason="Wrong person", actor=actor, now=NOW)
    entries = list(Entry.objects.exclude(pk__in=before).order_by("pk"))
    assert [(entry.action, entry.actor_id, entry.reason) for entry in entries] == [
        ("completion.recorded", passed.learner.pk, ""),
        ("certificate.issued", passed.learner.pk, ""),
        ("certificate.corrected", passed.learner.pk, ""),
        ("seal.first_used", passed.learner.pk, ""),
        ("certificate.drawn", passed.learner.pk, ""),
        ("certificate.revoked", actor.pk, "Wrong person"),
    ]
    assert not any("Ada" in str(entry.after) + str(entry.before) for entry in entries)


def statement_of(passed):
    return passed.claim().facts["statement"]


def test_the_accreditation_counts_as_it_stood_when_the_test_was_submitted():
    passed = Passed()
    accreditation(passed.module)
    accreditation(passed.module, "withdrawn", now=NOW + SECOND)
    assert passed.claim(own=1).facts["statement"][0] == f"Credit awarded: 1 {CREDIT}."


def test_what_was_granted_after_the_test_earns_nothing():
    passed = Passed()
    accreditation(passed.module, "applied")
    accreditation(passed.module, now=NOW + SECOND)
    assert statement_of(passed) == [
        "No credit was awarded: no accreditation had been granted when the test was passed."
    ]


def test_a_demonstration_says_so_and_nothing_else():
    passed = Passed()
    Module.objects.update(demonstration=True)
    assert statement_of(passed) == ["Demonstration, no credit"]


def test_a_test_taken_while_the_edition_was_a_demonstration_earns_nothing():
    passed = Passed(front_matter={"demonstration": True})
    accreditation(passed.module)
    assert statement_of(passed) == ["Demonstration, no credit"]


def test_a_demonstration_cannot_be_granted():
    passed = Passed()
    Module.objects.update(demonstration=True)
    with pytest.raises(ValidationError, match="demonstration module cannot hold a granted"):
        accreditation(passed.module)
    assert Accreditation.objects.count() == 0


@pytest.mark.parametrize("missing", ["maximum_credit", "opens", "closes"])
def test_a_granted_accreditation_needs_its_credit_and_days(missing):
    passed = Passed()
    with pytest.raises(ValidationError, match="needs its maximum credit, first day and last day"):
        accreditation(passed.module, **{missing: None})


def test_a_change_of_an_accreditation_is_a_new_row_with_its_audit():
    passed = Passed()
    accreditation(passed.module, "applied")
    accreditation(passed.module, now=NOW, reason="Letter of 1 March", maximum_credit=Decimal("1.5"))
    assert [row.state for row in access.accreditations_at(passed.module, NOW - SECOND)] == ["applied"]
    assert [row.state for row in access.accreditations_at(passed.module, NOW)] == ["granted"]
    assert access.accreditations_at(passed.module, NOW - timedelta(days=300)) == []
    entry = Entry.objects.filter(action="accreditation.recorded").order_by("pk").last()
    assert (entry.before["state"], entry.after["state"], entry.after["maximum_credit"], entry.reason) == (
        "applied",
        "granted",
        "1.50",
        "Letter of 1 March",
    )


def test_the_first_accreditations_come_from_the_folder():
    sitting = Sitting()
    rows = [
        {"body": "A", "scheme": "own", "credit_name": "point", "state": "none"},
        {"body": "B", "scheme": "ama", "credit_name": "", "state": "applied"},
    ]
    services.first_accreditations(module=sitting.module, rows=rows, now=NOW)
    found = [(row.body, row.facts.state) for row in access.accreditations_at(sitting.module, NOW)]
    assert found == [("A", AccreditationState.NONE), ("B", AccreditationState.APPLIED)]


def test_days_of_an_accreditation_are_kept():
    passed = Passed()
    row = accreditation(passed.module)
    assert (row.facts.opens, row.facts.closes) == (date(2027, 1, 1), date(2027, 12, 31))
