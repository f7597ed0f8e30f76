"""Changing the language while reading."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from courses.models import Progress
from tests.journeys import scenes, steps
from tests.journeys.conftest import PHONE, OpenPage
from tests.journeys.scenes import Learner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTE = "Noch nicht übersetzt: diese Folie steht auf Englisch."


def test_the_switch_follows_the_slide_and_progress_is_kept_across_languages(open_page: OpenPage, dana: Learner):
    edition = scenes.translated(timezone.now())
    page = open_page()
    steps.sign_in(page, dana)
    page.goto("/modules/translated/")
    page.get_by_role("link", name="Deutsch").click()
    steps.press(page, "Start module")
    expect(page.get_by_role("heading", name="Über one")).to_be_visible()
    expect(page).to_have_title("Über one · Ein Beispielmodul")
    steps.go_on_to(page, "two")
    expect(page.get_by_text(NOTE)).to_be_visible()
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/modules/translated/slides/two/")
    expect(page.get_by_text(NOTE)).to_have_count(0)
    steps.go_on_to(page, "three")
    page.get_by_role("link", name="Deutsch").click()
    page.wait_for_url("**/modules/translated/de/slides/three/")
    expect(page.locator("#player-section")).to_have_attribute("lang", "en")
    page.wait_for_load_state("networkidle")
    read = dict(Progress.objects.filter(learner=dana).values_list("slide_key", "language"))
    assert read == {"one": "de", "two": "", "three": "de"}
    assert set(read) == {slide.key for slide in edition.slides.all()}


def test_the_switch_works_on_a_phone_without_javascript(open_page: OpenPage, dana: Learner):
    scenes.has_read(dana, scenes.translated(timezone.now()), timezone.now())
    page = open_page(**PHONE, java_script_enabled=False)
    steps.sign_in(page, dana, to="/modules/translated/slides/one/")
    page.get_by_role("link", name="Deutsch").tap()
    expect(page.get_by_role("heading", name="Über one")).to_be_visible()
    page.get_by_role("link", name="English").tap()
    expect(page.get_by_role("heading", name="About one")).to_be_visible()


def test_an_answer_given_in_one_language_is_told_in_the_other(open_page: OpenPage, dana: Learner):
    scenes.translated(timezone.now())
    page = open_page()
    steps.sign_in(page, dana)
    page.goto("/modules/translated/de/")
    steps.press(page, "Start module")
    page.get_by_label("HER2-low").check()
    steps.press(page, "Antwort prüfen")
    expect(page.locator(".question__feedback")).to_contain_text("Richtig, denn sie ist nicht amplifiziert")
    expect(page).to_have_url(re.compile("/modules/translated/de/slides/one/$"))
    page.get_by_role("link", name="English").click()
    expect(page.locator(".question__feedback")).to_contain_text("Right, because it is not amplified")


def test_a_question_is_answered_in_a_translation_without_javascript(open_page: OpenPage, dana: Learner):
    scenes.has_read(dana, scenes.translated(timezone.now()), timezone.now(), answering=False)
    page = open_page(**PHONE, java_script_enabled=False)
    steps.sign_in(page, dana, to="/modules/translated/de/slides/one/")
    steps.press(page, "Antwort prüfen")
    expect(page.locator(".question__fault")).to_have_text("Bitte zuerst eine Antwort wählen.")
    page.get_by_label("HER2-positiv").check()
    steps.press(page, "Antwort prüfen")
    expect(page.locator(".question__feedback")).to_contain_text("Falsch, denn sie ist nicht amplifiziert.")
    expect(page).to_have_url(re.compile("/modules/translated/de/slides/one/#question-scored-two-plus$"))
    page.get_by_role("link", name="Next").tap()
    expect(page.get_by_text("Which treatment do you choose next?")).to_be_visible()
    expect(page.get_by_text(NOTE)).to_be_visible()
