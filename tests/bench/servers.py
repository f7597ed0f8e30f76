"""Databases and servers of one run, in a temporary folder, on the loopback interface."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

SITE = "elearning.wsgi"
FLOOR = "tests.bench.floor.wsgi"
FLOOR_SETTINGS = "tests.bench.floor.settings"
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 30


@dataclass(frozen=True)
class Server:
    """A running gunicorn with its workers."""

    process: subprocess.Popen
    port: int

    def cpu_seconds(self) -> float:
        """Return the processor time that the workers have used so far (the database server's is not among it)."""
        return sum(_cpu_ticks(pid) for pid in self._workers()) / CLOCK_TICKS

    def _workers(self) -> list[str]:
        pid = self.process.pid
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def _cpu_ticks(pid: str) -> int:
    """Return user and system time of a process: the 14th and 15th field of its stat, counted after the name."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def environment(folder: Path, database_url: str) -> dict[str, str]:
    """Return the environment of a demonstration that keeps everything in ``folder`` and in its database."""
    return {
        **os.environ,
        "VAR_DIR": str(folder),
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "elearning.settings",
        "DEMO": "1",
        "DEBUG": "0",
    }


def python(env: dict[str, str], *arguments: str) -> str:
    """Run Python with ``arguments`` and return what it printed."""
    done = subprocess.run([sys.executable, *arguments], env=env, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"python {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


@contextmanager
def serving(application: str, env: dict[str, str]) -> Iterator[Server]:
    """Serve ``application`` as ``make run`` does: two workers of four threads."""
    port = _free_port()
    command = ["-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    process = subprocess.Popen(
        [sys.executable, *command, "--no-control-socket", "--log-level", "warning"],
        env={name: value for name, value in env.items() if name != "DJANGO_SETTINGS_MODULE"},
    )
    try:
        _wait_for(process, port)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def _wait_for(process: subprocess.Popen, port: int) -> None:
    ends = monotonic() + START_SECONDS
    while monotonic() < ends and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.1)
    sys.exit(f"Nothing listens on port {port}.")
