"""What is measured without a server: SQL statements of each page."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

TRANSACTION_CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def measure(plan: dict[str, list[list[dict[str, Any]]]]) -> dict[str, Any]:
    """Return the statements of each of the site's pages."""
    pages = {name: clients[0][-1] for name, clients in plan.items() if name not in {"read", "write"}}
    return {"statements": {name: len(statements(request)) for name, request in pages.items()}}


def statements(request: dict[str, Any]) -> list[str]:
    """Return the SQL statements of the second of two equal requests, transaction control left out."""
    send(request)
    with CaptureQueriesContext(connection) as captured:
        response = send(request)
    if response.status_code != 200:
        raise RuntimeError(f"{request['path']} answered {response.status_code}.")
    found = [query["sql"] for query in captured.captured_queries]
    return [sql for sql in found if not sql.startswith(TRANSACTION_CONTROL)]


def send(request: dict[str, Any]) -> Any:
    """Answer a request of the plan with the site in this process."""
    return Client(enforce_csrf_checks=True).generic(
        request["method"],
        request["path"],
        request.get("body", ""),
        content_type="application/x-www-form-urlencoded",
        headers={**request["headers"], "Host": "localhost"},
    )
