"""The life of one learner on the site, from sign-up to a certificate, and where the database speaks of them."""

import re
from base64 import b64decode
from binascii import Error
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client

import quizzes.services
from courses.languages import Reading
from courses.models import Edition
from elearning.accounts.models import User
from elearning.certificates import services as certificates
from elearning.certificates.models import Certificate
from elearning.delivery import services as delivery
from elearning.delivery.domain.bodies import BODIES
from elearning.delivery.models import Delivery, StateChoice
from elearning.evaluation import services as evaluation
from elearning.evaluation.access import questions_of
from elearning.evaluation.domain.form import OWN
from elearning.evaluation.models import Commitment
from elearning.interop.reported import Action
from elearning.notices.services import queue
from elearning.reports import services as reports
from elearning.reports.access import Subject
from elearning.reports.models import Category, Outcome, SubjectKind
from elearning.transcript import services as transcript
from elearning.transcript.domain.documents import Document
from quizzes.models import Attempt
from tests import factories
from tests.journeys import scenes

EMAIL, NAME, PASSWORD = "zsofia@unverwechselbar.example", "Zsófia Unverwechselbar", "a-long-pass-phrase"
WORD = "unverwechselbar"
"""In all that says who the learner is, and in nothing else."""
NUMBER = "1234567893"
"""By which a body knows the learner."""


@dataclass
class Life:
    client: Client
    learner: User
    certificate: Certificate


def lived(now: datetime) -> Life:
    """Everything that a learner can leave behind, from sign-up through the pages to the certificate at ``now``."""
    client = Client()
    return Life(client, *_learnt(_sign_up(client), now))


def learnt(now: datetime) -> Life:
    """The same without what only the pages of sign-up and sign-in leave; faster."""
    learner = scenes.learner(EMAIL, NAME)
    return Life(Client(), *_learnt(learner, now))


def _learnt(learner: User, now: datetime) -> tuple[User, Certificate]:
    TOTP.activate(learner, generate_totp_secret())
    edition = factories.published(factories.asking(pretest=1), now - timedelta(days=2))
    scenes.has_read(learner, edition, now - timedelta(hours=3))
    quizzes.services.submit_pretest(learner=learner, edition=edition, answers={"early-1": 1}, now=now)
    scenes.finish(scenes.begin(learner, edition, now - timedelta(hours=2)), now - timedelta(hours=2), right=False)
    term = edition.module.terms.get()
    quizzes.services.grant_attempt(learner=learner, term=term, reason="Ill on the day", now=now, actor=None)
    quizzes.services.accommodate(learner=learner, module=None, extra_percent=25, reason="Agreed", now=now, actor=None)
    sitting = scenes.begin(learner, edition, now)
    noted = {"note": f"Ask {WORD}"}
    quizzes.services.save_answer(learner=learner, attempt_id=sitting.pk, number=1, beside=noted, now=now)
    passed = scenes.finish(sitting, now, right=True)
    _evaluate(learner, passed, now)
    (certificate,) = certificates.claim_certificates(
        learner=learner, attempt=passed, wish=certificates.Wish(NAME), now=now
    )
    certificates.certificate_pdf(certificate=certificate, now=now)
    _let_bodies_know(learner, certificate, now)
    _be_asked_again(learner, certificate, now)
    other = factories.published(factories.folder(slug="other", title="Another module"), now - timedelta(days=2))
    scenes.has_read(learner, other, now)
    scenes.begin(learner, other, now)
    _write_and_be_written_to(learner, edition, now)
    return learner, certificate


def _sign_up(client: Client) -> User:
    signup = {"email": EMAIL, "password1": PASSWORD, "password2": PASSWORD, "name": NAME}
    assert client.post("/accounts/signup/", signup).status_code == 302
    link = re.search(r"http://testserver(/accounts/confirm-email/\S+)", mail.outbox[-1].body)[1]
    client.post(link)
    assert client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD}).url == "/my-learning/"
    client.post("/profile/", {"name": NAME, "profession": "physician"})
    client.post("/accounts/email/", {"email": f"second@{WORD}.example", "action_add": ""})
    return User.objects.get(email=EMAIL)


def _evaluate(learner: User, passed: Attempt, now: datetime) -> None:
    """Answer every question of the evaluation, with a plan in own words and a reminder of it."""
    given = {}
    for question in questions_of(Reading.last(passed.edition, "")):
        values = [choice.value for choice in question.choices]
        wanted = [value for value in values if value in {"change", OWN}] or values[-1:] or ["In my own words"]
        given[question.key] = wanted
    evaluation.submit_evaluation(learner=learner, attempt=passed, given=given, language="", now=now)
    assert Commitment.objects.get().remind_on is not None


def _let_bodies_know(learner: User, certificate: Certificate, now: datetime) -> None:
    """Enter names and a number for bodies, consent, and have a report answered with words that quote both."""
    names = {"given_name": "Zsófia", "family_name": "Unverwechselbar", "country": "HU"}
    delivery.save_identity(learner=learner, birth_day=29, birth_month=2, now=now, **names)
    delivery.add_licence(learner=learner, kind="npi", value=NUMBER, state="", profession="", now=now)
    consent = delivery.give_consent(learner=learner, body=BODIES["pars"], now=now)
    Delivery.objects.create(
        certificate=certificate,
        body=consent.body,
        action=Action.ADD,
        consent_given_at=now,
        state=StateChoice.REJECTED,
        at=now,
        message=f"NPI {NUMBER} is not that of {NAME}",
    )


def _be_asked_again(learner: User, certificate: Certificate, now: datetime) -> None:
    """Wish to be asked again, answer a question of an e-mail, and have another one waiting in the outbox."""
    scenes.is_asked_again(learner, certificate.completion, now)


def _write_and_be_written_to(learner: User, edition: Edition, now: datetime) -> None:
    subject = Subject(edition.module, edition, SubjectKind.SLIDE, "one", "About one", "en")
    told = {"subject": subject, "category": Category.FACT, "source": f"https://{WORD}.example/paper", "now": now}
    first = reports.report_error(learner=learner, text=f"The figure is wrong, says {NAME}.", **told)
    reports.report_error(learner=learner, text=f"Write to {EMAIL} about this.", **told)
    answer = f"Dear {NAME}, it is corrected."
    reports.answer_report(report=first, answer=answer, outcome=Outcome.CORRECTED, actor=None, now=now)
    told = {"title": f"A talk by {NAME}", "body": f"{WORD} hospital", "credit_name": WORD, "note": EMAIL}
    values = {**told, "amount": Decimal(1), "completed_on": now.date()}
    proof = Document("pdf", f"{WORD}.pdf", f"%PDF-1.7 {NAME}".encode())
    transcript.add_credit(learner=learner, values=values, document=proof, today=now.date(), now=now)
    queue(kind="trial", key="1", to=EMAIL, subject="A reminder", body=f"Dear {NAME}", now=now)


def speaking_of(word: str) -> set[str]:
    """Return the tables of the database, whatever they are, in which a row holds ``word``, in any case or coding."""
    return {table for table in connection.introspection.table_names() if word in _text_of(table).lower()}


def _text_of(table: str) -> str:
    if table == Session._meta.db_table:
        return "\n".join(str(session.get_decoded()) for session in Session.objects.all())
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 the name is the database's own
        return "\n".join(_plain(value) for row in cursor.fetchall() for value in row)


def _plain(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "ignore")
    text = str(value)
    with suppress(Error, ValueError):  # the cache keeps its values in base64
        text += b64decode(text, validate=True).decode("utf-8", "ignore")
    return text
