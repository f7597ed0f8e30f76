"""What every test may use: the cast, a published module, and the databases' peculiarities."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# Playwright runs an event loop in the thread of the tests, in which Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from courses.models import Edition
from elearning.accounts.models import User
from tests import factories

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_setup", "live_server"})


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--asking", choices=["database", "nothing"], help="only the tests that ask a database, or none")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks no database finds the same beside every one of them: ``--asking`` lets it run once."""
    asking = config.getoption("--asking")
    if asking is None:
        return
    left_out = {each for each in items if _asks_a_database(each) is not (asking == "database")}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [each for each in items if each not in left_out]


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where CI runs, a test that was skipped is a test that failed: there is nothing there to excuse it."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """Transactional tests empty their tables by DELETE on SQLite, which the permanence triggers would refuse there.

    They are left out of the test database; tests of permanence put back the one they try (``kept_rows``).
    """
    with django_db_blocker.unblock():
        call_command("createcachetable", verbosity=0)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_delete'")
                for (name,) in cursor.fetchall():
                    cursor.execute(f"DROP TRIGGER {name}")


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def learner(db: None) -> User:
    return factories.user("learner@example.org", name="Ada Learner")


@pytest.fixture
def other_learner(db: None) -> User:
    return factories.user("other@example.org", name="Bo Other")


@pytest.fixture
def administrator(db: None) -> User:
    return factories.user("admin@example.org", name="Ida Admin", is_staff=True, is_superuser=True)


@pytest.fixture
def edition(db: None) -> Edition:
    """A published module of three slides and three items, valid for the whole of 2027."""
    return factories.published(factories.folder())


@pytest.fixture
def signed_in(clock: object, client: Client, learner: User) -> Client:
    """A learner's browser while the clock stands at NOW (a session made before it stopped would have run out)."""
    client.force_login(learner)
    return client


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Stops the site's clock at NOW; ``clock.move_to`` changes it."""
    import time_machine

    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def statements() -> Callable[[Callable[[], object]], int]:
    """Counts the SQL statements of a call, transaction control left out."""

    def count(call: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            call()
        control = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
        return sum(not query["sql"].startswith(control) for query in captured.captured_queries)

    return count


def _operations(app: str) -> list[object]:
    """All operations of an app's migrations, the newest migration first."""
    names = sorted(
        (path.stem for path in Path(import_module(app).__file__).parent.glob("migrations/0*.py")), reverse=True
    )
    modules = (import_module(f"{app}.migrations.{name}") for name in names)
    return [operation for module in modules for operation in module.Migration.operations]


@pytest.fixture
def kept_rows(db: None) -> Callable[..., None]:
    """Puts back the trigger that the test database lacks: ``kept_rows(app, table)`` refuses DELETE on SQLite too."""

    def put_back(app: str, table: str) -> None:
        if connection.vendor != "sqlite":
            return
        rule = next(operation for operation in _operations(app) if getattr(operation, "table", "") == table)
        statement = next(sql for sql in rule.statements("sqlite") if f"{table}_no_delete" in sql)
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return put_back
