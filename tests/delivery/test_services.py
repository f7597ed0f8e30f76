"""What learners enter and allow, what is reported, and what nobody can do."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from elearning.audit.models import Entry
from elearning.certificates import services as certificates
from elearning.delivery import access, services
from elearning.delivery.domain.standing import Standing, State
from elearning.delivery.models import Batch, BodyIdentity, Consent, DeliveredIdentity, Delivery, Licence
from elearning.privacy.services import erase_account
from tests.delivery.factories import (
    CE_BROKER,
    EIV,
    LATER,
    MORA,
    PARS,
    PERIOD,
    Credited,
    batch,
    known,
    ready,
)
from tests.quizzes.factories import NOW

pytestmark = pytest.mark.django_db
MUCH_LATER = LATER + timedelta(days=1)


def due(body=PARS, format_key: str = "pars-json") -> list[tuple[str, str, list[str]]]:
    rows = access.due_rows(format_key, body, PERIOD, LATER)
    return [(row.certificate.number, str(row.reported.action), [str(p.code) for p in row.problems]) for row in rows]


def learner_records(made: Batch, actor) -> list[tuple[str, str]]:
    content = json.loads(services.batch_file(batch=made, actor=actor, now=MUCH_LATER))
    return [
        (
            record["Activity"]["Module"]["CreditCertificate"][0]["CreditID"].rpartition(":")[2],
            record["XtensibleInfo"]["LearnerRecordAction"],
        )
        for record in content["ACCMELearnerReports"]["ActivityReports"]["ActivityReport"]
    ]


def number(learner, kind="npi", value="1234567893", state="", profession=""):
    return services.add_licence(learner=learner, kind=kind, value=value, state=state, profession=profession, now=NOW)


def where(credited: Credited) -> dict[str, Standing]:
    learner = credited.learner
    identity = access.compose(access.stored_identity(learner), learner.licences.all())
    rows = access.own_rows(learner, identity, access.open_consents(learner), LATER)
    return {row.body.key: row.standing for row in rows}


def test_a_number_is_stored_as_bodies_write_it_and_the_audit_does_not_tell_it(learner):
    licence = number(learner, "licence", " me 123 456", "FL", "me")
    assert (licence.value, licence.state, licence.profession) == ("ME123456", "FL", "ME")
    entry = Entry.objects.get(action="reporting.number-added")
    assert (entry.after, entry.subject_id) == ({"kind": "licence"}, str(licence.pk))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"value": "1234567890"}, "value"),
        ({"kind": "efn", "value": "1"}, "value"),
        ({"kind": "licence", "value": "ME1", "state": "", "profession": "ME"}, "state"),
        ({"kind": "licence", "value": "ME1", "state": "FL", "profession": "no-code!"}, "profession"),
    ],
)
def test_a_wrong_number_is_refused_and_says_where(learner, given, field):
    with pytest.raises(ValidationError) as refused:
        number(learner, **given)
    assert list(refused.value.message_dict) == [field]
    assert Licence.objects.count() == 0


def test_a_second_number_of_a_kind_is_refused(learner):
    number(learner)
    with pytest.raises(ValidationError, match="already"):
        number(learner, value="1245319599")
    assert number(learner, "licence", "A1", "FL", "ME") != number(learner, "licence", "A1", "NY", "ME")


def test_a_birthday_that_no_year_has_is_refused(learner):
    given = {"given_name": "Ada", "family_name": "L", "country": "", "now": NOW, "learner": learner}
    for day, month in ((30, 2), (31, 4), (1, None)):
        with pytest.raises(ValidationError):
            services.save_identity(**given, birth_day=day, birth_month=month)
    assert BodyIdentity.objects.count() == 0
    services.save_identity(**given, birth_day=29, birth_month=2)
    services.save_identity(**{**given, "given_name": " Ada  Maria "}, birth_day=None, birth_month=None)
    assert BodyIdentity.objects.get().given_name == "Ada Maria"


def test_consent_is_given_once_withdrawn_and_given_anew(learner):
    first = services.give_consent(learner=learner, body=PARS, now=NOW)
    assert services.give_consent(learner=learner, body=PARS, now=LATER) == first
    services.withdraw_consent(learner=learner, body=PARS, now=LATER)
    services.withdraw_consent(learner=learner, body=PARS, now=MUCH_LATER)
    second = services.give_consent(learner=learner, body=PARS, now=MUCH_LATER)
    rows = Consent.objects.order_by("pk").values_list("pk", "given_at", "withdrawn_at")
    assert list(rows) == [(first.pk, NOW, LATER), (second.pk, MUCH_LATER, None)]
    actions = list(Entry.objects.filter(action__startswith="reporting").order_by("pk").values_list("action", flat=True))
    assert actions == [
        "reporting.consent-given",
        "reporting.consent-withdrawn",
        "reporting.consent-given",
    ]


def test_nothing_is_reported_without_consent(administrator):
    credited = Credited()
    known(credited.learner)
    services.give_consent(learner=credited.learner, body=MORA, now=NOW)
    assert due() == []
    assert access.without_consent(PARS, PERIOD) == 1
    with pytest.raises(ValidationError, match="nothing to report"):
        batch(administrator)
    services.give_consent(learner=credited.learner, body=PARS, now=NOW)
    services.withdraw_consent(learner=credited.learner, body=PARS, now=NOW)
    with pytest.raises(ValidationError, match="nothing to report"):
        batch(administrator)
    assert (Batch.objects.count(), Delivery.objects.count()) == (0, 0)
    assert where(credited) == {"pars": Standing.NO_CONSENT, "cebroker": Standing.NO_CONSENT}


def test_a_report_holds_the_rows_without_problems_and_names_the_others(administrator):
    good, bad = ready(), Credited()
    services.give_consent(learner=bad.learner, body=PARS, now=NOW)
    missing = ["name-missing", "identifier-missing", "birthday-missing"]
    assert sorted(due()) == sorted([(good.certificate.number, "add", []), (bad.certificate.number, "add", missing)])
    made = batch(administrator)
    assert learner_records(made, administrator) == [(good.certificate.number, "add")]
    assert where(good)["pars"] is Standing.EXPORTED
    assert where(bad)["pars"] is Standing.INCOMPLETE
    entry = Entry.objects.get(action="reporting.batch-made")
    assert entry.after == {"body": "pars", "format": "pars-json", "lines": 1, "sha256": made.sha256}


@pytest.mark.parametrize(
    ("scheme", "body", "format_key"),
    [
        ("ama", PARS, "medbiquitous-xml"),
        ("ama", CE_BROKER, "cebroker-excel"),
        ("ama", CE_BROKER, "cebroker-xml"),
        ("national", EIV, "eiv-csv"),
        ("esmo", MORA, "mora-excel"),
        ("esmo", MORA, "mora-csv"),
    ],
)
def test_a_report_gives_the_same_bytes_at_every_download(administrator, scheme, body, format_key):
    credited = ready(scheme, body)
    made = batch(administrator, format_key)
    first = services.batch_file(batch=made, actor=administrator, now=LATER)
    services.save_identity(
        learner=credited.learner,
        given_name="Other",
        family_name="Name",
        birth_day=None,
        birth_month=None,
        country="",
        now=LATER,
    )
    again = Batch.objects.get(pk=made.pk)
    assert services.batch_file(batch=again, actor=administrator, now=MUCH_LATER) == first
    assert Entry.objects.filter(action="reporting.batch-downloaded").count() == 2


def test_a_file_is_not_given_out_once_somebody_in_it_withdrew_their_consent(administrator):
    credited, other = ready(), ready()
    made = batch(administrator)
    services.withdraw_consent(learner=credited.learner, body=PARS, now=LATER)
    for state in (State.EXPORTED, State.REJECTED):
        outcomes = dict.fromkeys(made.lines.values_list("pk", flat=True), (state, ""))
        services.set_outcomes(batch=made, outcomes=outcomes, actor=administrator, now=LATER)
        with pytest.raises(ValidationError, match=credited.certificate.number):
            services.batch_file(batch=made, actor=administrator, now=MUCH_LATER)
    again = batch(administrator, now=MUCH_LATER)
    assert learner_records(again, administrator) == [(other.certificate.number, "add")]


def test_what_was_sent_before_the_consent_ended_can_be_downloaded_again(administrator):
    credited = ready()
    made = batch(administrator)
    sent = {made.lines.get().pk: (State.SENT, "")}
    services.set_outcomes(batch=made, outcomes=sent, actor=administrator, now=LATER)
    services.withdraw_consent(learner=credited.learner, body=PARS, now=MUCH_LATER)
    assert learner_records(made, administrator) == [(credited.certificate.number, "add")]


def test_a_credit_of_another_scheme_or_time_is_not_reported():
    credited = ready("esmo", PARS)
    assert due() == []
    services.give_consent(learner=credited.learner, body=MORA, now=NOW)
    assert len(due(MORA, "mora-csv")) == 1
    before = (PERIOD[0], NOW.date() - timedelta(days=1))
    assert access.due_rows("mora-csv", MORA, before, LATER) == []
    assert len(access.due_rows("mora-csv", MORA, (NOW.date(), NOW.date()), LATER)) == 1


def test_a_credit_is_reported_once_and_again_after_a_rejection(administrator):
    credited = ready()
    made = batch(administrator)
    with pytest.raises(ValidationError, match="nothing to report"):
        batch(administrator)
    line = made.lines.get()
    outcome = {line.pk: (State.REJECTED, "Unknown licence")}
    assert services.set_outcomes(batch=made, outcomes=outcome, actor=administrator, now=LATER) == 1
    assert services.set_outcomes(batch=made, outcomes=outcome, actor=administrator, now=LATER) == 0
    assert where(credited)["pars"] is Standing.REJECTED
    again = batch(administrator, now=MUCH_LATER)
    services.set_outcomes(
        batch=again, outcomes={again.lines.get().pk: (State.ACCEPTED, "")}, actor=administrator, now=MUCH_LATER
    )
    assert where(credited)["pars"] is Standing.ACCEPTED
    with pytest.raises(ValidationError, match="cannot go back"):
        services.set_outcomes(batch=made, outcomes={line.pk: (State.SENT, "")}, actor=administrator, now=MUCH_LATER)
    entries = Entry.objects.filter(action="reporting.outcomes-noted")
    assert entries.count() == 2
    assert "Unknown licence" not in str(entries.values("after"))


def test_a_replaced_certificate_is_taken_back_as_it_was_told_and_the_new_one_added(administrator):
    credited = ready()
    old = credited.certificate
    batch(administrator)
    new = credited.correct(old, "Ada Corrected", now=LATER, ama="0.5")
    services.remove_licence(licence=credited.learner.licences.get(kind="npi"), now=LATER)
    assert where(credited) == {"pars": Standing.TO_TAKE_BACK, "cebroker": Standing.NO_CONSENT}
    assert sorted(due()) == sorted([(old.number, "delete", []), (new.number, "add", [])])
    made = batch(administrator, now=MUCH_LATER)
    assert sorted(learner_records(made, administrator)) == sorted([(old.number, "delete"), (new.number, "add")])
    told = DeliveredIdentity.objects.get(delivery__action="delete").identity
    assert told.first("npi").value == "1234567893"
    assert due() == []


def test_a_revoked_certificate_is_taken_back_though_consent_has_ended(administrator):
    credited = ready()
    batch(administrator)
    services.withdraw_consent(learner=credited.learner, body=PARS, now=LATER)
    assert due() == []
    certificates.revoke(certificate=credited.certificate, reason="Error", actor=administrator, now=LATER)
    assert due() == [(credited.certificate.number, "delete", [])]


def test_a_body_whose_files_take_nothing_back_is_told_by_hand(administrator):
    credited = ready("esmo", MORA)
    batch(administrator, "mora-csv")
    certificates.revoke(certificate=credited.certificate, reason="Error", actor=administrator, now=LATER)
    assert due(MORA, "mora-csv") == [(credited.certificate.number, "delete", ["no-withdrawal"])]
    given = {"certificate": credited.certificate, "body": MORA, "actor": administrator, "now": LATER}
    assert services.take_back_by_hand(**given).action == "delete"
    assert services.take_back_by_hand(**given) is None
    assert due(MORA, "mora-csv") == []
    assert where(credited) == {"mora": Standing.TAKEN_BACK}


def test_what_was_never_reported_cannot_be_taken_back(administrator):
    credited = ready()
    given = {"certificate": credited.certificate, "body": PARS, "actor": administrator, "now": LATER}
    assert services.take_back_by_hand(**given) is None


def test_erasing_an_account_erases_who_was_named_and_keeps_that_it_was_reported(administrator):
    credited = ready()
    made = batch(administrator)
    certificates.revoke(certificate=credited.certificate, reason="Error", actor=administrator, now=LATER)
    erase_account(user=credited.learner, actor=administrator, reason="On request", now=LATER)
    assert [model.objects.count() for model in (BodyIdentity, Licence, Consent, DeliveredIdentity)] == [0, 0, 0, 0]
    with pytest.raises(ValidationError, match="erased"):
        services.batch_file(batch=made, actor=administrator, now=LATER)
    assert Delivery.objects.get().certificate == credited.certificate
    assert due() == [
        (credited.certificate.number, "delete", ["name-missing", "identifier-missing", "birthday-missing"])
    ]


def test_a_report_whose_file_would_differ_is_not_given_out(administrator, monkeypatch):
    ready()
    made = batch(administrator)
    made.sender = {**made.sender, "accme": "7654321"}
    with pytest.raises(ValidationError, match="differ"):
        services.batch_file(batch=made, actor=administrator, now=LATER)


def test_the_providers_own_list_holds_everybody_and_tells_nobody(administrator):
    first, second = Credited(), Credited("esmo")
    certificates.revoke(certificate=second.certificate, reason="Error", actor=administrator, now=LATER)
    content = services.list_completions(format_key="csv", period=PERIOD, actor=administrator, now=LATER)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    found = {row["Certificate"]: (row["Scheme"], row["Still valid"]) for row in rows}
    assert found == {first.certificate.number: ("ama", "yes"), second.certificate.number: ("esmo", "no")}
    assert Delivery.objects.count() == 0
    entry = Entry.objects.get(action="reporting.listed")
    assert entry.after == {"first_day": "2027-01-01", "last_day": "2027-12-31", "format": "csv", "rows": 2}


def test_a_report_of_three_needs_no_more_statements_than_one_of_one(administrator, statements):
    ready()
    alone = statements(lambda: access.due_rows("pars-json", PARS, PERIOD, LATER))
    ready(), ready()
    assert statements(lambda: access.due_rows("pars-json", PARS, PERIOD, LATER)) == alone == 3
