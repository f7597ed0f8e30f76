"""Check questions and cases in a browser: by the keyboard alone, on a phone without scripts, and in the player."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from courses.models import Edition, Progress
from tests.journeys import scenes, steps
from tests.journeys.conftest import PHONE, OpenPage
from tests.journeys.scenes import Learner
from tests.journeys.test_keyboard import follow, tab_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ON_OPTION = "document.activeElement.name === 'option'"
ON_BUTTON = "document.activeElement.innerText === '{}'"


def start(page: Page, person: Learner, edition: Edition) -> None:
    steps.sign_in(page, person)
    steps.open_module(page, edition)
    steps.press(page, "Start module")
    steps.expect_slide(page, "one")


def outline_mark(page: Page, key: str) -> str | None:
    return page.locator(f'#outline [data-slide="{key}"]').evaluate(
        "entry => entry.querySelector('.outline__seen, .outline__asking')?.textContent.trim() ?? null"
    )


def test_a_check_is_answered_by_the_keyboard_alone(open_page: OpenPage, asking: Edition, dana: Learner):
    page = open_page()
    steps.sign_in(page, dana)
    steps.open_module(page, asking)
    follow(page, "Start module", heading="About one")
    assert outline_mark(page, "one") == "question open"

    tab_until(page, ON_BUTTON.format("Check answer"))
    page.keyboard.press("Enter")
    steps.expect_text(page, ".question__fault", "Choose an option first.")
    expect(page.locator(".question__fault")).to_be_focused()

    page.keyboard.press("Shift+Tab")
    assert page.evaluate(ON_OPTION)
    page.keyboard.press("Space")  # the last option, which the way back comes to first
    for key in ("ArrowRight", "ArrowLeft"):  # within the options: the slide stays
        page.keyboard.press(key)
    steps.expect_slide(page, "one")
    page.keyboard.press("Enter")
    feedback = page.get_by_role("status").filter(has_text="Your answer")
    expect(feedback).to_contain_text("Not the best choice")
    expect(feedback).to_be_focused()
    assert outline_mark(page, "one") == "seen"

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the other options' comments
    expect(feedback).to_contain_text("Right, because it is not amplified")
    page.keyboard.press("ArrowRight")
    steps.expect_slide(page, "two")
    stored = Progress.objects.get(slide_key="one").answers["scored-two-plus"]
    assert (stored["option"], stored["first"]) == (1, 1)


def test_the_player_shows_an_answered_slide_as_it_is_now(open_page: OpenPage, asking: Edition, dana: Learner):
    page = open_page()
    start(page, dana, asking)
    page.wait_for_load_state("networkidle")  # slide two is fetched ahead, unanswered
    steps.go_on_to(page, "two")
    assert outline_mark(page, "two") == "question open"
    page.get_by_label("Docetaxel with two antibodies").check()
    steps.press(page, "Choose this treatment")
    expect(page.locator(".question__feedback")).to_contain_text("A recommended choice")
    assert outline_mark(page, "two") == "seen"
    steps.go_on_to(page, "three")
    steps.press(page, "Previous")
    steps.expect_slide(page, "two")
    expect(page.locator(".question__feedback")).to_contain_text("A recommended choice")
    assert outline_mark(page, "two") == "seen"
    page.reload()
    assert (outline_mark(page, "one"), outline_mark(page, "two")) == ("question open", "seen")


def test_an_answer_that_cannot_be_sent_is_still_there_to_be_sent_again(
    open_page: OpenPage, asking: Edition, dana: Learner
):
    page = open_page(expected=("ERR_FAILED",))
    start(page, dana, asking)

    def fail(route: Route) -> None:
        route.abort()

    page.route("**/questions/**", fail)
    page.get_by_label("HER2-low").check()
    steps.press(page, "Check answer")
    steps.expect_text(page, ".question__fault", "Your answer could not be sent.")
    page.unroute("**/questions/**")
    steps.press(page, "Check answer")
    expect(page.locator(".question__feedback")).to_contain_text("Right")
    assert Progress.objects.get(slide_key="one").answers["scored-two-plus"]["option"] == 0


def test_a_case_is_answered_on_a_phone_without_scripts(open_page: OpenPage, asking: Edition, dana: Learner):
    page = open_page(java_script_enabled=False, **PHONE)
    start(page, dana, asking)
    steps.press(page, "Next")
    steps.press(page, "Choose this treatment")
    steps.expect_text(page, ".question__fault", "Choose an option first.")
    expect(page.locator(".question__fault")).to_be_focused()

    page.locator("label", has_text="Surgery").tap()
    steps.press(page, "Choose this treatment")
    expect(page).to_have_url(re.compile(r"/slides/two/#question-early-relapse$"))
    feedback = page.locator(".question__feedback")
    expect(feedback).to_be_in_viewport()
    for words in ("Not the best choice", "Docetaxel with two antibodies", "October 2021", "CLEOPATRA found HR 0.69"):
        expect(feedback).to_contain_text(words)
    assert Progress.objects.get(slide_key="two").answers["early-relapse"]["option"] == 2
    steps.press(page, "Next")
    steps.expect_slide(page, "three")


def test_a_visitor_without_scripts_gets_feedback_and_goes_on(open_page: OpenPage, transactional_db: None):
    from django.utils import timezone

    edition = scenes.asking(timezone.now(), access="public")
    page = open_page(java_script_enabled=False)
    page.goto(f"/modules/{edition.module.slug}/slides/one/")
    page.get_by_label("HER2-low").check()
    steps.press(page, "Check answer")
    expect(page.locator(".question__feedback")).to_be_focused()
    expect(page.locator(".question__feedback")).to_contain_text("Right")
    steps.press(page, "Check answer")  # again, from the page of the answer
    expect(page.locator(".question__feedback")).to_contain_text("Right")
    steps.press(page, "Next")
    steps.expect_slide(page, "two")
    assert Progress.objects.count() == 0
