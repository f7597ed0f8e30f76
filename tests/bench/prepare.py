"""Fills the site's database for the benchmark and prints, as JSON, what the clients are to send.

Runs in a Django shell with the site's settings, after ``manage.py prepare`` and the floor's own tables.
"""

import json
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone

import quizzes.services
from courses import access
from courses.domain.reading import slides_of
from courses.models import Edition, Progress, Start
from elearning.accounts.models import User
from elearning.certificates import services as certificates
from quizzes.models import Attempt
from tests.bench import inside
from tests.quizzes.filling import right_posts

SLUG = "her2-metastatic-breast-cancer"
LEARNERS = 200
CLIENTS = 8
TOKEN = "b" * 32
SITE_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FLOOR_BACKEND = "django.contrib.auth.backends.ModelBackend"


def main() -> None:
    now = timezone.now()
    edition = access.newest_edition(SLUG)
    learners = make_learners(edition, now)
    floor_text()
    cookies = {learner.pk: session(learner, SITE_BACKEND) for learner in learners}
    sitting, certified = learners[:CLIENTS], learners[CLIENTS : 2 * CLIENTS]
    attempts = [begin(learner, edition, now) for learner in sitting]
    issued = [certificate(learner, edition, now) for learner in certified]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    own = [cookies[learner.pk] for learner in sitting]
    floor = [session(learner, FLOOR_BACKEND) for learner in sitting]
    plan = {
        "read": [floor_requests("read", cookie) for cookie in floor],
        "write": [floor_requests("write", cookie) for cookie in floor],
        "slide page": [slide_requests(edition, cookie) for cookie in own],
        "answer save": [answer_requests(attempt, cookie) for attempt, cookie in zip(attempts, own, strict=True)],
        "module page": [[get(f"/modules/{SLUG}/", cookie, "journey-title")] for cookie in own],
        "certificate": [
            [get(f"/certificates/{each.number}/pdf/", cookies[learner.pk], "%PDF-")]
            for learner, each in zip(certified, issued, strict=True)
        ],
    }
    json.dump({"plan": plan, "inside": inside.measure(plan)}, sys.stdout)


def make_learners(edition: Edition, now: datetime) -> list[User]:
    """Return learners who have begun the module and seen a third of its slides, each in another minute."""
    learners = User.objects.bulk_create(
        User(email=f"learner-{number}@example.org", name=f"Learner {number}", password="!")
        for number in range(1, LEARNERS + 1)
    )
    Start.objects.bulk_create(Start(learner=each, module=edition.module, edition=edition, at=now) for each in learners)
    slides = slides_of(edition.outline)
    read = slides[: len(slides) // 3]
    Progress.objects.bulk_create(
        Progress(
            learner=learner,
            module=edition.module,
            slide_key=slide["key"],
            edition=edition,
            content_hash="0" * 64,
            first_seen=now - timedelta(minutes=100 - slide["position"]),
            last_seen=now - timedelta(minutes=100 - slide["position"]),
            active_seconds=60,
        )
        for learner in learners
        for slide in read
    )
    return learners


def session(learner: User, backend: str) -> str:
    """Return the key of a new session of ``learner``, as signing in makes it."""
    store = SessionStore()
    store[SESSION_KEY] = str(learner.pk)
    store[BACKEND_SESSION_KEY] = backend
    store[HASH_SESSION_KEY] = learner.get_session_auth_hash()
    store.create()
    return store.session_key


def begin(learner: User, edition: Edition, now: datetime) -> Attempt:
    term = access.current_term(edition.module, now)
    return quizzes.services.begin_attempt(learner=learner, edition=edition, term=term, slides_unseen=0, now=now)


def certificate(learner: User, edition: Edition, now: datetime) -> Any:
    """Return the certificate of ``learner``, who answers every item right; its document is drawn."""
    attempt = begin(learner, edition, now)
    for number in range(1, len(attempt.paper) + 1):
        for posted in right_posts(attempt, number):
            given = {"learner": learner, "attempt_id": attempt.pk, "number": number, "now": now}
            quizzes.services.save_answer(**given, posted=posted)
    quizzes.services.submit_attempt(learner=learner, attempt_id=attempt.pk, now=now)
    wish = certificates.Wish(learner.name)
    (issued,) = certificates.claim_certificates(learner=learner, attempt=attempt, wish=wish, now=now)
    certificates.certificate_pdf(certificate=issued, now=now)
    return issued


def floor_text() -> None:
    """Insert the floor's one row; its model belongs to other settings than these."""
    with connection.cursor() as cursor:
        values = ["text", "A floor", "What Django itself costs."]
        cursor.execute("INSERT INTO floor_text (key, title, body) VALUES (%s, %s, %s)", values)


def get(path: str, cookie: str, marker: str) -> dict[str, Any]:
    """Return a request as a browser makes it that has been here before, its token cookie included."""
    headers = {"Cookie": f"sessionid={cookie}; csrftoken={'t' * 32}"}
    return {"method": "GET", "path": path, "headers": headers, "marker": marker}


def floor_requests(kind: str, cookie: str) -> list[dict[str, Any]]:
    return [get(f"/{kind}/text/", cookie, "What Django itself costs.")]


def slide_requests(edition: Edition, cookie: str) -> list[dict[str, Any]]:
    """Return the way through the module from its first slide to its last."""
    slides: Iterable[dict] = slides_of(edition.outline)
    return [get(f"/modules/{SLUG}/slides/{each['key']}/", cookie, f'data-slide="{each["key"]}"') for each in slides]


def answer_requests(attempt: Attempt, cookie: str) -> list[dict[str, Any]]:
    """Return every item of the paper answered, whatever its kind, as the page's script does it."""
    headers = {
        "Cookie": f"sessionid={cookie}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
        "HX-Request": "true",
    }
    numbers = range(1, len(attempt.paper) + 1)
    return [
        {
            "method": "POST",
            "path": f"/modules/{SLUG}/test/{attempt.pk}/{number}/answer/",
            "headers": headers,
            "body": urlencode(right_posts(attempt, number)[0], doseq=True),
            "marker": "Saved at",
        }
        for number in numbers
    ]
