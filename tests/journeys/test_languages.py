"""Changing the language while reading."""

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
