"""Claiming credit: several accreditations, professions, gates, corrections."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from courses.domain.reasons import Code, Refused
from courses.models import Progress
from elearning.certificates import access, services
from elearning.certificates.domain.claiming import WrongClaim
from elearning.certificates.domain.rules import State
from elearning.certificates.models import Certificate, Claim, Completion
from elearning.certificates.records import completion_record
from tests.certificates.factories import NOW, Passed, accreditation, administrator
from tests.quizzes import factories

pytestmark = pytest.mark.django_db
AMA = {"scheme": "ama", "body": "ACCME", "step": Decimal("0.25"), "professions": ["physician"]}
ESMO = {"scheme": "esmo", "body": "ESMO", "step": Decimal(1), "professions": ["physician", "nurse"]}


@pytest.fixture
def passed():
    """A learner who passed while two accreditations were open: one for physicians, one for nurses too."""
    found = Passed()
    accreditation(found.module, evaluation_required=True, **AMA)
    accreditation(found.module, **ESMO)
    return found


@pytest.fixture
def ungated():
    found = Passed()
    accreditation(found.module, "withdrawn", **AMA)
    accreditation(found.module, **ESMO)
    accreditation(found.module, scheme="own", professions=["physician"])
    return found


def shown(certificates):
    return [(row.variant, row.claim and str(row.claim.credit), row.facts["statement"][0]) for row in certificates]


def test_each_credit_has_a_certificate_of_its_own(ungated):
    issued = ungated.claim_all(profession="physician", esmo=1, own="0.5")
    assert shown(issued) == [
        ("physician", "1.00", "Credit awarded: 1 ESMO-MORA point."),
        ("physician", "0.50", "Credit awarded: 0.5 Demonstration point(s)."),
    ]
    assert (Completion.objects.count(), Claim.objects.count()) == (1, 2)


def test_a_profession_gets_only_the_credit_that_serves_it(ungated):
    issued = ungated.claim_all(profession="nurse", esmo=1, own="0.5")
    assert shown(issued) == [("other-professions", "1.00", "Credit awarded: 1 ESMO-MORA point.")]


def test_who_is_served_by_none_gets_a_certificate_of_participation(ungated):
    issued = ungated.claim_all(profession="pharmacist", esmo=1, own="0.5")
    assert shown(issued) == [
        ("participation", None, "Certificate of participation. It awards none of the following credit.")
    ]


def test_the_profession_must_be_said_where_credit_is_open(ungated):
    with pytest.raises(ValidationError, match="Choose your profession"):
        ungated.claim_all(esmo=1)
    assert Completion.objects.count() == 0


@pytest.mark.parametrize("amount", ["1.5", "0.3", "-1"])
def test_no_more_and_nothing_else_than_is_offered_can_be_claimed(ungated, amount):
    with pytest.raises(WrongClaim):
        ungated.claim_all(profession="physician", own=amount)
    assert Completion.objects.count() == 0


def test_a_second_claim_changes_nothing(ungated):
    first = ungated.claim_all(profession="physician", esmo=1, own="0.5")
    assert ungated.claim_all(profession="nurse", esmo=1) == first
    assert Certificate.objects.count() == 2


def test_no_certificate_before_the_evaluation_where_an_accreditation_asks_for_it(passed):
    earned = access.earned_by(passed.learner, passed.attempt, NOW)
    assert (earned.is_open, earned.waits_for_evaluation) == (False, True)
    with pytest.raises(Refused) as refused:
        passed.claim_all(profession="physician", esmo=1)
    assert refused.value.reason.code == Code.GATE_EVALUATION


def test_time_that_is_lacking_bars_only_the_credit_that_asks_for_it():
    passed = Passed()
    accreditation(passed.module, minimum_active_seconds=600)
    accreditation(passed.module, **ESMO)
    assert shown(passed.claim_all(profession="physician", own=1, esmo=1)) == [
        ("physician", "1.00", "Credit awarded: 1 ESMO-MORA point.")
    ]


def test_time_that_an_earlier_completion_counted_is_not_counted_again():
    passed = Passed()
    accreditation(passed.module, minimum_active_seconds=600)
    row = {"content_hash": "1", "first_seen": NOW, "last_seen": NOW, "active_seconds": 1200}
    Progress.objects.create(
        learner=passed.learner, module=passed.module, edition=passed.edition, slide_key="one", **row
    )
    passed.claim_all(profession="physician", own=1)
    gates = Completion.objects.get().snapshot["gates"]
    assert (gates["active_seconds"], gates["active_seconds_before"]) == (1200, 0)
    days = {"release": date(2027, 2, 1), "last_valid_day": date(2027, 12, 31)}
    renewed = factories.term(passed.module, number=2, **days)
    again = passed.begin(NOW + timedelta(days=1), term=renewed)
    passed.answer(again, 4, NOW + timedelta(days=1))
    again = passed.submit(again, NOW + timedelta(days=1))
    reached = access.earned_by(passed.learner, again, NOW + timedelta(days=1)).reached
    assert (reached.active_seconds, reached.active_seconds_before) == (0, 1200)
    passed.attempt, first = again, Certificate.objects.complete().get()
    passed.claim_all(profession="physician", now=NOW + timedelta(days=1))
    corrected = passed.correct(first, "Ada Corrected", now=NOW + timedelta(days=2), own=1)
    assert (corrected.variant, corrected.claim.credit) == ("physician", 1)  # the later completion took nothing from it


def test_a_correction_takes_no_time_that_a_later_completion_counted():
    passed = Passed()
    accreditation(passed.module, minimum_active_seconds=600)
    row = {"content_hash": "1", "first_seen": NOW, "last_seen": NOW, "active_seconds": 100}
    read = Progress.objects.create(
        learner=passed.learner, module=passed.module, edition=passed.edition, slide_key="one", **row
    )
    first = passed.claim()
    assert first.variant == "participation"
    later = NOW + timedelta(days=1)
    Progress.objects.filter(pk=read.pk).update(active_seconds=700)
    days = {"release": date(2027, 2, 1), "last_valid_day": date(2027, 12, 31)}
    again = passed.begin(later, term=factories.term(passed.module, number=2, **days))
    passed.answer(again, 4, later)
    early, passed.attempt = passed.attempt, passed.submit(again, later)
    assert passed.claim(now=later, own=1).claim.credit == 1
    assert access.earned_by(passed.learner, early, later).reached.active_seconds == 100


def test_a_wrong_profession_is_corrected_by_its_learner(ungated):
    (participation,) = ungated.claim_all(profession="pharmacist")
    services.correct_certificates(
        completion=participation.completion,
        generation=1,
        wish=services.Wish("Ada Example", "physician", ungated.amounts({"esmo": 1, "own": 1})),
        actor=ungated.learner,
        now=NOW + timedelta(days=2),
    )
    newest = access.certificates_of(ungated.learner)
    assert [(row.variant, row.generation) for row in newest] == [("physician", 2), ("physician", 2)]
    assert access.certificate_of(ungated.learner, participation.number).state is State.REPLACED


def test_after_thirty_days_only_an_administrator_issues_it_anew(ungated):
    (old,) = ungated.claim_all(profession="nurse", esmo=1)
    late = NOW + timedelta(days=30)
    with pytest.raises(Refused) as refused:
        ungated.correct(old, "Ada Beispiel", late, "nurse", esmo=1)
    assert refused.value.reason.code == Code.CORRECTION_CLOSED
    (new,) = services.reissue_certificates(
        completion=old.completion, name="Ada Beispiel", reason="Marriage", actor=administrator(), now=late
    )
    assert (new.identity.name, new.generation, str(new.claim.credit)) == ("Ada Beispiel", 2, "1.00")
    assert Claim.objects.count() == 2


def test_a_revocation_holds_for_every_certificate_of_the_completion(ungated):
    first, second = ungated.claim_all(profession="physician", esmo=1, own="0.5")
    services.revoke(certificate=first, reason="Wrong person", actor=None, now=NOW)
    states = [access.by_number_for_verification(row.number).state for row in (first, second)]
    assert states == [State.REVOKED, State.REVOKED]


def test_a_certificate_is_a_record(ungated):
    (certificate,) = ungated.claim_all(profession="nurse", esmo=1)
    record = completion_record(certificate)
    assert (record.number, record.name, record.profession, record.variant) == (
        certificate.number,
        "Ada Example",
        "nurse",
        "other-professions",
    )
    assert (record.credit.scheme, record.credit.amount, record.credit.maximum) == ("esmo", 1, 1)
    assert (record.completed_at, record.correct, record.total) == (NOW, 4, 4)
    assert record.activity.slug == ungated.module.slug
