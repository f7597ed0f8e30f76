"""``make stress``: learners sit tests, the server is killed again and again, and no answer that was "saved" is lost.

Real gunicorn, real databases in temporary folders: SQLite, then PostgreSQL where it is installed, which is killed
itself now and then. KILLS=100 and SEED=1 from the environment; the seed decides what learners answer and when kills
come, as far as a machine's other work allows.
"""

import os
import subprocess
import sys
import tempfile

from tests import postgres

CRASHES = 5


def main() -> int:
    kills, seed = os.environ.get("KILLS", "100"), os.environ.get("SEED", "1")
    with tempfile.TemporaryDirectory(prefix="elearning-stress-") as folder:
        status = run(folder, f"sqlite:///{folder}/db.sqlite3", kills, seed, 0)
        if postgres.programs():
            with postgres.cluster() as url:
                status |= run(folder, url, kills, seed, min(CRASHES, int(kills) // 10))
        else:
            sys.stdout.write("PostgreSQL is not installed: left out.\n")
    return status


def run(folder: str, url: str, kills: str, seed: str, crashes: int) -> int:
    env = {**os.environ, "VAR_DIR": folder, "DATABASE_URL": url, "DEMO": "1", "DEBUG": "0"}
    command = [sys.executable, "-m", "tests.stress.here", kills, seed, str(crashes)]
    return subprocess.run(command, check=False, env=env).returncode


if __name__ == "__main__":
    sys.exit(main())
