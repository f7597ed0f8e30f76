"""The contracts between layers fail when they are broken: each is broken once, in a copy of the project."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LINT = Path(sys.executable).parent / "lint-imports"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINT, "--no-cache"], cwd=folder, check=False, capture_output=True, text=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for package in ("courses", "elearning", "quizzes"):
        without = shutil.ignore_patterns("content", "fonts", "__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=without)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_project_keeps_its_contracts(project: Path):
    assert lint(project).returncode == 0


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("courses/models/modules.py", "import quizzes.models", "Apps use only what lies below them"),
        ("quizzes/services/attempts.py", "import elearning.certificates.models", "Apps use only what lies below them"),
        ("elearning/publishing/services.py", "import elearning.reports.models", "Apps use only what lies below them"),
        ("courses/services/editions.py", "import courses.views", "Inside an app"),
        ("quizzes/models/bank.py", "import quizzes.services", "Inside an app"),
        ("courses/domain/terms.py", "import django.utils.timezone", "Rules are pure"),
        ("elearning/journey.py", "import time", "Rules are pure"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(project: Path, file: str, line: str, contract: str):
    source = project / file
    source.write_text(f"{source.read_text()}\n{line}\n")
    done = lint(project)
    broken = [row for row in done.stdout.splitlines() if row.endswith("BROKEN") or "BROKEN" in row]
    assert done.returncode == 1
    assert any(contract in row or contract in done.stdout.partition("Broken contracts")[2] for row in broken)
