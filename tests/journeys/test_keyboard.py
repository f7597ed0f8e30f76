"""The way through with the keyboard alone: no step here touches the mouse."""

import pytest
from playwright.sync_api import Page, expect

from courses.models import Edition, Progress
from tests.journeys import scenes, steps
from tests.journeys.conftest import OpenPage
from tests.journeys.scenes import Learner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_TABS = 60
NAME_OF_FOCUS = """() => {
    const focused = document.activeElement;
    return (focused.labels?.[0] ?? focused).innerText.replace("*", "").trim();
}"""


def test_the_keyboard_alone_leads_through_slides_and_test(open_page: OpenPage, sample: Edition, dana: Learner):
    page = open_page()
    steps.open_module(page, sample)
    page.keyboard.press("Tab")
    assert page.evaluate(NAME_OF_FOCUS) == "Skip to content"
    follow(page, "Sign in to begin", heading="Sign in")
    fill(page, "Email", dana.email)
    fill(page, "Password", steps.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Start module")).to_be_visible()
    follow(page, "Start module", heading="About one")
    read_by_keys(page, steps.slide_keys(sample))
    follow(page, "Take the CME test", heading="CME test")
    follow(page, "Take the CME test", heading="Item 1 of 3")
    answer_by_keys(page, dana)
    follow(page, "Submit test", heading="Result of your test")
    expect(page.locator(".test-result__outcome")).to_have_text("Passed")


def read_by_keys(page: Page, keys: list[str]) -> None:
    """See every slide, by each of the keys that move."""
    one, two, three, four, five = keys
    steps.expect_slide(page, one)
    for key, expected in [
        ("ArrowRight", two),
        (" ", three),
        ("Shift+ ", two),
        ("ArrowLeft", one),
        ("ArrowLeft", one),
        ("End", five),
        ("ArrowRight", five),
        ("PageUp", four),
        ("PageUp", three),
        ("Home", one),
        ("End", five),
    ]:
        page.keyboard.press(key)
        steps.expect_slide(page, expected)
    steps.wait_until(page, lambda: Progress.objects.count() == len(keys))


def answer_by_keys(page: Page, person: Learner) -> None:
    attempt = steps.open_attempt(person)
    last = len(attempt.paper)
    for number in range(1, last + 1):
        tab_until(page, "document.activeElement.name === 'option'")
        page.keyboard.press("Space")
        for _ in range(scenes.option_shown(attempt, number, right=True) - 1):
            page.keyboard.press("ArrowDown")
        expect(page.locator("#save-status")).to_contain_text("Saved at")
        steps.wait_until(page, lambda: attempt.responses.count() == number)  # noqa: B023 called at once
        if number < last:
            follow(page, "Next item", heading=f"Item {number + 1} of {last}")
    follow(page, "Submit test", heading="Submit your answers?")


def follow(page: Page, name: str, *, heading: str) -> None:
    """Go to the link or button ``name``, press Enter there, and see a page with ``heading``."""
    tab_until(page, f"({NAME_OF_FOCUS})() === '{name}'")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def fill(page: Page, name: str, text: str) -> None:
    tab_until(page, f"({NAME_OF_FOCUS})() === '{name}'")
    page.keyboard.type(text)


def tab_until(page: Page, reached: str) -> None:
    page.wait_for_load_state()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(reached):
            return
    raise AssertionError(f"Tab never reaches: {reached} on {page.url}")
