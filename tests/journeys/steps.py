"""What a learner does in a browser, in a learner's words."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from courses.models import Edition
from quizzes.models import Attempt
from tests.factories import PASSWORD
from tests.journeys import scenes
from tests.journeys.scenes import Learner
from tests.quizzes.filling import right_posts


def press(page: Page, name: str) -> None:
    """Follow the one link or press the one button named ``name`` in the page's own content."""
    page.get_by_role("main").get_by_role("link", name=name, exact=True).or_(
        page.get_by_role("main").get_by_role("button", name=name, exact=True)
    ).click()


def sign_in(page: Page, person: Learner, *, to: str = "/my-learning/") -> None:
    page.goto(f"/accounts/login/?next={to}")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.wait_for_url(f"**{to}")


def open_module(page: Page, edition: Edition) -> None:
    page.goto(f"/modules/{edition.module.slug}/")


def slide_keys(edition: Edition) -> list[str]:
    return [slide["key"] for section in edition.outline for slide in section["slides"]]


def expect_slide(page: Page, key: str) -> None:
    expect(page.locator(f'.slide[data-slide="{key}"]')).to_be_visible()


def go_on_to(page: Page, key: str) -> None:
    """Press Next with a browser that runs scripts, and see the slide ``key`` shown and recorded."""
    with page.expect_response(re.compile(rf"/{key}/seen/$")) as recorded:
        press(page, "Next")
    assert recorded.value.status == 204
    expect_slide(page, key)


def answer_questions(page: Page) -> None:
    """Answer every question of the slide that is still open, in a browser that runs scripts."""
    while (waiting := page.locator(".question[data-open]")).count():
        key = waiting.first.get_attribute("data-question")
        block = page.locator(f'.question[data-question="{key}"]')
        block.locator("label").first.click()
        block.get_by_role("button").click()
        expect(block.get_by_role("status")).to_contain_text("Your answer")


def take_the_test(page: Page) -> None:
    """Go from a page that offers the test, past its rules, to the first item."""
    press(page, "Take the CME test")
    expect(page.get_by_role("heading", level=1)).to_have_text("CME test")
    press(page, "Take the CME test")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Item 1 of")


def open_attempt(person: Learner) -> Attempt:
    return person.attempts.get(submitted_at=None)


def choose(page: Page, attempt: Attempt, number: int, *, right: bool) -> None:
    page.locator(f'label[for="option-{scenes.option_shown(attempt, number, right=right)}"]').click()


def answer_all(page: Page, attempt: Attempt, *, right: bool) -> None:
    """Answer every item, each saved as it is given, and go to the confirmation.

    Wrong is a wrong option; an item that has none is left blank.
    """
    last = len(attempt.paper)
    for number in range(1, last + 1):
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Item {number} of {last}")
        forms = right_posts(attempt, number) if right else scenes.wrong_posts(attempt, number)
        for fields in forms:
            give(page, fields)
            if "next" in fields and fields is not forms[-1]:
                press(page, "Settle this answer and show the next result")
                expect(page.locator('[name="question"]')).to_have_value(str(int(fields["question"][0]) + 1))
        if forms:
            expect(page.locator("#save-status")).to_contain_text("Saved at")
        press(page, "Next item" if number < last else "Submit test")


def give(page: Page, fields: dict[str, list[str]]) -> None:
    """Enter an answer of any kind, written as the fields that its form sends."""
    for name in sorted(fields, key=lambda name: fields[name]):
        for value in fields[name]:
            if name.startswith("step-"):
                move_step(page, name, int(value))
            elif name in {"value", "unit"} or name.startswith("vignette-"):
                field = page.locator(f'[name="{name}"]')
                (field.fill if name == "value" else field.select_option)(value)
            elif name not in {"question", "next"}:
                chosen = page.locator(f'[name="{name}"][value="{value}"]').get_attribute("id")
                page.locator(f'label[for="{chosen}"]').click()


def move_step(page: Page, name: str, place: int) -> None:
    """Move a step of an ordering up to ``place`` (from 1), where those before it stand already."""
    step = page.locator(".ordering__step").filter(has=page.locator(f'[name="{name}"]'))
    for _ in range(step.evaluate("step => [...step.parentElement.children].indexOf(step)") + 1 - place):
        step.locator('[data-move="-1"]').click()


def submit(page: Page, outcome: str) -> None:
    """Confirm, and read the outcome."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Submit your answers?")
    press(page, "Submit test")
    expect(page.get_by_role("heading", level=1)).to_have_text("Result of your test")
    expect(page.locator(".test-result__outcome")).to_have_text(outcome)


def expect_text(page: Page, selector: str, text: str) -> None:
    """Wait until the element holds ``text``; an empty one stands for no text at all."""
    place = page.locator(selector)
    (expect(place).to_contain_text if text else expect(place).to_have_text)(text)


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait, while the browser goes on, until something is so in the database."""
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("It never came to be.")


def is_too_wide(page: Page) -> bool:
    """Tell whether the page can be scrolled sideways."""
    return page.evaluate("document.scrollingElement.scrollWidth > innerWidth")
