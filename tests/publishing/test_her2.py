"""The module that the site ships, read from its real folder."""

from pathlib import Path

import pytest
from django.conf import settings

from courses.domain.problems import Problems
from elearning.publishing.folder import read_folder
from elearning.publishing.services import check
from tests.publishing.folders import run

FOLDER = Path(settings.BASE_DIR) / "courses" / "content" / "her2-metastatic-breast-cancer"


@pytest.fixture(scope="module")
def module():
    found, problems = check(read_folder(FOLDER, Problems()))
    assert [str(problem) for problem in problems] == []
    return found


def test_the_shipped_module_has_no_problems():
    assert run("check_module", FOLDER)[0] == 0


def test_it_has_at_least_24_slides_of_which_12_show_a_figure(module):
    slides = module.content.slides
    assert len(slides) >= 24
    assert sum("<figure" in slide.html or "<table" in slide.html for slide in slides) >= 12


def test_it_has_its_five_parts_in_order(module):
    titles = [section["key"] for section in module.content.module.sections]
    assert titles == ["introduction", "current-standards", "specific-situations", "novel-approaches", "conclusion"]


def test_it_has_at_least_20_items_and_every_objective_has_one(module):
    items = module.test.items
    assert len(items) >= 20
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
