"""One run on the database that DATABASE_URL names, which holds no attempts: says what came of it.

    python -m tests.stress.here KILLS SEED CRASHES

CRASHES: how often the PostgreSQL server is killed too. Exits 1 when anything is lost.
"""

import os
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Event
from time import monotonic, sleep
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.stress.settings"
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 needs the settings
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from elearning.accounts.models import User  # noqa: E402
from quizzes import scores  # noqa: E402
from quizzes.models import Attempt, Response, Score  # noqa: E402
from tests import postgres  # noqa: E402
from tests.attempts import bank  # noqa: E402
from tests.attempts.saving import Saved  # noqa: E402
from tests.quizzes import factories  # noqa: E402
from tests.stress.learner import Learner, Sheet  # noqa: E402
from tests.stress.server import Server  # noqa: E402

LEARNERS = 6
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MOST_REQUESTS = 30
"""Answers of all learners together until a kill, at most. Without a pause, they are in the middle of something."""
LONGEST = 0.02
"""Seconds after the last of these answers until the kill, at most."""
PATIENCE = 60
"""Seconds after which a server that does not answer is given up."""


class Run:
    def __init__(self, kills: int, seed: int, crashes: int) -> None:
        self.kills, self.random = kills, Random(seed)
        self.crashes = {kills * number // (crashes + 1) for number in range(1, crashes + 1)}
        self.cutting = 0
        self.cut_off: list[bool] = []
        self.lost: list[str] = []

    def all(self) -> int:
        began = monotonic()
        if "quizzes_attempt" not in connection.introspection.table_names():
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
        site = _site()
        ready = monotonic()
        with Server() as server:
            learners = [_learner(site, server.port, number) for number in range(LEARNERS)]
            for kill in range(self.kills):
                self.turn(server, learners, crash=kill in self.crashes)
        sheets = [sheet for learner in learners for sheet in learner.sheets]
        self.check_scores(sheets, sum(learner.beginning for learner in learners))
        return self.told(learners, len(sheets), f"{ready - began:.1f} s to prepare, {monotonic() - ready:.1f} s")

    def told(self, learners: list[Learner], attempts: int, took: str) -> int:
        """Say what came of it; return 1 if anything was lost, or if too little was at stake to be sure."""
        acknowledged, submitted, broken = (
            sum(getattr(learner, name) for learner in learners) for name in ("acknowledged", "submitted", "broken")
        )
        say(
            f"{connection.vendor}: {self.kills} kills ({len(self.crashes)} of the database server too), {acknowledged} "
            f"answers and {submitted} submissions in {attempts} attempts acknowledged, {len(self.lost)} lost; "
            f"{self.cutting} kills cut {len(self.cut_off)} answers off, of which {sum(self.cut_off)} were stored; "
            f"{broken} connections broke before a kill; {took}"
        )
        for line in self.lost:
            say(f"LOST: {line}")
        if too_little := 2 * self.cutting < self.kills or acknowledged < self.kills:
            say("This shows nothing: most kills must cut an answer off, and answers must be acknowledged before.")
        return 1 if self.lost or too_little or not self.kills else 0

    def turn(self, server: Server, learners: list[Learner], *, crash: bool) -> None:
        """Let everybody work, kill the server, and see what the database has."""
        server.start()
        killed = Event()
        with ThreadPoolExecutor(len(learners)) as threads:
            work = [threads.submit(learner.sit, killed) for learner in learners]
            try:
                self.wait_for(learners, work)
                if crash:
                    postgres.crash(os.environ["DATABASE_URL"])
            finally:
                killed.set()
                server.kill()
            for each in work:
                each.result()
        _disconnect()
        errors = [error for learner in learners for error in learner.errors()]
        self.lost += [] if crash else errors
        self.compare([learner.sheets[-1] for learner in learners if learner.sheets])

    def compare(self, sheets: list[Sheet]) -> None:
        cut_off: list[bool] = []
        for sheet in sheets:
            stored = _stored(sheet)
            self.lost += sheet.lost(stored)
            cut_off += sheet.cut_off(stored)
        self.cut_off += cut_off
        self.cutting += bool(cut_off)

    def wait_for(self, learners: list[Learner], work: list[Future]) -> None:
        """Wait until as many answers as chance wants were acknowledged, and a moment more."""
        enough = sum(learner.acknowledged for learner in learners) + self.random.randint(1, MOST_REQUESTS)
        ends = monotonic() + PATIENCE
        while sum(learner.acknowledged for learner in learners) < enough:
            if any(each.done() for each in work):
                return  # with an error, which its result raises
            if monotonic() > ends:
                raise RuntimeError(f"The server acknowledged too few answers in {PATIENCE} s.")
            sleep(0.002)
        sleep(self.random.random() * LONGEST)

    def check_scores(self, sheets: list[Sheet], beginning: int) -> None:
        """Compare all attempts once more, and what was handed in with what is scored.

        As many more may have begun as learners were ``beginning`` one at the last kill.
        """
        rows = {attempt.pk: attempt for attempt in Attempt.objects.all()}
        for sheet in sheets:
            self.lost += sheet.lost(_stored(sheet))
            if (attempt := rows.get(sheet.attempt)) is None:
                self.lost.append(f"attempt {sheet.attempt}: all of it")
                continue
            count = Score.objects.filter(attempt=attempt).count()
            if count != int(attempt.submitted_at is not None) or (sheet.handed_in and not count):
                self.lost.append(f"attempt {sheet.attempt}: handed in {sheet.handed_in}, {count} scores")
            if attempt.submitted_at is not None and not sheet.handing_in:
                self.lost.append(f"attempt {sheet.attempt} is submitted, but nobody did")
        if len(rows) > len(sheets) + beginning:
            self.lost.append(f"{len(rows)} attempts stored, {len(sheets)} known, {beginning} asked for")
        for each in scores.differences(Attempt.objects.all()):
            self.lost.append(f"attempt {each.attempt}, score {each.number}: {each.what}")


def _site() -> bank.Sitting:
    today = timezone.now().date()
    days = (today - timedelta(days=30), today + timedelta(days=365))
    return bank.Sitting(days=days, pass_percent=100, wait_minutes=0, max_attempts=None, confidence=True)


def _learner(site: bank.Sitting, port: int, number: int) -> Learner:
    """Return a learner who has seen the slides and is signed in."""
    user, now = factories.learner(), timezone.now()
    factories.reads(user, site.edition, now)
    return Learner(port=port, slug=site.module.slug, session=_session(user), seed=number, paper_of=_paper_of)


def _session(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key


def _paper_of(attempt: int) -> list[dict[str, Any]]:
    try:
        return Attempt.objects.values_list("paper", flat=True).get(pk=attempt)
    finally:
        connection.close()


def _disconnect() -> None:
    """Give back all connections: the next ones are to a database server that may have been killed meanwhile."""
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()


def _stored(sheet: Sheet) -> dict[str, Saved]:
    columns = ("answer", "flagged", "note", "struck", "confidence", "revision")
    rows = Response.objects.filter(attempt=sheet.attempt, revision__gt=0).values("item_key", *columns)
    return {row.pop("item_key"): Saved(**row) for row in rows}


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(Run(*(int(each) for each in sys.argv[1:])).all())
