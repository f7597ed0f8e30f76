"""Erasing an account: nothing of the person is left but the printed name, and nothing that proves credit is lost."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.test import Client

from courses.models import Progress, Start
from elearning.accounts.models import User
from elearning.audit.immutability import KeepRows
from elearning.audit.models import Entry
from elearning.certificates.models import Certificate, CertificateFile, Completion, PrintedIdentity
from elearning.evaluation.models import Commitment, Evaluation
from elearning.notices.models import Notice
from elearning.privacy import services
from elearning.reports.models import Report
from quizzes.models import Accommodation, Attempt, AttemptGrant, PretestSitting, Response
from quizzes.services import close_overdue
from tests.factories import NOW, user
from tests.privacy.life import EMAIL, NAME, NUMBER, WORD, learnt, lived, speaking_of

pytestmark = pytest.mark.django_db
STAYS = {"certificates_printedidentity"}


@cache
def kept_tables():
    """The app and table of every rule of permanence in any migration."""
    names = {config.label: config.name for config in apps.get_app_configs()}
    return {
        operation.table: names[label]
        for (label, _), migration in MigrationLoader(None).disk_migrations.items()
        for operation in migration.operations
        if isinstance(operation, KeepRows)
    }


@pytest.fixture
def all_kept(kept_rows):
    """The database as it is in production: on SQLite the tests do without the triggers against deletion."""
    for table, app in kept_tables().items():
        kept_rows(app, table)


@pytest.fixture
def life(all_kept):
    return learnt(NOW)


def erased(life):
    services.erase_account(user=life.learner, actor=life.learner, now=NOW)


def keys_of(*kept):
    return {model.__name__: list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in kept}


def test_no_table_and_no_audit_row_of_a_whole_life_says_who_the_person_was_but_the_printed_identity(
    clock, all_kept, client
):
    client.force_login(user("other@example.org"))
    life = lived(NOW)
    before = speaking_of(WORD)
    assert before > STAYS
    assert {"accounts_user", "account_emailaddress", "django_session", "notices_notice", "reports_report"} < before
    assert "audit_entry" not in before
    assert speaking_of(NUMBER) == {"delivery_licence", "delivery_delivery"}
    erased(life)
    assert speaking_of(WORD) == STAYS
    assert speaking_of(NUMBER) == set()
    assert list(Session.objects.values_list("pk", flat=True)) == [client.session.session_key]
    last = Entry.objects.first()
    assert (last.action, last.actor_id, last.subject_type, last.subject_id, last.reason, last.after) == (
        "account.erased", life.learner.pk, "accounts.user", str(life.learner.pk), "", {},
    )  # fmt: skip


def test_what_proves_credit_stays_without_its_learner_and_what_is_the_person_s_only_goes(life):
    kept = (Attempt, PretestSitting, Completion, Evaluation, Certificate, CertificateFile, PrintedIdentity, Response)
    before = keys_of(*kept)
    erased(life)
    assert keys_of(*kept) == before
    for model in (Attempt, PretestSitting, Completion, Evaluation):
        assert set(model.objects.values_list("learner", flat=True)) == {None}
    assert [len(keys) for keys in before.values()][:7] == [3, 1, 1, 1, 1, 1, 1]
    assert set(Commitment.objects.values_list("remind_on", flat=True)) == {None}
    assert set(Response.objects.values_list("note", flat=True)) == {""}
    gone = (Start, Progress, Accommodation, AttemptGrant, EmailAddress, Authenticator, User)
    assert keys_of(*gone) == {model.__name__: [] for model in gone}
    rows = Report.objects.order_by("pk").values_list("reporter", "text", "source", "answer", "outcome", "subject_key")
    assert list(rows) == [(None, "", "", "", "corrected", "one"), (None, "", "", "", "open", "one")]


def test_a_certificate_is_verified_by_strangers_as_before(life):
    path = f"/verify/{life.certificate.number}/"
    before = Client().get(path).content.decode()
    erased(life)
    assert NAME in before
    assert Client().get(path).content.decode() == before


def test_the_person_gets_a_last_mail_and_none_that_waited(life, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        erased(life)
    assert Notice.objects.unsent().count() == 0
    (last,) = mail.outbox
    assert (last.to, last.subject) == ([EMAIL], "Your account is erased")
    assert "6 years after you completed" in last.body


def test_other_learners_lose_nothing(learner, other_learner, edition):
    Start.objects.create(learner=other_learner, module=edition.module, edition=edition, at=NOW)
    services.erase_account(user=learner, actor=learner, now=NOW)
    assert (list(User.objects.all()), Start.objects.count()) == ([other_learner], 1)


def test_an_attempt_that_was_open_is_closed_in_its_time(life):
    erased(life)
    open_one = Attempt.objects.open().get()
    close_overdue(now=NOW.replace(year=2029))
    open_one.refresh_from_db()
    assert (open_one.learner, open_one.passed, open_one.correct) == (None, False, 0)


def test_the_only_administrator_cannot_go(administrator, learner):
    with pytest.raises(services.OnlyAdministrator):
        services.erase_account(user=administrator, actor=administrator, now=NOW)
    user("second@example.org", is_superuser=True, is_staff=True)
    services.erase_account(user=administrator, actor=administrator, now=NOW)
    assert not User.objects.filter(pk=administrator.pk).exists()


def test_a_second_erasure_by_a_double_click_changes_nothing(administrator, learner):
    again = User.objects.get(pk=learner.pk)
    services.erase_account(user=learner, actor=learner, now=NOW)
    services.erase_account(user=again, actor=again, now=NOW)
    assert Entry.objects.filter(action="account.erased").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_two_administrators_cannot_erase_themselves_at_once():
    two = [user(f"admin{number}@example.org", is_superuser=True, is_staff=True) for number in "12"]
    start = Barrier(2)

    def erase(one: User) -> None:
        start.wait()
        try:
            with suppress(services.OnlyAdministrator):
                services.erase_account(user=one, actor=one, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(erase, two))
    assert User.objects.filter(is_superuser=True).count() == 1


@pytest.mark.parametrize("relation", User._meta.related_objects, ids=lambda each: each.related_model.__name__)
def test_every_row_that_refers_to_an_account_goes_with_it_or_lets_go_of_it(relation):
    """Anything else would make an account that cannot be erased. Rows that must stay let go (SET_NULL)."""
    goes = relation.on_delete is models.CASCADE
    assert goes or relation.on_delete is models.SET_NULL or relation.many_to_many
    assert not (goes and relation.related_model._meta.db_table in kept_tables())
