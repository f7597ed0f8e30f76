"""The load: a process of its own that sends requests over kept connections and times every answer.

Reads the arguments of ``run`` as JSON from standard input and prints what it returns. It speaks HTTP itself, plainly:
the load shares the machine's processors with the server that it measures.
"""

import gzip
import json
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle
from threading import Barrier, BrokenBarrierError, Thread
from time import perf_counter
from typing import Any

CONNECTION_REQUESTS = 25
"""Requests over one connection. A server's process keeps a connection that it accepted; new ones spread the load."""

LIMIT_SECONDS = 5
"""A slow machine sends fewer requests than asked, not for longer than this."""
GZIP = b"\x1f\x8b"
"""How a compressed body begins."""


class Connection:
    """One client's connection to a port of this machine."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.left = 0

    def exchange(self, request: bytes) -> tuple[int, bytes]:
        """Send ``request`` and return the status and body of its answer."""
        if not self.left:
            self._connect()
        self.left -= 1
        self.socket.sendall(request)
        return self._answer()

    def _connect(self) -> None:
        self.close()
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = self.socket.makefile("rb")
        self.left = CONNECTION_REQUESTS

    def _answer(self) -> tuple[int, bytes]:
        status, headers = int(self.reader.readline().split()[1]), {}
        while (line := self.reader.readline().strip()) != b"":
            name, _, value = line.partition(b":")
            headers[name.lower()] = value.strip()
        chunked = headers.get(b"transfer-encoding") == b"chunked"
        length = int(headers.get(b"content-length", 0))
        return status, b"".join(self._chunks()) if chunked else self.reader.read(length)

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.reader.readline(), 16):
            yield self.reader.read(size)
            self.reader.readline()
        self.reader.readline()

    def close(self) -> None:
        if hasattr(self, "socket"):
            self.reader.close()
            self.socket.close()


def message(request: dict[str, Any]) -> bytes:
    """Return a request of a job as bytes."""
    lines = [f"{request['method']} {request['path']} HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip"]
    lines += [f"{name}: {value}" for name, value in request["headers"].items()]
    if body := request.get("body", ""):
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", body]).encode()


def wrong(status: int, body: bytes, marker: str) -> str:
    """Return what is wrong with an answer, or an empty string."""
    if body.startswith(GZIP):
        body = gzip.decompress(body)
    if status != 200:
        return f"status {status}: {body[:200]!r}"
    return "" if marker.encode() in body else f"{marker!r} is not in the answer: {body[:200]!r}"


def run(port: int, clients: list[list[dict[str, Any]]], requests: int, warm_up: int) -> dict[str, Any]:
    """Return the ``seconds`` of each request, of all together (``elapsed``), and the first ``problems``.

    Every client goes round and round its own requests (``method``, ``path``, ``headers``, ``body`` and the ``marker``
    that the answer must hold): ``warm_up`` times unmeasured, then until ``requests`` have been sent by all
    together, or LIMIT_SECONDS are over.
    """
    tickets, timed = iter(range(requests)), []
    problems: list[str] = []
    barrier = Barrier(len(clients) + 1)

    def one(own: list[dict[str, Any]]) -> None:
        connection, turns = Connection(port), cycle([(message(each), each["marker"]) for each in own])

        def send() -> float:
            request, marker = next(turns)
            began = perf_counter()
            answer = connection.exchange(request)
            seconds = perf_counter() - began
            if problem := wrong(*answer, marker):
                problems.append(f"{request.splitlines()[0]!r}: {problem}")
            return seconds

        try:
            for _ in range(warm_up):
                send()
            barrier.wait(timeout=60)
            ends = perf_counter() + LIMIT_SECONDS
            while perf_counter() < ends and next(tickets, None) is not None:
                timed.append(send())
        except Exception as error:  # noqa: BLE001 reported to whoever started the run
            problems.append(repr(error))
            barrier.abort()
        finally:
            connection.close()

    threads = [Thread(target=one, args=(own,)) for own in clients]
    for thread in threads:
        thread.start()
    with suppress(BrokenBarrierError):
        barrier.wait(timeout=60)
    began = perf_counter()
    for thread in threads:
        thread.join()
    return {"seconds": timed, "elapsed": perf_counter() - began, "problems": problems[:5]}


if __name__ == "__main__":
    json.dump(run(**json.load(sys.stdin)), sys.stdout)
