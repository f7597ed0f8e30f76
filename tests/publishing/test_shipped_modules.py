"""The modules that the site ships, read from their real folders."""

from pathlib import Path

import pytest
from django.conf import settings

from courses.domain.problems import Problems
from courses.domain.provenance import evidence_table
from courses.domain.reading import reading_minutes
from elearning.publishing.folder import read_folder
from elearning.publishing.services import check
from tests.publishing.folders import run

CONTENT = Path(settings.BASE_DIR) / "courses" / "content"
FOLDER, SECOND = CONTENT / "her2-metastatic-breast-cancer", CONTENT / "chemotherapy-nausea-vomiting"


@pytest.fixture(scope="module")
def module():
    found, problems = check(read_folder(FOLDER, Problems()))
    assert [str(problem) for problem in problems] == []
    return found


@pytest.mark.parametrize("folder", [FOLDER, SECOND], ids=lambda folder: folder.name)
def test_a_shipped_module_has_no_problems_and_no_warnings(folder):
    code, said = run("check_module", folder)
    assert (code, [line for line in said if "warning" in line]) == (0, [])


@pytest.mark.parametrize(("folder", "name"), [(FOLDER, "her2"), (SECOND, "nausea-vomiting")])
def test_the_table_of_evidence_is_that_of_the_data(folder, name):
    found, _ = check(read_folder(folder, Problems()))
    page = Path(settings.BASE_DIR) / "docs" / "modules" / f"{name}-evidence.md"
    assert page.read_text() == evidence_table(found.content)


def test_it_has_60_slides_of_about_49_minutes_and_each_shows_something(module):
    slides = module.content.slides
    assert (len(slides), reading_minutes(sum(slide.seconds for slide in slides))) == (60, 49)
    shows = ("<figure", "<table", 'class="question"')
    assert [slide.key for slide in slides if not any(part in slide.html for part in shows)] == []


def test_it_asks_at_least_six_checks_and_three_cases(module):
    kinds = [question.kind for slide in module.content.slides for question in slide.questions]
    assert kinds.count("check") >= 6
    assert kinds.count("case") >= 3


def test_it_has_its_five_parts_in_order(module):
    titles = [section["key"] for section in module.content.module.sections]
    assert titles == ["introduction", "current-standards", "specific-situations", "novel-approaches", "conclusion"]


def test_its_bank_has_60_items_of_which_20_are_drawn_and_a_pretest_of_8(module):
    test = module.test
    assert len(test.items) >= 60
    assert (test.policy.draw, sum(row.draw for row in test.blueprint), len(test.pretest)) == (20, 20, 8)


def test_every_objective_has_an_item_and_most_items_are_vignettes(module):
    items = module.test.items
    assert sum(len(item.stem_html.split()) >= 15 for item in items) > len(items) / 2
    assert {objective for item in items for objective in item.objectives} == set(module.content.module.objectives)


def test_every_slide_serves_an_objective_and_has_spoken_text(module):
    assert [slide.key for slide in module.content.slides if not slide.objectives or slide.seconds < 10] == []


def test_it_is_a_demonstration_that_awaits_review_and_says_that_ai_helped(module):
    assert module.content.module.demonstration is True
    assert module.content.module.front["review"] == {"state": "awaiting clinical review", "reviewers": []}
    assert module.content.module.front["ai_assisted"]["reviewer"] is None
    assert {row["state"] for row in module.content.module.first_load.accreditations} <= {"none", "applied"}


def test_every_cited_source_is_in_the_references_and_every_trial_figure_is_confirmed(module):
    cited = {key for slide in module.content.slides for key in slide.references}
    assert cited <= module.content.references.keys()
    shown = {address.rpartition(".")[0] for _, _, address in module.content.markup.bindings}
    assert {datum.confirmed for datum in module.content.evidence if datum.path in shown} == {"yes"}
