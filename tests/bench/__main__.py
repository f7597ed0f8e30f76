"""``make bench``: the pages that learners use most, beside a bare Django view served the same way in the same run.

Everything is bounded and stays on this machine: two gunicorns of two workers each, a client process, temporary
folders. First SQLite, then PostgreSQL where it is installed. Floor and pages take turns, so that whatever else the
machine does touches both; "of floor" compares requests a second, and then processor time, which such noise
does not reach. Figures of one machine say little about another; the ratios travel.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic
from typing import Any

from tests import postgres
from tests.bench import report, servers
from tests.bench.servers import FLOOR, FLOOR_SETTINGS, SITE, Server

FLOORS = {"slide page": "write", "answer save": "write", "module page": "read", "certificate": "read"}
ORDER = ("write", "slide page", "answer save", "read", "module page", "certificate")
ROUNDS = 3
LOADS = {1: 60, 8: 240}
"""Requests of a round by number of clients."""
WARM_UP = 3
PREPARE = "from tests.bench import prepare; prepare.main()"
DOCUMENTS = "from tests.bench import documents; documents.main()"


def main() -> None:
    began = monotonic()
    with tempfile.TemporaryDirectory(prefix="elearning-bench-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'db.sqlite3'}"
        servers.python(servers.environment(folder, url), "manage.py", "collectstatic", "--noinput", "-v", "0")
        bench("SQLite", folder, url)
        if postgres.programs():
            with postgres.cluster() as url:
                bench("PostgreSQL", folder, url)
        else:
            say("\nPostgreSQL is not installed: left out.")
    say(f"\n{monotonic() - began:.0f} s for everything.")


def bench(title: str, folder: Path, url: str) -> None:
    """Measure and print one database."""
    env = servers.environment(folder, url)
    servers.python(env, "manage.py", "prepare")
    servers.python(env, "-m", "django", "migrate", "--run-syncdb", "-v", "0", "--settings", FLOOR_SETTINGS)
    prepared = json.loads(servers.python(env, "manage.py", "shell", "-v", "0", "-c", PREPARE))
    with servers.serving(SITE, env) as site, servers.serving(FLOOR, env) as floor:
        measured = measure(prepared["plan"], site, floor)
    say(f"\n{title}\n{report.table(measured, FLOORS, prepared['inside']['statements'])}")
    say(report.verdict(measured, FLOORS))
    say(report.documents(json.loads(servers.python(env, "manage.py", "shell", "-v", "0", "-c", DOCUMENTS))))


def measure(plan: dict[str, Any], site: Server, floor: Server) -> report.Measured:
    measured = {(page, clients): report.Series() for clients in LOADS for page in ORDER}
    for clients, requests in LOADS.items():
        for _ in range(ROUNDS):
            for page in ORDER:
                server = site if page in FLOORS else floor
                before = server.cpu_seconds()
                outcome = load(server, plan[page][:clients], requests)
                used = server.cpu_seconds() - before
                sent = len(outcome["seconds"])
                share = sent / (sent + clients * WARM_UP)
                measured[page, clients].add(outcome["seconds"], outcome["elapsed"], used * share)
    return measured


def load(server: Server, clients: list[list[dict[str, Any]]], requests: int) -> dict[str, Any]:
    """Let a process of clients send ``requests``; a wrong answer ends the benchmark."""
    job = {"port": server.port, "clients": clients, "requests": requests, "warm_up": WARM_UP}
    done = subprocess.run(
        [sys.executable, "tests/bench/client.py"], input=json.dumps(job), capture_output=True, text=True, check=True
    )
    outcome = json.loads(done.stdout)
    if outcome["problems"]:
        sys.exit("\n".join(["Wrong answers:", *outcome["problems"]]))
    return outcome


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
