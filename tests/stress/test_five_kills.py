"""What ``make stress`` does a hundred times, five times: the server is killed, and nothing that was saved is lost."""

import os
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.db import connection, connections

from elearning.settings import BASE_DIR
from quizzes.models import Response

pytestmark = pytest.mark.django_db(transaction=True)


def test_five_kills_of_the_server_lose_no_answer_that_was_saved(tmp_path):
    given = connection.settings_dict
    url = f"sqlite:///{given['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgres://{given['USER']}@{quote(given['HOST'], safe='')}:{given['PORT']}/{given['NAME']}"
    connections.close_all()
    run = subprocess.run(
        [sys.executable, "-m", "tests.stress.here", "5", "1", "0"],
        check=False,
        cwd=BASE_DIR,
        env={**os.environ, "DATABASE_URL": url, "VAR_DIR": str(tmp_path), "DEMO": "1", "DEBUG": "0"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert ": 5 kills " in run.stdout
    assert " 0 lost;" in run.stdout
    assert Response.objects.filter(revision__gt=0).exists()
