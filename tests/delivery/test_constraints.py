"""The rules that the database itself keeps, each broken once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from elearning.delivery.models import Batch, BodyIdentity, Consent, Delivery, Licence
from tests.delivery.factories import LATER, Credited, batch, ready
from tests.quizzes.factories import NOW

pytestmark = pytest.mark.django_db


def refused(make, constraint: str) -> None:
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        make()
    assert constraint in str(raised.value) or "UNIQUE" in str(raised.value)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"birth_day": 1, "birth_month": None}, "body_identity_birthday_is_whole"),
        ({"birth_day": None, "birth_month": 1}, "body_identity_birthday_is_whole"),
        ({"birth_day": 32, "birth_month": 1}, "body_identity_birthday_is_whole"),
        ({"birth_day": 1, "birth_month": 13}, "body_identity_birthday_is_whole"),
        ({"given_name": ""}, "body_identity_has_names"),
    ],
)
def test_an_identity_cannot_be(learner, values, constraint):
    given = {"given_name": "Ada", "family_name": "Example", **values}
    refused(lambda: BodyIdentity.objects.create(learner=learner, **given), constraint)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"kind": "passport"}, "licence_kind_is_known"),
        ({"value": ""}, "licence_has_a_number"),
        ({"state": "FL"}, "licence_names_its_state"),
        ({"kind": "licence", "state": "FL"}, "licence_names_its_state"),
        ({"kind": "licence", "state": "ZZ", "profession": "ME"}, "licence_names_its_state"),
    ],
)
def test_a_number_cannot_be(learner, values, constraint):
    refused(lambda: Licence.objects.create(learner=learner, **{"kind": "npi", "value": "1", **values}), constraint)


def test_a_learner_has_one_number_of_a_kind(learner):
    Licence.objects.create(learner=learner, kind="npi", value="1")
    refused(lambda: Licence.objects.create(learner=learner, kind="npi", value="2"), "licence_one_of_a_kind")


def test_a_learner_has_one_consent_in_force_for_each_body(learner, other_learner):
    for who, body in ((learner, "pars"), (learner, "mora"), (other_learner, "pars")):
        Consent.objects.create(learner=who, body=body, given_at=NOW)
    again = {"learner": learner, "body": "pars", "given_at": NOW}
    refused(lambda: Consent.objects.create(**again), "consent_open_once_per_body")
    Consent.objects.create(**again, withdrawn_at=NOW)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"body": "a-company"}, "consent_body_is_known"),
        ({"withdrawn_at": NOW - timedelta(seconds=1)}, "consent_ends_after_it_begins"),
    ],
)
def test_a_consent_cannot_be(learner, values, constraint):
    given = {"body": "pars", "given_at": NOW, **values}
    refused(lambda: Consent.objects.create(learner=learner, **given), constraint)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"consent_given_at": None}, "consent_given_at"),
        ({"consent_given_at": LATER + timedelta(days=1)}, "delivery_rests_on_consent"),
        ({"body": "a-company"}, "delivery_body_is_known"),
        ({"state": "lost"}, "delivery_state_is_known"),
        ({"action": "sell"}, "delivery_action_is_known"),
    ],
)
def test_a_delivery_cannot_be(values, constraint):
    given = {"body": "pars", "action": "add", "consent_given_at": NOW, "at": LATER, **values}
    certificate = Credited().certificate
    refused(lambda: Delivery.objects.create(certificate=certificate, **given), constraint)


def test_a_certificate_stands_once_with_a_body(administrator):
    ready()
    line = batch(administrator).lines.get()
    again = {"certificate": line.certificate, "body": "pars", "action": "add", "consent_given_at": NOW, "at": LATER}
    refused(lambda: Delivery.objects.create(**again), "delivery_stands_once")
    Delivery.objects.create(**again, state="rejected")


def test_a_report_goes_to_a_known_body():
    values = {"format": "csv", "made_at": NOW, "first_day": NOW, "last_day": NOW, "sha256": "x"}
    refused(lambda: Batch.objects.create(body="a-company", **values), "batch_body_is_known")


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Batch, {"sha256": "x"}),
        (Batch, {"body": "mora"}),
        (Delivery, {"action": "delete"}),
        (Delivery, {"consent_given_at": NOW - timedelta(days=1)}),
    ],
)
def test_what_was_reported_stays_as_it_was(administrator, model, values):
    ready()
    batch(administrator)
    refused(lambda: model.objects.update(**values), "are permanent")


@pytest.mark.parametrize("table", ["delivery_delivery", "delivery_batch"])
def test_what_was_reported_is_not_deleted(administrator, kept_rows, table):
    ready()
    made = batch(administrator)
    kept_rows("elearning.delivery", table)
    model = Delivery if table == "delivery_delivery" else Batch
    if model is Batch:
        made = Batch.objects.create(body="pars", format="x", made_at=NOW, first_day=NOW, last_day=NOW, sha256="x")
    refused(
        lambda: model.objects.filter(pk=made.pk if model is Batch else made.lines.get().pk)._raw_delete("default"),
        "are permanent",
    )
