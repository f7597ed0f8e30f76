"""``make bench-analysis``: the analysis of 100,000 attempts at 20 items, from the database to its figures.

Builds the rows itself in a temporary database, first SQLite, then PostgreSQL where it is installed. The analysis runs
in a process of its own, whose peak of memory counts everything, Python and Django included. The aim: 10 s, 500 MB.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic, process_time

from tests import postgres

ATTEMPTS, ITEMS = 100_000, 20
SECONDS, MEGABYTES = 10, 500
FILL = "from tests.bench.analysis import fill; fill()"
MEASURE = "from tests.bench.analysis import measure; measure()"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="elearning-bench-") as name:
        kept = bench("SQLite", f"sqlite:///{Path(name) / 'db.sqlite3'}", name)
        if postgres.programs():
            with postgres.cluster() as url:
                kept = bench("PostgreSQL", url, name) and kept
        else:
            say("PostgreSQL is not installed: left out.")
    sys.exit(0 if kept else 1)


def bench(title: str, url: str, folder: str) -> bool:
    """Measure and print one database; whether it keeps within the aim."""
    env = {**os.environ, "VAR_DIR": folder, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "elearning.settings"}
    python(env, "manage.py", "migrate", "-v", "0")
    python(env, "manage.py", "shell", "-v", "0", "-c", FILL)
    told = json.loads(python(env, "manage.py", "shell", "-v", "0", "-c", MEASURE))
    kept = told["seconds"] <= SECONDS and told["megabytes"] <= MEGABYTES
    aim = f"aim: {SECONDS} s, {MEGABYTES} MB{'' if kept else ': MISSED'}"
    used = f"{told['seconds']:.1f} s ({told['processor']:.1f} s of it computing)"
    figures = f"{used}, {told['megabytes']:.0f} MB at its peak ({aim})"
    say(f"{title}: {told['attempts']} attempts at {told['items']} items: {figures}")
    return kept


def python(env: dict[str, str], *arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], env=env, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"python {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def fill() -> None:
    """Insert the attempts, with responses and scores."""
    from django.db import connection, transaction

    from tests.quizzes.analysis.crowd import crowd
    from tests.quizzes.factories import Sitting

    with transaction.atomic():
        crowd(Sitting(items=ITEMS), ATTEMPTS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as PostgreSQL does by itself within minutes


def measure() -> None:
    """Analyse the test that was filled and print what it took, as JSON."""
    from quizzes.models import Test
    from quizzes.statistics import analysis_of

    test = Test.objects.select_related("edition").get()
    began, before = monotonic(), process_time()
    found = analysis_of(test)
    took = {"seconds": monotonic() - began, "processor": process_time() - before}
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"attempts": found.test.n, "items": len(found.items), "megabytes": megabytes, **took}
    say(json.dumps(told))


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
