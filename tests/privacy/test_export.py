"""A person's own data as a file: all of it, and nobody else's."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from courses.models import Progress, Start
from elearning.accounts import services
from elearning.accounts.models import User
from elearning.certificates.models import Certificate, CertificateFile, Completion
from elearning.delivery.models import BodyIdentity, Consent, Delivery, Licence
from elearning.evaluation.models import Commitment, Evaluation
from elearning.followup.models import Card, Enrolment, Review
from elearning.privacy.export import data_of
from elearning.reports.models import Report
from elearning.transcript.models import ExternalCredit, ExternalFile
from quizzes.models import Accommodation, Attempt, AttemptGrant, PretestSitting, Response, Score
from tests.factories import NOW, folder, published
from tests.journeys.scenes import has_read
from tests.privacy.life import EMAIL, NAME, learnt

pytestmark = pytest.mark.django_db


def downloaded(client):
    response = client.get("/profile/data/")
    assert response["Content-Type"] == "application/json"
    return {part["kind"]: part["rows"] for part in json.loads(response.content)["stored"]}


def test_a_person_downloads_every_row_that_is_theirs(clock):
    life = learnt(NOW)
    life.client.force_login(life.learner)
    stored = downloaded(life.client)
    theirs = [
        User, EmailAddress, Authenticator, Start, Progress, AttemptGrant, Accommodation,
        Attempt, Response, Score, PretestSitting, Completion,
        Certificate, CertificateFile, Report, Evaluation, Commitment,
        ExternalCredit, ExternalFile,
        Enrolment, Card, Review,
        BodyIdentity, Consent, Delivery, Licence,
    ]  # fmt: skip
    counts = {model._meta.label_lower: model.objects.count() for model in theirs}
    assert {kind: len(rows) for kind, rows in stored.items()} == counts
    assert min(counts.values()) >= 1
    (account,) = stored["accounts.user"]
    assert (account["email"], account["name"]) == (EMAIL, NAME)
    assert [row["identity"]["is"] for row in stored["certificates.certificate"]] == [NAME]
    assert stored["courses.start"][0]["module"]["is"] == "A sample module"
    assert stored["courses.progress"][0]["answers"] != {}
    assert stored["reports.report"][0]["answer"] == f"Dear {NAME}, it is corrected."
    assert {row["item_key"] for row in stored["quizzes.response"]} == {"item-1", "item-2", "item-3"}


def test_what_proves_who_somebody_is_is_not_in_the_file(clock):
    life = learnt(NOW)
    life.client.force_login(life.learner)
    text = life.client.get("/profile/data/").content.decode()
    assert life.learner.password not in text
    assert Authenticator.objects.get().data["secret"] not in text
    assert "disposition" not in text
    assert Review.objects.exclude(token_hash=None).count() == 2
    assert "token_hash" not in text


def test_nobody_else_is_in_the_file(clock, learner):
    learnt(NOW)
    client = Client()
    client.force_login(learner)
    stored = downloaded(client)
    assert {kind: len(rows) for kind, rows in stored.items()} == {"accounts.user": 1}
    assert stored["accounts.user"][0]["email"] == "learner@example.org"


def test_the_file_has_a_name_with_the_day_and_is_kept_by_no_cache(signed_in):
    response = signed_in.get("/profile/data/")
    assert response["Content-Disposition"] == 'attachment; filename="my-data-2027-03-01.json"'
    assert "no-store" in response["Cache-Control"]


def test_it_tells_what_the_log_of_changes_holds(learner, administrator):
    services.change_profile(user=learner, name="Ada New", profession="nurse", now=NOW)
    services.set_rights(user=learner, rights={"is_member": True}, actor=administrator, now=NOW)
    log = data_of(learner, NOW)["log"]
    assert [(row["action"], row["subject_id"]) for row in log] == [
        ("account.profession-changed", str(learner.pk)),
        ("account.name-changed", str(learner.pk)),
        ("account.rights-changed", str(learner.pk)),
    ]


def test_it_takes_as_many_statements_for_one_module_as_for_three(learner, statements):
    taken = []
    for slugs in (["a"], ["b", "c"]):
        for slug in slugs:
            has_read(learner, published(folder(slug=slug)), NOW)
        taken.append(statements(lambda: data_of(learner, NOW)))
    assert taken[0] == taken[1]


def test_a_visitor_has_no_data(client):
    assert client.get("/profile/data/").url == "/accounts/login/?next=/profile/data/"
