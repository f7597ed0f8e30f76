"""A wrong setting stops the start with a sentence that says what to write."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from elearning import environment as e
from tests.certificates.test_seal_key import key_file

PRODUCTION = {
    "DEMO": "0",
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP",
    "ALLOWED_HOSTS": "learn.example.org",
    "SITE_URL": "https://learn.example.org",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
}


def manage(folder, *command, **variables):
    """Run manage.py in an environment of its own."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = {**inherited, "VAR_DIR": str(folder), **variables}
    environment = {name: value for name, value in environment.items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        (
            {"DATABASE_URL": "nonsense"},
            "Write DATABASE_URL=postgres://user:password@host:5432/name or sqlite:////folder/file.sqlite3.",
        ),
        (
            {"DATABASE_URL": "mysql://a:b@c/d"},
            "DATABASE_URL cannot be used. Write DATABASE_URL=postgres://user:password@host:5432/name or sqlite:////folder/file.sqlite3.",
        ),
        (
            {"DEMO": "maybe"},
            "DEMO='maybe' cannot be used (neither 0 nor 1). Write DEMO=1 (a demonstration) or 0 (production).",
        ),
        ({"PORT": "eighty"}, "Write PORT=8000, a number."),
        (
            {"SITE_URL": "learn.example.org"},
            "SITE_URL='learn.example.org' cannot be used (not an address without a path). Write SITE_URL=https://learn.example.org.",
        ),
        ({"TIME_ZONE": "Zurich"}, "Write TIME_ZONE=Europe/Zurich, a name of the tz database."),
        ({"SECRET_KEY": "short"}, "SECRET_KEY cannot be used. Write SECRET_KEY=at least 50 random characters."),
        ({"ALLOWED_HOSTS": " , "}, "(it names nothing). Write ALLOWED_HOSTS=learn.example.org, a list with commas."),
        ({**PRODUCTION, "SECRET_KEY": None}, "SECRET_KEY is not set. Write SECRET_KEY=at least 50 random characters."),
        (
            {**PRODUCTION, "ALLOWED_HOSTS": None},
            "ALLOWED_HOSTS is not set. Write ALLOWED_HOSTS=learn.example.org, a list with commas.",
        ),
        ({**PRODUCTION, "SITE_URL": None}, "SITE_URL is not set. Write SITE_URL=https://learn.example.org."),
        ({**PRODUCTION, "EMAIL_URL": None}, "EMAIL_URL is not set. Write EMAIL_URL=smtp+tls://user:password@host:587."),
        ({**PRODUCTION, "SECURE_HSTS_SECONDS": "long"}, "Write SECURE_HSTS_SECONDS=31536000, a number of seconds."),
    ],
)
def test_a_wrong_setting_stops_the_start_and_says_what_to_write(tmp_path, variables, sentence):
    stopped = manage(tmp_path, "check", **variables)
    assert stopped.returncode != 0
    assert stopped.stderr.strip().splitlines()[-1].endswith(sentence)


@pytest.mark.parametrize("database", [{}, {"DATABASE_URL": "postgres://user:password@db.example.org/site"}])
def test_a_production_start_passes_the_deployment_check(tmp_path, database):
    own = {"SEAL_KEY": str(key_file(tmp_path / "seal.p12", form="pkcs12", password="sesame"))}
    own["SEAL_KEY_PASSWORD"] = "sesame"
    checked = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION, **database, **own)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout == "System check identified no issues (0 silenced).\n"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://site:hunter2@db.example.org/site"),
        ("EMAIL_URL", "carrier-pigeon://site:hunter2@loft.example.org"),
        ("SECRET_KEY", "hunter2"),
    ],
)
def test_a_wrong_secret_is_never_printed(tmp_path, name, value):
    refused = manage(tmp_path, "check", **{name: value})
    assert (
        refused.returncode,
        "hunter2" in refused.stderr,
        f"{name} cannot be used. Write {name}=" in refused.stderr,
    ) == (
        1,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("variables", "identity"),
    [
        ({"DEMO": "1"}, "elearning.E001"),
        ({**PRODUCTION, "SITE_URL": "http://learn.example.org"}, "elearning.E002"),
        ({**PRODUCTION, "SEAL_KEY": "/nowhere/seal.p12"}, "certificates.E002"),
    ],
)
def test_what_is_no_production_start_fails_the_deployment_check(tmp_path, variables, identity):
    checked = manage(tmp_path, "check", "--deploy", **variables)
    assert (checked.returncode, identity in checked.stderr) == (1, True)


def test_without_any_setting_the_site_is_a_demonstration(tmp_path):
    assert manage(tmp_path, "check").returncode == 0
    first = (tmp_path / "secret-key").read_text()
    assert len(first) >= 50
    manage(tmp_path, "check")
    assert (tmp_path / "secret-key").read_text() == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_sqlite_syncs_every_commit_and_takes_the_write_lock_at_once(tmp_path):
    config = e.database(f"sqlite:///{tmp_path}/folder/db.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in config["OPTIONS"]["init_command"]
    assert (tmp_path / "folder").is_dir()


def test_postgresql_has_a_pool_and_may_listen_on_a_socket():
    config = e.database("postgres://ann:secret@%2Frun%2Fsocket:5433/site")
    assert (config["HOST"], config["PORT"], config["NAME"], config["USER"]) == ("/run/socket", 5433, "site", "ann")
    assert config["OPTIONS"]["pool"]["max_size"] >= 4
    assert config.get("CONN_MAX_AGE", 0) == 0


@pytest.mark.parametrize(
    ("raw", "value"), [("1", True), ("YES", True), (" on ", True), ("0", False), ("false", False), ("No", False)]
)
def test_a_switch_is_read_in_its_usual_spellings(raw, value):
    assert e.boolean(raw) is value


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        ("https://a.org", "https://a.org"),
        ("https://a.org/", "https://a.org"),
        ("http://a.org:8000", "http://a.org:8000"),
    ],
)
def test_the_address_of_the_site_has_no_path(raw, url):
    assert e.site_url(raw) == url


@pytest.mark.parametrize("raw", ["a.org", "ftp://a.org", "https://a.org/x", "https://"])
def test_a_wrong_address_of_the_site_is_refused(raw):
    with pytest.raises(ValueError, match="not an address without a path"):
        e.site_url(raw)


def test_a_missing_setting_is_named(monkeypatch):
    monkeypatch.delenv("NOTHING_HERE", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"NOTHING_HERE is not set\. Write NOTHING_HERE=a value\."):
        e.read("NOTHING_HERE", None, str, "a value")
