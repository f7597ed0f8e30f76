"""The server that is killed."""

import os
import signal
import socket
import subprocess
import sys
from time import monotonic, sleep
from types import TracebackType
from typing import Self

START_SECONDS = 30


class Server:
    """gunicorn with its workers, started and killed as often as one likes. A context: at its end nothing runs."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.group = 0
        self.nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.stress.nursery", str(self.port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self) -> None:
        self.nursery.stdin.write("\n")
        self.nursery.stdin.flush()
        self.group = int(self.nursery.stdout.readline())
        self._wait_until(listening=True)

    def kill(self) -> None:
        """End the server and its workers at once, whatever they are doing."""
        if self.group:
            os.killpg(self.group, signal.SIGKILL)
            self._wait_until(listening=False)  # or the next one would be started beside a survivor
            self.group = 0

    def _wait_until(self, *, listening: bool) -> None:
        ends = monotonic() + START_SECONDS
        while monotonic() < ends:
            with socket.socket() as probe:
                if (probe.connect_ex(("127.0.0.1", self.port)) == 0) is listening:
                    return
            sleep(0.01)
        raise RuntimeError(f"{'Nothing' if listening else 'Something still'} listens on port {self.port}.")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self.nursery.stdin.close()
        self.nursery.wait(timeout=START_SECONDS)
