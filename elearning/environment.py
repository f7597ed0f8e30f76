"""Reading settings from the environment, and refusing wrong ones with a sentence that says what to write."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")
LEAST_SECRET = 50
env = environ.Env()


def read(name: str, default: str | None, parse: Callable[[str], T], expected: str, *, secret: bool = False) -> T:
    """Return the parsed value of ``name``; raise ImproperlyConfigured naming it and what was expected.

    What is wrong with a ``secret`` is not said, because the sentence ends up in logs.
    """
    raw = env.str(name, default=default)
    if raw is None:
        raise ImproperlyConfigured(f"{name} is not set. Write {name}={expected}.")
    try:
        return parse(raw)
    except (ValueError, KeyError, OSError, ImproperlyConfigured) as error:
        what = f"{name} cannot be used" if secret else f"{name}={raw!r} cannot be used ({error})"
        raise ImproperlyConfigured(f"{what}. Write {name}={expected}.") from None


def boolean(raw: str) -> bool:
    try:
        return {
            "1": True,
            "true": True,
            "yes": True,
            "on": True,
            "0": False,
            "false": False,
            "no": False,
            "off": False,
        }[raw.strip().lower()]
    except KeyError:
        raise ValueError("neither 0 nor 1") from None


def names(raw: str) -> list[str]:
    return [part.strip() for part in raw.split(",") if part.strip()]


def some_names(raw: str) -> list[str]:
    if not (found := names(raw)):
        raise ValueError("it names nothing")
    return found


def site_url(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
        raise ValueError("not an address without a path")
    return f"{parts.scheme}://{parts.netloc}"


def digits(count: int) -> Callable[[str], str]:
    """Return what reads a number of so many digits, or nothing."""

    def read_digits(raw: str) -> str:
        if raw and not (raw.isascii() and raw.isdecimal() and len(raw) == count):
            raise ValueError(f"not {count} digits")
        return raw

    return read_digits


def time_zone(raw: str) -> str:
    if not raw:
        raise ValueError("it is empty")
    ZoneInfo(raw)
    return raw


def long_secret(raw: str) -> str:
    if len(raw) < LEAST_SECRET:
        raise ValueError(f"shorter than {LEAST_SECRET} characters")
    return raw


def years(least: int) -> Callable[[str], int]:
    """Return a parser of a number of years that refuses fewer than ``least``."""

    def parse(raw: str) -> int:
        if (number := int(raw)) < least:
            raise ValueError(f"fewer than {least}")
        return number

    return parse


def kept_secret(path: Path) -> str:
    """Return the secret in ``path``, made at the first call; for the demonstration only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


def database(raw: str) -> dict:
    """Return Django's settings for a ``sqlite:///path`` or ``postgres://…`` address.

    SQLite: write-ahead log, every commit synced (an answer the learner saw saved survives a power cut), and
    transactions that take the write lock at once, so that two of them never fail half-way as "locked".
    PostgreSQL: psycopg's own pool, which excludes CONN_MAX_AGE.
    """
    config = env.db_url_config(raw)
    if config["ENGINE"].endswith("sqlite3"):
        Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
        }
    elif config["ENGINE"].endswith("postgresql"):
        config["HOST"] = unquote(config["HOST"])  # a Unix socket folder is written with %2F
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 8, "timeout": 20}}
        config["CONN_HEALTH_CHECKS"] = True
    else:
        raise ValueError("only sqlite and postgres are supported")
    return config
