"""Documentation moves with the code: what it names exists, and what exists is named."""

import re
import shlex
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from courses.domain.content import read_content
from courses.domain.problems import Problems
from elearning.publishing import services
from tests import factories

ROOT = Path(settings.BASE_DIR)
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md")])
OPERATING = (ROOT / "docs" / "operating.md").read_text()
AUTHORING = (ROOT / "docs" / "authoring.md").read_text()
OWN_APPS = {
    "elearning.lifecycle",
    "elearning.publishing",
    "quizzes",
    "courses",
    "elearning.certificates",
    "elearning.accounts",
    "elearning.audit",
}


def test_every_setting_read_from_the_environment_is_documented():
    source = (ROOT / "elearning" / "settings.py").read_text()
    read = set(re.findall(r'e\.(?:read|env\.str)\(\s*"([A-Z_]+)"', source))
    documented = set(re.findall(r"`([A-Z_]+)`", OPERATING))
    assert read - documented == set()


def test_every_command_of_the_project_is_documented():
    own = {name for name, app in get_commands().items() if app in OWN_APPS}
    assert own - set(re.findall(r"manage\.py ([a-z_]+)", OPERATING)) == set()


def test_every_command_named_in_the_documentation_exists():
    known = set(get_commands())
    named = {name for page in PAGES for name in re.findall(r"manage\.py ([a-z_]+)", page.read_text())}
    assert named - known == set()


def test_every_make_target_named_in_the_documentation_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"^ +make ([a-z-]+)", page.read_text(), flags=re.MULTILINE)}
    assert {"run", "test"} <= named
    assert named - targets == set()


def test_make_without_a_target_lists_the_commands():
    shown = subprocess.run(["make"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert re.findall(r"^make ([a-z-]+)", shown, flags=re.MULTILINE) == [
        "help",
        "run",
        "test",
        "lint",
        "bench",
        "bench-analysis",
        "stress",
        "sheets",
        "clean",
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path):
    text = re.sub(r"(`{3,}).*?\1|`[^`\n]+`", "", page.read_text(), flags=re.DOTALL)
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_version_is_the_newest_of_the_changelog():
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), flags=re.MULTILINE)[1]
    newest = re.search(r"^## (\d\S+)", (ROOT / "CHANGELOG.md").read_text(), flags=re.MULTILINE)[1]
    assert version == newest


def test_the_commands_for_authors_are_the_real_ones(tmp_path: Path, db: None):
    for line in re.findall(r"^    python manage\.py (.+)$", AUTHORING, flags=re.MULTILINE):
        words = shlex.split(line.partition("#")[0].replace("[", "").replace("]", ""))
        shown = subprocess.run(
            [sys.executable, "manage.py", words[0], "--help"], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout
        assert [word for word in words if word.startswith("--") and word not in shown] == []


def test_the_examples_for_authors_are_a_module_without_problems():
    """The slide, charts, questions, picture and files that are shown to authors are put into a folder and checked."""
    blocks = dict(re.findall(r"^## ([a-z]+)\.yaml\n.*?```yaml\n(.*?)```", AUTHORING, flags=re.DOTALL | re.MULTILINE))
    files = factories.folder()
    module = yaml.safe_load(blocks["module"])
    module["sections"] = factories.MODULE["sections"]
    module["objectives"].append({"key": "know", "text": "Know."})
    evidence = yaml.safe_load(blocks["evidence"])
    datum = {"endpoint": "PFS", "reference": "swain2020", "confirmed": "yes", "seen_in": "Table 2"}
    values = {"tdm1": "9.6", "lc": "6.4", "hr": "0.65", "ci_low": "0.55", "ci_high": "0.77"}
    evidence["emilia"] = {"name": "EMILIA", "data": {"pfs": {**datum, "values": values}}}
    evidence["approvals"] = {
        "name": "Approvals",
        "data": {key: {**datum, "values": {"date": "2025-12-15"}} for key in ("tdxd_fda", "tdxd_fda_third_line")},
    }
    test = yaml.safe_load(blocks["test"])
    test["blueprint"][0] |= {"draw": 1, "at_least": 1}
    test["blueprint"] += [{"objective": "know", "section": "basics", "draw": 1, "at_least": 1}]
    test["policy"]["draw"] = 2
    (enemy,) = test["items"][0]["enemies"]
    early = {name: value for name, value in deepcopy(test["items"][0]).items() if name != "enemies"}
    test["pretest"] = [early | test["pretest"][0]]
    test["items"] += [factories.item("more", slides=["cleopatra"])]
    test["items"] += [factories.item(enemy, objectives=[*test["items"][0]["objectives"]], slides=["cleopatra"])]
    charts = "\n\n".join(re.findall(r"````markdown\n(.*?)````", AUTHORING, flags=re.DOTALL))
    picture = re.search(r"```markdown\n(!\[.*?)```", AUTHORING, flags=re.DOTALL)[1].replace(" [@yarden2001]", "")
    slide = re.search(r"```markdown\n(---.*?)```", AUTHORING, flags=re.DOTALL)[1]
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><title>HER</title></svg>'
    files |= {
        "module.yaml": yaml.safe_dump(module).encode(),
        "references.yaml": blocks["references"].encode(),
        "evidence.yaml": yaml.safe_dump(evidence).encode(),
        "test.yaml": yaml.safe_dump(test).encode(),
        "1-basics/01-one.md": slide.encode(),
        "1-basics/02-two.md": factories.slide("two", body=f"{charts}\n\n{picture}"),
        "media/her-family.svg": svg,
    }
    assert [str(problem) for problem in services.check(files)[1]] == []


def test_the_example_of_a_translation_is_one_of_the_example_of_a_slide():
    part = AUTHORING.partition("## Translations")[2]
    german = yaml.safe_load(re.search(r"```yaml\n(.*?)```", part, flags=re.DOTALL)[1])
    module, slide = (re.search(rf"```{name}\n(.*?)```", part, flags=re.DOTALL)[1] for name in ("yaml", "markdown"))
    original = re.search(r"```markdown\n(---.*?)```", AUTHORING, flags=re.DOTALL)[1].replace("[standards]", "[know]")
    evidence = factories.EVIDENCE.replace("    os:", "    os_end_of_study:")
    sections = [{"key": key, "title": key, "outline": "Outline."} for key in (*german["sections"], "practice")]
    objectives = [{"key": key, "text": "Text."} for key in (*german["objectives"], "know")]
    plain = factories.folder(sections=sections, objectives=objectives)
    files = {path.replace("1-basics", "1-current-standards"): text for path, text in plain.items()}
    files |= {
        "evidence.yaml": evidence.encode(),
        "1-current-standards/01-one.md": original.encode(),
        "de/module.yaml": module.encode(),
        "de/1-current-standards/01-one.md": slide.encode(),
    }
    problems = Problems()
    content = read_content(files, problems)
    assert [str(problem) for problem in problems.sorted()] == []
    assert list(content.translations["de"].slides) == ["cleopatra"]
